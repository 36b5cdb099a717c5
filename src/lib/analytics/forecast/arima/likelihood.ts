import { advanceFilter, advanceState, startFilter } from './filter.ts';
import type { Shape } from './shape.ts';

// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

/** One-step errors of a differenced series under a shape, each divided by its own standard deviation. */
export interface Whitened {
	/** In units of the innovations' standard deviation times the series' unit. */
	readonly errors: Float64Array;
	/** Σ log of the one-step variances, relative to the innovations' variance. */
	readonly logVariances: number;
	/** Level about which the series moves: generalised least squares, or as it was given. */
	readonly level: number;
}

/**
 * Passes a differenced series through the exact filter.
 *
 * @param level `estimate`: the level that fits best under this shape; a number: that level
 * @param target receives the whitened errors, as long as the series
 * @returns null where the shape is not stationary. Cost: length × states.
 */
export function whiten(
	series: Float64Array,
	shape: Shape,
	level: number | 'estimate',
	target: Float64Array
): Whitened | null {
	const filter = startFilter(shape);
	if (!filter) return null;
	const size = filter.ar.length;
	const state = new Float64Array(size + 1);
	const isEstimated = level === 'estimate';
	const known = isEstimated ? 0 : level;
	const levelState = new Float64Array(size + 1);
	const levelErrors = new Float64Array(isEstimated ? series.length : 0);
	let logVariances = 0;
	for (let t = 0; t < series.length; t++) {
		const { variance } = filter;
		const deviation = Math.sqrt(variance);
		logVariances += Math.log(variance);
		const error = (series[t] as number) - known - (state[0] as number);
		target[t] = error / deviation;
		advanceState(state, filter, error);
		if (isEstimated) {
			const levelError = 1 - (levelState[0] as number);
			levelErrors[t] = levelError / deviation;
			advanceState(levelState, filter, levelError);
		}
		advanceFilter(filter);
	}
	const found = isEstimated ? removeLevel(target, levelErrors) : known;
	return { errors: target, logVariances, level: found };
}

/** Regresses the whitened series on the whitened constant, in place. */
function removeLevel(errors: Float64Array, constant: Float64Array): number {
	let product = 0;
	let square = 0;
	for (let t = 0; t < errors.length; t++) {
		const weight = constant[t] as number;
		product += weight * (errors[t] as number);
		square += weight * weight;
	}
	const level = square > 0 ? product / square : 0;
	for (let t = 0; t < errors.length; t++) errors[t] = (errors[t] as number) - level * (constant[t] as number);
	return level;
}
