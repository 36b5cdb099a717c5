/** City totals for the Overview: each query reads one rollup once. */
import type { Transaction } from './bulk.ts';
import { dailyVisits } from './feed.ts';

export type MoneyRow = {
	state: string;
	serviceMonth: string;
	/** Month of the payment; null in every other state. */
	paidMonth: string | null;
	claims: number;
	amountRupiah: number;
};

/** A year's claims by state, service month and month of payment: a hundred rows or two. */
export function sumMoney(
	tx: Transaction,
	{ year, asOf }: { year: number; asOf: string | null }
): Promise<MoneyRow[]> {
	// A claim leaves a row of noughts in each state that it passed: two in three, skipped before they are summed.
	const source =
		asOf === null
			? tx`claim_standing WHERE budget_year = ${year} AND claims <> 0`
			: tx`claim_effect WHERE budget_year = ${year} AND known_on <= ${asOf}`;
	return tx<MoneyRow[]>`
		SELECT state, service_month AS "serviceMonth",
			CASE WHEN state = 'paid' THEN transition_month END AS "paidMonth",
			sum(claims)::int AS claims, sum(amount_rupiah)::bigint AS "amountRupiah"
		FROM ${source} GROUP BY 1, 2, 3 HAVING sum(claims) <> 0 ORDER BY 1, 2, 3`;
}

/** Visits by the day they happened; a day without one has no row. */
export function readDailyVisits(
	tx: Transaction,
	{ from, to, asOf }: { from: string; to: string; asOf: string | null }
): Promise<{ day: string; visits: number }[]> {
	return tx<{ day: string; visits: number }[]>`
		SELECT day, sum(visits)::int AS visits FROM ${dailyVisits(tx, asOf)}
		WHERE day BETWEEN ${from} AND ${to} GROUP BY day HAVING sum(visits) <> 0 ORDER BY day`;
}

export type SourcePulse = { reported: number; expected: number; lastSeenAt: Date | null };

/** Reporters whose events were accepted on a day, of those of the days since, and the moment of the last event. */
export async function readSourcePulse(
	tx: Transaction,
	{ since, today }: { since: string; today: string }
): Promise<SourcePulse> {
	const [row] = await tx<SourcePulse[]>`
		SELECT (count(DISTINCT reporter) FILTER (WHERE day = ${today}))::int AS reported,
			count(DISTINCT reporter)::int AS expected, max(last_seen_at) AS "lastSeenAt"
		FROM source_day WHERE day BETWEEN ${since} AND ${today} AND accepted > 0`;
	return row ?? { reported: 0, expected: 0, lastSeenAt: null };
}
