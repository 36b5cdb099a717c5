/** What expires first of the stock that facilities reported last. */
import type { Transaction } from './bulk.ts';

export type EarliestExpiry = {
	facility: string;
	/** First day of the month that the report is of. */
	reportMonth: string;
	/** `YYYY-MM`, in which the earliest lot expires. */
	month: string;
	quantity: number;
};

/**
 * Of each facility's newest report of an item within the span; one that names no expiry is not there, also where an older one did.
 *
 * @param asOf null for what is known now
 */
export function readEarliestExpiries(
	tx: Transaction,
	{ item, from, to, asOf }: { item: string; from: string; to: string; asOf: string | null }
): Promise<EarliestExpiry[]> {
	const standing =
		asOf === null
			? tx`posted_on IS NOT NULL AND reversed_on IS NULL`
			: tx`posted_on <= ${asOf}::date AND (reversed_on IS NULL OR reversed_on > ${asOf}::date)`;
	return tx<EarliestExpiry[]>`
		SELECT facility, newest.month AS "reportMonth", lot.month, lot.quantity FROM (
			SELECT DISTINCT ON (facility) facility, month, expiring FROM stock
			WHERE item = ${item} AND month BETWEEN ${from}::date AND ${to}::date AND ${standing}
			ORDER BY facility, month DESC
		) AS newest CROSS JOIN LATERAL (
			SELECT lot->>'month' AS month, (lot->>'quantity')::int AS quantity
			FROM jsonb_array_elements(newest.expiring) AS lot ORDER BY 1 LIMIT 1
		) AS lot ORDER BY facility`;
}
