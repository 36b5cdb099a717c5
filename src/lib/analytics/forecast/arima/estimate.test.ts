import { describe, expect, it } from 'vitest';
import type { AnalyticsError } from '../../analytics-error.ts';
import { createGenerator } from '../../stats/generator.ts';
import { estimateArima } from './estimate.ts';
import type { ArimaOrder } from './order.ts';
import { expandShape, type Coefficients } from './shape.ts';

const none = new Float64Array(0);
const plain: ArimaOrder = {
	p: 0,
	d: 0,
	q: 0,
	seasonalP: 0,
	seasonalD: 0,
	seasonalQ: 0,
	period: 12,
	constant: false
};

/** A stretch of the process itself, its beginnings thrown away. */
function simulate(coefficients: Partial<Coefficients>, length: number, seed: number): Float64Array {
	const all = { ar: none, ma: none, seasonalAr: none, seasonalMa: none, ...coefficients };
	const { ar, ma } = expandShape(all, 12);
	const generator = createGenerator(seed);
	const noise = Float64Array.from({ length: length + 500 }, () => generator.normal());
	const values = noise.slice();
	values.forEach((own, t) => {
		let value = own;
		ar.forEach((weight, i) => (value += weight * (values[t - 1 - i] ?? 0)));
		ma.forEach((weight, j) => (value += weight * (noise[t - 1 - j] ?? 0)));
		values[t] = value;
	});
	return values.slice(500);
}

function accumulate(values: Float64Array, lag: number): Float64Array {
	const sums = values.slice();
	for (let t = lag; t < sums.length; t++) sums[t] = (sums[t] ?? 0) + (sums[t - lag] ?? 0);
	return sums;
}

describe('estimating an ARIMA', () => {
	it('recovers an autoregression with its mean', () => {
		const values = simulate({ ar: Float64Array.of(1.1, -0.4) }, 3000, 1).map((value) => value + 20);
		const { coefficients, level, sigma2 } = estimateArima(values, { ...plain, p: 2, constant: true });
		expect(coefficients.ar[0]).toBeCloseTo(1.1, 1);
		expect(coefficients.ar[1]).toBeCloseTo(-0.4, 1);
		expect(Math.abs(level - 20)).toBeLessThan(0.25);
		expect(sigma2).toBeCloseTo(1, 1);
	});

	it('recovers a moving average', () => {
		const values = simulate({ ma: Float64Array.of(0.6, 0.3) }, 3000, 2);
		const { coefficients } = estimateArima(values, { ...plain, q: 2 });
		expect(Math.abs((coefficients.ma[0] ?? 0) - 0.6)).toBeLessThan(0.05);
		expect(Math.abs((coefficients.ma[1] ?? 0) - 0.3)).toBeLessThan(0.05);
	});

	it('recovers an airline model through both differences', () => {
		const noise = simulate({ ma: Float64Array.of(-0.6), seasonalMa: Float64Array.of(-0.5) }, 1200, 3);
		const values = accumulate(accumulate(noise, 1), 12);
		const order = { ...plain, d: 1, q: 1, seasonalD: 1, seasonalQ: 1 };
		const { coefficients } = estimateArima(values, order);
		expect(Math.abs((coefficients.ma[0] ?? 0) + 0.6)).toBeLessThan(0.06);
		expect(Math.abs((coefficients.seasonalMa[0] ?? 0) + 0.5)).toBeLessThan(0.06);
	});

	it('recovers a drift', () => {
		const values = accumulate(simulate({ ar: Float64Array.of(0.5) }, 2000, 4), 1).map(
			(value, t) => value + 0.7 * t
		);
		const { level } = estimateArima(values, { ...plain, p: 1, d: 1, constant: true });
		expect(Math.abs(level - 0.7)).toBeLessThan(0.1);
	});

	it('has the likelihood of white noise where nothing is to be shaped', () => {
		const values = Float64Array.of(1, 2, 3, 4, 5, 6);
		const { logLikelihood, aicc } = estimateArima(values, { ...plain, constant: true });
		const expected = -3 * (Math.log((2 * Math.PI * 17.5) / 6) + 1);
		expect(logLikelihood).toBeCloseTo(expected, 12);
		expect(aicc).toBeCloseTo(-2 * expected + 4 + 12 / 3, 12);
	});

	it('is not worse from a warm start, and no other from a rescaled series', () => {
		const values = simulate({ ar: Float64Array.of(0.7), ma: Float64Array.of(0.4) }, 200, 5);
		const order = { ...plain, p: 1, q: 1, constant: true };
		const cold = estimateArima(values, order);
		const warm = estimateArima(values, order, { start: cold.parameters });
		expect(warm.logLikelihood).toBeGreaterThanOrEqual(cold.logLikelihood - 1e-9);
		const larger = estimateArima(
			values.map((value) => value * 1e6),
			order
		);
		expect(larger.coefficients.ar[0]).toBeCloseTo(cold.coefficients.ar[0] ?? NaN, 6);
		expect(larger.sigma2 / cold.sigma2 / 1e12).toBeCloseTo(1, 6);
	});

	it('refuses NaN with its place, too few observations, and orders that make no sense', () => {
		const values = Float64Array.of(1, 2, NaN, 4, 5, 6, 7);
		expect(() => estimateArima(values, { ...plain, p: 1 })).toThrowError(
			expect.objectContaining({ code: 'not-a-number', index: 2 }) as AnalyticsError
		);
		const short = Float64Array.of(1, 2, 3, 5);
		expect(() => estimateArima(short, { ...plain, p: 2 })).toThrowError(
			expect.objectContaining({ code: 'too-short' }) as AnalyticsError
		);
		for (const wrong of [{ p: -1 }, { d: 2, constant: true }, { period: 1, seasonalQ: 1 }, { q: 0.5 }]) {
			expect(() => estimateArima(short, { ...plain, ...wrong })).toThrowError(
				expect.objectContaining({ code: 'bad-option' }) as AnalyticsError
			);
		}
	});
});
