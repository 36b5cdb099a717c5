import { describe, expect, it } from 'vitest';
import { merzWuthrich, raa } from '../../../../tests/fixtures/triangles.ts';
import { estimateMack } from './mack.ts';
import { estimateOneYearError } from './one-year-error.ts';

describe('estimateOneYearError', () => {
	it('reproduces Merz and Wüthrich 2008: 81,080 for the sum', () => {
		const { origins, total } = estimateOneYearError(merzWuthrich, estimateMack(merzWuthrich));
		expect(Math.floor(total)).toBe(81_080);
		expect(origins.slice(3).map((error) => Math.round(error))).toEqual([
			3923, 9723, 28443, 20954, 28119, 53321
		]);
	});

	it('is no larger than the error of all development, and equal where one step is left', () => {
		const mack = estimateMack(raa);
		const { origins } = estimateOneYearError(raa, mack);
		for (const [origin, error] of origins.entries())
			expect(error).toBeLessThanOrEqual((mack.origins[origin]?.standardError ?? 0) * (1 + 1e-9));
		expect(origins[1]).toBeCloseTo(mack.origins[1]?.standardError ?? 0, 6);
	});

	it('refuses a reserve with a tail', () => {
		const tail = { factor: 1.1, factorError: 0.01, sigma: 1 };
		expect(() => estimateOneYearError(raa, estimateMack(raa, { tail }))).toThrow('without a tail');
	});
});
