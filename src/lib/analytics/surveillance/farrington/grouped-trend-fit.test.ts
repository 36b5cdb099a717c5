import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitGlm } from '../../stats/glm.ts';
import { fitGroupedTrend } from './grouped-trend-fit.ts';

const observations = fc.array(
	fc.record({ count: fc.nat(80), period: fc.nat(2), weight: fc.double({ min: 0.2, max: 3, noNaN: true }) }),
	{ minLength: 12, maxLength: 60 }
);

describe('fitGroupedTrend', () => {
	it('fits what the general regression fits', () => {
		fc.assert(
			fc.property(observations, (rows) => {
				const counts = Float64Array.from(rows, ({ count }) => count + 1);
				const times = counts.map((_, i) => i);
				const periods = Uint8Array.from(rows, ({ period }) => period);
				const weights = Float64Array.from(rows, ({ weight }) => weight);
				const fit = fitGroupedTrend({ counts, times, periods, periodCount: 3 }, weights, true);
				const dummies = [0, 1, 2].map((period) =>
					Float64Array.from(periods, (own) => Number(own === period))
				);
				const general = fitGlm({
					design: [...dummies, times],
					response: counts,
					weights,
					family: 'quasi-poisson'
				});
				expect(fit.slope).toBeCloseTo(general.coefficients[3] ?? NaN, 8);
				expect(fit.degreesOfFreedom).toBe(general.residualDegreesOfFreedom);
				fit.means.forEach((mean, i) => expect(mean / (general.fitted[i] ?? NaN)).toBeCloseTo(1, 7));
				fit.hat.forEach((hat, i) => expect(hat).toBeCloseTo(general.hat[i] ?? NaN, 7));
			}),
			{ numRuns: 40 }
		);
	});

	it('predicts the mean of a period where no trend is fitted', () => {
		const data = {
			counts: Float64Array.of(2, 4, 30, 40),
			times: Float64Array.of(0, 1, 2, 3),
			periods: Uint8Array.of(0, 0, 1, 1),
			periodCount: 3
		};
		const fit = fitGroupedTrend(data, new Float64Array(4).fill(1), false);
		expect(Math.exp(fit.predict(9, 0)?.eta ?? NaN)).toBeCloseTo(3, 9);
		expect(Math.exp(fit.predict(9, 1)?.eta ?? NaN)).toBeCloseTo(35, 9);
		expect(fit.predict(9, 2)).toBeNull();
		expect([fit.slope, fit.slopeError, fit.degreesOfFreedom]).toEqual([0, Infinity, 2]);
	});

	it('gives no trend where all observations share their time within each period', () => {
		const data = {
			counts: Float64Array.of(2, 4, 5),
			times: Float64Array.of(7, 7, 7),
			periods: Uint8Array.of(0, 0, 0),
			periodCount: 1
		};
		expect(fitGroupedTrend(data, Float64Array.of(1, 1, 1), true)).toMatchObject({
			slope: 0,
			slopeError: Infinity,
			degreesOfFreedom: 2
		});
	});
});
