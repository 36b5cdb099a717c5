import { autocovariances, psiWeights } from './autocovariance.ts';
import type { Shape } from './shape.ts';

// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

/**
 * The Kalman filter of a stationary ARMA process in Chandrasekhar form.
 *
 * In Harvey's state-space form the prediction covariance, started at the process' own stationary covariance, changes
 * from step to step by a matrix of rank one (Morf, Sidhu & Kailath 1974; Pearlman 1980). So a step carries two vectors
 * instead of a matrix: the gain and that change's direction. It is exact, and costs the number of states a step.
 */
export interface ArmaFilter {
	/** Variance of the next one-step error, in units of the innovations' variance: from the process' own down to 1. */
	variance: number;
	/** Unnormalised gain of the next observation. */
	readonly gain: Float64Array;
	/** Direction of the covariance's next change. */
	readonly change: Float64Array;
	/** Autoregressive coefficients, padded with zeros to the number of states. */
	readonly ar: Float64Array;
	/** Steps in a row in which nothing changed. */
	still: number;
}

/** @returns null where the shape is not stationary */
export function startFilter(shape: Shape): ArmaFilter | null {
	const { ar, ma } = shape;
	const size = Math.max(ar.length, ma.length, 1);
	const covariance = autocovariances(shape, size);
	if (!covariance) return null;
	const gain = new Float64Array(size + 1);
	const psi = ma.length > 0 ? psiWeights(shape, ma.length) : gain;
	for (let i = 0; i < size; i++) {
		let sum = 0;
		for (let j = i; j < ar.length; j++) sum += (ar[j] as number) * (covariance[j - i] as number);
		for (let j = i; j < ma.length; j++) sum += (ma[j] as number) * (psi[j - i] as number);
		gain[i] = sum;
	}
	const padded = new Float64Array(size);
	padded.set(ar);
	return { variance: covariance[0] as number, gain, change: gain.slice(), ar: padded, still: 0 };
}

/** A change this small, relative to the variance, is rounding. */
const negligible = 1e-11;

/** Carries variance and gain one step on. */
export function advanceFilter(filter: ArmaFilter): void {
	const { gain, change, ar, variance } = filter;
	const size = ar.length;
	if (filter.still > size) return;
	const head = change[0] as number;
	const ratio = head / variance;
	filter.still = Math.abs(ratio) < negligible ? filter.still + 1 : 0;
	for (let i = 0; i < size; i++) {
		const moved = (ar[i] as number) * head + (change[i + 1] as number);
		const old = gain[i] as number;
		gain[i] = old - ratio * moved;
		change[i] = moved - ratio * old;
	}
	filter.variance = variance * (1 - ratio * ratio);
}

/** Predicts the state after an observation whose one-step error was `error`. */
export function advanceState(state: Float64Array, { gain, ar, variance }: ArmaFilter, error: number): void {
	const head = state[0] as number;
	const scaled = error / variance;
	for (let i = 0; i < ar.length; i++) {
		state[i] = (ar[i] as number) * head + (state[i + 1] as number) + (gain[i] as number) * scaled;
	}
}
