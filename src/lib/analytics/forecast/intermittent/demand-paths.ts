import { createGenerator, type Generator } from '../../stats/generator.ts';
import { type BelievedLevel } from './members.ts';
import { startLevel } from './smoothing.ts';

export interface PathInput {
	readonly demand: Float64Array;
	/** Smoothing weights with the belief in each; beliefs sum to 1. */
	readonly levels: readonly BelievedLevel[];
	/** Expected demand of each coming period, drift included. */
	readonly mean: Float64Array;
	/** A multiple of 3 shares the stories evenly. */
	readonly paths: number;
	readonly seed: number;
}

/**
 * A year in which drift more than trebles demand is not something to draw from: it would come from dividing
 * by dust.
 */
const maxFactor = 3;
const stories = 3;

/**
 * Possible futures of a demand, drawn from its own past: what orders are sized by.
 *
 * Nobody knows which of three stories the year will tell, so each tells a third of the paths:
 * 1. *The level stays.* Each coming demand repeats a past one, k periods back with chance α(1 − α)ᵏ⁻¹, paths
 *    already drawn included (a Pólya urn with fading memory; Blackwell & MacQueen 1973). Its mean is SES's
 *    level, its sizes and gaps are real ones, and since drawn demands are drawn again the level's own
 *    uncertainty is in it.
 * 2. *The drift goes on.* The same, scaled period by period to the forecast mean.
 * 3. *The level wanders.* Each demand is the level plus a past one-step error, at least 0, and moves the
 *    level (bootstrap of the SES model; Snyder 2002, EJOR 140). It alone reaches demands never seen, so it
 *    errs to the high side.
 *
 * α is drawn by belief for each path. Demands are never negative and scale with the values.
 *
 * @returns `paths × horizon` demands, path after path. Cost: one or two random draws a path and period.
 */
export function drawPaths({ demand, levels, mean, paths, seed }: PathInput): Float64Array {
	const generator = createGenerator(seed);
	const horizon = mean.length;
	const factors = driftFactors(levels, mean);
	const drawn = new Float64Array(paths * horizon);
	const urn = new Float64Array(demand.length + horizon);
	urn.set(demand);
	const believedAt = walkBeliefs(levels);
	const errors = new Float64Array(demand.length);
	let weightOfErrors: number | null = null;
	for (let path = 0; path < paths; path++) {
		const { weight, level } = believedAt(placeOf(path, paths));
		const from = path * horizon;
		if (path % stories !== 2) repeat(drawn, from, horizon, urn, weight, generator);
		else {
			if (weightOfErrors !== weight) fillErrors(demand, weight, errors);
			weightOfErrors = weight;
			wander(drawn, from, horizon, errors, weight, level, generator);
		}
		if (path % stories === 1) scale(drawn, from, factors);
	}
	return drawn;
}

/** Evenly spread over (0, 1) within each story: less chance than drawing it. */
function placeOf(path: number, paths: number): number {
	return (Math.floor(path / stories) + 0.5) / Math.ceil(paths / stories);
}

/** The level whose share of the belief holds a place. Places never fall, so it goes on from the last one. */
function walkBeliefs(
	levels: readonly BelievedLevel[]
): (place: number) => { readonly weight: number; readonly level: number } {
	const last = levels.at(-1) ?? { weight: 1, level: 0 };
	let at = 0;
	let sum = levels[0]?.belief ?? 0;
	return (place) => {
		while (sum < place && at < levels.length) sum += levels[++at]?.belief ?? 0;
		return levels[at] ?? last;
	};
}

function driftFactors(levels: readonly BelievedLevel[], mean: Float64Array): Float64Array {
	const level = levels.reduce((sum, believed) => sum + believed.belief * believed.level, 0);
	return mean.map((value) => (level > 0 ? Math.min(maxFactor, value / level) : 1));
}

// Places stay within the lengths: `factors` has one a period ahead, `drawn` a horizon from each path's beginning.

function scale(drawn: Float64Array, from: number, factors: Float64Array): void {
	for (let ahead = 0; ahead < factors.length; ahead++)
		drawn[from + ahead] = (drawn[from + ahead] as number) * (factors[ahead] as number);
}

/** The urn's first places hold the history, the rest is filled here. */
function repeat(
	drawn: Float64Array,
	from: number,
	horizon: number,
	urn: Float64Array,
	weight: number,
	generator: Generator
): void {
	const observations = urn.length - horizon;
	const logForget = Math.log(1 - weight);
	for (let ahead = 0; ahead < horizon; ahead++) {
		const back = Math.floor(Math.log(generator.uniform()) / logForget);
		const at = observations + ahead - 1 - back;
		// Memory that reaches behind the history stands for the start level, a mean of the first year.
		const value = urn[at >= 0 ? at : generator.index(Math.min(12, observations))] as number;
		urn[observations + ahead] = value;
		drawn[from + ahead] = value;
	}
}

function wander(
	drawn: Float64Array,
	from: number,
	horizon: number,
	errors: Float64Array,
	weight: number,
	start: number,
	generator: Generator
): void {
	let level = start;
	for (let ahead = 0; ahead < horizon; ahead++) {
		const value = Math.max(0, level + (errors[generator.index(errors.length)] as number));
		drawn[from + ahead] = value;
		level += weight * (value - level);
	}
}

/** One-step errors of SES. */
function fillErrors(demand: Float64Array, weight: number, errors: Float64Array): void {
	let level = startLevel(demand);
	for (let t = 0; t < demand.length; t++) {
		const error = (demand[t] as number) - level;
		errors[t] = error;
		level += weight * error;
	}
}
