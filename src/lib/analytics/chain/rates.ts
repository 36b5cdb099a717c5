import { normalQuantile } from '../stats/normal.ts';
import { quantile } from '../stats/quantile.ts';

/** A number of the chain that was computed from rows, with its 80 % interval. */
export interface Rate {
	readonly value: number;
	readonly lower80: number;
	readonly upper80: number;
	/** `disease`: from the disease's own rows. `all`: from those of all diseases, where its own are too few. */
	readonly of: 'disease' | 'all';
}

/** Of one month: how many there were, the sum of what is averaged, and the sum of its squares. */
export interface MonthSums {
	readonly count: number;
	readonly sum: number;
	readonly squares: number;
}

/** Below it a month says nothing of how far months differ. */
const fewestInMonth = 20;
const z90 = normalQuantile(0.9);

/**
 * A mean over months with its 80 % interval: the wider, on either side, of the sampling error of the mean (normal) and of the
 * tenth and ninetieth percentile of the months' own means (type 7), for a number that moves from month to month is no surer
 * than that.
 *
 * A share is the mean of noughts and ones: sum = squares = how many have it.
 *
 * @param months sums of each month; months below 20 count in the mean, not in the spread
 * @param step what value and bounds are rounded to
 * @param most a bound above which nothing can be, such as 1 for a share
 * @returns null where nothing was counted. O(months log months).
 */
export function meanRate(
	months: readonly MonthSums[],
	{ step, most = Infinity }: { step: number; most?: number }
): Omit<Rate, 'of'> | null {
	const add = (of: (month: MonthSums) => number) => months.reduce((total, month) => total + of(month), 0);
	const count = add((month) => month.count);
	if (count <= 0) return null;
	const mean = Math.min(most, add((month) => month.sum) / count);
	const variance = Math.max(0, add((month) => month.squares) / count - mean ** 2);
	const reach = z90 * Math.sqrt(variance / count);
	const told = months.filter((month) => month.count >= fewestInMonth);
	const means = told.length < 2 ? [mean] : told.map((month) => Math.min(most, month.sum / month.count));
	return {
		value: roundTo(mean, step),
		lower80: roundTo(Math.max(0, Math.min(mean, mean - reach, quantile(means, 0.1))), step),
		upper80: roundTo(Math.min(most, Math.max(mean, mean + reach, quantile(means, 0.9))), step)
	};
}

/** To a multiple of `step`, without the tail of a binary fraction. */
export function roundTo(value: number, step: number): number {
	return Number((Math.round(value / step) * step).toFixed(6));
}
