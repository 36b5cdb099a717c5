import { describe, expect, it } from 'vitest';
import { comparePlanWithUse } from './plan-against-use.ts';

const month = (number: number, planned: number, actual: number | null) => ({
	...{ month: `2027-0${number}-01`, planned, lower80: planned - 10, upper80: planned + 10, actual }
});

describe('comparePlanWithUse', () => {
	it('compares the months for which both are known, and no other', () => {
		const told = comparePlanWithUse([month(1, 100, 130), month(2, 100, 110), month(3, 100, null)]);
		expect(told).toEqual({ months: 2, planned: 200, actual: 240, deviation: 40, share: 0.2, within80: 1 });
	});

	it('says nothing before a month is over, and no share of nothing', () => {
		expect(comparePlanWithUse([month(1, 100, null)])).toBeNull();
		expect(comparePlanWithUse([])).toBeNull();
		expect(comparePlanWithUse([month(1, 0, 4)])).toMatchObject({ share: null, deviation: 4 });
	});

	it('refuses what is no number', () => {
		expect(() => comparePlanWithUse([month(1, 1, 1), month(2, NaN, 1)])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
	});
});
