/** City totals for the public page: nothing by area, nothing by disease. */
import { owedStates } from '../../domain/claim-standing.ts';
import type { Transaction } from './bulk.ts';

export type VisitTotals = { week: number; year: number };

/** Visits of the week and of the calendar year that begin on these days. */
export async function readVisitTotals(
	tx: Transaction,
	{ weekStart, yearStart, asOf }: { weekStart: string; yearStart: string; asOf: string | null }
): Promise<VisitTotals> {
	const week = (day: string) => tx`${tx(day)} >= ${weekStart}::date AND ${tx(day)} < ${weekStart}::date + 7`;
	const year = (day: string) =>
		tx`${tx(day)} >= ${yearStart}::date AND ${tx(day)} < (${yearStart}::date + interval '1 year')::date`;
	// Of a past day what was learned since is taken off again.
	const since = (grain: string, span: ReturnType<typeof week>) =>
		asOf === null
			? tx``
			: tx`UNION ALL SELECT ${grain}, -visits FROM service_effect WHERE ${span} AND known_on > ${asOf}::date`;
	const [row] = await tx<VisitTotals[]>`
		SELECT coalesce(sum(visits) FILTER (WHERE grain = 'day'), 0)::int AS week,
			coalesce(sum(visits) FILTER (WHERE grain = 'month'), 0)::int AS year
		FROM (
			SELECT grain, visits FROM visit_period WHERE grain = 'day' AND ${week('period')}
			UNION ALL SELECT grain, visits FROM visit_period WHERE grain = 'month' AND ${year('period')}
			${since('day', week('occurred_on'))} ${since('month', year('occurred_on'))}
		) AS counted`;
	return row ?? { week: 0, year: 0 };
}

export type MoneyTotals = { ceilingRupiah: number | null; paidRupiah: number; owedRupiah: number };

/** The year's ceiling as last set, what was paid out of it and what handed-in claims still wait for. */
export async function readMoneyTotals(
	tx: Transaction,
	{ year, today, asOf }: { year: number; today: string; asOf: string | null }
): Promise<MoneyTotals> {
	const claims =
		asOf === null
			? tx`claim_standing WHERE budget_year = ${year}`
			: tx`claim_effect WHERE budget_year = ${year} AND known_on <= ${asOf}`;
	const [ceiling] = await tx<{ amountRupiah: number }[]>`
		SELECT amount_rupiah AS "amountRupiah" FROM budget WHERE budget_year = ${year} AND known_on <= ${today}
		ORDER BY known_on DESC LIMIT 1`;
	const [sums] = await tx<{ paidRupiah: number; owedRupiah: number }[]>`
		SELECT coalesce(sum(amount_rupiah) FILTER (WHERE state = 'paid'), 0)::bigint AS "paidRupiah",
			coalesce(sum(amount_rupiah) FILTER (WHERE state = ANY(${[...owedStates]})), 0)::bigint AS "owedRupiah"
		FROM ${claims}`;
	return {
		ceilingRupiah: ceiling?.amountRupiah ?? null,
		paidRupiah: sums?.paidRupiah ?? 0,
		owedRupiah: sums?.owedRupiah ?? 0
	};
}
