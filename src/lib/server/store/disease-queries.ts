/**
 * Visits by primary diagnosis and ready-made counts of cases. Visits come from the compact rollup by week and month; of a
 * past day the effects learned since are taken off again, which are few, where those known by then are nearly all.
 */
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

/** What visits are counted by; longer periods are sums of months. */
export type VisitGrain = 'week' | 'month';
/** First and last day, both included. */
export type Span = { from: string; to: string };

export type VisitCount = { icd3: string; period: string; kecamatan: string; visits: number };
export type FacilityVisitCount = VisitCount & { facility: string };
export type CaseTally = { code: string; period: string; area: string; reporter: string; value: number };

type Query = { codes: readonly string[]; grain: VisitGrain; asOf: string | null };

// The first day of the week (Sunday) or month that `occurred_on` falls into.
const periodOf = (sql: Sql, grain: VisitGrain) =>
	grain === 'week'
		? sql`occurred_on - extract(dow FROM occurred_on)::int`
		: sql`date_trunc('month', occurred_on)::date`;

/** Of one disease's categories together, by period and kecamatan. */
export async function readVisitsByArea(
	tx: Executor,
	{ codes, grain, asOf }: Query,
	{ from, to }: Span
): Promise<VisitCount[]> {
	const sql = tx as Sql;
	const since =
		asOf === null
			? sql``
			: sql`UNION ALL SELECT ${periodOf(sql, grain)}, kecamatan, -visits FROM disease_effect
				WHERE icd3 = ANY(${[...codes]}) AND occurred_on BETWEEN ${from}::date AND ${to}::date AND known_on > ${asOf}::date`;
	return sql<VisitCount[]>`
		SELECT '' AS icd3, period, kecamatan, sum(visits)::int AS visits FROM (
			SELECT period, kecamatan, visits FROM disease_period
			WHERE icd3 = ANY(${[...codes]}) AND grain = ${grain} AND period BETWEEN ${from}::date AND ${to}::date ${since}
		) AS counted GROUP BY period, kecamatan HAVING sum(visits) <> 0 ORDER BY period, kecamatan`;
}

/** Of many categories, each by itself, in the spans only; `kecamatan` null for all of them together. */
export async function readVisitsByCategory(
	tx: Executor,
	{ codes, grain, asOf }: Query,
	spans: readonly Span[],
	kecamatan: string | null
): Promise<VisitCount[]> {
	const sql = tx as Sql;
	const area = kecamatan === null ? sql`` : sql`AND kecamatan = ${kecamatan}`;
	const given = sql`unnest(${spans.map(({ from }) => from)}::text[]::date[],
		${spans.map(({ to }) => to)}::text[]::date[]) AS span(first, last)`;
	const since =
		asOf === null
			? sql``
			: // Span by span (that is what OFFSET is for): all that was learned since would be read instead.
				sql`UNION ALL SELECT icd3, ${periodOf(sql, grain)}, -visits FROM ${given} CROSS JOIN LATERAL (
					SELECT icd3, occurred_on, visits FROM disease_effect
					WHERE icd3 = ANY(${[...codes]}) AND occurred_on BETWEEN span.first AND span.last
						AND known_on > ${asOf}::date ${area} OFFSET 0) AS late`;
	return sql<VisitCount[]>`
		SELECT icd3, period, '' AS kecamatan, sum(visits)::int AS visits FROM (
			SELECT icd3, period, visits FROM ${given} JOIN disease_period ON period BETWEEN span.first AND span.last
			WHERE grain = ${grain} AND icd3 = ANY(${[...codes]}) ${area} ${since}
		) AS counted GROUP BY icd3, period HAVING sum(visits) <> 0 ORDER BY icd3, period`;
}

