import { describe, expect, it } from 'vitest';
import type { BudgetMonth, BudgetProjection, SimpleRunRate } from '$lib/protocol/views/budget';
import { sumBurn } from './burn';

const month = (number: number, committedRupiah: number, isSettled: boolean): BudgetMonth => ({
	month: `2026-${String(number).padStart(2, '0')}-01`,
	paidRupiah: 10,
	committedRupiah,
	members: null,
	membersOn: null,
	isSettled,
	premiumRupiah: null
});
const months = [...Array(12).keys()].map((index) => month(index + 1, index < 9 ? 20 : 1, index < 9));
const runRate: SimpleRunRate = {
	status: 'projected',
	reachedOn: null,
	yearEndRupiah: 277,
	rupiahPerMonth: 31,
	basis: [],
	from: '2026-09-30',
	committedRupiah: 185
};
const input = {
	year: 2026,
	today: '2026-11-22',
	months,
	carriedRupiah: 5,
	ceilingRupiah: 1_200,
	runRate,
	projection: null
};

describe('sumBurn', () => {
	it('adds up what is paid until today and leaves the months to come empty', () => {
		const rows = sumBurn(input);
		expect(rows.slice(9).map(({ paidSumRupiah }) => paidSumRupiah)).toEqual([100, 110, null]);
	});

	it('does not draw months whose bills are still coming, and counts what was carried in', () => {
		const sums = sumBurn(input).map(({ committedSumRupiah }) => committedSumRupiah);
		expect(sums[0]).toBe(25);
		expect(sums.slice(8)).toEqual([185, null, null, null]);
	});

	it('plans a twelfth of the ceiling a month, and nothing without a ceiling', () => {
		expect(sumBurn(input).map(({ planSumRupiah }) => planSumRupiah)).toEqual(
			months.map((_, index) => 100 * (index + 1))
		);
		const without = sumBurn({ ...input, ceilingRupiah: null });
		expect(new Set(without.map(({ planSumRupiah }) => planSumRupiah))).toEqual(new Set([null]));
	});

	it('begins the projection where the settled months end and ends it with the year', () => {
		const projected = sumBurn(input).map(({ projectedRupiah }) => projectedRupiah);
		expect(projected.slice(7)).toEqual([null, 185, 216, 246, 277]);
		const unknown = sumBurn({ ...input, runRate: { status: 'unknown', reason: 'too-few-months' } });
		expect(unknown.every(({ projectedRupiah }) => projectedRupiah === null)).toBe(true);
	});

	it('draws the simulated years with their band instead of the simple pace, from the months that still get bills', () => {
		const used = (p50: number) => ({ p10: p50 - 10, p50, p90: p50 + 10 });
		const projection = {
			to: '2026-10-01',
			months: months.map((one, index) => ({ month: one.month, probability: 0, used: used(20 * (index + 1)) }))
		} as BudgetProjection;
		const rows = sumBurn({ ...input, projection });
		expect(rows.map(({ projectedRupiah }) => projectedRupiah)).toEqual([
			...Array.from({ length: 7 }, () => null),
			160,
			180,
			200,
			220,
			240
		]);
		expect(rows.at(-1)?.band).toEqual(used(240));
	});
});
