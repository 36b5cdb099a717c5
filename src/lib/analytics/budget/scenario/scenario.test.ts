import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../stats/generator.ts';
import type { SimulatedCosts } from '../simulate-costs.ts';
import { type Assumption, checkAssumption, drawAssumption } from './assumption.ts';
import { type OutbreakLever, simulateOutbreak } from './outbreak.ts';
import { simulatePolicy } from './policy.ts';
import { runScenario } from './run-scenario.ts';

const given = (key: string, value: number): Assumption => ({
	key,
	value,
	lower80: value,
	upper80: value,
	source: 'source.test'
});
const about = (key: string, value: number): Assumption => ({
	key,
	value,
	lower80: value * 0.8,
	upper80: value * 1.3,
	source: 'source.test'
});

/** Everything known: 1,000 cases in eight weeks, a fifth admitted for 3.5 days, all covered. */
const certain: OutbreakLever = {
	cases: given('cases', 1000),
	weeks: 8,
	startWeek: 0,
	admittedShare: given('admitted', 0.2),
	stayDays: given('stay', 3.5),
	coveredShare: given('covered', 1),
	rupiahPerAdmission: given('admission-cost', 4_000_000),
	outpatientVisits: given('visits', 2),
	rupiahPerOutpatientVisit: given('visit-cost', 250_000),
	drugs: [{ item: 'paracetamol-500', unitsPerCase: given('tablets', 10) }]
};

const months = 12;
const simulated: SimulatedCosts = {
	simulations: 500,
	months,
	costs: new Float64Array(500 * months).fill(1e9),
	basis: { developed: [], visitGrowth: null, costGrowth: 0 }
};
const year = { firstMonth: '2026-01-01', firstIndex: 0, ceilingRupiah: 12.5e9, carriedRupiah: 0 };

describe('drawAssumption', () => {
	it('puts a tenth of the worlds outside either bound', () => {
		const generator = createGenerator(1);
		const assumption = { key: 'share', value: 0.5, lower80: 0.4, upper80: 0.9, source: 'source.test' };
		const worlds = Array.from({ length: 20_000 }, () => drawAssumption(assumption, generator));
		const share = (holds: (value: number) => boolean) => worlds.filter(holds).length / worlds.length;
		expect(share((value) => value < 0.4)).toBeCloseTo(0.1, 1);
		expect(share((value) => value > 0.9)).toBeCloseTo(0.1, 1);
		expect(share((value) => value < 0.5)).toBeCloseTo(0.5, 1);
		expect(Math.min(...worlds)).toBeGreaterThanOrEqual(0);
	});

	it('refuses bounds out of order, below 0 and NaN, by name', () => {
		const wrong = (change: Partial<Assumption>) => () => checkAssumption({ ...given('stay', 3), ...change });
		expect(wrong({ lower80: 4 })).toThrow('The assumption stay has to run in order');
		expect(wrong({ lower80: -1 })).toThrow('stay');
		expect(wrong({ upper80: NaN })).toThrow('stay');
	});
});

