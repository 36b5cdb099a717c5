import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { AnalyticsError } from '../analytics-error.ts';

/** Draws that the same seed always repeats, in the same order. It remembers its place: make one per calculation. */
export interface Generator {
	/** Uniform on the open interval (0, 1). */
	uniform(): number;
	/** Standard normal. */
	normal(): number;
	/** Gamma with mean `shape × scale` and variance `shape × scale²`; 0 where shape or scale is 0. */
	gamma(shape: number, scale: number): number;
	/** Poisson count; 0 where the mean is 0. */
	poisson(mean: number): number;
	/** Negative binomial count with variance `mean + mean² ÷ size`; Poisson where `size` is infinite. */
	negativeBinomial(mean: number, size: number): number;
	/** A 0-based place in something of this length, each as likely. */
	index(length: number): number;
}

/**
 * A seeded source of random draws, so that every simulation can be repeated to the digit.
 *
 * Bits: xoroshiro128+ of the kept library `pure-rand` (typed, no dependencies, its period far beyond any simulation
 * here). It offers uniform draws only; the shapes below are ours, after: Marsaglia & Bray 1964 (normal, polar method),
 * Marsaglia & Tsang 2000 (gamma), Hörmann 1993, "PTRS" (Poisson from mean 10 up, below it multiplication after Knuth).
 *
 * @param seed any integer; its lower 32 bits count
 * @throws AnalyticsError `bad-option` for a seed that is no integer, or a draw's parameter that is negative or no number
 */
export function createGenerator(seed: number): Generator {
	if (!Number.isSafeInteger(seed)) {
		throw new AnalyticsError('bad-option', `The seed has to be an integer, not ${seed}.`);
	}
	const bits = xoroshiro128plus(seed | 0);
	const uniform = () => uniformFloat64(bits) || smallestUniform;
	const normal = createNormal(uniform);
	const gamma = (shape: number, scale: number) => {
		requireNonNegative(shape, 'shape');
		requireNonNegative(scale, 'scale');
		return shape === 0 || scale === 0 ? 0 : scale * drawGamma(shape, uniform, normal);
	};
	const poisson = (mean: number) => {
		requireNonNegative(mean, 'mean');
		return mean < poissonRejectionFrom ? multiplyPoisson(mean, uniform) : rejectPoisson(mean, uniform);
	};
	return {
		uniform,
		normal,
		gamma,
		poisson,
		negativeBinomial: (mean, size) => poisson(size === Infinity ? mean : gamma(size, mean / size)),
		index: (length) => Math.min(length - 1, Math.floor(uniform() * length))
	};
}

/** `uniformFloat64` may answer 0, whose logarithm nobody wants. */
const smallestUniform = 2 ** -54;
const poissonRejectionFrom = 10;

function requireNonNegative(value: number, name: string): void {
	if (!(value >= 0 && value < Infinity)) {
		throw new AnalyticsError('bad-option', `A draw's ${name} has to be a number of 0 or more, not ${value}.`);
	}
}

/** The polar method yields pairs; the second waits for the next call. */
function createNormal(uniform: () => number): () => number {
	let waiting: number | null = null;
	return () => {
		if (waiting !== null) {
			const value = waiting;
			waiting = null;
			return value;
		}
		for (;;) {
			const x = 2 * uniform() - 1;
			const y = 2 * uniform() - 1;
			const square = x * x + y * y;
			if (square >= 1 || square === 0) continue;
			const factor = Math.sqrt((-2 * Math.log(square)) / square);
			waiting = y * factor;
			return x * factor;
		}
	};
}

function drawGamma(shape: number, uniform: () => number, normal: () => number): number {
	// Below 1 the method does not hold: draw with shape + 1 and shrink (section 6 of the paper).
	if (shape < 1) return drawGamma(shape + 1, uniform, normal) * uniform() ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const x = normal();
		const root = 1 + c * x;
		if (root <= 0) continue;
		const v = root * root * root;
		const u = uniform();
		if (u < 1 - 0.0331 * x * x * x * x) return d * v;
		if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
	}
}

function multiplyPoisson(mean: number, uniform: () => number): number {
	const limit = Math.exp(-mean);
	let count = 0;
	for (let product = uniform(); product > limit; product *= uniform()) count++;
	return count;
}

function rejectPoisson(mean: number, uniform: () => number): number {
	const b = 0.931 + 2.53 * Math.sqrt(mean);
	const a = -0.059 + 0.02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const squeeze = 0.9277 - 3.6224 / (b - 2);
	const logMean = Math.log(mean);
	for (;;) {
		const u = uniform() - 0.5;
		const v = uniform();
		const us = 0.5 - Math.abs(u);
		const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
		if (us >= 0.07 && v <= squeeze) return count;
		if (count < 0 || (us < 0.013 && v > us)) continue;
		const bound = -mean + count * logMean - logFactorial(count);
		if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= bound) return count;
	}
}

/** Stirling's series above 9 (its next term is below 1e-12 there); products below. */
function logFactorial(count: number): number {
	if (count < 10) {
		let product = 1;
		for (let factor = 2; factor <= count; factor++) product *= factor;
		return Math.log(product);
	}
	const x = count + 1;
	const inverse = 1 / x;
	const square = inverse * inverse;
	const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
	return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
