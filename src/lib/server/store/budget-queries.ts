/**
 * Money from the claim rollups. The present is read from `claim_standing`, a past day from `claim_effect` up to that day;
 * both carry the same keys, so one text serves both.
 */
import type { BudgetRevision } from '../../protocol/views/budget.ts';
import type { Transaction } from './bulk.ts';

export type ClaimFilter = {
	year: number;
	facility: string | null;
	service: string | null;
	/** Null for the present. */
	asOf: string | null;
};

export type StateRow = { state: string; claims: number; billedRupiah: number; amountRupiah: number };
export type ServiceMonthRow = { month: string; amountRupiah: number };
export type PaidMonthRow = { month: string; amountRupiah: number };
export type FacilityStateRow = StateRow & { facility: string };

const sums = `coalesce(sum(claims), 0)::int AS claims, coalesce(sum(billed_rupiah), 0)::bigint AS "billedRupiah",
	coalesce(sum(amount_rupiah), 0)::bigint AS "amountRupiah"`;

/**
 * A claim leaves a row of noughts in each state that it passed: two in three rows, skipped before they are summed.
 * `$1` year, `$2` facility, `$3` service, `$4` the past day: one shape of parameters for both tables.
 */
function chosen(asOf: string | null): string {
	const filter = `budget_year = $1 AND ($2::text IS NULL OR facility = $2) AND ($3::text IS NULL OR service = $3)`;
	return asOf === null
		? `claim_standing WHERE ${filter} AND claims <> 0 AND $4::date IS NULL`
		: `claim_effect WHERE ${filter} AND known_on <= $4::date`;
}

const parameters = ({ year, facility, service, asOf }: ClaimFilter) => [year, facility, service, asOf];

/** Each claim once, by the state it stands in. */
export async function sumClaimsByState(tx: Transaction, filter: ClaimFilter): Promise<StateRow[]> {
	return tx.unsafe<StateRow[]>(
		`SELECT state, ${sums} FROM ${chosen(filter.asOf)} GROUP BY state ORDER BY state`,
		parameters(filter),
		{ prepare: true }
	);
}

/** What stands in the given states, by the month of the service. */
export async function sumByServiceMonth(
	tx: Transaction,
	filter: ClaimFilter,
	states: readonly string[]
): Promise<ServiceMonthRow[]> {
	return tx.unsafe<ServiceMonthRow[]>(
		`SELECT service_month AS month, sum(amount_rupiah)::bigint AS "amountRupiah" FROM ${chosen(filter.asOf)}
			AND state = ANY($5::text[]) GROUP BY 1 HAVING sum(claims) <> 0 OR sum(amount_rupiah) <> 0 ORDER BY 1`,
		[...parameters(filter), [...states]],
		{ prepare: true }
	);
}

/** What was paid, by the month of the payment. */
export async function sumPaidByMonth(tx: Transaction, filter: ClaimFilter): Promise<PaidMonthRow[]> {
	return tx.unsafe<PaidMonthRow[]>(
		`SELECT transition_month AS month, sum(amount_rupiah)::bigint AS "amountRupiah" FROM ${chosen(filter.asOf)}
			AND state = 'paid' GROUP BY 1 HAVING sum(claims) <> 0 OR sum(amount_rupiah) <> 0 ORDER BY 1`,
		parameters(filter),
		{ prepare: true }
	);
}

export async function sumClaimsByFacility(tx: Transaction, filter: ClaimFilter): Promise<FacilityStateRow[]> {
	return tx.unsafe<FacilityStateRow[]>(
		`SELECT facility, state, ${sums} FROM ${chosen(filter.asOf)}
			GROUP BY facility, state HAVING sum(claims) <> 0 ORDER BY facility, state`,
		parameters(filter),
		{ prepare: true }
	);
}

/** Facilities that have billed anything of a service month. */
export async function countBilledFacilities(
	tx: Transaction,
	filter: ClaimFilter,
	month: string
): Promise<number> {
	const [row] = await tx.unsafe<{ facilities: number }[]>(
		`SELECT count(*)::int AS facilities FROM (SELECT facility FROM ${chosen(filter.asOf)}
			AND service_month = $5::date GROUP BY facility HAVING sum(claims) > 0) billed`,
		[...parameters(filter), month],
		{ prepare: true }
	);
	return row?.facilities ?? 0;
}

/** Years that have claims or a budget. `until` hides budgets dated later, even if they were entered already. */
export async function findBudgetYears(
	tx: Transaction,
	asOf: string | null,
	until: string | null = asOf
): Promise<number[]> {
	const claims =
		asOf === null ? 'claim_standing WHERE $1::date IS NULL' : 'claim_effect WHERE known_on <= $1::date';
	const rows = await tx.unsafe<{ year: number }[]>(
		`SELECT budget_year::int AS year FROM ${claims} GROUP BY 1 HAVING sum(claims) > 0
			UNION SELECT budget_year FROM budget WHERE $2::date IS NULL OR known_on <= $2::date ORDER BY 1`,
		[asOf, until],
		{ prepare: true }
	);
	return rows.map(({ year }) => year);
}

/** A year's budget and its revisions, oldest first. `until` hides what is dated later, even if it was entered already. */
export async function findBudgetRevisions(
	tx: Transaction,
	year: number,
	until: string
): Promise<BudgetRevision[]> {
	return tx<BudgetRevision[]>`
		SELECT amount_rupiah AS "amountRupiah", kind, known_on AS "knownOn", source, demo FROM budget
		WHERE budget_year = ${year} AND known_on <= ${until} ORDER BY known_on`;
}

export type BudgetEntry = {
	year: number;
	knownOn: string;
	kind: string;
	amountRupiah: number;
	source: string;
};

/** A second entry of the same day corrects the first. */
export async function writeBudget(tx: Transaction, entry: BudgetEntry): Promise<void> {
	const { year, knownOn, kind, amountRupiah, source } = entry;
	await tx`
		INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source)
		VALUES (${year}, ${knownOn}, ${kind}, ${amountRupiah}, ${source})
		ON CONFLICT (budget_year, known_on) DO UPDATE SET kind = excluded.kind, amount_rupiah = excluded.amount_rupiah,
			source = excluded.source, demo = false`;
}
