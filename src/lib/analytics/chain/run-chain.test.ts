import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualLevers, type ChainLevers } from '../../domain/chain.ts';
import { addDays, addMonths } from '../../domain/period.ts';
import { projectYear, type YearInput } from '../budget/project-year.ts';
import type { ChainBase } from './chain-base.ts';
import type { Rate } from './rates.ts';
import { drawYearWorlds, runChain, type ChainResult } from './run-chain.ts';
import { usualCases } from './usual-cases.ts';

const about = (value: number): Rate => ({ value, lower80: value * 0.9, upper80: value * 1.2, of: 'disease' });
const base: ChainBase = {
	...{ from: '2026-01-01', to: '2026-06-30', paidShare: 0.9 },
	diseases: [
		{
			disease: 'dengue',
			admittedShare: about(0.3),
			stayDays: about(4),
			rupiahPerAdmission: about(4_000_000),
			rupiahPerVisit: about(250_000),
			drugs: [{ item: 'paracetamol-500', unitsPerCase: about(10) }]
		}
	],
	claimShare: about(0.8),
	referral: { complianceNow: 0.4, settledShare: about(0.5), outpatientCostShare: about(0.4) },
	tariffShare: about(0.75),
	delayDays: { p10: 20, p50: 40, p90: 90 }
};
const weeks = [10, 20, 30, 40, 50];
const ground = { base, usual: usualCases(weeks), usualSource: 'weeks' };
const today = '2026-08-20';

/** Twenty months of ten million, billed forty days late, of which the ceiling covers eleven. */
const months = Array.from({ length: 20 }, (_, index) => addMonths('2025-01-01', index));
const input: YearInput = {
	...{ year: 2026, ceilingRupiah: 115e6, carriedRupiah: 3e6, today, seed: 202_608, simulations: 400 },
	billed: months.flatMap((occurred, index) => {
		const known = addDays(occurred, 40);
		return known > today ? [] : [{ occurred, known, amount: 10e6 + ((index * 7919) % 13) * 1e5 }];
	}),
	decided: { billedRupiah: 100, paidRupiah: 90 },
	visits: []
};
const worlds = drawYearWorlds(input);
const run = (levers: Partial<ChainLevers>, own: Partial<typeof ground> = {}): ChainResult =>
	runChain({ worlds, today, levers: { ...usualLevers, ...levers }, ground: { ...ground, ...own } });
const arrow = ({ arrows }: ChainResult, key: string) => {
	const found = arrows.find((one) => one.key === key);
	if (!found) throw new Error(`no arrow ${key}`);
	return found.result;
};
const yearEnd = ({ exhaustion }: ChainResult) => exhaustion?.yearEnd.p50 ?? NaN;

const event = fc.record({
	disease: fc.constant('dengue'),
	size: fc.integer({ min: 2, max: 20 }).map((halves) => halves / 2),
	weeks: fc.integer({ min: 1, max: 26 })
});

