import { readDemand, requireWeight } from './demand.ts';
import { minimiseInBox } from './box-search.ts';

/** A level forecast: the same demand expected in every coming period. */
export interface LevelForecast {
	readonly method: string;
	/** Demand a period, in the unit of the values. */
	readonly level: number;
	/** Smoothing weights that were used, in the order of the method's definition. */
	readonly weights: readonly number[];
}

/** A smoothed level and the squared one-step errors on the way to it. */
export interface Smoothed {
	readonly level: number;
	readonly squaredError: number;
}

/** Runs simple exponential smoothing from a given start over all values. Cost: linear. */
export function smooth(demand: Float64Array, weight: number, start: number): Smoothed {
	let level = start;
	let squaredError = 0;
	for (const value of demand) {
		const error = value - level;
		squaredError += error * error;
		level += weight * error;
	}
	return { level, squaredError };
}

/** Mean of the first year of months: a start that no single early demand decides. */
const startPeriods = 12;

export function startLevel(demand: Float64Array): number {
	const first = demand.subarray(0, startPeriods);
	return first.reduce((sum, value) => sum + value, 0) / first.length;
}

/**
 * Simple exponential smoothing (Brown 1959): the level follows each demand, zeros included, by a share
 * `weight`.
 *
 * @param values as in `readDemand`; unreported periods leave the level where it is
 * @param weight in (0, 1]; left out, the one with the least squared one-step error is sought in 0.01…0.99
 * @throws AnalyticsError as `readDemand`, `bad-option` for a weight outside (0, 1]. Cost: linear, times about
 * 60 when the weight is sought.
 */
export function forecastSmoothed(values: readonly (number | null)[], weight?: number): LevelForecast {
	const demand = readDemand(values);
	const start = startLevel(demand);
	if (weight !== undefined) requireWeight(weight, 'level');
	const [chosen = 1] =
		weight === undefined ? minimiseInBox(([w = 1]) => smooth(demand, w, start).squaredError, 1) : [weight];
	return { method: 'SES', level: smooth(demand, chosen, start).level, weights: [chosen] };
}
