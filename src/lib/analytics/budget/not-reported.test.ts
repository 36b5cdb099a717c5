import { describe, expect, it } from 'vitest';
import { readNotReported } from './not-reported.ts';
import { simulateCosts } from './simulate-costs.ts';

const billedShares = [0, 0.4, 0.8, 1];
const cost = 1e9;
const known = 12;
const committed = Array.from({ length: known }, (_, month) =>
	billedShares.map((share, lag) => (month + lag < known ? cost * share : null))
);
const simulated = simulateCosts({ committed, visits: null }, { seed: 1, monthsAhead: 2, simulations: 2000 });

describe('readNotReported', () => {
	it('is what the unfinished months still owe: 100, 60 and 20 % of a month', () => {
		const worlds = readNotReported(simulated, 0);
		const mean = worlds.reduce((sum, rupiah) => sum + rupiah, 0) / worlds.length;
		expect(mean / cost).toBeCloseTo(1.8, 1);
		expect(Math.min(...worlds)).toBeGreaterThanOrEqual(0);
	});

	it('leaves out months before the first that counts, and ends at the history', () => {
		const last = readNotReported(simulated, known - 1);
		const mean = last.reduce((sum, rupiah) => sum + rupiah, 0) / last.length;
		expect(mean / cost).toBeCloseTo(1, 1);
		expect(readNotReported(simulated, known)).toEqual(new Float64Array(2000));
		expect(() => readNotReported(simulated, known + 1)).toThrow('no month 13');
	});
});
