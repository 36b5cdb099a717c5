import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merzWuthrich, raa, taylorAshe } from '../../../../tests/fixtures/triangles.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { estimateMack } from './mack.ts';
import type { Triangle } from './triangle.ts';

const alphas = fc.constantFrom(0 as const, 1 as const, 2 as const);

/** Staircases of 4 to 8 origins whose amounts mostly grow. */
const staircases = fc
	.integer({ min: 4, max: 8 })
	.chain((size) =>
		fc.array(fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), { minLength: size, maxLength: size }), {
			minLength: size,
			maxLength: size
		})
	)
	.map((steps) =>
		steps.map((row, origin) => {
			let amount = 1000 * (1 + (row[0] ?? 0));
			return row.map((step, lag) => {
				if (lag > 0) amount *= 1 + step / (lag * lag);
				return origin + lag < row.length ? amount : null;
			});
		})
	);

describe('estimateMack', () => {
	it('reproduces Mack 1994 on the RAA triangle: reserve 52,135, standard error 26,909', () => {
		const { total, origins } = estimateMack(raa);
		expect(Math.round(total.ibnr)).toBe(52_135);
		expect(Math.round(total.standardError)).toBe(26_909);
		expect(Math.round(total.ultimate)).toBe(213_122);
		expect(origins.map(({ standardError }) => Math.round(standardError))).toEqual([
			0, 206, 623, 747, 1469, 2002, 2209, 5358, 6333, 24566
		]);
	});

	it('reproduces Mack 1993 on the triangle of Taylor and Ashe: reserve 18,681, standard error 2,447 thousand', () => {
		const { total, origins } = estimateMack(taylorAshe);
		expect(Math.round(total.ibnr / 1000)).toBe(18_681);
		expect(Math.round(total.standardError / 1000)).toBe(2447);
		expect(origins.map(({ ibnr }) => Math.round(ibnr / 1000))).toEqual([
			0, 95, 470, 710, 985, 1419, 2178, 3920, 4279, 4626
		]);
		expect(
			origins.slice(1).map(({ ibnr, standardError }) => Math.round((100 * standardError) / ibnr))
		).toEqual([80, 26, 19, 27, 29, 26, 22, 23, 29]);
	});

	it('reproduces the reserve and error of Merz and Wüthrich 2008: 2,237,826 and 108,401', () => {
		const { total } = estimateMack(merzWuthrich);
		expect(Math.round(total.ibnr)).toBe(2_237_826);
		expect(Math.round(total.standardError)).toBe(108_401);
	});

	it('adds up: ultimate is latest and what is to come, the total is the sum', () => {
		fc.assert(
			fc.property(staircases, alphas, (triangle, alpha) => {
				const { origins, total, completed } = estimateMack(triangle, { alpha });
				for (const [origin, reserve] of origins.entries()) {
					expect(reserve.latest + reserve.ibnr).toBeCloseTo(reserve.ultimate, 6);
					expect(completed[origin]?.at(-1)).toBe(reserve.ultimate);
					expect(reserve.standardError ** 2).toBeCloseTo(
						reserve.processRisk ** 2 + reserve.parameterRisk ** 2,
						3
					);
				}
				expect(origins.reduce((sum, { ultimate }) => sum + ultimate, 0)).toBeCloseTo(total.ultimate, 6);
			})
		);
	});

	it('scales with the unit: in thousands everything is a thousandth, factors stay', () => {
		fc.assert(
			fc.property(staircases, (triangle) => {
				const whole = estimateMack(triangle);
				const scaled = estimateMack(triangle.map((row) => row.map((cell) => cell && cell * 1024)));
				expect(scaled.factors).toEqual(whole.factors);
				expect(scaled.total.ibnr / 1024).toBeCloseTo(whole.total.ibnr, 6);
				expect(scaled.total.standardError / 1024).toBeCloseTo(whole.total.standardError, 6);
			})
		);
	});

	it('does not care for the order of the origins', () => {
		const back = estimateMack([...raa].reverse());
		const there = estimateMack(raa);
		expect(back.total.standardError).toBeCloseTo(there.total.standardError, 6);
		expect([...back.origins].reverse()[9]?.ibnr).toBeCloseTo(there.origins[9]?.ibnr ?? 0, 6);
	});

	it('holds the total error between independence and full dependence of the origins', () => {
		fc.assert(
			fc.property(staircases, (triangle) => {
				const { origins, total } = estimateMack(triangle);
				const apart = Math.sqrt(origins.reduce((sum, { standardError }) => sum + standardError ** 2, 0));
				const together = origins.reduce((sum, { standardError }) => sum + standardError, 0);
				expect(total.standardError).toBeGreaterThanOrEqual(apart * (1 - 1e-9));
				expect(total.standardError).toBeLessThanOrEqual(together * (1 + 1e-9));
			})
		);
	});

	it('errs more when the product of errors is kept', () => {
		const kept = estimateMack(raa, { mseMethod: 'Independence' }).total;
		expect(kept.standardError).toBeGreaterThan(estimateMack(raa).total.standardError);
	});

	it('develops past the last column with a tail, and its error', () => {
		const tail = { factor: 1.05, factorError: 0.02, sigma: 10 };
		const { origins, factors, completed } = estimateMack(raa, { tail });
		expect(factors.at(-1)).toBe(1.05);
		expect(origins[0]?.ultimate).toBeCloseTo(18834 * 1.05, 9);
		expect(origins[0]?.parameterRisk).toBeCloseTo(18834 * 0.02, 9);
		expect(origins[0]?.processRisk).toBeCloseTo(10 * Math.sqrt(18834), 9);
		expect(completed[0]).toHaveLength(11);
	});

	it('passes over a hole and develops the newest known cell', () => {
		const holed: Triangle = raa.map((row, origin) =>
			row.map((cell, lag) => (origin === 2 && lag === 3 ? null : cell))
		);
		const { origins, completed } = estimateMack(holed);
		expect(origins[2]?.latest).toBe(23466);
		expect(completed[2]?.every(Number.isFinite)).toBe(true);
	});

	it('leaves an origin at 0 where nothing has come, without pretending an error', () => {
		const young: Triangle = [
			[4, 8, 9],
			[5, 9, null],
			[0, null, null]
		];
		expect(estimateMack(young).origins[2]).toMatchObject({ ultimate: 0, standardError: 0 });
	});

	it('refuses what has no ratio, no spread or no number', () => {
		const refuse = (triangle: Triangle) => expect(() => estimateMack(triangle));
		refuse([[1, 2]]).toThrow(AnalyticsError);
		refuse([[1], [2]]).toThrow('at least two');
		refuse([
			[1, 2],
			[3, null]
		]).toThrow('no spread');
		refuse([
			[0, 2, 3],
			[1, 2, null],
			[1, null, null]
		]).toThrow('Origin 0, lag 0 is 0: a development factor needs an amount above 0.');
		refuse([
			[-5, 2],
			[1, 2],
			[1, null]
		]).toThrow(expect.objectContaining({ code: 'negative', index: 0 }));
		refuse([
			[1, null],
			[1, null]
		]).toThrow('No origin shows the step');
		refuse([[1, NaN]]).toThrow(expect.objectContaining({ code: 'not-a-number', index: 1 }));
		expect(() => estimateMack(raa, { tail: { factor: NaN, factorError: 0, sigma: 0 } })).toThrow('tail');
	});

	it('leaves its input as it was', () => {
		const frozen = Object.freeze(raa.map((row) => Object.freeze([...row])));
		expect(() => estimateMack(frozen)).not.toThrow();
	});
});
