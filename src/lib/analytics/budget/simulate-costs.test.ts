import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { type CostHistory, simulateCosts } from './simulate-costs.ts';

const pattern = [0, 0.4, 0.8, 0.95, 1];

/** Month costs as their bills have come by the end of the last one. */
function billLate(costs: readonly number[]): (number | null)[][] {
	return costs.map((cost, month) =>
		pattern.map((share, lag) => (month + lag < costs.length ? cost * share : null))
	);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** All worlds of one month. */
function worldsOf({ costs, months, simulations }: ReturnType<typeof simulateCosts>, month: number): number[] {
	return Array.from({ length: simulations }, (_, world) => costs[world * months + month] ?? NaN);
}

const generator = createGenerator(9);
const noisy = Array.from({ length: 18 }, () => 1e9 * Math.exp(0.08 * generator.normal()));
const flat: CostHistory = { committed: billLate(noisy), visits: null };

describe('simulateCosts', () => {
	it('keeps what is settled, fills in what is billed in part, and goes on at the level', () => {
		const simulated = simulateCosts(flat, { seed: 1, monthsAhead: 6, simulations: 4000 });
		expect(new Set(worldsOf(simulated, 3))).toEqual(new Set([noisy[3]]));
		expect(meanOf(worldsOf(simulated, 16)) / (noisy[16] ?? 1)).toBeCloseTo(1, 1);
		expect(Math.abs(meanOf(worldsOf(simulated, 17)) / 1e9 - 1)).toBeLessThan(0.15);
		expect(Math.abs(meanOf(worldsOf(simulated, 20)) / 1e9 - 1)).toBeLessThan(0.15);
	});

	it('is less sure the further ahead', () => {
		const simulated = simulateCosts(flat, { seed: 1, monthsAhead: 12, simulations: 4000 });
		const spread = (month: number) => {
			const worlds = worldsOf(simulated, month).sort((a, b) => a - b);
			return (worlds[3600] ?? 0) - (worlds[400] ?? 0);
		};
		expect(spread(29)).toBeGreaterThan(spread(23));
		expect(spread(23)).toBeGreaterThan(spread(14));
	});

	it('sees in the visits what no bill shows yet', () => {
		const visits = noisy.map((_, month) => (month === 17 ? 20_000 : 10_000));
		const seen = simulateCosts({ ...flat, visits }, { seed: 1, monthsAhead: 0, simulations: 2000 });
		const unseen = simulateCosts(flat, { seed: 1, monthsAhead: 0, simulations: 2000 });
		expect(meanOf(worldsOf(seen, 17)) / meanOf(worldsOf(unseen, 17))).toBeGreaterThan(1.7);
	});

	it('lets visits begin later than the bills', () => {
		const visits = noisy.map((_, month) => (month < 8 ? null : 10_000));
		const simulated = simulateCosts({ ...flat, visits }, { seed: 1, monthsAhead: 2, simulations: 2000 });
		expect(worldsOf(simulated, 2)[0]).toBe(noisy[2]);
		expect(Math.abs(meanOf(worldsOf(simulated, 18)) / 1e9 - 1)).toBeLessThan(0.15);
	});

	it('follows the season ahead', () => {
		const season = Array.from({ length: 24 }, (_, month) => (month % 12 < 6 ? 1.5 : 0.5));
		const committed = billLate(noisy.map((cost, month) => cost * (season[month] ?? 1)));
		const simulated = simulateCosts(
			{ committed, visits: null, season },
			{ seed: 1, monthsAhead: 6, simulations: 2000 }
		);
		expect(meanOf(worldsOf(simulated, 20)) / 1e9).toBeLessThan(0.65);
	});

	it('scales with the money and repeats itself with its seed', () => {
		const options = { seed: 5, monthsAhead: 3, simulations: 100 };
		const once = simulateCosts(flat, options);
		const scaled = simulateCosts(
			{ committed: billLate(noisy.map((cost) => cost * 1024)), visits: null },
			options
		);
		expect(simulateCosts(flat, options).costs).toEqual(once.costs);
		for (const [place, cost] of scaled.costs.entries())
			expect(cost / 1024 / (once.costs[place] ?? 1)).toBeCloseTo(1, 6);
	});

	it('answers with amounts of at least what is billed, whatever the history', () => {
		const histories = fc.array(fc.double({ min: 1e6, max: 1e10, noNaN: true }), {
			minLength: 6,
			maxLength: 20
		});
		fc.assert(
			fc.property(histories, fc.nat(), (costs, seed) => {
				const committed = billLate(costs);
				const { months, costs: drawn } = simulateCosts(
					{ committed, visits: null },
					{ seed, monthsAhead: 3, simulations: 20 }
				);
				for (const [place, cost] of drawn.entries()) {
					const billed = committed[place % months]?.findLast((cell) => cell !== null) ?? 0;
					expect(cost).toBeGreaterThanOrEqual(billed);
					expect(cost).toBeLessThan(Infinity);
				}
			}),
			{ numRuns: 30 }
		);
	});

	it('refuses too short a history, and lists that do not fit or hold no numbers', () => {
		const options = { seed: 1, monthsAhead: 2 };
		const committed = [
			[5, 9, 10],
			[6, 12, null],
			[0, null, null]
		];
		expect(() => simulateCosts({ committed, visits: null }, options)).toThrow('Fewer than three months');
		expect(() => simulateCosts({ ...flat, visits: [1] }, options)).toThrow('have 1 months where 18');
		const visits = noisy.map((_, month) => (month === 4 ? NaN : 100));
		expect(() => simulateCosts({ ...flat, visits }, options)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 4 })
		);
		expect(() => simulateCosts(flat, { ...options, simulations: 0 })).toThrow('0 simulations');
	});
});
