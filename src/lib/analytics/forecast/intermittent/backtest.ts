import { readDemand, requireHorizon } from './demand.ts';
import { forecastIntermittent, type IntermittentOptions } from './forecast-intermittent.ts';

/** How the same forecast would have done at earlier points of the same history. */
export interface IntermittentRecord {
	readonly origins: number;
	/**
	 * Root mean squared error of the horizons' totals ÷ that of the naive order: the same total as last time.
	 */
	readonly errorAgainstNaive: number | null;
	/**
	 * Mean of forecast − demand, as a share of the demand; positive = ordered too much. Null where nothing
	 * was asked for.
	 */
	readonly bias: number | null;
	/** Share of totals that were not above the quantile for each chance asked for, in that order. */
	readonly sufficed: readonly number[];
}

const defaultOrigins = 6;
const defaultChances = [0.5, 0.8, 0.95];

/**
 * A forecast's record for its card: totals over the horizon, from up to six origins, as far apart as the
 * history allows, each with at least one horizon of history before it. Origins less than a horizon apart
 * share periods, so the record of a short history is a hint, no proof.
 *
 * @param values, horizon, options as `forecastIntermittent`
 * @param chances of the totals' quantiles to be checked
 * @returns null where the history is shorter than two horizons. Throws as `forecastIntermittent`. Cost: that
 * of one forecast an origin.
 */
export function backtestIntermittent(
	values: readonly (number | null)[],
	horizon: number,
	{
		chances = defaultChances,
		...options
	}: IntermittentOptions & { readonly chances?: readonly number[] } = {}
): IntermittentRecord | null {
	requireHorizon(horizon);
	const demand = readDemand(values);
	const origins = originsOf(demand.length, horizon);
	if (origins.length === 0) return null;
	const trials = origins.map((origin) => {
		const forecast = forecastIntermittent(Array.from(demand.subarray(0, origin)), horizon, options);
		return {
			expected: forecast.total.mean,
			naive: sum(demand.subarray(origin - horizon, origin)),
			actual: sum(demand.subarray(origin, origin + horizon)),
			quantiles: chances.map((chance) => forecast.total.quantile(chance))
		};
	});
	const actual = trials.reduce((total, trial) => total + trial.actual, 0);
	const squared = (of: (trial: (typeof trials)[number]) => number) =>
		trials.reduce((total, trial) => total + (of(trial) - trial.actual) ** 2, 0);
	const naive = squared((trial) => trial.naive);
	return {
		origins: trials.length,
		errorAgainstNaive: naive > 0 ? Math.sqrt(squared((trial) => trial.expected) / naive) : null,
		bias: actual > 0 ? trials.reduce((total, trial) => total + trial.expected, 0) / actual - 1 : null,
		sufficed: chances.map(
			(_, i) => trials.filter((trial) => trial.actual <= (trial.quantiles[i] ?? 0)).length / trials.length
		)
	};
}

function originsOf(length: number, horizon: number): number[] {
	const room = length - 2 * horizon;
	if (room < 0) return [];
	const count = Math.min(defaultOrigins, room + 1);
	return Array.from({ length: count }, (_, i) =>
		Math.round(horizon + (count === 1 ? room : (room * i) / (count - 1)))
	);
}

function sum(values: Float64Array): number {
	return values.reduce((total, value) => total + value, 0);
}
