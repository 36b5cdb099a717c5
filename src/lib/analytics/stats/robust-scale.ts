import { median, quantile } from './quantile.ts';

/** Makes the median absolute deviation of normal values their standard deviation: 1 / normalQuantile(¾). */
const normalConsistency = 1.482602218505602;
/** The same for the interquartile range: 1 / (2 normalQuantile(¾)). */
const quartileConsistency = 0.741301109252801;

/**
 * How far values usually lie from their median, deaf to outliers, on the scale of a standard deviation.
 *
 * Definition: median absolute deviation × 1.4826 (Hampel 1974). 0 where more than half of the values are equal.
 *
 * @param values at least one, without NaN
 * @throws AnalyticsError as `quantile`. Cost: two sorts.
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
	const centre = median(values);
	return normalConsistency * median(Float64Array.from(values, (value) => Math.abs(value - centre)));
}

/** Interquartile range on the scale of a standard deviation; heeds both halves of a skewed sample. As above. */
export function quartileScale(values: ArrayLike<number>): number {
	return quartileConsistency * (quantile(values, 0.75) - quantile(values, 0.25));
}
