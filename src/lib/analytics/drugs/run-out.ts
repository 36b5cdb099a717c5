import { addDays, addMonths, daysBetween } from '../../domain/period.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { type MonthBand, spanUse } from './span-use.ts';

/** When a stock ends; null for a day beyond the months that are forecast. */
export interface RunOut {
	readonly expected: string | null;
	/** Ends of the 80 % interval. */
	readonly earliest: string | null;
	readonly latest: string | null;
	/** Months of cover at the expected use; null beyond the months that are forecast. */
	readonly months: number | null;
}

export interface RunOutInput {
	/** Units at the end of the month before `from`. */
	readonly stock: number;
	/** First day of the first month that uses it up. */
	readonly from: string;
	/** That month and those after it, of the facilities whose stock it is. */
	readonly months: readonly MonthBand[];
}

/**
 * The day on which a stock ends if nothing is delivered: use of the months from the report on, spread evenly over each
 * month's days, is taken off until nothing is left. The interval's ends are the days on which the upper and the lower bound of
 * the use so far (`spanUse`) reach the stock.
 *
 * @returns earliest ≤ expected ≤ latest where they are known; a stock of nothing has ended on the first day. Cost: the square
 * of the number of months
 * @throws AnalyticsError `negative` for a stock below 0
 */
export function findRunOut({ stock, from, months }: RunOutInput): RunOut {
	if (stock < 0) throw new AnalyticsError('negative', 'A stock is not less than nothing.');
	const used = months.map((_, last) => spanUse(months.slice(0, last + 1)));
	const at = (of: (use: (typeof used)[number]) => number) => reach(used.map(of), stock);
	const expected = at(({ mean }) => mean);
	return {
		expected: dayAt(from, expected),
		earliest: dayAt(
			from,
			at(({ high }) => high)
		),
		latest: dayAt(
			from,
			at(({ low }) => low)
		),
		months: expected
	};
}

/** Months, with their fraction, until sums that may dip reach an amount; null where they do not. */
function reach(sums: readonly number[], amount: number): number | null {
	if (amount === 0) return 0;
	let before = 0;
	for (const [month, sum] of sums.entries()) {
		if (sum >= amount) return month + (amount - before) / (sum - before);
		before = Math.max(before, sum);
	}
	return null;
}

function dayAt(from: string, months: number | null): string | null {
	if (months === null) return null;
	const first = addMonths(from, Math.floor(months));
	const days = daysBetween(first, addMonths(first, 1));
	return addDays(first, Math.floor((months - Math.floor(months)) * days));
}
