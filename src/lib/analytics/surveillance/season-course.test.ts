import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSeason } from './season-course.ts';

const years = Object.freeze([
	[4, 10, 3],
	[6, 20, 9],
	[8, 60, null],
	[2, 30, 6]
]);

describe('drawSeason', () => {
	it('tells quartiles for weeks and the range for months', () => {
		expect(drawSeason('channel', years, 2)).toEqual([
			{ low: 3.5, middle: 5, high: 6.5, years: 4 },
			{ low: 17.5, middle: 25, high: 37.5, years: 4 }
		]);
		expect(drawSeason('max-min', years, 2)).toEqual([
			{ low: 2, middle: 5, high: 8, years: 4 },
			{ low: 10, middle: 30, high: 60, years: 4 }
		]);
	});

	it('leaves out what nobody reported, and says nothing of fewer than three years', () => {
		expect(drawSeason('max-min', years, 4)[2]).toEqual({ low: 3, middle: 6, high: 9, years: 3 });
		expect(drawSeason('max-min', years, 4)[3]).toEqual({ low: null, middle: null, high: null, years: 0 });
		expect(drawSeason('channel', years.slice(0, 2), 1)).toEqual([
			{ low: null, middle: null, high: null, years: 2 }
		]);
		expect(drawSeason('channel', [], 1)[0]?.years).toBe(0);
	});

	it('keeps low, middle and high in order', () => {
		const counts = fc.array(fc.array(fc.nat(500), { minLength: 5, maxLength: 5 }), {
			minLength: 3,
			maxLength: 7
		});
		fc.assert(
			fc.property(counts, fc.constantFrom('channel', 'max-min'), (given, kind) => {
				for (const { low, middle, high } of drawSeason(kind, given, 5)) {
					expect(low ?? Infinity).toBeLessThanOrEqual(middle ?? -Infinity);
					expect(middle ?? Infinity).toBeLessThanOrEqual(high ?? -Infinity);
				}
			})
		);
	});
});
