import { minimiseInBox } from './box-search.ts';
import { readDemand, requireWeight } from './demand.ts';
import { type LevelForecast, type Smoothed } from './smoothing.ts';

export interface TsbWeights {
	/** Of the demands' sizes, in (0, 1]. */
	readonly size: number;
	/** Of the chance that a period has a demand, in (0, 1]. */
	readonly chance: number;
}

/**
 * Runs TSB from given starts over the periods from `from` on. Level = chance × size. Cost: linear.
 *
 * @param demand finite, not negative
 */
export function smoothTsb(
	demand: Float64Array,
	weights: TsbWeights,
	start: { readonly size: number; readonly chance: number },
	from = 0
): Smoothed {
	let { size, chance } = start;
	let squaredError = 0;
	for (let index = from; index < demand.length; index++) {
		const value = demand[index] as number; // within the length
		const error = value - chance * size;
		squaredError += error * error;
		if (value > 0) {
			size += weights.size * (value - size);
			chance += weights.chance * (1 - chance);
		} else chance -= weights.chance * chance;
	}
	return { level: chance * size, squaredError };
}

/**
 * TSB: the chance of a demand is smoothed in every period, its size only when one occurs, so a forecast sinks
 * while nothing is asked for. The one to have where medicines fall out of use.
 *
 * Definition: Teunter, Syntetos & Babai (2011), EJOR 214. The size starts at the first demand, the chance at
 * the share of periods with a demand; the first period is taken as known. Weights that are not given minimise
 * the squared one-step error.
 *
 * @param values as in `readDemand`
 * @returns level 0 where there was no demand at all
 * @throws AnalyticsError as `readDemand`, `bad-option` for a weight outside (0, 1]. Cost: linear, times about
 * 300 when weights are sought.
 */
export function forecastTsb(values: readonly (number | null)[], weights?: TsbWeights): LevelForecast {
	const demand = readDemand(values);
	if (weights) {
		requireWeight(weights.size, 'demand size');
		requireWeight(weights.chance, 'demand chance');
	}
	const sizes = demand.filter((value) => value > 0);
	const start = { size: sizes[0] ?? 0, chance: sizes.length / demand.length };
	const [size = 1, chance = 1] = weights
		? [weights.size, weights.chance]
		: minimiseInBox(([a = 1, b = 1]) => smoothTsb(demand, { size: a, chance: b }, start, 1).squaredError, 2);
	return {
		method: 'TSB',
		level: smoothTsb(demand, { size, chance }, start, 1).level,
		weights: [size, chance]
	};
}
