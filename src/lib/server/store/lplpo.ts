/** Monthly drug reports as the facilities sent them: the newest month of which anybody reported. */
import type { Transaction } from './bulk.ts';

export type LplpoRow = {
	facility: string;
	item: string;
	/** First day. */
	month: string;
	opening: number;
	received: number;
	used: number;
	lost: number;
	closing: number;
	stockoutDays: number | null;
};

/** In order of facility and item; none where nobody reported a month before `before`. */
export function readNewestReports(
	tx: Transaction,
	{ asOf, before }: { asOf: string | null; before: string }
): Promise<LplpoRow[]> {
	const standing =
		asOf === null
			? tx`posted_on IS NOT NULL AND reversed_on IS NULL`
			: tx`posted_on <= ${asOf}::date AND (reversed_on IS NULL OR reversed_on > ${asOf}::date)`;
	return tx<LplpoRow[]>`
		SELECT facility, item, month, opening, received, used, lost, closing, stockout_days AS "stockoutDays" FROM stock
		WHERE ${standing} AND month = (SELECT max(month) FROM stock WHERE month < ${before}::date AND ${standing})
		ORDER BY facility, item`;
}
