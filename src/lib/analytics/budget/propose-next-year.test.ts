import { describe, expect, it } from 'vitest';
import { addMonths, eachMonth } from '../../domain/period.ts';
import { simulateYear, type YearInput } from './project-year.ts';
import { proposeNextYear } from './propose-next-year.ts';

/** Each month costs a hundred million, billed half at once and half a month later. */
const billed = eachMonth('2025-01-01', '2026-10-01').flatMap((month) =>
	[0, 1].map((lag) => ({
		occurred: month,
		known: `${addMonths(month, lag).slice(0, 7)}-20`,
		amount: 50_000_000
	}))
);
const year: YearInput = {
	...{ year: 2026, ceilingRupiah: 1_500_000_000, carriedRupiah: 0, billed, visits: [] },
	...{ decided: { billedRupiah: 0, paidRupiah: 0 }, today: '2026-11-22', seed: 7, simulations: 400 }
};

describe('what next year needs', () => {
	it('is about what twelve such months cost, more for more certainty, and per member a twelfth of it', () => {
		const proposed = proposeNextYear({ year, members: 1_000 });
		if (proposed === null) throw new Error('nothing was proposed');
		const { p50, p80, p95 } = proposed.rupiah;
		expect(p50).toBeGreaterThan(1_000_000_000);
		expect(p50).toBeLessThan(1_500_000_000);
		expect(p80).toBeGreaterThanOrEqual(p50);
		expect(p95).toBeGreaterThanOrEqual(p80);
		expect(proposed.rupiahPerMemberMonth?.p50).toBeCloseTo(p50 / 12_000, 3);
		expect(proposed.carriedRupiah.p95).toBe(0);
	});

	it('pays first what this year spends over its ceiling', () => {
		const wide = proposeNextYear({ year, members: null });
		const tight = proposeNextYear({ year: { ...year, ceilingRupiah: 900_000_000 }, members: null });
		const carried = tight?.carriedRupiah.p50 ?? 0;
		expect(carried).toBeGreaterThan(200_000_000);
		expect(Math.abs((tight?.rupiah.p50 ?? 0) - (wide?.rupiah.p50 ?? 0) - carried)).toBeLessThan(carried / 20);
		expect(tight?.rupiahPerMemberMonth).toBeNull();
	});

	it('is not told of too few months', () => {
		const few = billed.filter(({ occurred }) => occurred >= '2026-07-01');
		expect(proposeNextYear({ year: { ...year, billed: few }, members: null })).toBeNull();
	});

	it('leaves the running year’s own worlds as they are', () => {
		const own = simulateYear(year);
		const again = simulateYear(year, 0);
		expect(again).toEqual(own);
		const further = simulateYear(year, 12);
		if (own.status !== 'simulated' || further.status !== 'simulated')
			throw new Error('nothing was simulated');
		expect(further.simulated.months).toBe(own.simulated.months + 12);
	});
});
