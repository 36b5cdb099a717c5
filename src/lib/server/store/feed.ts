/** How far back the feed of visits reaches, and who is in it. */
import { daysBetween } from '../../domain/period.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

const enoughDays = 3;
const withinDays = 56;
const firstDaysRead = 20;

/**
 * The day from which visits come steadily; with `asOf` as it was known then. A single visit dated years back by mistake is
 * no feed, and must not put older ready-made counts aside: the first day counts that has two more in its eight weeks, or,
 * where there is none, the first day of all.
 */
export async function findFeedStart(tx: Executor, asOf: string | null): Promise<string | null> {
	const rows = await (tx as Sql)<{ day: string }[]>`
		SELECT occurred_on AS day FROM service_effect
		WHERE known_on <= coalesce(${asOf}::date, 'infinity')
		GROUP BY occurred_on HAVING sum(visits) > 0 ORDER BY occurred_on LIMIT ${firstDaysRead}`;
	const days = rows.map(({ day }) => day);
	const steady = days.find((day, i) => {
		const later = days[i + enoughDays - 1];
		return later !== undefined && daysBetween(day, later) < withinDays;
	});
	return steady ?? days[0] ?? null;
}

/** Facilities with visits from `from` to `to`, of those with visits since `since`. */
export async function countFacilitiesInFeed(
	tx: Executor,
	span: { since: string; from: string; to: string },
	asOf: string | null
): Promise<{ reported: number; expected: number }> {
	const [row] = await (tx as Sql)<{ reported: number; expected: number }[]>`
		SELECT count(*)::int AS expected, (count(*) FILTER (WHERE visits_in_period > 0))::int AS reported FROM (
			SELECT facility, sum(visits) FILTER (WHERE occurred_on >= ${span.from}::date) AS visits_in_period
			FROM service_effect
			WHERE occurred_on BETWEEN ${span.since}::date AND ${span.to}::date
				AND known_on <= coalesce(${asOf}::date, 'infinity')
			GROUP BY facility HAVING sum(visits) > 0
		) AS feeding`;
	return row ?? { reported: 0, expected: 0 };
}
