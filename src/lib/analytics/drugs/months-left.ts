/**
 * How long a stock lasts at the pace of late: the planner's first question, and the ministry's own measure ("tingkat
 * kecukupan obat", stock divided by the mean monthly use; Kemenkes, Pedoman pengelolaan obat di instalasi farmasi
 * kabupaten/kota).
 */
import { AnalyticsError } from '../analytics-error.ts';

/**
 * Mean use of the months that are known.
 *
 * @param uses units used in each of the last complete months; null for a month that is not wholly known
 * @returns units a month; null where no month is known. Cost: linear.
 * @throws AnalyticsError `not-a-number` with the month's index
 */
export function meanMonthlyUse(uses: readonly (number | null)[]): number | null {
	const bad = uses.findIndex((use) => use !== null && !Number.isFinite(use));
	if (bad >= 0) throw new AnalyticsError('not-a-number', `The use of month ${bad + 1} is no number.`, bad);
	const known = uses.filter((use) => use !== null);
	if (known.length === 0) return null;
	return known.reduce((sum, use) => sum + use, 0) / known.length;
}

/**
 * Months until the stock is used up if use goes on as in the last complete months. Both must be of the same
 * facilities: the stock of a few against the use of all would cry wolf.
 *
 * @param closing units in stock by the newest reports; null where nobody reported
 * @param uses as in `meanMonthlyUse`
 * @returns 0 for an empty stock that is used; null where nobody reported, no month is known, or nothing is used. Cost: linear.
 * @throws AnalyticsError `not-a-number` as `meanMonthlyUse`, and for the stock
 */
export function monthsLeft(closing: number | null, uses: readonly (number | null)[]): number | null {
	if (closing !== null && !Number.isFinite(closing))
		throw new AnalyticsError('not-a-number', 'The stock is no number.');
	const mean = meanMonthlyUse(uses);
	if (closing === null || mean === null || mean <= 0) return null;
	return Math.max(0, closing) / mean;
}
