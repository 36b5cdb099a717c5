import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import { median, quantile } from './quantile.ts';
import { medianAbsoluteDeviation, quartileScale } from './robust-scale.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });

describe('quantile', () => {
	it("interpolates as R's type 7 does", () => {
		const sample = Object.freeze([9, 1, 4, 16]);
		expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(sample, p))).toEqual([1, 3.25, 6.5, 10.75, 16]);
	});

	it('stays within the values, rises with p, and does not care for their order', () => {
		fc.assert(
			fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (sample, p) => {
				const found = quantile(sample, p);
				expect(found).toBeGreaterThanOrEqual(Math.min(...sample));
				expect(found).toBeLessThanOrEqual(Math.max(...sample));
				expect(quantile([...sample].reverse(), p)).toBe(found);
				expect(quantile(sample, 1)).toBeGreaterThanOrEqual(found);
			})
		);
	});

	it('refuses nothing, NaN by its index, and a share above 1', () => {
		expect(() => quantile([], 0.5)).toThrow(AnalyticsError);
		expect(() => quantile([1, NaN], 0.5)).toThrow('Value 2 is not a number.');
		expect(() => quantile([1], 1.5)).toThrow(AnalyticsError);
	});
});

describe('robust scales', () => {
	it('measure the spread of a normal sample and ignore one wild value', () => {
		const calm = [-1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28];
		expect(medianAbsoluteDeviation(calm)).toBeCloseTo(0.77, 2);
		expect(medianAbsoluteDeviation([...calm.slice(0, -1), 1000])).toBeCloseTo(0.77, 2);
		expect(quartileScale(calm)).toBeCloseTo(0.77, 2);
		expect(medianAbsoluteDeviation([3, 3, 3, 9])).toBe(0);
		expect(median([4, 1])).toBe(2.5);
	});

	it('follow the unit and not the level', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (sample) => {
				const moved = sample.map((value) => 2 * value + 8);
				expect(medianAbsoluteDeviation(moved)).toBeCloseTo(2 * medianAbsoluteDeviation(sample), 8);
				expect(quartileScale(moved)).toBeCloseTo(2 * quartileScale(sample), 8);
			})
		);
	});
});
