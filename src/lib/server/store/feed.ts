/** How far back the feed of visits reaches, and who is in it. */
import { daysBetween } from '../../domain/period.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

const enoughDays = 3;
const withinDays = 56;
const firstDaysRead = 20;

const eachDay = (sql: Sql) =>
	sql`SELECT period AS day, facility, visits FROM visit_period WHERE grain = 'day'`;

/**
 * Visits by day and facility, as a table of a FROM clause that asks for few days. Of a past day those learned since are
 * taken off again: they are few, where those known by then are nearly all.
 */
export function dailyVisits(tx: Executor, asOf: string | null) {
	const sql = tx as Sql;
	if (asOf === null) return sql`(${eachDay(sql)}) AS daily`;
	return sql`(${eachDay(sql)} UNION ALL
		SELECT occurred_on, facility, -visits FROM service_effect WHERE known_on > ${asOf}::date) AS daily`;
}

/**
 * The day from which visits come steadily; with `asOf` as it was known then. A single visit dated years back by mistake is
 * no feed, and must not put older ready-made counts aside: the first day counts that has two more in its eight weeks, or,
 * where there is none, the first day of all.
 */
export async function findFeedStart(tx: Executor, asOf: string | null): Promise<string | null> {
	const sql = tx as Sql;
	// In the order of the days, so that only the first are read.
	const known =
		asOf === null
			? eachDay(sql)
			: sql`SELECT occurred_on AS day, visits FROM service_effect WHERE known_on <= ${asOf}::date`;
	const rows = await sql<{ day: string }[]>`
		SELECT day FROM (${known}) AS daily GROUP BY day HAVING sum(visits) > 0 ORDER BY day LIMIT ${firstDaysRead}`;
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
	const sql = tx as Sql;
	const [row] = await sql<{ reported: number; expected: number }[]>`
		SELECT count(*)::int AS expected, (count(*) FILTER (WHERE visits_in_period > 0))::int AS reported FROM (
			SELECT facility, sum(visits) FILTER (WHERE day >= ${span.from}::date) AS visits_in_period
			FROM ${dailyVisits(sql, asOf)} WHERE day BETWEEN ${span.since}::date AND ${span.to}::date
			GROUP BY facility HAVING sum(visits) > 0
		) AS feeding`;
	return row ?? { reported: 0, expected: 0 };
}
