import { describe, expect, it } from 'vitest';
import type { AnalyticsError } from '../../analytics-error.ts';
import { createGenerator } from '../../stats/generator.ts';
import { stlEts } from './stl-ets.ts';

function months(length: number, seed: number): Float64Array {
	const generator = createGenerator(seed);
	return Float64Array.from(
		{ length },
		(_, t) => 100 + 20 * Math.sin((2 * Math.PI * t) / 12) + generator.normal()
	);
}

describe('STL + ETS', () => {
	it('repeats the season on top of the level', () => {
		const mean = stlEts.fit(months(96, 1), 12).mean(24);
		mean.forEach((value, h) => {
			expect(Math.abs(value - 100 - 20 * Math.sin((2 * Math.PI * (96 + h)) / 12))).toBeLessThan(3);
		});
	});

	it('is equivariant to scale', () => {
		const values = months(72, 2);
		const [plain, scaled] = [
			stlEts.fit(values, 12),
			stlEts.fit(
				values.map((value) => value * 1000),
				12
			)
		];
		scaled.mean(12).forEach((value, h) => expect(value / 1000).toBeCloseTo(plain.mean(12)[h] ?? NaN, 2));
	});

	it('keeps its parameters on another stretch and its σ does not shrink', () => {
		const values = months(96, 3);
		const model = stlEts.fit(values, 12);
		const shorter = model.refit(values.subarray(0, 84));
		expect(shorter.method).toBe(model.method);
		const sigma = shorter.sigma(12);
		sigma.forEach((value, h) => expect(value).toBeGreaterThanOrEqual(sigma[h - 1] ?? 0));
	});

	it('refuses NaN with its place and less than two seasons', () => {
		const values = months(48, 4);
		values[9] = NaN;
		expect(() => stlEts.fit(values, 12)).toThrowError(
			expect.objectContaining({ code: 'not-a-number', index: 9 }) as AnalyticsError
		);
		expect(() => stlEts.fit(months(20, 5), 12)).toThrowError(
			expect.objectContaining({ code: 'too-short' }) as AnalyticsError
		);
	});
});
