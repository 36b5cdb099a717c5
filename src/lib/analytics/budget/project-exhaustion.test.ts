import { describe, expect, it } from 'vitest';
import { measureBurn } from './measure-burn.ts';
import { projectExhaustion } from './project-exhaustion.ts';
import type { SimulatedCosts } from './simulate-costs.ts';

/** One world a row: its monthly cost, the same for 24 months. */
function worlds(monthly: readonly number[]): SimulatedCosts {
	const months = 24;
	const costs = Float64Array.from(
		{ length: monthly.length * months },
		(_, place) => monthly[Math.floor(place / months)] ?? 0
	);
	const basis = { developed: [], visitGrowth: null, costGrowth: 0 };
	return { simulations: monthly.length, months, costs, basis };
}

const year = { firstMonth: '2026-01-01', firstIndex: 0, ceilingRupiah: 1200, carriedRupiah: 0 };
/** Ten worlds: 120 a month reach 1,200 at the end of October, 160 in the middle of August, 90 never. */
const ten = worlds([90, 90, 90, 90, 120, 120, 120, 160, 160, 160]);

describe('projectExhaustion', () => {
	it('counts the worlds in which the money is gone by a month', () => {
		const { months, probability } = projectExhaustion(ten, year);
		expect(months.map((month) => month.probability)).toEqual([0, 0, 0, 0, 0, 0, 0, 0.3, 0.3, 0.6, 0.6, 0.6]);
		expect(probability).toBe(0.6);
		expect(months[7]?.month).toBe('2026-08-01');
	});

	it('reads the day off within the month, and knows "not this year"', () => {
		expect(projectExhaustion(ten, year).date).toEqual({
			lower80: '2026-08-16',
			median: '2026-10-31',
			upper80: null
		});
	});

	it('begins the year with what is carried into it', () => {
		const carried = projectExhaustion(worlds([100]), { ...year, carriedRupiah: 600 });
		expect(carried.date.median).toBe('2026-06-30');
		expect(projectExhaustion(worlds([100]), { ...year, carriedRupiah: 1200 }).date.median).toBe('2026-01-01');
	});

	it('never lets the chance fall or the fan cross over the months', () => {
		const { months, yearEnd } = projectExhaustion(ten, year);
		for (const [index, { probability, used }] of months.entries()) {
			expect(probability).toBeGreaterThanOrEqual(months[index - 1]?.probability ?? 0);
			expect(used.p50).toBeGreaterThan(months[index - 1]?.used.p50 ?? 0);
			expect([used.p10, used.p50, used.p80, used.p90, used.p95]).toEqual(
				[used.p10, used.p50, used.p80, used.p90, used.p95].sort((a, b) => a - b)
			);
		}
		expect(yearEnd.p50).toBe(1440);
	});

	it('refuses a year that the simulation does not reach, and a ceiling of 0', () => {
		expect(() => projectExhaustion(ten, { ...year, firstIndex: 13 })).toThrow('whole budget year');
		expect(() => projectExhaustion(ten, { ...year, ceilingRupiah: 0 })).toThrow('ceiling');
		expect(() => projectExhaustion(ten, { ...year, carriedRupiah: NaN })).toThrow('ceiling');
	});
});

describe('measureBurn', () => {
	it('holds the use against the plan', () => {
		const burn = measureBurn(ten, year, new Array<number>(12).fill(100));
		expect(burn[11]).toMatchObject({ month: '2026-12-01', plannedRupiah: 1200, probabilityOver: 0.6 });
		expect(burn[0]?.used.p50).toBe(120);
	});

	it('refuses a plan of eleven months, or one with NaN', () => {
		expect(() => measureBurn(ten, year, new Array<number>(11).fill(1))).toThrow('12 months, this one 11');
		const plan = new Array<number>(12).fill(1).with(3, NaN);
		expect(() => measureBurn(ten, year, plan)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 3 })
		);
	});
});
