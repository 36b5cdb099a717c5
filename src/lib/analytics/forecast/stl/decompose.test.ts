import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalyticsError } from '../../analytics-error.ts';
import { createGenerator } from '../../stats/generator.ts';
import { decomposeStl, type StlOptions } from './decompose.ts';
import { smoothLoess } from './loess.ts';
import { seasonalStrength } from './seasonal-strength.ts';

const monthly: StlOptions = { period: 12, seasonalWindow: 'periodic' };

function months(length: number, seed: number, noise = 1): Float64Array {
	const generator = createGenerator(seed);
	return Float64Array.from(
		{ length },
		(_, t) => 100 + 0.5 * t + 20 * Math.sin((2 * Math.PI * t) / 12) + noise * generator.normal()
	);
}

describe('STL', () => {
	it('adds up to the values, whatever they are', () => {
		const series = fc.float64Array({ minLength: 24, maxLength: 60, min: -1e6, max: 1e6, noNaN: true });
		fc.assert(
			fc.property(
				series,
				fc.boolean(),
				fc.constantFrom('periodic' as const, 7, 13),
				(values, robust, window) => {
					const split = decomposeStl(values, { period: 12, seasonalWindow: window, robust });
					values.forEach((value, t) => {
						const sum = (split.seasonal[t] ?? NaN) + (split.trend[t] ?? NaN) + (split.remainder[t] ?? NaN);
						expect(Math.abs(sum - value)).toBeLessThan(1e-6);
					});
				}
			),
			{ numRuns: 40 }
		);
	});

	it('finds a straight trend and a repeating season exactly', () => {
		const { seasonal, trend } = decomposeStl(months(120, 1, 0), monthly);
		for (let t = 12; t < 108; t++) {
			expect(Math.abs((trend[t] ?? NaN) - 100 - 0.5 * t)).toBeLessThan(0.05);
			expect(Math.abs((seasonal[t] ?? NaN) - 20 * Math.sin((2 * Math.PI * t) / 12))).toBeLessThan(0.4);
		}
	});

	it('gives the same season each year when periodic, one that drifts otherwise', () => {
		const values = months(120, 2).map((value, t) => value + 0.1 * t * Math.cos((2 * Math.PI * t) / 12));
		const fixed = decomposeStl(values, monthly).seasonal;
		const drifting = decomposeStl(values, { period: 12, seasonalWindow: 7 }).seasonal;
		for (let t = 12; t < 120; t++) expect(fixed[t]).toBe(fixed[t - 12]);
		expect(Math.abs((drifting[114] ?? 0) - (drifting[6] ?? 0))).toBeGreaterThan(5);
	});

	it('does not follow an outlier when robust', () => {
		const values = months(120, 3);
		const clean = decomposeStl(values, monthly);
		values[50] = 1000;
		const robust = decomposeStl(values, { ...monthly, robust: true });
		const plain = decomposeStl(values, monthly);
		const off = (split: typeof clean) => Math.abs((split.trend[50] ?? NaN) - (clean.trend[50] ?? NaN));
		expect(robust.weights[50]).toBe(0);
		expect(off(robust)).toBeLessThan(1);
		expect(off(plain)).toBeGreaterThan(20);
	});

	it('is equivariant to scale and shift', () => {
		const values = months(60, 4);
		const before = decomposeStl(values, { period: 12, seasonalWindow: 9 });
		const after = decomposeStl(
			values.map((value) => 3 * value + 50),
			{ period: 12, seasonalWindow: 9 }
		);
		before.seasonal.forEach((value, t) => expect(after.seasonal[t]).toBeCloseTo(3 * value, 8));
		before.trend.forEach((value, t) => expect(after.trend[t]).toBeCloseTo(3 * value + 50, 8));
	});

	it('refuses NaN with its place, less than two seasons, even windows and no period', () => {
		const values = months(36, 5);
		const broken = values.slice();
		broken[7] = Infinity;
		const code = (name: string) => expect.objectContaining({ code: name }) as AnalyticsError;
		expect(() => decomposeStl(broken, monthly)).toThrowError(
			expect.objectContaining({ code: 'not-a-number', index: 7 }) as AnalyticsError
		);
		expect(() => decomposeStl(values.subarray(0, 23), monthly)).toThrowError(code('too-short'));
		expect(() => decomposeStl(values, { period: 12, seasonalWindow: 8 })).toThrowError(code('bad-option'));
		expect(() => decomposeStl(values, { ...monthly, period: 1 })).toThrowError(code('bad-option'));
	});
});

describe('loess', () => {
	it('leaves a straight line as it is, beyond its ends too', () => {
		const line = Float64Array.from({ length: 20 }, (_, t) => 3 - 2 * t);
		const smoothed = new Float64Array(22);
		smoothLoess(line, null, { span: 7, degree: 1, jump: 3 }, 1, smoothed);
		smoothed.forEach((value, i) => expect(value).toBeCloseTo(3 - 2 * (i - 1), 10));
	});

	it('ignores observations of weight 0, and keeps a value whose neighbours all weigh 0', () => {
		const values = Float64Array.of(1, 1, 1, 99, 1, 1, 1);
		const weights = Float64Array.of(1, 1, 1, 0, 1, 1, 1);
		const smoothed = new Float64Array(7);
		smoothLoess(values, weights, { span: 5, degree: 0, jump: 1 }, 0, smoothed);
		smoothed.forEach((value) => expect(value).toBeCloseTo(1, 12));
		smoothLoess(values, new Float64Array(7), { span: 5, degree: 1, jump: 1 }, 0, smoothed);
		expect([...smoothed]).toEqual([...values]);
	});
});

describe('seasonal strength', () => {
	it('is near 1 for a clean season, low for noise, 0 for a constant and for less than two seasons', () => {
		const generator = createGenerator(6);
		const noise = Float64Array.from({ length: 120 }, () => generator.normal());
		expect(seasonalStrength(months(120, 7), 12)).toBeGreaterThan(0.97);
		expect(seasonalStrength(noise, 12)).toBeLessThan(0.35);
		expect(seasonalStrength(new Float64Array(48).fill(2), 12)).toBe(0);
		expect(seasonalStrength(months(23, 8), 12)).toBe(0);
	});
});
