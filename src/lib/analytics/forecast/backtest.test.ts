import { describe, expect, it } from 'vitest';
import { backtest, chooseOrigins } from './backtest.ts';
import { fitSeasonalNaive } from './seasonal-naive.ts';

describe('origins', () => {
	it('lie a quarter of a period apart, latest first, and see no more than a horizon', () => {
		const values = Float64Array.from({ length: 60 }, (_, t) => t);
		const origins = chooseOrigins(values, 12, 6, 26);
		expect(origins.map(({ length }) => length)).toEqual([57, 54, 51, 48, 45, 42, 39, 36]);
		expect(origins.map(({ actual }) => actual.length)).toEqual([3, 6, 6, 6, 6, 6, 6, 6]);
		expect(Array.from(origins[0]?.actual ?? [])).toEqual([57, 58, 59]);
	});

	it('are none where the history is too short', () => {
		expect(chooseOrigins(new Float64Array(28), 12, 12, 26)).toEqual([]);
		expect(chooseOrigins(new Float64Array(3), 1, 12, 0).map(({ length }) => length)).toEqual([2, 1]);
	});

	it('let a model say what it would have said, without the values after', () => {
		const values = Float64Array.of(1, 2, 3, 4, 50, 60);
		const model = fitSeasonalNaive(values, 2);
		const [past] = backtest(model, values, [{ length: 4, actual: Float64Array.of(50, 60) }]);
		expect(Array.from(past?.mean ?? [])).toEqual([3, 4]);
	});
});