describe('the chain', () => {
	it('without levers says what the projection says, to the digit', () => {
		const projection = projectYear(input);
		if (projection.status !== 'projected') throw new Error(projection.reason);
		const { exhaustion, cases } = run({});
		const { months: byMonth, probability, date, yearEnd: end } = projection;
		expect(exhaustion).toEqual({ months: byMonth, probability, date, yearEnd: end });
		expect(cases).toBeNull();
		// The figures above are of a year that is neither lost nor safe, or they would say little.
		expect(probability).toBeGreaterThan(0);
	});

	it('is changed by nothing where an event is as large as usual, however long', () => {
		const usual = run({}).exhaustion;
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 26 }), (count) => {
				expect(run({ disease: 'dengue', size: 1, weeks: count }).exhaustion).toEqual(usual);
			}),
			{ numRuns: 10 }
		);
	});

	it('grows with the size and the weeks of an event, and money never ends later for it', () => {
		fc.assert(
			fc.property(event, event, (a, b) => {
				const [less, more] = [
					run({ ...a, size: Math.min(a.size, b.size), weeks: Math.min(a.weeks, b.weeks) }),
					run({ ...a, size: Math.max(a.size, b.size), weeks: Math.max(a.weeks, b.weeks) })
				];
				// Weeks beyond the year add nothing but the rounding of their sums.
				expect(yearEnd(more)).toBeGreaterThanOrEqual(yearEnd(less) * (1 - 1e-12));
				expect(more.exhaustion?.probability).toBeGreaterThanOrEqual(less.exhaustion?.probability ?? NaN);
				expect((more.exhaustion?.date.median ?? '9999') <= (less.exhaustion?.date.median ?? '9999')).toBe(
					true
				);
				if (less.cases === null || more.cases === null) return;
				for (const key of ['peak-beds', 'drug.paracetamol-500', 'claims', 'outbreak-cost'])
					expect(arrow(more, `scenario.${key}`).value).toBeGreaterThanOrEqual(
						arrow(less, `scenario.${key}`).value * (1 - 1e-12)
					);
			}),
			{ numRuns: 25 }
		);
	});

	it('keeps every interval in order', () => {
		fc.assert(
			fc.property(event, fc.integer({ min: -50, max: 100 }), (one, percent) => {
				const result = run({ ...one, tariffPercent: percent, referralPercent: 90 });
				const cases = result.cases === null ? [] : [result.cases];
				for (const { value, lower80, upper80 } of [...result.arrows.map((step) => step.result), ...cases]) {
					expect(lower80).toBeLessThanOrEqual(value);
					expect(value).toBeLessThanOrEqual(upper80);
				}
			}),
			{ numRuns: 25 }
		);
	});

	it('adds up over the parts of the city, with their bounds', () => {
		const parts = [weeks.map((cases) => cases * 0.25), [9, 1, 2, 8, 5], [0, 0, 1, 0, 0]];
		const rest = weeks.map((cases, week) => parts.reduce((left, part) => left - (part[week] ?? 0), cases));
		const runs = [...parts, rest].map((part) =>
			run({ disease: 'dengue', size: 3 }, { usual: usualCases(weeks, part) })
		);
		const whole = run({ disease: 'dengue', size: 3 });
		for (const key of ['peak-beds', 'drug.paracetamol-500', 'claims', 'outbreak-cost'])
			for (const bound of ['value', 'lower80', 'upper80'] as const)
				expect(runs.reduce((sum, one) => sum + arrow(one, `scenario.${key}`)[bound], 0)).toBeCloseTo(
					arrow(whole, `scenario.${key}`)[bound],
					4
				);
	});

	it('follows the arithmetic of its assumptions where they are certain', () => {
		const sure = (value: number): Rate => ({ value, lower80: value, upper80: value, of: 'disease' });
		const [dengue] = base.diseases;
		if (!dengue) throw new Error('no disease');
		const certain: ChainBase = {
			...base,
			claimShare: sure(0.8),
			diseases: [
				{
					...dengue,
					...{ admittedShare: sure(0.3), stayDays: sure(3.5), drugs: [] },
					...{ rupiahPerAdmission: sure(4e6), rupiahPerVisit: sure(25e4) }
				}
			]
		};
		const usual = { value: 30, lower80: 30, upper80: 30 };
		const result = run({ disease: 'dengue', size: 2, weeks: 8 }, { base: certain, usual });
		// 240 extra cases, 72 admitted: 9 a week × 3.5 days ÷ 7; 57.6 admissions and 134.4 visits are billed.
		expect(result.cases?.value).toBe(240);
		expect(arrow(result, 'scenario.peak-beds').value).toBeCloseTo(4.5, 9);
		expect(arrow(result, 'scenario.claims').value).toBeCloseTo(192, 9);
		expect(arrow(result, 'scenario.outbreak-cost').value).toBeCloseTo(57.6 * 4e6 + 134.4 * 25e4, 3);
		// From 20 August: all eight weeks lie within the year.
		expect(arrow(result, 'scenario.year-difference').value).toBeCloseTo(57.6 * 4e6 + 134.4 * 25e4, 0);
	});

	it('lets policies begin with the next whole month, and leaves the months before alone', () => {
		const usual = run({}).exhaustion?.months ?? [];
		const dearer = run({ tariffPercent: 50 }).exhaustion?.months ?? [];
		expect(dearer.slice(0, 8)).toEqual(usual.slice(0, 8));
		expect(dearer[8]?.used.p50).toBeGreaterThan(usual[8]?.used.p50 ?? NaN);
	});

	it('takes all bills to follow the tariff where none carries its code, and says that this is a choice', () => {
		const none = { ...base, tariffShare: { value: 0, lower80: 0, upper80: 0, of: 'all' as const } };
		const dearer = run({ tariffPercent: 10 }, { base: none });
		expect(arrow(dearer, 'scenario.tariff-factor').value).toBeCloseTo(1.1, 12);
		expect(dearer.arrows[0]?.assumptions[0]).toMatchObject({ value: 1, source: 'given-tariff' });
	});

	it('saves by a referral that is kept, and costs by one that is dropped', () => {
		expect(yearEnd(run({ referralPercent: 100 }))).toBeLessThan(yearEnd(run({})));
		expect(yearEnd(run({ referralPercent: 0 }))).toBeGreaterThan(yearEnd(run({})));
	});

	it('ends at the claims where no budget is known, with the same draws', () => {
		const levers = { ...usualLevers, disease: 'dengue', tariffPercent: 10 };
		const without = runChain({ worlds: null, today, levers, ground });
		expect(without.exhaustion).toBeNull();
		expect(without.arrows.map(({ key }) => key)).not.toContain('scenario.year-difference');
		expect(without.cases).toEqual(run(levers).cases);
		expect(without.arrows.find(({ key }) => key === 'scenario.claims')).toBeDefined();
	});

	it('has no event of a disease that it knows nothing of', () => {
		expect(run({ disease: 'difteri' })).toEqual(run({}));
	});
});

describe('drawYearWorlds', () => {
	it('is nothing where there is nothing to project', () => {
		expect(drawYearWorlds({ ...input, billed: [] })).toBeNull();
		expect(drawYearWorlds({ ...input, today: '2026-12-31' })).toBeNull();
	});
});
