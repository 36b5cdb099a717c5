import { describe, expect, it } from 'vitest';
import { developCosts } from './develop-costs.ts';

/** No bill in the month of service, then 40, 40 and 20 %. */
const late = [
	[0, 40, 80, 100],
	[0, 80, 160, 200],
	[0, 44, 88, null],
	[0, 60, null, null],
	[0, null, null, null]
];

describe('developCosts', () => {
	it('multiplies what is billed up by the share that usually is', () => {
		const { months } = developCosts(late);
		expect(months.map(({ cost }) => cost && Math.round(cost))).toEqual([100, 200, 110, 150, null]);
		expect(months.map(({ billedShare }) => Number(billedShare.toFixed(6)))).toEqual([1, 1, 0.8, 0.4, 0]);
	});

	it('is surer of older months, and wholly sure of settled ones', () => {
		const uneven = late.map((row, month) =>
			row.map((cell) => cell && cell * (1 + 0.1 * (month % 2)) + month)
		);
		const { months, dispersion } = developCosts(uneven);
		expect(dispersion).toBeGreaterThan(0);
		expect(months[0]?.logVariance).toBe(0);
		expect(months[2]?.logVariance).toBeGreaterThan(0);
		expect(months[3]?.logVariance).toBeGreaterThan(months[2]?.logVariance ?? Infinity);
	});

	it('takes shares from elsewhere in a first year, when no month is old enough', () => {
		const { months } = developCosts(
			[
				[0, 40, 90],
				[0, 50, null],
				[0, null, null]
			],
			[0, 0.4, 0.8]
		);
		expect(months[0]?.cost).toBeCloseTo(112.5, 9);
		expect(months[1]?.cost).toBeCloseTo(125, 9);
		expect(months[2]?.cost).toBeNull();
	});

	it('refuses shares that do not fit the lags', () => {
		expect(() => developCosts(late, [1])).toThrow('1 billed shares for 4 lags');
	});
});
