import { describe, expect, it } from 'vitest';
import { onLogScale } from './log-scale.ts';
import { fitSeasonalNaive } from './seasonal-naive.ts';

describe('a method on logarithms', () => {
	it('forecasts the median and gives errors in the unit of the values', () => {
		const values = Float64Array.of(1, 10, 100, 1, 20, 100);
		const model = onLogScale(fitSeasonalNaive)(values, 3);
		expect(model.method).toBe('log seasonal naive');
		expect(Array.from(model.mean(3), (value) => Math.round(value))).toEqual([1, 20, 100]);
		// 20 was fitted by 10.
		expect(Array.from(model.residuals, (value) => Math.round(value))).toEqual([0, 10, 0]);
		expect(model.refit(values.slice(0, 3)).mean(2)[1]).toBeCloseTo(10, 9);
	});
});
