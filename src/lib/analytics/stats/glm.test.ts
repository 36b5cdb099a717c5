import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../analytics-error.ts';
import { anscombeResiduals, devianceResiduals } from './glm-residuals.ts';
import { fitGlm, unitDeviance } from './glm.ts';

const column = (...values: number[]) => Float64Array.from(values);
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** Dobson (1990), An Introduction to Generalized Linear Models, p. 93: a trial with 3 outcomes and 3 treatments. */
const dobson = {
	response: column(18, 17, 15, 20, 10, 20, 25, 13, 12),
	design: [
		column(1, 1, 1, 1, 1, 1, 1, 1, 1),
		column(0, 1, 0, 0, 1, 0, 0, 1, 0),
		column(0, 0, 1, 0, 0, 1, 0, 0, 1),
		column(0, 0, 0, 1, 1, 1, 0, 0, 0),
		column(0, 0, 0, 0, 0, 0, 1, 1, 1)
	],
	family: 'poisson'
} as const;

describe('fitGlm', () => {
	it("gives Dobson's coefficients, errors and deviance", () => {
		const fit = fitGlm(dobson);
		const expected = [3.044522437723423, -0.4542552722775956, -0.2929871246814191, 0, 0];
		expected.forEach((value, j) => expect(fit.coefficients[j]).toBeCloseTo(value, 8));
		const errors = fit.unscaledCovariance.map((row, j) => Math.sqrt(row[j] ?? NaN));
		[0.1708987, 0.2021708, 0.1927423, 0.2, 0.2].forEach((value, j) =>
			expect(errors[j]).toBeCloseTo(value, 6)
		);
		expect(fit.deviance).toBeCloseTo(5.129141, 6);
		expect([fit.residualDegreesOfFreedom, fit.dispersion, fit.converged]).toEqual([4, 1, true]);
	});

	it('spends one leverage a column and lets fitted values add up to the observed', () => {
		const fit = fitGlm(dobson);
		expect(total(fit.hat)).toBeCloseTo(5, 9);
		expect(total(fit.fitted)).toBeCloseTo(total(dobson.response), 6);
	});

	it('says which columns say nothing new and gives them no coefficient', () => {
		const fit = fitGlm({ ...dobson, design: [...dobson.design, column(2, 2, 2, 2, 2, 2, 2, 2, 2)] });
		expect(fit.aliased).toEqual([false, false, false, false, false, true]);
		expect(fit.coefficients[5]).toBe(0);
		expect(fit.residualDegreesOfFreedom).toBe(4);
	});

	it('takes an offset as known: with the log exposure it fits rates', () => {
		const exposure = column(10, 20, 40);
		const fit = fitGlm({
			design: [column(1, 1, 1)],
			response: column(3, 4, 7),
			offset: exposure.map(Math.log),
			family: 'poisson'
		});
		expect(Math.exp(fit.coefficients[0] ?? NaN)).toBeCloseTo(14 / 70, 9);
	});

	it('counts an observation of weight 2 like two of them, one of weight 0 like none', () => {
		const ones = (length: number) => new Float64Array(length).fill(1);
		const weighted = fitGlm({
			design: [ones(4), column(1, 2, 3, 9)],
			response: column(2, 5, 4, 90),
			weights: column(2, 1, 1, 0),
			family: 'quasi-poisson'
		});
		const repeated = fitGlm({
			design: [ones(4), column(1, 1, 2, 3)],
			response: column(2, 2, 5, 4),
			family: 'quasi-poisson'
		});
		expect(weighted.coefficients[1]).toBeCloseTo(repeated.coefficients[1] ?? NaN, 9);
		expect(weighted.residualDegreesOfFreedom).toBe(1);
		expect(weighted.dispersion).toBeCloseTo(2 * (repeated.dispersion ?? NaN), 8);
	});

	it('multiplies means and dispersion by the unit of the response', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 5, max: 500 }), { minLength: 5, maxLength: 30 }), (counts) => {
				const response = Float64Array.from(counts);
				const design = [response.map(() => 1), response.map((_, i) => i / 10)];
				const fit = fitGlm({ design, response, family: 'quasi-poisson' });
				const scaled = fitGlm({ design, response: response.map((y) => 100 * y), family: 'quasi-poisson' });
				expect((scaled.coefficients[1] ?? NaN) - (fit.coefficients[1] ?? NaN)).toBeCloseTo(0, 5);
				if ((fit.dispersion ?? 0) > 0.01)
					expect((scaled.dispersion ?? NaN) / (100 * (fit.dispersion ?? NaN))).toBeCloseTo(1, 4);
			})
		);
	});

	it('tells where it did not converge, and has no dispersion without spare observations', () => {
		expect(fitGlm({ ...dobson, maxIterations: 1 }).converged).toBe(false);
		const fit = fitGlm({ design: [column(1)], response: column(3), family: 'quasi-poisson' });
		expect(fit.dispersion).toBeNull();
	});

	it('refuses NaN, negatives and columns of other lengths, naming the index', () => {
		const design = [column(1, 1)];
		const refused = (response: Float64Array) => () => fitGlm({ design, response, family: 'poisson' });
		expect(refused(column(1, NaN))).toThrow('Observation 2 of a regression is not a number.');
		expect(refused(column(-1, 2))).toThrow('Observation 1 of a regression is negative.');
		expect(refused(column(1))).toThrow(AnalyticsError);
		expect(() => fitGlm({ ...dobson, maxIterations: 0 })).toThrow(AnalyticsError);
	});
});

describe('residuals', () => {
	it('square to the deviance', () => {
		const fit = fitGlm(dobson);
		const residuals = devianceResiduals(dobson.response, fit);
		expect(total(residuals.map((residual) => residual ** 2))).toBeCloseTo(fit.deviance, 8);
		expect(unitDeviance(3, 3)).toBe(0);
	});

	it('of Anscombe are standard normal in size where counts are Poisson, and shrink with dispersion', () => {
		const fit = fitGlm({
			design: [column(1, 1, 1, 1)],
			response: column(90, 100, 110, 100),
			family: 'poisson'
		});
		const residuals = anscombeResiduals(column(90, 100, 110, 100), fit, 1);
		// (110 − 100) / √(100 × ¾), bent by the power 2/3
		expect(residuals[2]).toBeCloseTo(1.13629, 3);
		expect(anscombeResiduals(column(90, 100, 110, 100), fit, 4)[2]).toBeCloseTo(
			(residuals[2] ?? NaN) / 2,
			12
		);
		expect(() => anscombeResiduals(column(1), fit, 1)).toThrow(AnalyticsError);
		expect(() => anscombeResiduals(column(1, 2, 3, 4), fit, 0)).toThrow(AnalyticsError);
	});
});
