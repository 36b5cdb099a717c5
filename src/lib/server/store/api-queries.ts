/**
 * Pages of rollups for the read API: in the order of their key, after a given one. A page of the present and of a past day
 * have the same shape; where a compact rollup has no such grain, the effects up to the day are summed.
 */
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';
import type { VisitCount, VisitGrain } from './disease-queries.ts';

type Key = readonly (string | number)[];
export type Cut = { after: Key | null; limit: number };
/** Null for all. */
type Facilities = readonly string[] | null;

export type VisitRow = { period: string; facility: string; service: string; visits: number };
export type VisitChoice = {
	grain: 'day' | 'month';
	from: string;
	to: string;
	facilities: Facilities;
	service: string | null;
	asOf: string | null;
};

/** Visits by period, facility and service; one row more than the limit, if there is one. */
export function readVisitRows(tx: Executor, choice: VisitChoice, { after, limit }: Cut): Promise<VisitRow[]> {
	const sql = tx as Sql;
	const { grain, from, to, facilities, service, asOf } = choice;
	const period = grain === 'day' ? sql`occurred_on` : sql`date_trunc('month', occurred_on)::date`;
	const [day = '', facility = '', of = ''] = after ?? [];
	return sql<VisitRow[]>`
		SELECT ${period} AS period, facility, service, sum(visits)::int AS visits FROM service_effect
		WHERE occurred_on BETWEEN ${from}::date AND ${to}::date
			${asOf === null ? sql`` : sql`AND known_on <= ${asOf}::date`}
			${facilities === null ? sql`` : sql`AND facility = ANY(${[...facilities]})`}
			${service === null ? sql`` : sql`AND service = ${service}`}
			${after === null ? sql`` : sql`AND (${period}, facility, service) > (${day}::date, ${facility}::text, ${of}::text)`}
		GROUP BY 1, 2, 3 HAVING sum(visits) <> 0 ORDER BY 1, 2, 3 LIMIT ${limit + 1}`;
}

export type ClaimRow = {
	budgetYear: number;
	state: string;
	serviceMonth: string;
	transitionMonth: string;
	facility: string;
	service: string;
	claims: number;
	billedRupiah: number;
	amountRupiah: number;
};
export type ClaimChoice = {
	year: number;
	state: string | null;
	from: string | null;
	to: string | null;
	facilities: Facilities;
	service: string | null;
	asOf: string | null;
};

/** Where claims stand, or stood at the end of a day. */
export function readClaimRows(tx: Executor, choice: ClaimChoice, { after, limit }: Cut): Promise<ClaimRow[]> {
	const sql = tx as Sql;
	const { year, state, from, to, facilities, service, asOf } = choice;
	const [, afterState = '', month = '', moved = '', facility = '', of = ''] = after ?? [];
	return sql<ClaimRow[]>`
		SELECT budget_year::int AS "budgetYear", state, service_month AS "serviceMonth", transition_month AS "transitionMonth",
			facility, service, sum(claims)::int AS claims, sum(billed_rupiah)::bigint AS "billedRupiah",
			sum(amount_rupiah)::bigint AS "amountRupiah"
		FROM ${asOf === null ? sql`claim_standing` : sql`claim_effect`}
		WHERE budget_year = ${year}
			${asOf === null ? sql`AND claims <> 0` : sql`AND known_on <= ${asOf}::date`}
			${state === null ? sql`` : sql`AND state = ${state}`}
			${from === null ? sql`` : sql`AND service_month >= ${from}::date`}
			${to === null ? sql`` : sql`AND service_month <= ${to}::date`}
			${facilities === null ? sql`` : sql`AND facility = ANY(${[...facilities]})`}
			${service === null ? sql`` : sql`AND service = ${service}`}
			${
				after === null
					? sql``
					: sql`AND (state, service_month, transition_month, facility, service)
						> (${afterState}::text, ${month}::date, ${moved}::date, ${facility}::text, ${of}::text)`
			}
		GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(claims) <> 0 ORDER BY 1, 2, 3, 4, 5, 6 LIMIT ${limit + 1}`;
}

/** Visits by category, period and kecamatan; from the compact rollup, less what was learned since a past day. */
export function readVisitsByCategoryAndArea(
	tx: Executor,
	{ codes, grain, asOf }: { codes: readonly string[]; grain: VisitGrain; asOf: string | null },
	{ from, to }: { from: string; to: string }
): Promise<VisitCount[]> {
	const sql = tx as Sql;
	const period =
		grain === 'week'
			? sql`occurred_on - extract(dow FROM occurred_on)::int`
			: sql`date_trunc('month', occurred_on)::date`;
	const since =
		asOf === null
			? sql``
			: sql`UNION ALL SELECT icd3, ${period}, kecamatan, -visits FROM disease_effect
				WHERE icd3 = ANY(${[...codes]}) AND occurred_on BETWEEN ${from}::date AND ${to}::date AND known_on > ${asOf}::date`;
	return sql<VisitCount[]>`
		SELECT icd3, period, kecamatan, sum(visits)::int AS visits FROM (
			SELECT icd3, period, kecamatan, visits FROM disease_period
			WHERE icd3 = ANY(${[...codes]}) AND grain = ${grain} AND period BETWEEN ${from}::date AND ${to}::date ${since}
		) AS counted GROUP BY icd3, period, kecamatan HAVING sum(visits) <> 0 ORDER BY icd3, period, kecamatan`;
}
