import { describe, expect, it } from 'vitest';
import { fillGaps } from './fill-gaps.ts';

describe('fillGaps', () => {
	it('takes the mean of the same month before and after', () => {
		expect(Array.from(fillGaps([1, 10, 2, null, 3, 30], 2).values)).toEqual([1, 10, 2, 20, 3, 30]);
	});

	it('repeats the season at the end and draws a line elsewhere', () => {
		expect(Array.from(fillGaps([1, 10, 2, 20, null, null], 2).values)).toEqual([1, 10, 2, 20, 2, 20]);
		expect(Array.from(fillGaps([4, null, null, 10], 1).values)).toEqual([4, 6, 8, 10]);
	});

	it('begins with the first report and counts what it made up', () => {
		expect(fillGaps([null, null, 5, null, 7], 1)).toEqual({ values: Float64Array.of(5, 6, 7), filled: 1 });
	});
});
