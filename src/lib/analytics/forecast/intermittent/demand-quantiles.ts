import { AnalyticsError } from '../../analytics-error.ts';
import { quantileInPlace } from '../../stats/quantile-in-place.ts';

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
 * 0…1. Cost: linear in the paths for each quantile that is asked for.
 */
export function measurePaths(
	paths: Float64Array,
	horizon: number,
	isCounted: boolean,
	totalFrom = 1
): DemandQuantiles {
	const drawn = new Map<number, Float64Array>();
	/** Of a period, or at 0 of the total. */
	const drawnOf = (ahead: number) => {
		const known = drawn.get(ahead);
		if (known) return known;
		const made = ahead === 0 ? totalsOf(paths, horizon, totalFrom) : periodOf(paths, horizon, ahead);
		drawn.set(ahead, made);
		return made;
	};
	const round = (value: number) =>
		isCounted ? Math.max(0, Math.ceil(value - tolerance * Math.max(1, value))) : value;
	return {
		ofPeriod(ahead, p) {
			if (!Number.isInteger(ahead) || ahead < 1 || ahead > horizon)
				throw new AnalyticsError('bad-option', `Period ${ahead} lies outside the horizon of ${horizon}.`);
			return round(quantileInPlace(drawnOf(ahead), p));
		},
		ofTotal: (p) => round(quantileInPlace(drawnOf(0), p))
	};
}

// Places stay within the paths: each holds as many values as the horizon has periods.

function totalsOf(paths: Float64Array, horizon: number, from: number): Float64Array {
	const totals = new Float64Array(paths.length / horizon);
	for (let path = 0; path < totals.length; path++) {
		let sum = 0;
		for (let ahead = from; ahead <= horizon; ahead++) sum += paths[path * horizon + ahead - 1] as number;
		totals[path] = sum;
	}
	return totals;
}

function periodOf(paths: Float64Array, horizon: number, ahead: number): Float64Array {
	const period = new Float64Array(paths.length / horizon);
	for (let path = 0; path < period.length; path++) period[path] = paths[path * horizon + ahead - 1] as number;
	return period;
}
