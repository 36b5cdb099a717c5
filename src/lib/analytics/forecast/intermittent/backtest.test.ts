import { describe, expect, it } from 'vitest';
import { backtestIntermittent } from './backtest.ts';
import { describeDemand } from './demand-pattern.ts';

describe('backtestIntermittent', () => {
	it('has no record where the history is shorter than two horizons', () => {
		expect(backtestIntermittent([1, 0, 2, 0, 1], 3)).toBeNull();
	});

	it('counts its origins and how often each quantile sufficed', () => {
		const values = Array.from({ length: 40 }, (_, t) => (t % 3 === 0 ? 6 : 0));
		const record = backtestIntermittent(values, 12, { chances: [0.5, 0.999] });
		expect(record?.origins).toBe(6);
		expect(record?.sufficed).toHaveLength(2);
		expect(record?.sufficed[1]).toBe(1);
		expect(Math.abs(record?.bias ?? 1)).toBeLessThan(0.15);
	});

	it('has one origin where only one fits, and no ratio to a naive order that was right', () => {
		const record = backtestIntermittent([3, 3, 3, 3], 2);
		expect(record).toEqual({ origins: 1, errorAgainstNaive: null, bias: 0, sufficed: [1, 1, 1] });
	});

	it('has no bias where nothing was asked for', () => {
		expect(backtestIntermittent([1, 0, 0, 0], 2)?.bias).toBeNull();
	});
});

describe('describeDemand', () => {
	it.each([
		[[0, 0, 0], 'none'],
		[[5, 5, 6, 5], 'smooth'],
		[[1, 1, 1, 20], 'erratic'],
		[[0, 5, 0, 5, 0, 6], 'intermittent'],
		[[0, 1, 0, 30, 0, 1], 'lumpy']
	])('calls %j %s', (values, kind) => {
		expect(describeDemand(values).kind).toBe(kind);
	});

	it('measures interval and variation apart from the unit', () => {
		const { interval, sizeVariation } = describeDemand([0, 1e-140, 0, 3e-140]);
		expect(interval).toBe(2);
		expect(sizeVariation).toBeCloseTo(0.25, 12);
	});
});
