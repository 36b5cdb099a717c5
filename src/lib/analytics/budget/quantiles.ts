import { quantileOfSorted } from '../stats/quantile.ts';

/** Of simulated worlds: a tenth of them lie below `p10`. */
export interface Quantiles {
	readonly p10: number;
	readonly p50: number;
	readonly p80: number;
	readonly p90: number;
	readonly p95: number;
}

/**
 * What most worlds agree on. `p10` to `p90` is the 80 % interval; P50, P80 and P95 are how a budget is proposed.
 *
 * @param values one a world, at least one, no NaN; left as they are
 * @returns R's type 7 (interpolated). O(n log n). Throws `too-short` for none.
 */
export function readQuantiles(values: Float64Array): Quantiles {
	const sorted = Float64Array.from(values).sort();
	const at = (p: number) => quantileOfSorted(sorted, p);
	return { p10: at(0.1), p50: at(0.5), p80: at(0.8), p90: at(0.9), p95: at(0.95) };
}
