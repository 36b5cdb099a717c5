import { AnalyticsError } from '../../analytics-error.ts';
import { quantileOfSorted } from '../../stats/quantile.ts';

/** Possible futures, asked for the sizes that matter. */
export interface DemandQuantiles {
	/** Demand of the period `ahead` (1 … horizon) that is not exceeded with chance `p`. */
	ofPeriod(ahead: number, p: number): number;
	/**
	 * Demand of the whole horizon that is not exceeded with chance `p`: what to have in order to suffice with
	 * that chance.
	 */
	ofTotal(p: number): number;
}

/** Rounding noise of sums and scalings must not order one box more. */
const tolerance = 1e-9;

/**
 * Quantiles of drawn demand paths, by period and for the total (which is not the sum of the periods'
 * quantiles: good and bad months even out).
 *
 * @param paths as from `drawPaths`
 * @param isCounted demand comes in whole units, so a quantile is rounded up to one
 * @param totalFrom first period of the total, from 1
 * @returns functions that throw AnalyticsError `bad-option` for a period outside the horizon or a `p` outside
 * 0…1. Cost: a sort when a period or the total is first asked for.
 */
export function measurePaths(
	paths: Float64Array,
	horizon: number,
	isCounted: boolean,
	totalFrom = 1
): DemandQuantiles {
	const sorted = new Map<number, Float64Array>();
	const sortedOf = (ahead: number) => {
		const known = sorted.get(ahead);
		if (known) return known;
		const made = (ahead === 0 ? totalsOf(paths, horizon, totalFrom) : periodOf(paths, horizon, ahead)).sort();
		sorted.set(ahead, made);
		return made;
	};
	const round = (value: number) =>
		isCounted ? Math.max(0, Math.ceil(value - tolerance * Math.max(1, value))) : value;
	return {
		ofPeriod(ahead, p) {
			if (!Number.isInteger(ahead) || ahead < 1 || ahead > horizon)
				throw new AnalyticsError('bad-option', `Period ${ahead} lies outside the horizon of ${horizon}.`);
			return round(quantileOfSorted(sortedOf(ahead), p));
		},
		ofTotal: (p) => round(quantileOfSorted(sortedOf(0), p))
	};
}

function totalsOf(paths: Float64Array, horizon: number, from: number): Float64Array {
	return Float64Array.from({ length: paths.length / horizon }, (_, path) =>
		paths.subarray(path * horizon + from - 1, (path + 1) * horizon).reduce((sum, value) => sum + value, 0)
	);
}

function periodOf(paths: Float64Array, horizon: number, ahead: number): Float64Array {
	return Float64Array.from(
		{ length: paths.length / horizon },
		(_, path) => paths[path * horizon + ahead - 1] as number // horizon values a path
	);
}
