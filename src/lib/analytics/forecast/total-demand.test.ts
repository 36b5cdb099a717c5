import { describe, expect, it } from 'vitest';
import { totalDemand } from './total-demand.ts';

const mean = Float64Array.of(10, 10, 1);
const spreads = [
	{ up: 2, down: 1 },
	{ up: 4, down: 2 },
	{ up: 4, down: 2 }
];

describe('totalDemand', () => {
	it('is less sure than independent periods would be, and surer than the sum of their bands', () => {
		const { quantile, mean: sum } = totalDemand(mean, spreads, { factor: 1, freedom: 1000 });
		expect(sum).toBe(21);
		expect(quantile(0.5)).toBeCloseTo(21, 9);
		const reach = (quantile(0.95) - 21) / 1.6464;
		expect(reach).toBeGreaterThan(Math.sqrt(4 + 16 + 16));
		expect(reach).toBeLessThan(2 + 4 + 4);
		expect(quantile(0.8)).toBeLessThan(quantile(0.95));
		expect(quantile(1e-9)).toBe(0);
		expect(() => quantile(1)).toThrow(expect.objectContaining({ code: 'bad-option' }));
	});

	it('answers a number for a band whose square is none', () => {
		const { quantile } = totalDemand(mean, [{ up: 1e200, down: 1e200 }], { factor: 1, freedom: 9 });
		expect(quantile(0.5)).toBe(21);
		expect(Number.isFinite(quantile(0.95))).toBe(true);
	});
});
