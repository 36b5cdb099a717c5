import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certainties } from '../../domain/next-year.ts';
import { addDays, addMonths } from '../../domain/period.ts';
import { drawNextYear, projectNextYear, weighProposal, type NextYearWorlds } from './next-year.ts';
import { projectYear, simulateYear, type YearInput } from './project-year.ts';
import type { Assumption } from './scenario/assumption.ts';

const months = Array.from({ length: 20 }, (_, index) => addMonths('2025-01-01', index));
const input: YearInput = {
	...{ year: 2026, ceilingRupiah: 1_150_000_000, carriedRupiah: 40_000_000, today: '2026-09-20' },
	billed: months.flatMap((month, index) => [
		{ occurred: month, known: addDays(month, 45), amount: 60_000_000 + 1_000_000 * ((index * 37) % 17) },
		{ occurred: month, known: addDays(month, 75), amount: 40_000_000 }
	]),
	decided: { billedRupiah: 100, paidRupiah: 90 },
	visits: [],
	...{ seed: 202609, simulations: 2_000 }
};

const worldsOf = (
	costs: readonly number[],
	used: readonly number[],
	ceilingRupiah: number
): NextYearWorlds => ({
	...{ year: 2027, from: '2025-01-01', to: '2026-08-01', seed: 1, ceilingRupiah },
	usedRupiah: Float64Array.from(used),
	costRupiah: Float64Array.from(costs),
	growth: { visits: null, cost: 0 }
});
const given = (value: number): Assumption => ({
	...{ key: 'given', value, lower80: value, upper80: value, source: 'test' }
});
const even = Array.from({ length: 101 }, (_, index) => 1_000_000 + index * 10_000);

describe('the worlds of two years', () => {
	const worlds = drawNextYear(input);
	if ('status' in worlds) throw new Error(worlds.status);

	it('are this year’s own up to its end', () => {
		const year = projectYear(input);
		const next = projectNextYear(input);
		if (year.status === 'unknown' || next.status === 'unknown') throw new Error('unknown');
		expect(next.yearEnd).toEqual(year.yearEnd);
		expect(year.probability).toBeGreaterThan(0.05);
		expect(worlds.usedRupiah.filter((used) => used >= worlds.ceilingRupiah).length / 2_000).toBe(
			year.probability
		);
	});

	it('are those of the simulation, month by month, and leave this year’s as they are without them', () => {
		const own = simulateYear(input);
		const further = simulateYear(input, 12);
		if (own.status === 'unknown' || further.status === 'unknown') throw new Error('unknown');
		expect(simulateYear(input, 0)).toEqual(own);
		const { simulated, budget } = further;
		expect(simulated.months).toBe(own.simulated.months + 12);
		const sumOf = (world: number, first: number) =>
			Array.from(
				{ length: 12 },
				(_, n) => simulated.costs[world * simulated.months + first + n] ?? NaN
			).reduce((sum, month) => sum + month, 0);
		for (const world of [0, 1, 777, 1_999]) {
			expect(worlds.costRupiah[world]).toBeCloseTo(sumOf(world, budget.firstIndex + 12), 2);
			expect(worlds.usedRupiah[world]).toBeCloseTo(40_000_000 + sumOf(world, budget.firstIndex), 2);
		}
	});

	it('say why they are none', () => {
		expect(projectNextYear({ ...input, today: '2026-12-31' })).toEqual({
			...{ status: 'unknown', reason: 'year-over' }
		});
		const few = input.billed.filter(({ occurred }) => occurred >= '2026-05-01');
		expect(projectNextYear({ ...input, billed: few })).toEqual({
			...{ status: 'unknown', reason: 'too-few-months' }
		});
	});
});

describe('projectNextYear', () => {
	const projected = (asked: YearInput) => {
		const answer = projectNextYear(asked);
		if (answer.status === 'unknown') throw new Error(answer.reason);
		return answer.proposal.points;
	};

	it('is about what twelve such months cost, and without a debt all of it is cost', () => {
		const { p50, p95 } = projected({ ...input, ceilingRupiah: 3_000_000_000 });
		// Some 108 million are billed for each month, of which 90 in 100 are paid.
		expect(p50.total).toBeGreaterThan(1_000_000_000);
		expect(p50.total).toBeLessThan(1_400_000_000);
		expect(p95).toMatchObject({ carried: 0, cost: p95.total });
	});

	it('pays first what this year spends over its ceiling', () => {
		const wide = projected({ ...input, ceilingRupiah: 3_000_000_000 });
		const tight = projected({ ...input, ceilingRupiah: 900_000_000 });
		expect(tight.p50.carried).toBeGreaterThan(200_000_000);
		const more = tight.p50.total - wide.p50.total;
		expect(Math.abs(more - tight.p50.carried)).toBeLessThan(tight.p50.carried / 20);
	});
});

