import { AnalyticsError } from '../analytics-error.ts';

/** Squares of larger values, and their sums, would leave the range of numbers. */
const largest = 1e150;

/** @throws AnalyticsError `not-a-number` with the place of the first value that is NaN, infinite or above 1e150 in size */
export function requireFinite(values: Float64Array): void {
	const index = values.findIndex((value) => !(Math.abs(value) <= largest));
	if (index >= 0) {
		throw new AnalyticsError('not-a-number', `Observation ${index} is no number to reckon with.`, index);
	}
}
