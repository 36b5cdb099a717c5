/** What a medicine's forecast rests on: its use and stock, facility by facility. */
import type { Transaction } from './bulk.ts';
import type { Span } from './disease-queries.ts';

export type FacilityUse = {
	facility: string;
	month: string;
	dispensed: number | null;
	own: number | null;
	stockoutDays: number | null;
};

/** By month and facility. A facility's own count is its stock report's, else its tally, as in `readItemUse`. */
export function readFacilityUse(tx: Transaction, item: string, { from, to }: Span): Promise<FacilityUse[]> {
	return tx<FacilityUse[]>`
		WITH own AS (
			SELECT DISTINCT ON (month, facility) month, facility, quantity, stockout_days FROM (
				SELECT 1 AS rank, month, facility, used AS quantity, stockout_days FROM stock
				WHERE item = ${item} AND month BETWEEN ${from}::date AND ${to}::date
					AND posted_on IS NOT NULL AND reversed_on IS NULL
				UNION ALL
				SELECT 2, date_trunc('month', period)::date, reporter, value, NULL FROM tally
				WHERE measure = 'drug-use' AND grain = 'month' AND code = ${item}
					AND period BETWEEN ${from}::date AND ${to}::date AND reporter IN (SELECT code FROM facility)
					AND posted_on IS NOT NULL AND reversed_on IS NULL
			) AS counts ORDER BY month, facility, rank
		)
		SELECT facility, month, v.quantity AS dispensed, o.quantity AS own, o.stockout_days::int AS "stockoutDays"
		FROM (SELECT facility, month, quantity FROM item_month
			WHERE item = ${item} AND month BETWEEN ${from}::date AND ${to}::date AND quantity <> 0) v
		FULL JOIN own o USING (facility, month) ORDER BY facility, month`;
}

/** In which months a facility sent visits at all. */
export function readHeardMonths(
	tx: Transaction,
	{ from, to }: Span
): Promise<{ facility: string; month: string }[]> {
	return tx<{ facility: string; month: string }[]>`
		SELECT facility, period AS month FROM visit_period
		WHERE grain = 'month' AND period BETWEEN ${from}::date AND ${to}::date
		GROUP BY facility, period HAVING sum(visits) > 0`;
}

export type FacilityStock = { facility: string; month: string; closing: number };

/** Each facility's newest report of the span. */
export function readFacilityStock(
	tx: Transaction,
	item: string,
	{ from, to }: Span
): Promise<FacilityStock[]> {
	return tx<FacilityStock[]>`
		SELECT DISTINCT ON (facility) facility, month, closing FROM stock
		WHERE item = ${item} AND month BETWEEN ${from}::date AND ${to}::date
			AND posted_on IS NOT NULL AND reversed_on IS NULL
		ORDER BY facility, month DESC`;
}
