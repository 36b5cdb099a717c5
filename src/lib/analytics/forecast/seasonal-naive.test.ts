import { describe, expect, it } from 'vitest';
import { fitSeasonalNaive } from './seasonal-naive.ts';

describe('the seasonal naive forecast', () => {
	it('repeats the last season, the less sure the more years ahead', () => {
		const model = fitSeasonalNaive(Float64Array.of(1, 2, 2, 4), 2);
		expect(Array.from(model.mean(3))).toEqual([2, 4, 2]);
		expect(Array.from(model.residuals)).toEqual([1, 2]);
		const sigma = Math.sqrt(2.5);
		expect(Array.from(model.sigma(3))).toEqual([sigma, sigma, sigma * Math.sqrt(2)]);
	});

	it('refuses less than one season and NaN', () => {
		expect(() => fitSeasonalNaive(Float64Array.of(1), 2)).toThrow(
			expect.objectContaining({ code: 'too-short' })
		);
		expect(() => fitSeasonalNaive(Float64Array.of(1, NaN), 1)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
	});
});
