import { AnalyticsError } from '../../analytics-error.ts';
import { readDemand, requireHorizon } from './demand.ts';
import { describeDemand, type DemandPattern } from './demand-pattern.ts';
import { drawPaths } from './demand-paths.ts';
import { measurePaths } from './demand-quantiles.ts';
import { shrunkDrift } from './drift.ts';
import { type BelievedLevel, believedLevels, dampedTrendMean, smoothedMean, tsbMean } from './members.ts';

export interface IntermittentOptions {
	/** Whole number; the same seed draws the same paths. */
	readonly seed?: number;
	/** How many futures are drawn. */
	readonly paths?: number;
	/** Whole units only. Left out: as the history is. */
	readonly isCounted?: boolean;
	/** First period of the total, from 1. */
	readonly totalFrom?: number;
}

export interface IntermittentForecast {
	/** `none`: nothing was ever asked for. `mean`: too short a history for more. */
	readonly method: 'none' | 'mean' | 'combination';
	readonly pattern: DemandPattern;
	/** Expected demand 1 … horizon periods ahead; not rounded, since a mean of 0.3 boxes says something. */
	readonly mean: Float64Array;
	/** What each member of the combination expects, by its name. */
	readonly members: Readonly<Record<string, Float64Array>>;
	/** Demand of period `ahead` not exceeded with chance `p`. */
	periodQuantile(ahead: number, p: number): number;
	/**
	 * Bounds that hold a period's demand with this chance; they also hold the mean, which rare demand can
	 * leave outside.
	 */
	interval(coverage: number): { readonly lower: Float64Array; readonly upper: Float64Array };
	readonly total: {
		/** Sum of the means. */
		readonly mean: number;
		/** Demand of the whole horizon not exceeded with chance `p`: 0.5, 0.8 or 0.95 to order by. */
		quantile(p: number): number;
	};
}

/** Half a year of months: below it a level cannot be told from a drift. */
const shortHistory = 6;
const defaultPaths = 999;

/**
 * Forecast of a demand that comes in fits and starts: how much to expect a period, and how much the whole
 * horizon may take, as a distribution, so that a planner can order for a chosen safety.
 *
 * The mean is the plain mean of three members, each averaged over its parameters by Akaike weights: simple
 * exponential smoothing and TSB, both with a drift that is shrunk towards none, and a damped local trend. Why
 * these: Croston's quotient answers too high where demand dies out and lags where it grows (Teunter et al.
 * 2011); smoothing every period does neither, drift and trend take the lag out of a year's total; equal
 * weights, because a few dozen periods cannot tell three members apart (Stock & Watson 2004). No member knows
 * a season: on such histories twelve monthly indices cost more than they bring. Futures are drawn from the
 * past demands, see `drawPaths`.
 *
 * @param values demand a period, oldest first; null where nobody reported, see `readDemand`
 * @param horizon periods, 1 or more; totals are over all of them from `totalFrom` on
 * @returns means and quantiles ≥ 0. Fewer than six periods: their mean. No demand at all: 0 throughout, and
 * `method` says so, for the honest answer to "how much of what nobody asked for" is that history cannot tell
 * @throws AnalyticsError as `readDemand`; `bad-option` for horizon, paths or seed. Cost: about 260 passes
 * over the history and `paths × horizon` random draws: a few milliseconds for six years of months.
 */
export function forecastIntermittent(
	values: readonly (number | null)[],
	horizon: number,
	{ seed = 1, paths = defaultPaths, isCounted, totalFrom = 1 }: IntermittentOptions = {}
): IntermittentForecast {
	requireHorizon(horizon);
	if (!Number.isInteger(paths) || paths < 1)
		throw new AnalyticsError('bad-option', `The number of paths has to be 1 or more, not ${paths}.`);
	const demand = readDemand(values);
	const pattern = describeDemand(values);
	const method = methodFor(demand, pattern);
	const levels = method === 'combination' ? believedLevels(demand) : shortLevels(demand);
	const members =
		method === 'combination' ? combinationOf(demand, levels, horizon) : { mean: flatMean(demand, horizon) };
	const mean = meanOf(Object.values(members), horizon);
	const drawn = drawPaths({ demand, levels, mean, paths, seed });
	const quantiles = measurePaths(drawn, horizon, isCounted ?? demand.every(Number.isInteger), totalFrom);
	return {
		method,
		pattern,
		mean,
		members,
		periodQuantile: quantiles.ofPeriod,
		interval: (coverage) => intervalAround(mean, coverage, quantiles.ofPeriod),
		total: {
			mean: mean.subarray(totalFrom - 1).reduce((sum, value) => sum + value, 0),
			quantile: quantiles.ofTotal
		}
	};
}

function methodFor(demand: Float64Array, { kind }: DemandPattern): IntermittentForecast['method'] {
	if (kind === 'none') return 'none';
	return demand.length < shortHistory ? 'mean' : 'combination';
}

function combinationOf(
	demand: Float64Array,
	levels: readonly BelievedLevel[],
	horizon: number
): Record<string, Float64Array> {
	const drift = shrunkDrift(demand);
	return {
		ses: smoothedMean(levels, drift, demand.length, horizon),
		tsb: tsbMean(demand, drift, horizon),
		'damped-trend': dampedTrendMean(demand, horizon)
	};
}

function flatMean(demand: Float64Array, horizon: number): Float64Array {
	return new Float64Array(horizon).fill(demand.reduce((sum, value) => sum + value, 0) / demand.length);
}

function meanOf(members: readonly Float64Array[], horizon: number): Float64Array {
	return Float64Array.from({ length: horizon }, (_, i) =>
		members.reduce((sum, member) => sum + (member[i] as number) / members.length, 0)
	); // each member has `horizon` values
}

/** Memory as long as the history: every period counts about alike. */
function shortLevels(demand: Float64Array): readonly BelievedLevel[] {
	const level = demand.reduce((sum, value) => sum + value, 0) / demand.length;
	return [{ weight: 1 / (demand.length + 1), belief: 1, level }];
}

function intervalAround(
	mean: Float64Array,
	coverage: number,
	quantile: (ahead: number, p: number) => number
): { lower: Float64Array; upper: Float64Array } {
	if (!(coverage > 0 && coverage < 1))
		throw new AnalyticsError('bad-option', `A coverage has to lie between 0 and 1, not at ${coverage}.`);
	const tail = (1 - coverage) / 2;
	return {
		lower: mean.map((value, i) => Math.min(value, quantile(i + 1, tail))),
		upper: mean.map((value, i) => Math.max(value, quantile(i + 1, 1 - tail)))
	};
}
