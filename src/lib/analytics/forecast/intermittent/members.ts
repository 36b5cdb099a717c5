import { akaikeWeights } from './akaike-weights.ts';
import { lagOf } from './drift.ts';
import { smooth, startLevel } from './smoothing.ts';
import { smoothTsb } from './tsb.ts';

/** One method's forecast, averaged over its parameters: expected demand 1 … horizon periods ahead. */
export type MemberMean = Float64Array;

/** A smoothing weight, how much it is believed, and the level it ends at. */
export interface BelievedLevel {
	readonly weight: number;
	readonly belief: number;
	readonly level: number;
}

/** 0.02, 0.04 … 0.8: above it a level is hardly more than the last value. */
const levelWeights = Float64Array.from({ length: 40 }, (_, i) => 0.02 * (i + 1));
/** Coarser, since two of them are crossed. */
const crossedWeights = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6];
const trendWeights = [0, 0.05, 0.1, 0.2, 0.4];
/** The range that damped trends are kept to (Hyndman & Athanasopoulos 2021, §8.2). */
const dampings = [0.8, 0.9, 0.95, 0.98];

interface DampedChoice {
	readonly levelWeight: number;
	readonly trendWeight: number;
	readonly damping: number;
}

const dampedChoices: readonly DampedChoice[] = dampings.flatMap((damping) =>
	crossedWeights.flatMap((levelWeight) =>
		trendWeights.map((trendWeight) => ({ levelWeight, trendWeight, damping }))
	)
);

/** Simple exponential smoothing under every weight, each believed as far as its one-step errors allow. */
export function believedLevels(demand: Float64Array): readonly BelievedLevel[] {
	const start = startLevel(demand);
	const runs = Array.from(levelWeights, (weight) => ({ weight, ...smooth(demand, weight, start) }));
	return believe(demand, runs);
}

function believedTsbLevels(demand: Float64Array): readonly BelievedLevel[] {
	const sizes = demand.filter((value) => value > 0);
	const meanSize = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
	const start = { size: meanSize, chance: sizes.length / demand.length };
	const runs = crossedWeights.flatMap((size) =>
		crossedWeights.map((chance) => ({ weight: chance, ...smoothTsb(demand, { size, chance }, start) }))
	);
	return believe(demand, runs);
}

interface Run {
	readonly weight: number;
	readonly level: number;
	readonly squaredError: number;
}

function believe(demand: Float64Array, runs: readonly Run[]): readonly BelievedLevel[] {
	const beliefs = akaikeWeights(
		Float64Array.from(runs, ({ squaredError }) => squaredError),
		demand.length,
		sumOfSquares(demand)
	);
	return runs.map(({ weight, level }, i) => ({ weight, level, belief: beliefs[i] as number })); // one a run
}

function sumOfSquares(demand: Float64Array): number {
	return demand.reduce((sum, value) => sum + value * value, 0);
}

/** SES with drift, from `believedLevels`. Never negative. */
export function smoothedMean(
	levels: readonly BelievedLevel[],
	drift: number,
	observations: number,
	horizon: number
): MemberMean {
	return driftingMean(levels, drift, observations, horizon);
}

/** TSB with drift. Never negative. Cost: 64 passes. */
export function tsbMean(demand: Float64Array, drift: number, horizon: number): MemberMean {
	return driftingMean(believedTsbLevels(demand), drift, demand.length, horizon);
}

function driftingMean(
	levels: readonly BelievedLevel[],
	drift: number,
	observations: number,
	horizon: number
): MemberMean {
	const lags = levels.map(({ weight }) => lagOf(weight, observations));
	const mean = new Float64Array(horizon);
	for (let i = 0; i < horizon; i++) {
		let sum = 0;
		for (let run = 0; run < levels.length; run++) {
			const { belief, level } = levels[run] as BelievedLevel;
			sum += belief * Math.max(0, level + drift * (i + (lags[run] as number)));
		}
		mean[i] = sum;
	}
	return mean;
}

/**
 * Damped local trend (Gardner & McKenzie 1985): level and trend both follow the demand, the trend fades by φ
 * a period. Averaged over 160 choices of its three parameters. Never negative. Cost: 160 passes.
 */
export function dampedTrendMean(demand: Float64Array, horizon: number): MemberMean {
	const start = startLevel(demand);
	const runs = dampedChoices.map((choice) => runDamped(demand, start, choice));
	const beliefs = akaikeWeights(
		Float64Array.from(runs, ({ squaredError }) => squaredError),
		demand.length,
		sumOfSquares(demand)
	);
	const mean = new Float64Array(horizon);
	runs.forEach(({ level, trend, damping }, i) => {
		const belief = beliefs[i] as number; // one a run
		let sum = 0;
		let factor = 1;
		for (let ahead = 0; ahead < horizon; ahead++) {
			factor *= damping;
			sum += factor;
			mean[ahead] = (mean[ahead] as number) + belief * Math.max(0, level + sum * trend);
		}
	});
	return mean;
}

interface DampedRun {
	readonly level: number;
	readonly trend: number;
	readonly damping: number;
	readonly squaredError: number;
}

function runDamped(demand: Float64Array, start: number, choice: DampedChoice): DampedRun {
	const { levelWeight, trendWeight, damping } = choice;
	let level = start;
	let trend = 0;
	let squaredError = 0;
	for (let t = 0; t < demand.length; t++) {
		const value = demand[t] as number; // within the length
		const carried = level + damping * trend;
		const error = value - carried;
		// Judged as it would be used: floored.
		const judged = value - Math.max(0, carried);
		squaredError += judged * judged;
		level = carried + levelWeight * error;
		trend = damping * trend + levelWeight * trendWeight * error;
	}
	return { level, trend, squaredError, damping };
}
