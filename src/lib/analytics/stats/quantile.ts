import { AnalyticsError } from '../analytics-error.ts';

/**
 * The value below which a share `p` of the values lies, interpolated between neighbours.
 *
 * Definition: Hyndman & Fan (1996), type 7 (R's and Excel's default).
 *
 * @param values at least one, any order, left as they are
 * @param p share within 0…1
 * @throws AnalyticsError `too-short` for no value, `not-a-number` with the index for NaN, `bad-option` for another p.
 * Cost: a sort.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
	return quantileOfSorted(sortNumbers(values), p);
}

/** As `quantile`, for values that are sorted already and hold no NaN (`sortNumbers` sees to both): constant cost. */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
	if (sorted.length === 0) throw new AnalyticsError('too-short', 'A quantile is asked for of no values.');
	if (!(p >= 0 && p <= 1))
		throw new AnalyticsError('bad-option', `A quantile is asked for at ${p}, not within 0 and 1.`);
	const position = (sorted.length - 1) * p;
	const below = Math.floor(position);
	const low = sorted[below] as number;
	const share = position - below;
	return share === 0 ? low : low + share * ((sorted[below + 1] as number) - low);
}

/** Ascending copy. Throws AnalyticsError `not-a-number` with the index of a NaN. */
export function sortNumbers(values: ArrayLike<number>): Float64Array {
	const sorted = Float64Array.from(values);
	const bad = sorted.findIndex(Number.isNaN);
	if (bad >= 0) throw new AnalyticsError('not-a-number', `Value ${bad + 1} is not a number.`, bad);
	return sorted.sort();
}

/** The middle value, the mean of the middle two. As `quantile`. */
export function median(values: ArrayLike<number>): number {
	return quantile(values, 0.5);
}
