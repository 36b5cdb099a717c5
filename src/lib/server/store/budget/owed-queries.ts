/** What is owed, by part and by age. */
import type { Transaction } from '../bulk.ts';
import type { ClaimFilter } from '../budget-queries.ts';

export type PartStateRow = { part: string; state: string; claims: number; amountRupiah: number };

const source = (asOf: string | null) =>
	asOf === null
		? 'claim_standing WHERE claims <> 0 AND $4::date IS NULL'
		: 'claim_effect WHERE known_on <= $4::date';
const chosen = `budget_year = $1 AND ($2::text IS NULL OR facility = $2) AND ($3::text IS NULL OR service = $3)`;
const parameters = ({ year, facility, service, asOf }: ClaimFilter) => [year, facility, service, asOf];

/** By facility or by service, each claim once in the state in which it stands. */
export async function sumByPart(
	tx: Transaction,
	filter: ClaimFilter,
	part: 'facility' | 'service'
): Promise<PartStateRow[]> {
	return tx.unsafe<PartStateRow[]>(
		`SELECT ${part} AS part, state, sum(claims)::int AS claims, sum(amount_rupiah)::bigint AS "amountRupiah"
			FROM ${source(filter.asOf)} AND ${chosen} GROUP BY 1, 2 HAVING sum(claims) <> 0 ORDER BY 1, 2`,
		parameters(filter),
		{ prepare: true }
	);
}

export type BilledMonthRow = { part: string; month: string; billedRupiah: number };

/** What was billed of each service month, whatever became of it. Of all budget years: a month's bills are a month's. */
export async function sumBilledByPart(
	tx: Transaction,
	{ facility, service, asOf }: ClaimFilter,
	part: 'facility' | 'service',
	span: { from: string; to: string }
): Promise<BilledMonthRow[]> {
	return tx.unsafe<BilledMonthRow[]>(
		`SELECT ${part} AS part, service_month AS month, sum(billed_rupiah)::bigint AS "billedRupiah"
			FROM ${source(asOf).replace('$4', '$1')} AND service_month BETWEEN $2 AND $3
			AND ($4::text IS NULL OR facility = $4) AND ($5::text IS NULL OR service = $5)
			GROUP BY 1, 2 HAVING sum(billed_rupiah) <> 0 ORDER BY 1, 2`,
		[asOf, span.from, span.to, facility, service],
		{ prepare: true }
	);
}

export type AgeRow = {
	state: string;
	facility: string;
	service: string;
	age: number;
	claims: number;
	amountRupiah: number;
};

/** Unpaid claims by the days since they were first billed; no claim is told, so whoever sees money may ask. */
export async function readUnpaidAges(
	tx: Transaction,
	{ year, facility, service, asOf }: ClaimFilter,
	today: string
): Promise<AgeRow[]> {
	return tx<AgeRow[]>`
		SELECT state, facility, service, age, claims, amount_rupiah AS "amountRupiah"
		FROM city.unpaid_ages(${year}::int, ${asOf}::date, ${today}::date)
		WHERE (${facility}::text IS NULL OR facility = ${facility}) AND (${service}::text IS NULL OR service = ${service})
		ORDER BY 1, 2, 3, 4`;
}