/** Of the few facilities that also count themselves. */
export async function readVisitsOfFacilities(
	tx: Executor,
	{ codes, grain, asOf }: Query,
	{ from, to }: Span,
	facilities: readonly string[]
): Promise<FacilityVisitCount[]> {
	if (facilities.length === 0) return [];
	const sql = tx as Sql;
	return sql<FacilityVisitCount[]>`
		SELECT facility, icd3, ${periodOf(sql, grain)} AS period, kecamatan, sum(visits)::int AS visits
		FROM disease_effect
		WHERE icd3 = ANY(${[...codes]}) AND facility = ANY(${[...facilities]})
			AND occurred_on BETWEEN ${from}::date AND ${to}::date
			AND known_on <= coalesce(${asOf}::date, 'infinity')
		GROUP BY 1, 2, 3, 4 HAVING sum(visits) <> 0 ORDER BY 1, 2, 3, 4`;
}

const standing = (sql: Sql, asOf: string | null) =>
	asOf === null
		? sql`posted_on IS NOT NULL AND reversed_on IS NULL`
		: sql`posted_on <= ${asOf}::date AND (reversed_on IS NULL OR reversed_on > ${asOf}::date)`;

/** Ready-made counts of cases that stand, `period` as it was reported; ordered, so that of two the later wins. */
export async function readCaseTallies(
	tx: Executor,
	{ codes, grain, asOf }: { codes: readonly string[]; grain: string; asOf: string | null },
	spans: readonly Span[]
): Promise<CaseTally[]> {
	const sql = tx as Sql;
	return sql<CaseTally[]>`
		SELECT code, period, area, reporter, value
		FROM unnest(${spans.map(({ from }) => from)}::text[]::date[],
			${spans.map(({ to }) => to)}::text[]::date[]) AS span(first, last)
		JOIN tally ON period BETWEEN span.first AND span.last
		WHERE measure = 'cases' AND grain = ${grain} AND code = ANY(${[...codes]}) AND ${standing(sql, asOf)}
		ORDER BY code, reporter, area, period`;
}

/** Which grains of a disease were counted ready-made, how many periods, and since when. */
export async function readCountedGrains(
	tx: Executor,
	code: string,
	asOf: string | null
): Promise<{ grain: string; periods: number; first: string }[]> {
	const sql = tx as Sql;
	return sql<{ grain: string; periods: number; first: string }[]>`
		SELECT grain, count(DISTINCT period)::int AS periods, min(period) AS first FROM tally
		WHERE measure = 'cases' AND code = ${code} AND ${standing(sql, asOf)}
		GROUP BY grain ORDER BY grain`;
}

/** `first`: the earliest day on which any of them became known. */
export type ReportedAt = { week: string; lag: number; visits: number; first: string };

/**
 * Visits of whole weeks by how late they became known. Lag 0 is known as long after the week's end as today is after the end
 * of the last whole week, each further lag a week later, so that every lag that has begun is over; the last takes in all later.
 *
 * @param today last day that is known of; `lags` how many there are
 */
export async function readReportingLags(
	tx: Executor,
	{
		codes,
		kecamatan,
		today,
		lags
	}: { codes: readonly string[]; kecamatan: string | null; today: string; lags: number },
	{ from, to }: Span
): Promise<ReportedAt[]> {
	const sql = tx as Sql;
	const area = kecamatan === null ? sql`` : sql`AND kecamatan = ${kecamatan}`;
	return sql<ReportedAt[]>`
		SELECT week, least(${lags - 1}, greatest(0, ceil((known_on - week - 6 - (${today}::date - ${to}::date)) / 7.0)))::int AS lag,
			sum(visits)::int AS visits, min(known_on) AS first
		FROM (SELECT occurred_on - extract(dow FROM occurred_on)::int AS week, known_on, visits FROM disease_effect
			WHERE icd3 = ANY(${[...codes]}) AND occurred_on BETWEEN ${from}::date AND ${to}::date
				AND known_on <= ${today}::date ${area}) AS told
		GROUP BY 1, 2 ORDER BY 1, 2`;
}
