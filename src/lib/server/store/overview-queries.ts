/** City totals for the Overview: each query reads one rollup once. */
import type { Transaction } from './bulk.ts';

export type MoneyRow = {
	/** Null where the row is a month's. */
	state: string | null;
	/** Month of the service; only states that use the budget up. */
	serviceMonth: string | null;
	/** Month of the payment. */
	paidMonth: string | null;
	claims: number;
	amountRupiah: number;
};

/** A year's claims by state, by service month and by month of payment, in one pass. */
export function sumMoney(
	tx: Transaction,
	{ year, asOf, committed }: { year: number; asOf: string | null; committed: readonly string[] }
): Promise<MoneyRow[]> {
	const source =
		asOf === null
			? tx`claim_standing WHERE budget_year = ${year}`
			: tx`claim_effect WHERE budget_year = ${year} AND known_on <= ${asOf}`;
	return tx<MoneyRow[]>`
		SELECT state, "serviceMonth", "paidMonth", sum(claims)::int AS claims, sum(amount_rupiah)::bigint AS "amountRupiah"
		FROM (
			SELECT state, claims, amount_rupiah,
				CASE WHEN state = ANY(${[...committed]}) THEN service_month END AS "serviceMonth",
				CASE WHEN state = 'paid' THEN transition_month END AS "paidMonth"
			FROM ${source}
		) chosen
		GROUP BY GROUPING SETS ((state), ("serviceMonth"), ("paidMonth"))
		HAVING sum(claims) <> 0 OR sum(amount_rupiah) <> 0
		ORDER BY state, "serviceMonth", "paidMonth"`;
}

/** Visits by the day they happened; a day without one has no row. */
export function readDailyVisits(
	tx: Transaction,
	{ from, to, asOf }: { from: string; to: string; asOf: string | null }
): Promise<{ day: string; visits: number }[]> {
	const known = asOf === null ? tx`` : tx`AND known_on <= ${asOf}`;
	return tx<{ day: string; visits: number }[]>`
		SELECT occurred_on AS day, sum(visits)::int AS visits FROM service_effect
		WHERE occurred_on BETWEEN ${from} AND ${to} ${known}
		GROUP BY occurred_on HAVING sum(visits) <> 0 ORDER BY occurred_on`;
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
