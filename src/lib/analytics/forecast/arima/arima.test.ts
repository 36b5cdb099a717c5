import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalyticsError } from '../../analytics-error.ts';
import { createGenerator } from '../../stats/generator.ts';
import { arima, modelOfArima } from './arima.ts';
import { estimateArima } from './estimate.ts';
import { describeOrder, type ArimaOrder } from './order.ts';

const airline: ArimaOrder = {
	p: 0,
	d: 1,
	q: 1,
	seasonalP: 0,
	seasonalD: 1,
	seasonalQ: 1,
	period: 12,
	constant: false
};

/** Monthly values with a trend and a season that keeps its shape. */
function months(length: number, seed: number): Float64Array {
	const generator = createGenerator(seed);
	return Float64Array.from(
		{ length },
		(_, t) => 200 + t + 40 * Math.cos((2 * Math.PI * t) / 12) + 8 * generator.normal()
	);
}

function expectClose(found: Float64Array, expected: Float64Array, tolerance: number): void {
	found.forEach((value, i) => {
		const wanted = expected[i] ?? NaN;
		expect(Math.abs(value - wanted)).toBeLessThan(tolerance * Math.max(1, Math.abs(wanted)));
	});
}

describe('ARIMA', () => {
	it('carries the season and the trend on', () => {
		const values = months(132, 1);
		const model = arima.fit(values.subarray(0, 120), 12);
		const mean = model.mean(12);
		const error = mean.reduce((sum, value, h) => sum + Math.abs(value - (values[120 + h] ?? NaN)), 0) / 12;
		expect(model.method).toMatch(/^ARIMA\(\d,\d,\d\)\(\d,1,\d\)\[12\]/);
		expect(error).toBeLessThan(14);
	});

	it('differences neither noise nor needs a season where there is none', () => {
		const generator = createGenerator(2);
		const noise = Float64Array.from({ length: 72 }, () => 50 + generator.normal());
		expect(arima.fit(noise, 1).method).toMatch(/^ARIMA\(\d,0,\d\)( with mean)?$/);
	});

	// By powers of two, which change no digit: another unit may tip the search for orders between two that fit alike, so
	// forecastDemand brings every history to a common unit first.
	it('is equivariant to scale', () => {
		fc.assert(
			fc.property(fc.integer({ min: -20, max: 30 }), (exponent) => {
				const scale = 2 ** exponent;
				const values = months(60, 3);
				const [plain, scaled] = [
					arima.fit(values, 12),
					arima.fit(
						values.map((value) => value * scale),
						12
					)
				];
				expect(scaled.method).toBe(plain.method);
				expectClose(
					scaled.mean(12).map((value) => value / scale),
					plain.mean(12),
					1e-5
				);
				expectClose(
					scaled.sigma(12).map((value) => value / scale),
					plain.sigma(12),
					1e-5
				);
			}),
			{ numRuns: 10 }
		);
	});

	it('is equivariant to a shift where it differences', () => {
		const values = months(96, 4);
		const model = modelOfArima(values, estimateArima(values, airline));
		const moved = values.map((value) => value + 1e4);
		const shifted = modelOfArima(moved, estimateArima(moved, airline));
		expectClose(
			shifted.mean(18).map((value) => value - 1e4),
			model.mean(18),
			1e-6
		);
		expectClose(shifted.sigma(18), model.sigma(18), 1e-6);
	});

	it('doubts more the further it looks, where it differences', () => {
		const values = months(96, 5);
		const sigma = modelOfArima(values, estimateArima(values, airline)).sigma(36);
		sigma.forEach((value, h) => expect(value).toBeGreaterThanOrEqual(sigma[h - 1] ?? 0));
	});

	it('spreads a random walk with the square root of time, and an AR(1) up to its own variance', () => {
		const walk: ArimaOrder = { ...airline, q: 0, seasonalD: 0, seasonalQ: 0, period: 1 };
		const values = months(60, 6);
		const model = modelOfArima(values, estimateArima(values, walk));
		const one = Math.sqrt(model.estimate.sigma2);
		expectClose(model.sigma(3), Float64Array.of(one, one * Math.SQRT2, one * Math.sqrt(3)), 1e-9);
		const stationary = estimateArima(values, { ...walk, d: 0, p: 1, constant: true });
		const ar = stationary.coefficients.ar[0] ?? NaN;
		const limit = Math.sqrt(stationary.sigma2 / (1 - ar * ar));
		expect(modelOfArima(values, stationary).sigma(1000).at(-1)).toBeCloseTo(limit, 6);
	});

	it('has residuals that are what it missed by', () => {
		const values = months(96, 7);
		const estimate = estimateArima(values, airline);
		const model = modelOfArima(values, estimate);
		const before = modelOfArima(values.subarray(0, 95), estimate);
		const missed = (values[95] ?? NaN) - (before.mean(1)[0] ?? NaN);
		expect(model.residuals.at(-1)).toBeCloseTo(missed, 8);
	});

	it('keeps its orders on another stretch and estimates their coefficients anew, where it is long enough', () => {
		const values = months(96, 7);
		const model = modelOfArima(values, estimateArima(values, airline));
		const earlier = model.refit(values.subarray(0, 60));
		const own = modelOfArima(values.subarray(0, 60), estimateArima(values.subarray(0, 60), airline));
		expect(earlier.method).toBe(model.method);
		expectClose(earlier.mean(12), own.mean(12), 1e-2);
		const short = model.refit(values.subarray(0, 16)).mean(12);
		for (const value of short) expect(value).toSatisfy(Number.isFinite);
	});

	it('answers a constant series with that constant and no doubt', () => {
		const model = arima.fit(new Float64Array(48).fill(7), 12);
		expectClose(model.mean(6), new Float64Array(6).fill(7), 1e-9);
		expectClose(model.sigma(6), new Float64Array(6), 1e-6);
	});

	it('gives finite answers to short, to steep and to nearly constant histories', () => {
		const flatWithPeak = new Float64Array(40);
		flatWithPeak[17] = 5;
		const steep = Float64Array.from({ length: 48 }, (_, t) => 1.2 ** t);
		for (const values of [flatWithPeak, steep, Float64Array.of(1, 2, 1, 3, 1), months(37, 8)]) {
			const model = arima.fit(values, 12);
			for (const number of [...model.mean(12), ...model.sigma(12)]) expect(number).toSatisfy(Number.isFinite);
		}
	});

	it('refuses NaN with its place, and a history shorter than any model', () => {
		const values = months(48, 9);
		values[30] = NaN;
		expect(() => arima.fit(values, 12)).toThrowError(
			expect.objectContaining({ code: 'not-a-number', index: 30 }) as AnalyticsError
		);
		expect(() => arima.fit(Float64Array.of(1, 2), 12)).toThrowError(
			expect.objectContaining({ code: 'too-short' }) as AnalyticsError
		);
	});

	it('is named as a reader would cite it', () => {
		expect(describeOrder(airline)).toBe('ARIMA(0,1,1)(0,1,1)[12]');
		expect(describeOrder({ ...airline, q: 0, p: 1, seasonalD: 0, seasonalQ: 0, constant: true })).toBe(
			'ARIMA(1,1,0) with drift'
		);
	});
});
