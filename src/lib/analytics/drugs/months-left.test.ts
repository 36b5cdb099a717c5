import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanMonthlyUse, monthsLeft } from './months-left.ts';

describe('meanMonthlyUse', () => {
	it('divides by the months that are known, not by three', () => {
		expect(meanMonthlyUse([100, 200, 300])).toBe(200);
		expect(meanMonthlyUse([null, 200, 300])).toBe(250);
		expect(meanMonthlyUse([0, 0, 300])).toBe(100);
	});

	it('says nothing where no month is known', () => {
		expect(meanMonthlyUse([])).toBeNull();
		expect(meanMonthlyUse([null, null, null])).toBeNull();
	});
});

describe('monthsLeft', () => {
	it('divides the stock by the mean use', () => {
		expect(monthsLeft(300, [100, 200, 300])).toBe(1.5);
		expect(monthsLeft(0, [100, 200, 300])).toBe(0);
	});

	it.each([
		['nobody reported a stock', null, [100]],
		['no month of use is known', 300, [null]],
		['nothing is used', 300, [0, 0, 0]],
		['more came back than went out', 300, [-10]]
	])('says nothing where %s', (_, closing, uses) => {
		expect(monthsLeft(closing, uses)).toBeNull();
	});

	it('refuses what is no number, by the month', () => {
		expect(() => monthsLeft(300, [1, null, NaN])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 2 })
		);
		expect(() => monthsLeft(Infinity, [1])).toThrow(expect.objectContaining({ code: 'not-a-number' }));
	});

	it('grows with the stock and shrinks with the use, and is never negative', () => {
		const amount = fc.integer({ min: 1, max: 1_000_000 });
		fc.assert(
			fc.property(amount, amount, amount, (closing, use, more) => {
				const months = monthsLeft(closing, [use, null, use]) ?? -1;
				expect(months).toBeGreaterThan(0);
				expect(monthsLeft(closing + more, [use, null, use]) ?? -1).toBeGreaterThan(months);
				expect(monthsLeft(closing, [use + more, null, use]) ?? -1).toBeLessThan(months);
			})
		);
	});
});
