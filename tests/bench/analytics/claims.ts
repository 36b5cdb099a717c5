import { bootstrapReserve } from '../../../src/lib/analytics/claims/bootstrap-reserve.ts';
import { estimateMack } from '../../../src/lib/analytics/claims/mack.ts';
import { estimateOneYearError } from '../../../src/lib/analytics/claims/one-year-error.ts';
import { estimateOverDispersedReserve } from '../../../src/lib/analytics/claims/over-dispersed-reserve.ts';
import { raa, taylorAshe } from '../../fixtures/triangles.ts';
import { round } from '../support/table.ts';
import { timeOf } from './time-of.ts';

/** Time of each reserving method on the published 10 × 10 triangles; bar: Mack under 1 ms. */
export async function benchClaims(): Promise<void> {
	const mack = estimateMack(raa);
	console.log('\nClaims, one 10 × 10 triangle');
	console.table([
		{
			method: 'Mack, Mack sigma',
			ms: round(
				timeOf(() => estimateMack(raa), 500),
				4
			),
			bar: 1
		},
		{
			method: 'Mack, log-linear sigma',
			ms: round(
				timeOf(() => estimateMack(raa, { sigmaMethod: 'log-linear' }), 500),
				4
			),
			bar: 1
		},
		{
			method: 'Merz–Wüthrich',
			ms: round(
				timeOf(() => estimateOneYearError(raa, mack), 500),
				4
			)
		},
		{
			method: 'over-dispersed Poisson, formula',
			ms: round(
				timeOf(() => estimateOverDispersedReserve(taylorAshe), 50),
				3
			)
		},
		{
			method: 'bootstrap, 10,000 worlds',
			ms: round(
				timeOf(() => bootstrapReserve(taylorAshe, { seed: 1 }), 5),
				1
			)
		}
	]);
}
