import { describe, expect, it } from 'vitest';
import { autocovariances, psiWeights } from './autocovariance.ts';
import { whiten } from './likelihood.ts';
import type { Shape } from './shape.ts';

const series = Float64Array.from({ length: 40 }, (_, t) => Math.sin(t * 1.7) * 3 + ((t * 7919) % 13) / 4);

const shapes: [string, Shape][] = [
	['AR(2)', { ar: Float64Array.of(0.5, -0.7), ma: new Float64Array(0) }],
	['MA(3)', { ar: new Float64Array(0), ma: Float64Array.of(-0.4, 0.3, 0.5) }],
	['ARMA(1,2)', { ar: Float64Array.of(0.9), ma: Float64Array.of(-0.3, 0.6) }],
	[
		'a seasonal ARMA',
		{ ar: Float64Array.of(0.3, 0, 0, 0.5, -0.15), ma: Float64Array.of(-0.7, 0, 0, -0.8, 0.56) }
	],
	['a moving average on the unit circle', { ar: new Float64Array(0), ma: Float64Array.of(-1) }],
	['an autoregression close to it', { ar: Float64Array.of(0.9999), ma: Float64Array.of(0.2) }]
];

/** Γ(k) = Σ ψⱼ ψⱼ₊ₖ, summed until nothing is left. */
function sumOfPsi(shape: Shape, lag: number): number {
	const psi = psiWeights(shape, 200_000);
	let sum = 0;
	for (let j = 0; j + lag < psi.length; j++) sum += (psi[j] ?? 0) * (psi[j + lag] ?? 0);
	return sum;
}

/** Whitening by the Cholesky factor of the whole covariance matrix: slow, and the definition itself. */
function whitenByCholesky(values: Float64Array, covariance: Float64Array) {
	const factor: number[][] = [];
	const errors: number[] = [];
	let logVariances = 0;
	values.forEach((value, t) => {
		const row: number[] = [];
		for (let s = 0; s <= t; s++) {
			let sum = covariance[t - s] ?? 0;
			const other = s === t ? row : factor[s];
			for (let k = 0; k < s; k++) sum -= (row[k] ?? 0) * (other?.[k] ?? 0);
			row.push(s === t ? Math.sqrt(sum) : sum / (factor[s]?.[s] ?? 1));
		}
		factor.push(row);
		const rest = errors.reduce((sum, error, k) => sum - error * (row[k] ?? 0), value);
		errors.push(rest / (row[t] ?? 1));
		logVariances += 2 * Math.log(row[t] ?? 1);
	});
	return { errors, logVariances };
}

describe('the ARMA filter', () => {
	it.each(shapes)('whitens %s exactly as the Cholesky factor of its covariance does', (_, shape) => {
		const covariance = autocovariances(shape, series.length);
		expect(covariance).not.toBeNull();
		const expected = whitenByCholesky(series, covariance ?? series);
		const found = whiten(series, shape, 0, new Float64Array(series.length));
		expect(found?.logVariances).toBeCloseTo(expected.logVariances, 7);
		expected.errors.forEach((error, t) => expect(found?.errors[t]).toBeCloseTo(error, 7));
	});

	it.each(shapes.slice(0, 5))('knows the autocovariances of %s', (_, shape) => {
		const found = autocovariances(shape, 9);
		for (const lag of [0, 1, 2, 4, 5, 9]) expect(found?.[lag]).toBeCloseTo(sumOfPsi(shape, lag), 8);
	});

	it('finds the level of a series that is nothing but a level and noise', () => {
		const plain = { ar: new Float64Array(0), ma: new Float64Array(0) };
		const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
		expect(whiten(series, plain, 'estimate', series.slice())?.level).toBeCloseTo(mean, 12);
	});

	it('refuses what is not stationary', () => {
		const explosive = { ar: Float64Array.of(1.1), ma: new Float64Array(0) };
		expect(whiten(series, explosive, 0, series.slice())).toBeNull();
	});
});
