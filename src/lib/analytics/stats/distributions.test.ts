import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import {
	negativeBinomialCdf,
	negativeBinomialDensity,
	negativeBinomialQuantile,
	negativeBinomialUpperTail
} from './negative-binomial.ts';
import { normalCdf, normalDensity, normalQuantile } from './normal.ts';
import { poissonCdf, poissonDensity, poissonQuantile, poissonUpperTail } from './poisson.ts';
import { studentCdf, studentQuantile } from './student.ts';

const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const mean = fc.double({ min: 0.01, max: 3000, noNaN: true });
const size = fc.double({ min: 0.1, max: 500, noNaN: true });

describe('the normal distribution', () => {
	it.each([
		[0.975, 1.959963984540054],
		[0.999, 3.090232306167813],
		[1e-10, -6.361340902404056],
		[0.5, 0]
	])('puts the quantile of %d at %d', (p, expected) => expect(normalQuantile(p)).toBeCloseTo(expected, 14));

	it('keeps its digits far out', () => {
		expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 13);
		expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 15);
		expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
		expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
	});

	it('finds back what it gave', () => {
		fc.assert(
			fc.property(share, (p) => {
				expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13);
			})
		);
	});

	it('gives the infinities at the ends and refuses what is no chance', () => {
		expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
		for (const p of [-0.1, 1.1, NaN]) expect(() => normalQuantile(p)).toThrow(AnalyticsError);
		expect(() => normalCdf(NaN)).toThrow(AnalyticsError);
	});
});

describe("Student's t", () => {
	it('has the quantiles of the printed tables', () => {
		expect(studentQuantile(0.975, 5)).toBeCloseTo(2.570581835636314, 12);
		expect(studentQuantile(0.975, 1)).toBeCloseTo(12.706204736174705, 10);
		expect(studentQuantile(0.5, 3)).toBe(0);
		expect([studentQuantile(0, 3), studentQuantile(1, 3)]).toEqual([-Infinity, Infinity]);
	});

	it('finds back what it gave', () => {
		fc.assert(
			fc.property(share, fc.double({ min: 0.5, max: 300, noNaN: true }), (p, df) => {
				expect(studentCdf(studentQuantile(p, df), df)).toBeCloseTo(p, 11);
			})
		);
	});

	it('refuses NaN and no degree of freedom', () => {
		expect(() => studentCdf(NaN, 3)).toThrow(AnalyticsError);
		expect(() => studentCdf(1, 0)).toThrow(AnalyticsError);
		expect(() => studentQuantile(0.5, -1)).toThrow(AnalyticsError);
	});
});

describe('the Poisson distribution', () => {
	it('adds up its chances', () => {
		const sum = [0, 1, 2, 3, 4].reduce((total, count) => total + poissonDensity(count, 2.5), 0);
		expect(poissonCdf(4, 2.5)).toBeCloseTo(sum, 14);
		expect(poissonUpperTail(4, 2.5)).toBeCloseTo(1 - sum, 14);
		expect([poissonDensity(1.5, 2), poissonDensity(-1, 2), poissonDensity(0, 0)]).toEqual([0, 0, 1]);
	});

	it('gives the smallest count that reaches a level', () => {
		fc.assert(
			fc.property(share, mean, (p, lambda) => {
				const count = poissonQuantile(p, lambda);
				expect(poissonCdf(count, lambda)).toBeGreaterThanOrEqual(p - 1e-12);
				if (count > 0) expect(poissonCdf(count - 1, lambda)).toBeLessThan(p + 1e-12);
			})
		);
	});

	it('refuses a mean below 0 and a level of 1', () => {
		expect(() => poissonCdf(1, -1)).toThrow(AnalyticsError);
		expect(() => poissonQuantile(1, 3)).toThrow(AnalyticsError);
		expect(poissonQuantile(0.9, 0)).toBe(0);
	});
});

describe('the negative binomial distribution', () => {
	it('adds up its chances', () => {
		const distribution = { mean: 4, size: 1.7 };
		const sum = [0, 1, 2, 3].reduce(
			(total, count) => total + negativeBinomialDensity(count, distribution),
			0
		);
		expect(negativeBinomialCdf(3, distribution)).toBeCloseTo(sum, 13);
		expect(negativeBinomialUpperTail(3, distribution)).toBeCloseTo(1 - sum, 13);
		// (size / (size + mean))^size
		expect(negativeBinomialDensity(0, distribution)).toBeCloseTo((1.7 / 5.7) ** 1.7, 14);
	});

	it('gives the smallest count that reaches a level', () => {
		fc.assert(
			fc.property(share, mean, size, (p, mu, k) => {
				const distribution = { mean: mu, size: k };
				const count = negativeBinomialQuantile(p, distribution);
				expect(negativeBinomialCdf(count, distribution)).toBeGreaterThanOrEqual(p - 1e-11);
				if (count > 0) expect(negativeBinomialCdf(count - 1, distribution)).toBeLessThan(p + 1e-11);
			})
		);
	});

	it('ends its search where counts have no neighbour any more', () => {
		// 3.3192 is the limit, a gamma of shape 2; past 2⁵³ the distribution itself has no digits left.
		expect(negativeBinomialQuantile(0.99, { mean: 1e12, size: 2 }) / 1e12).toBeCloseTo(3.3192, 4);
		expect(negativeBinomialQuantile(0.99, { mean: 1e60, size: 2 })).toBeGreaterThan(1e60);
	});

	it('is Poisson with an infinite size', () => {
		expect(negativeBinomialQuantile(0.99, { mean: 7, size: Infinity })).toBe(poissonQuantile(0.99, 7));
		expect(negativeBinomialCdf(5, { mean: 7, size: Infinity })).toBe(poissonCdf(5, 7));
	});

	it('refuses no size, no mean and NaN', () => {
		for (const [count, mu, k] of [
			[1, 2, 0],
			[1, -2, 1],
			[NaN, 2, 1]
		] as const)
			expect(() => negativeBinomialCdf(count, { mean: mu, size: k })).toThrow(AnalyticsError);
		expect(() => negativeBinomialQuantile(1, { mean: 1, size: 1 })).toThrow(AnalyticsError);
	});
});
