import { minimiseInBox } from './box-search.ts';
import { readDemand, requireWeight } from './demand.ts';
import { type LevelForecast } from './smoothing.ts';

export type CrostonVariant = 'croston' | 'sba' | 'sbj';

export interface CrostonWeights {
	/** Of the demands' sizes, in (0, 1]. */
	readonly size: number;
	/** Of the intervals between them, in (0, 1]. */
	readonly interval: number;
}

const names: Readonly<Record<CrostonVariant, string>> = { croston: 'Croston', sba: 'SBA', sbj: 'SBJ' };

/**
 * Croston's method and its two bias corrections: sizes of demands and the intervals between them are smoothed
 * apart, only when a demand occurs, and their quotient is the demand a period.
 *
 * Definitions: Croston (1972), ORQ 23; SBA (× 1 − β/2): Syntetos & Boylan (2005), IJF 21; SBJ (× 1 − β/(2 −
 * β)): Shale, Boylan & Johnston (2006), JORS 57, with β the interval's weight. The smoothed size starts at
 * the first demand. The smoothed interval starts at the first interval (`start: 'first'`) or at the mean of
 * all ('mean'). Weights that are not given are sought with the criterion of Kourentzes (2014), IJPE 156:
 * least mean absolute distance of the rate from the cumulative mean demand.
 *
 * None of the three notices that a demand has died out, because only a demand moves them: see `forecastTsb`.
 *
 * @param values as in `readDemand`
 * @returns level 0 where there was no demand at all
 * @throws AnalyticsError as `readDemand`, `bad-option` for a weight outside (0, 1]. Cost: linear, times about
 * 300 when weights are sought.
 */
export function forecastCroston(
	values: readonly (number | null)[],
	{
		variant = 'croston',
		weights,
		start = 'mean'
	}: { variant?: CrostonVariant; weights?: CrostonWeights; start?: 'first' | 'mean' } = {}
): LevelForecast {
	const demand = readDemand(values);
	if (weights) {
		requireWeight(weights.size, 'demand size');
		requireWeight(weights.interval, 'demand interval');
	}
	const intervalStart = startInterval(demand, start);
	const rateOf = (size: number, interval: number, absolute?: (rate: number, index: number) => void) =>
		runCroston(demand, { size, interval }, intervalStart, correction(variant, interval), absolute);
	const [size = 1, interval = 1] = weights
		? [weights.size, weights.interval]
		: minimiseInBox(([a = 1, b = 1]) => rateDistance(demand, (see) => rateOf(a, b, see)), 2);
	return { method: names[variant], level: rateOf(size, interval), weights: [size, interval] };
}

function correction(variant: CrostonVariant, interval: number): number {
	if (variant === 'sba') return 1 - interval / 2;
	return variant === 'sbj' ? 1 - interval / (2 - interval) : 1;
}

/** Periods from one demand to the next, the first counted from the beginning of the history. */
function startInterval(demand: Float64Array, start: 'first' | 'mean'): number {
	const first = demand.findIndex((value) => value > 0);
	if (start === 'first') return first + 1;
	const last = demand.findLastIndex((value) => value > 0);
	return (last + 1) / demand.filter((value) => value > 0).length;
}

/** The last rate. `see` is told the rate that stood before each period, once a demand has been seen. */
function runCroston(
	demand: Float64Array,
	weights: CrostonWeights,
	intervalStart: number,
	factor: number,
	see?: (rate: number, index: number) => void
): number {
	let size = 0;
	let interval = intervalStart;
	let waited = 1;
	for (let index = 0; index < demand.length; index++) {
		const value = demand[index] as number; // within the length
		if (size > 0) see?.((factor * size) / interval, index);
		if (value === 0) {
			waited++;
			continue;
		}
		if (size > 0) {
			size += weights.size * (value - size);
			interval += weights.interval * (waited - interval);
		} else size = value;
		waited = 1;
	}
	return size === 0 ? 0 : (factor * size) / interval;
}

/** Sum of |rate − mean demand so far|. */
function rateDistance(
	demand: Float64Array,
	run: (see: (rate: number, index: number) => void) => number
): number {
	const soFar = cumulativeMeans(demand);
	let distance = 0;
	run((rate, index) => {
		distance += Math.abs(rate - (soFar[index] as number)); // one mean for each period
	});
	return distance;
}

function cumulativeMeans(demand: Float64Array): Float64Array {
	let sum = 0;
	return demand.map((value, index) => (sum += value) / (index + 1));
}
