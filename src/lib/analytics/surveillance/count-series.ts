import { AnalyticsError } from '../analytics-error.ts';

/** Counts of a disease, one a week (or a month, by `frequency`), oldest first. */
export interface CountSeries {
	/** Whole numbers of at least 0; null where nobody reported. */
	readonly counts: readonly (number | null)[];
	/** Observations a year: 52 for weeks, 12 for months. */
	readonly frequency: number;
	/** First day of each observation (`2026-11-22`), where windows go by the calendar. */
	readonly dates?: readonly string[];
}

/** First and last position to judge, 0-based, both included. */
export interface PositionRange {
	readonly from: number;
	readonly to: number;
}

/** More than there are people to fall ill: a typing error, and beyond what distributions of counts stay exact for. */
const largestCount = 1e9;

/**
 * Refuses what is no series of counts.
 *
 * @throws AnalyticsError `not-a-number` (also for more than 1e9) or `negative` with the index of a count that is none,
 * `bad-shape` for dates of another length, `bad-option` for another frequency. Cost: linear.
 */
export function checkCounts({ counts, frequency, dates }: CountSeries): void {
	counts.forEach((count, index) => {
		if (count === null) return;
		if (!Number.isFinite(count))
			throw new AnalyticsError('not-a-number', `Count ${index + 1} is not a number.`, index);
		if (count > largestCount)
			throw new AnalyticsError(
				'not-a-number',
				`Count ${index + 1} is ${count}, which is no count of cases.`,
				index
			);
		if (count < 0) throw new AnalyticsError('negative', `Count ${index + 1} is ${count}, below 0.`, index);
	});
	if (!Number.isInteger(frequency) || frequency < 1)
		throw new AnalyticsError('bad-option', `${frequency} is no number of observations a year.`);
	if (dates && dates.length !== counts.length)
		throw new AnalyticsError('bad-shape', `${counts.length} counts have ${dates.length} dates.`);
}

/** Refuses a range that leaves the series. Throws AnalyticsError `bad-option` with the position at fault. */
export function checkRange({ counts }: CountSeries, { from, to }: PositionRange): void {
	for (const position of [from, to])
		if (!Number.isInteger(position) || position < 0 || position >= counts.length)
			throw new AnalyticsError('bad-option', `Position ${position + 1} is not in the series.`, position);
	if (from > to) throw new AnalyticsError('bad-option', 'The range ends before it begins.', from);
}

export function checkShare(name: string, value: number): void {
	if (!(value > 0 && value < 1))
		throw new AnalyticsError('bad-option', `${name} is ${value}, not between 0 and 1.`);
}

export function checkWhole(name: string, value: number, least: number): void {
	if (!Number.isInteger(value) || value < least)
		throw new AnalyticsError('bad-option', `${name} is ${value}, not a whole number of at least ${least}.`);
}
