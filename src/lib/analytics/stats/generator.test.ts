import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import { createGenerator, type Generator } from './generator.ts';

const draws = 40_000;

/** Mean and variance of many draws. */
function describeDraws(draw: (generator: Generator) => number): { mean: number; variance: number } {
	const generator = createGenerator(20260101);
	const values = Array.from({ length: draws }, () => draw(generator));
	const mean = values.reduce((sum, value) => sum + value, 0) / draws;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1);
	return { mean, variance };
}

/** Four standard errors of a mean; the variance is given a rougher bound, for these shapes have different tails. */
function expectMoments(draw: (generator: Generator) => number, mean: number, variance: number): void {
	const found = describeDraws(draw);
	expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / draws));
	expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.08);
}

describe('createGenerator', () => {
	it('repeats itself with the same seed and differs with another', () => {
		const take = (seed: number) => {
			const generator = createGenerator(seed);
			return Array.from({ length: 5 }, () => [
				generator.normal(),
				generator.poisson(30),
				generator.gamma(2, 3)
			]);
		};
		expect(take(7)).toEqual(take(7));
		expect(take(7)).not.toEqual(take(8));
	});

	it('draws uniforms inside the open unit interval', () => {
		const generator = createGenerator(1);
		const values = Array.from({ length: draws }, () => generator.uniform());
		expect(Math.min(...values)).toBeGreaterThan(0);
		expect(Math.max(...values)).toBeLessThan(1);
		expectMoments((g) => g.uniform(), 1 / 2, 1 / 12);
	});

	it('has the moments of each distribution', () => {
		expectMoments((g) => g.normal(), 0, 1);
		expectMoments((g) => g.gamma(0.4, 2), 0.8, 1.6);
		expectMoments((g) => g.gamma(9, 0.5), 4.5, 2.25);
		expectMoments((g) => g.poisson(0.7), 0.7, 0.7);
		expectMoments((g) => g.poisson(9.9), 9.9, 9.9);
		expectMoments((g) => g.poisson(10), 10, 10);
		expectMoments((g) => g.poisson(4321), 4321, 4321);
		expectMoments((g) => g.negativeBinomial(20, 5), 20, 100);
		expectMoments((g) => g.negativeBinomial(20, Infinity), 20, 20);
		expectMoments((g) => g.index(10), 4.5, 99 / 12);
	});

	it('hits the Poisson probabilities, not only the moments', () => {
		const generator = createGenerator(5);
		const counts = new Map<number, number>();
		for (let i = 0; i < draws; i++) {
			const count = generator.poisson(12);
			counts.set(count, (counts.get(count) ?? 0) + 1);
		}
		let probability = Math.exp(-12);
		for (let k = 1; k <= 20; k++) {
			probability *= 12 / k;
			const error = Math.sqrt((probability * (1 - probability)) / draws);
			expect(Math.abs((counts.get(k) ?? 0) / draws - probability)).toBeLessThan(4 * error);
		}
	});

	it('answers 0 where there is nothing to draw from', () => {
		const generator = createGenerator(3);
		expect([generator.poisson(0), generator.gamma(0, 2), generator.gamma(2, 0)]).toEqual([0, 0, 0]);
		expect(generator.negativeBinomial(0, 4)).toBe(0);
	});

	it('refuses a seed or a parameter that is no number', () => {
		expect(() => createGenerator(NaN)).toThrow(AnalyticsError);
		expect(() => createGenerator(0.5)).toThrow(AnalyticsError);
		expect(() => createGenerator(1).poisson(NaN)).toThrow(AnalyticsError);
		expect(() => createGenerator(1).poisson(-1)).toThrow(AnalyticsError);
		expect(() => createGenerator(1).gamma(-1, 1)).toThrow(AnalyticsError);
	});
});
