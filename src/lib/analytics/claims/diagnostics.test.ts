import { describe, expect, it } from 'vitest';
import { raa, taylorAshe } from '../../../../tests/fixtures/triangles.ts';
import { testCalendarEffect } from './calendar-effect.ts';
import { estimateMack } from './mack.ts';
import { findOutlierLinks } from './outlier-links.ts';
import { estimateTail } from './tail.ts';

describe('testCalendarEffect', () => {
	it('reproduces Mack 1994 on RAA: Z = 14, expected 12.875, variance 3.9785', () => {
		const { statistic, expected, variance, p } = testCalendarEffect(raa);
		expect(statistic).toBe(14);
		expect(expected).toBe(12.875);
		expect(variance).toBeCloseTo(3.9785, 4);
		expect(p).toBeGreaterThan(0.05);
	});

	it('sees a year in which every bill grew by half', () => {
		const changed = taylorAshe.map((row, origin) =>
			row.map((cell, lag) => (cell === null || origin + lag < 6 ? cell : cell * 1.5 ** (origin + lag - 5)))
		);
		expect(testCalendarEffect(changed).p).toBeLessThan(0.05);
	});

	it('has nothing to say of a triangle with single ratios', () => {
		expect(
			testCalendarEffect([
				[1, 2],
				[1, null]
			])
		).toMatchObject({ statistic: 0, p: 1 });
	});
});

describe('findOutlierLinks', () => {
	it('finds the one step that was entered tenfold', () => {
		const wrong = taylorAshe.map((row, origin) =>
			row.map((cell, lag) => (cell !== null && origin === 2 && lag >= 2 ? cell * 10 : cell))
		);
		const [first, ...others] = findOutlierLinks(wrong);
		expect(first).toMatchObject({ origin: 2, lag: 1 });
		expect(first?.ratio).toBeGreaterThan(5 * (first?.usual ?? 0));
		expect(others).toEqual([]);
	});

	it('is silent on the published triangle and on equal ratios', () => {
		expect(findOutlierLinks(taylorAshe)).toEqual([]);
		expect(findOutlierLinks([1, 2, 3, 4, 5].map((amount) => [amount, 2 * amount]))).toEqual([]);
	});

	it('refuses a level that is no chance', () => {
		expect(() => findOutlierLinks(raa, 1, 2)).toThrow('level');
	});
});

describe('estimateTail', () => {
	it('draws a geometric decline on to its end', () => {
		const factors = [1.4, 1.2, 1.1, 1.05];
		const mack = { ...estimateMack(raa), factors: [...factors, 1], factorErrors: [0.08, 0.04, 0.02, 0.01] };
		const tail = estimateTail({ ...mack, sigma: [8, 4, 2, 1] });
		let expected = 1;
		for (let step = 1; step < 60; step++) expected *= 1 + 0.05 / 2 ** step;
		expect(tail.factor).toBeCloseTo(expected, 9);
		// The tail is as large as a step a little before the last one.
		expect(tail.sigma).toBeGreaterThan(1);
		expect(tail.sigma).toBeLessThan(2);
		expect(tail.factorError / tail.sigma).toBeCloseTo(0.01, 9);
	});

	it('is 1 where the last steps add nothing', () => {
		const mack = { ...estimateMack(raa), factors: [1.4, 1.2, 1, 1, 1], sigma: [8, 4, 2, 1] };
		expect(estimateTail(mack)).toEqual({ factor: 1, factorError: 0, sigma: 0 });
	});

	it('refuses a triangle whose development does not decline, or hardly', () => {
		const mack = estimateMack(raa);
		const withFactors = (factors: number[]) =>
			estimateTail({ ...mack, factors: [...factors, 1], sigma: [8, 4, 2, 1] });
		expect(() => withFactors([1.1, 1.2, 1.3, 1.4])).toThrow('do not decline');
		expect(() => withFactors([1.14, 1.13, 1.12, 1.11])).toThrow('too young');
		expect(() => withFactors([1.4, 1, 1, 1.1])).toThrow('three steps');
	});
});
