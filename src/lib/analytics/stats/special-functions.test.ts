import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import { halfDeviance, incompleteBeta, incompleteGamma, logGamma } from './special-functions.ts';

/** Expected values: mpmath, 50 digits. */
const closeTo = (found: number, expected: number, share = 1e-12) =>
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(share * Math.abs(expected));

describe('logGamma', () => {
	it.each([
		[1e-5, 11.512919692895826],
		[0.5, 0.5723649429247001],
		[3.3, 0.9870985778947345],
		[25.5, 56.389167643719944],
		[18532, 163582.6810127218]
	])('knows ln Γ(%d)', (x, expected) => closeTo(logGamma(x), expected, 1e-11));

	it('is 0 at 1 and 2, and refuses what is not above 0', () => {
		expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
		for (const x of [0, -1, NaN]) expect(() => logGamma(x)).toThrow(AnalyticsError);
	});

	it('grows by ln x from x to x + 1', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x) => {
				const size = Math.max(1, Math.abs(logGamma(x)));
				expect(Math.abs(logGamma(x + 1) - logGamma(x) - Math.log(x)) / size).toBeLessThan(1e-13);
			})
		);
	});
});

describe('halfDeviance', () => {
	it('is 0 at the mean, the mean at 0, and the same by series as by logarithms', () => {
		expect(halfDeviance(7, 7)).toBe(0);
		expect(halfDeviance(0, 3)).toBe(3);
		closeTo(halfDeviance(100, 110), 100 * Math.log(100 / 110) + 10, 1e-12);
	});
});

describe('incomplete gamma and beta functions', () => {
	it('know both tails', () => {
		closeTo(incompleteGamma(5, 9).upper, 0.0549636414951049);
		closeTo(incompleteGamma(100, 130).upper, 0.002750408367306526);
		closeTo(incompleteGamma(0.5, 0.1).lower, 0.34527915398142295);
		closeTo(incompleteBeta(2, 3, 0.7).lower, 0.9163);
		closeTo(incompleteBeta(0.5, 0.5, 0.2).lower, 0.2951672353008665);
	});

	it('split the whole into lower and upper, and mirror when turned round', () => {
		const positive = fc.double({ min: 0.05, max: 500, noNaN: true });
		fc.assert(
			fc.property(positive, positive, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, x) => {
				const { lower, upper } = incompleteBeta(a, b, x);
				expect(lower + upper).toBeCloseTo(1, 12);
				expect(incompleteBeta(b, a, 1 - x, x).upper).toBeCloseTo(lower, 10);
			})
		);
	});

	it('refuse what lies outside', () => {
		expect(() => incompleteGamma(0, 1)).toThrow(AnalyticsError);
		expect(() => incompleteGamma(1, -1)).toThrow(AnalyticsError);
		expect(() => incompleteBeta(1, 1, 1.5)).toThrow(AnalyticsError);
		expect(() => incompleteBeta(1, NaN, 0.5)).toThrow(AnalyticsError);
	});
});
