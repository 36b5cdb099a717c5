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
	const errorsOf = rememberErrors(demand);
	for (let path = 0; path < paths; path++) {
		const { weight, level } = believedAt(levels, placeOf(path, paths));
		const out = drawn.subarray(path * horizon, (path + 1) * horizon);
		if (path % stories === 2) wander(out, errorsOf(weight), weight, level, generator);
		else repeat(out, urn, weight, generator);
		if (path % stories === 1) scale(out, factors);
	}
	return drawn;
}

/** Evenly spread over (0, 1) within each story: less chance than drawing it. */
function placeOf(path: number, paths: number): number {
	return (Math.floor(path / stories) + 0.5) / Math.ceil(paths / stories);
}

function believedAt(levels: readonly BelievedLevel[], place: number): { weight: number; level: number } {
	let sum = 0;
	for (const believed of levels) {
		sum += believed.belief;
		if (sum >= place) return believed;
	}
	return levels.at(-1) ?? { weight: 1, level: 0 };
}

function driftFactors(levels: readonly BelievedLevel[], mean: Float64Array): Float64Array {
	const level = levels.reduce((sum, believed) => sum + believed.belief * believed.level, 0);
	return mean.map((value) => (level > 0 ? Math.min(maxFactor, value / level) : 1));
}

function scale(out: Float64Array, factors: Float64Array): void {
	for (let ahead = 0; ahead < out.length; ahead++)
		out[ahead] = (out[ahead] as number) * (factors[ahead] as number); // both one a period ahead
}

/** The urn's first places hold the history, the rest is filled here. */
function repeat(out: Float64Array, urn: Float64Array, weight: number, { uniform, index }: Generator): void {
	const observations = urn.length - out.length;
	const logForget = Math.log(1 - weight);
	for (let ahead = 0; ahead < out.length; ahead++) {
		const back = Math.floor(Math.log(uniform()) / logForget);
		const at = observations + ahead - 1 - back;
		// Memory that reaches behind the history stands for the start level, a mean of the first year.
		const value = urn[at >= 0 ? at : index(Math.min(12, observations))] as number;
		urn[observations + ahead] = value;
		out[ahead] = value;
	}
}

function wander(
	out: Float64Array,
	errors: Float64Array,
	weight: number,
	start: number,
	{ index }: Generator
): void {
	let level = start;
	for (let ahead = 0; ahead < out.length; ahead++) {
		// Index stays below its length.
		const value = Math.max(0, level + (errors[index(errors.length)] as number));
		out[ahead] = value;
		level += weight * (value - level);
	}
}

/** One-step errors of SES by weight, computed when first asked for. */
function rememberErrors(demand: Float64Array): (weight: number) => Float64Array {
	const known = new Map<number, Float64Array>();
	return (weight) => {
		const found = known.get(weight);
		if (found) return found;
		let level = startLevel(demand);
		const errors = demand.map((value) => {
			const error = value - level;
			level += weight * error;
			return error;
		});
		known.set(weight, errors);
		return errors;
	};
}