describe('weighProposal', () => {
	it('is enough in half, in 80 and in 95 of 100 worlds', () => {
		const { points } = weighProposal(
			worldsOf(
				even,
				even.map(() => 0),
				1
			)
		);
		expect(certainties.map((name) => points[name].total)).toEqual([1_500_000, 1_800_000, 1_950_000]);
		expect(points.p80).toEqual({ total: 1_800_000, carried: 0, cost: 1_800_000 });
	});

	it('adds next year’s months and this year’s debts world by world', () => {
		// Ten worlds of 90, 120 or 160 a month, the same in both years, against a ceiling of 1,200.
		const years = [90, 90, 90, 90, 120, 120, 120, 160, 160, 160].map((month) => 12 * month);
		const { points } = weighProposal(worldsOf(years, years, 1200));
		expect(points.p50).toEqual({ total: 1440 + 240, carried: 240, cost: 1440 });
		expect(points.p95).toEqual({ total: 1920 + 720, carried: 720, cost: 1920 });
	});

	it('lets levers reach next year’s services and not this year’s debts', () => {
		const worlds = worldsOf(
			even,
			even.map(() => 700),
			600
		);
		const policy = { tariff: { factor: 1.2, affectedShare: given(0.5) } };
		const { points, factor, arrows } = weighProposal(worlds, { policy, paidShare: 0.8 });
		expect(factor.value).toBeCloseTo(1.1 * 0.8, 12);
		expect(points.p50).toEqual({ total: 1_320_100, carried: 100, cost: 1_320_000 });
		expect(arrows.map(({ key }) => key)).toEqual(['scenario.tariff-factor']);
	});

	it('keeps worlds together: a dear this year and a dear next one are one world', () => {
		const together = weighProposal(worldsOf(even, even, 0)).points.p95;
		const apart = weighProposal(worldsOf(even, even.toReversed(), 0)).points.p95;
		expect(together.total).toBeGreaterThan(apart.total);
		expect(together.carried).toBe(together.cost);
	});

	it('carries the doubt in an assumption into the certainty', () => {
		const sure = { tariff: { factor: 1.5, affectedShare: given(0.5) } };
		const unsure = { tariff: { factor: 1.5, affectedShare: { ...given(0.5), lower80: 0.2, upper80: 0.8 } } };
		const flat = worldsOf(
			even.map(() => 1e9),
			even.map(() => 0),
			1
		);
		const [a, b] = [sure, unsure].map((policy) => weighProposal(flat, { policy, paidShare: 1 }).points);
		expect(b?.p95.total).toBeGreaterThan(a?.p95.total ?? NaN);
	});

	it('grows with the certainty and adds up, whatever the worlds and levers', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(1e12), fc.nat(1e12)), { minLength: 1, maxLength: 60 }),
				fc.double({ min: 0.5, max: 2, noNaN: true }),
				fc.double({ min: 0.01, max: 1, noNaN: true }),
				fc.nat(1e12),
				(pairs, factor, paidShare, ceiling) => {
					const worlds = worldsOf(
						pairs.map(([cost]) => cost),
						pairs.map(([, used]) => used),
						ceiling
					);
					const policy = { members: { factor, useElasticity: given(1) } };
					const { points } = weighProposal(worlds, { policy, paidShare });
					expect(points.p50.total).toBeLessThanOrEqual(points.p80.total);
					expect(points.p80.total).toBeLessThanOrEqual(points.p95.total);
					for (const { total, carried, cost } of Object.values(points)) {
						expect(carried + cost).toBe(total);
						expect(Math.min(carried, cost)).toBeGreaterThanOrEqual(0);
					}
				}
			)
		);
	});

	it.each([
		['no world', worldsOf([], [], 1), 1, /no simulated world/],
		['lists of different lengths', worldsOf([1, 2], [1], 1), 1, /different worlds/],
		['a budget that pays nothing', worldsOf([1], [1], 1), 0, /share of 0/]
	])('refuses %s', (_, worlds, paidShare, message) => {
		expect(() => weighProposal(worlds, { policy: {}, paidShare })).toThrow(message);
	});
});
