/** What the projection of a budget year learns from. */
import { addMonths, monthOf } from '../../domain/period.ts';
import type { Transaction } from './bulk.ts';
import { findFeedStart } from './feed.ts';

export type BilledAmount = { occurred: string; known: string; amount: number };

/**
 * What was billed, whatever became of it, by service month and the day on which it was learned: a claim takes its bill
 * along from state to state, so over all states only new and corrected bills remain.
 */
export async function readBilledAmounts(tx: Transaction, from: string): Promise<BilledAmount[]> {
	return tx<BilledAmount[]>`
		SELECT service_month AS occurred, known_on AS known, sum(billed_rupiah)::bigint AS amount
		FROM claim_effect WHERE service_month >= ${from}
		GROUP BY 1, 2 HAVING sum(billed_rupiah) <> 0 ORDER BY 1, 2`;
}

/** Claims that are paid or rejected: what was billed, and what was paid. */
export async function sumDecided(
	tx: Transaction,
	from: string
): Promise<{ billedRupiah: number; paidRupiah: number }> {
	const [row] = await tx<{ billedRupiah: number; paidRupiah: number }[]>`
		SELECT coalesce(sum(billed_rupiah), 0)::bigint AS "billedRupiah",
			coalesce(sum(amount_rupiah) FILTER (WHERE state = 'paid'), 0)::bigint AS "paidRupiah"
		FROM claim_standing WHERE state IN ('paid', 'rejected') AND service_month >= ${from}`;
	return row ?? { billedRupiah: 0, paidRupiah: 0 };
}

/** Visits by month, from the first month that the feed reported whole. */
export async function readVisitMonths(
	tx: Transaction,
	from: string
): Promise<{ month: string; visits: number }[]> {
	const start = await findFeedStart(tx, null);
	if (start === null) return [];
	const firstWhole = start === monthOf(start) ? start : addMonths(monthOf(start), 1);
	return tx<{ month: string; visits: number }[]>`
		SELECT period AS month, sum(visits)::int AS visits FROM visit_period
		WHERE grain = 'month' AND period >= ${firstWhole > from ? firstWhole : from} GROUP BY 1 ORDER BY 1`;
}
