import { describe, expect, it } from 'vitest';
import { checkTriangle, readPositions } from './triangle.ts';

describe('checkTriangle', () => {
	it('tells the number of lags', () => {
		expect(checkTriangle([[1, 2, null]])).toBe(3);
	});

	it('refuses nothing, uneven rows and what is no number, naming the cell', () => {
		expect(() => checkTriangle([])).toThrow('no cells');
		expect(() => checkTriangle([[]])).toThrow('no cells');
		expect(() => checkTriangle([[1, 2], [1]])).toThrow('Origin 1 has 1 lags where the first has 2');
		expect(() =>
			checkTriangle([
				[1, 2],
				[1, NaN]
			])
		).toThrow(expect.objectContaining({ code: 'not-a-number', index: 3 }));
		expect(() => checkTriangle([[Infinity]])).toThrow('Origin 0, lag 0 is Infinity');
	});
});

describe('readPositions', () => {
	it('finds the newest known cell, holes before it or not', () => {
		expect(
			readPositions([
				[1, null, 3],
				[4, null, null]
			])
		).toEqual([
			{ lag: 2, amount: 3 },
			{ lag: 0, amount: 4 }
		]);
	});

	it('refuses an origin of which nothing is known', () => {
		expect(() => readPositions([[1], [null]])).toThrow('Nothing is known of origin 1');
	});
});
