import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../analytics-error.ts';
import { forecastCroston } from './croston.ts';

const weights = { size: 0.2, interval: 0.2 };

describe('forecastCroston', () => {
	it('follows the definition by hand', () => {
		// Sizes 4 → 4.4 (6), intervals: mean (2 + 3) / 2 = 2.5 → 2.6 (3).
		const level = forecastCroston([0, 4, 0, 0, 6, 0], { weights }).level;
		expect(level).toBeCloseTo(4.4 / 2.6, 12);
	});

	it('starts the interval at the first one when asked to', () => {
		const level = forecastCroston([0, 4, 0, 0, 6, 0], { weights, start: 'first' }).level;
		expect(level).toBeCloseTo(4.4 / 2.2, 12);
	});

	it('corrects the bias as SBA and SBJ say', () => {
		const values = [0, 4, 0, 0, 6, 0];
		const { level } = forecastCroston(values, { weights });
		expect(forecastCroston(values, { variant: 'sba', weights }).level).toBeCloseTo(level * 0.9, 12);
		expect(forecastCroston(values, { variant: 'sbj', weights }).level).toBeCloseTo(
			level * (1 - 0.2 / 1.8),
			12
		);
	});

	it('answers 0 where nothing was ever asked for', () => {
		expect(forecastCroston([0, 0, 0]).level).toBe(0);
	});

	it('seeks weights that keep near the mean demand of a steady series', () => {
		const { level, weights: sought } = forecastCroston(
			Array.from({ length: 40 }, (_, t) => (t % 4 === 3 ? 8 : 0))
		);
		expect(level).toBeCloseTo(2, 6);
		for (const weight of sought) expect(weight).toBeGreaterThan(0);
	});

	it('scales with the values and leaves them as they are', () => {
		fc.assert(
			fc.property(
				fc.array(fc.nat(20), { minLength: 2, maxLength: 30 }),
				fc.constantFrom('croston' as const, 'sba' as const, 'sbj' as const),
				(values, variant) => {
					const frozen = Object.freeze([...values]);
					const { level } = forecastCroston(frozen, { variant });
					const scaled = forecastCroston(
						frozen.map((value) => value * 8),
						{ variant }
					);
					expect(scaled.level).toBeCloseTo(level * 8, 6);
					expect(level).toBeGreaterThanOrEqual(0);
				}
			),
			{ numRuns: 40 }
		);
	});

	it('refuses a weight of 0 and what is no demand', () => {
		expect(() => forecastCroston([1], { weights: { size: 0, interval: 0.1 } })).toThrow(AnalyticsError);
		expect(() => forecastCroston([1, NaN])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => forecastCroston([1, 2, -1])).toThrow(
			expect.objectContaining({ code: 'negative', index: 2 })
		);
	});
});
