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

export interface RunOutMonth {
	/** `YYYY-MM`; null beyond the months that are forecast. */
	readonly expected: string | null;
	readonly earliest: string | null;
	readonly latest: string | null;
	/** Of cover: the middle of that month, 0 where nothing is left, null beyond the months that are forecast. */
	readonly months: number | null;
}

/**
 * The month in which a stock ends, for whoever is told use in steps: the first by whose end the use since, rounded to the
 * step, has reached the stock. So it says no more of a use than its rounded sums do, where a day would tell it to the unit.
 *
 * @param step units, above 0
 * @returns earliest ≤ expected ≤ latest where they are known. Cost: the square of the number of months
 * @throws AnalyticsError `negative` for a stock below 0
 */
export function findRunOutMonth({ stock, from, months }: RunOutInput, step: number): RunOutMonth {
	if (stock < 0) throw new AnalyticsError('negative', 'A stock is not less than nothing.');
	const used = months.map((_, last) => spanUse(months.slice(0, last + 1)));
	const endsIn = (of: (use: (typeof used)[number]) => number) =>
		stock === 0 ? 0 : used.findIndex((use) => Math.round(of(use) / step) * step >= stock);
	const monthAt = (index: number) => (index < 0 ? null : addMonths(from, index).slice(0, 7));
	const expected = endsIn(({ mean }) => mean);
	return {
		expected: monthAt(expected),
		earliest: monthAt(endsIn(({ high }) => high)),
		latest: monthAt(endsIn(({ low }) => low)),
		months: stock === 0 ? 0 : expected < 0 ? null : expected + 0.5
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