describe('simulateOutbreak', () => {
	it('follows the chain by arithmetic where everything is known', () => {
		const { peakBeds, units, rupiah, weekShares, arrows } = simulateOutbreak(certain, 4, createGenerator(1));
		const peakShare = Math.max(...weekShares);
		expect(weekShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
		// 200 admissions × peak share a week × 3.5 days ÷ 7.
		expect(peakBeds[0]).toBeCloseTo(100 * peakShare, 9);
		expect(units.get('paracetamol-500')?.[0]).toBe(10_000);
		expect(rupiah[0]).toBe(200 * 4_000_000 + 800 * 2 * 250_000);
		expect(arrows.map(({ from, to }) => [from, to])).toEqual([
			['disease', 'beds'],
			['disease', 'drugs'],
			['beds', 'claims'],
			['claims', 'money']
		]);
		for (const { result } of arrows) expect(result.lower80).toBe(result.upper80);
	});

	it('carries intervals: what is unsure at the beginning is unsure at the end', () => {
		const unsure = { ...certain, cases: about('cases', 1000), stayDays: about('stay', 3.5) };
		const { arrows } = simulateOutbreak(unsure, 2000, createGenerator(1));
		for (const { result, assumptions } of arrows) {
			expect(result.lower80).toBeLessThan(result.value);
			expect(result.value).toBeLessThan(result.upper80);
			expect(assumptions.every(({ source }) => source === 'source.test')).toBe(true);
		}
		const relative = arrows.map(({ result }) => (result.upper80 - result.lower80) / result.value);
		expect(relative[0]).toBeGreaterThan(relative[3] ?? 0);
	});

	it('refuses half a week and a start in the past', () => {
		const generator = createGenerator(1);
		expect(() => simulateOutbreak({ ...certain, weeks: 0.5 }, 1, generator)).toThrow('whole number of weeks');
		expect(() => simulateOutbreak({ ...certain, startWeek: -1 }, 1, generator)).toThrow('cannot start');
	});
});

describe('simulatePolicy', () => {
	it('multiplies the levers', () => {
		const { factor, arrows } = simulatePolicy(
			{
				referral: {
					complianceNow: 0.5,
					complianceThen: 0.9,
					settledShare: given('settled', 0.5),
					outpatientCostShare: given('outpatient', 0.4)
				},
				members: { factor: 1.1, useElasticity: given('elasticity', 1) },
				tariff: { factor: 1.2, affectedShare: given('affected', 0.5) }
			},
			3,
			createGenerator(1)
		);
		expect(factor[2]).toBeCloseTo((1 - 0.4 * 0.4 * 0.5) * 1.1 * 1.1, 12);
		expect(arrows.map(({ key }) => key)).toEqual([
			'scenario.referral-factor',
			'scenario.members-factor',
			'scenario.tariff-factor'
		]);
	});

	it('changes nothing without a lever, and refuses what cannot be', () => {
		const generator = createGenerator(1);
		expect([...simulatePolicy({}, 2, generator).factor]).toEqual([1, 1]);
		const referral = {
			complianceNow: 0.5,
			complianceThen: 1.5,
			settledShare: given('settled', 0.5),
			outpatientCostShare: given('outpatient', 0.4)
		};
		expect(() => simulatePolicy({ referral }, 1, generator)).toThrow('between 0 and 1, not at 1.5');
		const members = { factor: 0, useElasticity: given('elasticity', 1) };
		expect(() => simulatePolicy({ members }, 1, generator)).toThrow('The factor of members');
	});
});

describe('runScenario', () => {
	const options = { seed: 1, fromIndex: 6 };

	it('adds the outbreak to the months that its weeks fall into', () => {
		const { simulated: after, arrows } = runScenario(simulated, year, { outbreak: certain }, options);
		const added = [...after.costs.subarray(0, months)].map((cost) => Math.round(cost - 1e9));
		expect(added.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
		expect(added[6]).toBeGreaterThan(0);
		expect(added.slice(8)).toEqual([0, 0, 0, 0]);
		expect(added.reduce((sum, rupiah) => sum + rupiah, 0)).toBe(1_200_000_000);
		expect(arrows.at(-1)).toMatchObject({
			key: 'scenario.year-difference',
			result: { value: 1_200_000_000 }
		});
	});

	it('brings the end of the money nearer, and leaves the worlds that it was given alone', () => {
		const before = Float64Array.from(simulated.costs);
		const { exhaustion } = runScenario(simulated, year, { outbreak: certain }, options);
		expect(exhaustion.probability).toBe(1);
		expect(exhaustion.date.median).toMatch(/^2026-12/);
		expect(simulated.costs).toEqual(before);
		expect(runScenario(simulated, year, {}, options).exhaustion.probability).toBe(0);
	});

	it('reaches only the months ahead with a policy', () => {
		const tariff = { factor: 1.5, affectedShare: given('affected', 1) };
		const { simulated: after } = runScenario(simulated, year, { tariff }, options);
		expect([...after.costs.subarray(0, months)]).toEqual([
			...new Array<number>(6).fill(1e9),
			...new Array<number>(6).fill(1.5e9)
		]);
	});

	it('repeats itself with its seed, and refuses a month that is not there', () => {
		const scenario = { outbreak: { ...certain, cases: about('cases', 1000) } };
		const there = runScenario(simulated, year, scenario, options);
		expect(runScenario(simulated, year, scenario, options)).toEqual(there);
		expect(() => runScenario(simulated, year, {}, { seed: 1, fromIndex: 13 })).toThrow('month 13 of 12');
	});
});
