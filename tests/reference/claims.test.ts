import { describe, expect, it } from 'vitest';
import { estimateMack } from '../../src/lib/analytics/claims/mack.ts';
import { estimateOneYearError } from '../../src/lib/analytics/claims/one-year-error.ts';
import { estimateOverDispersedReserve } from '../../src/lib/analytics/claims/over-dispersed-reserve.ts';
import type { Triangle } from '../../src/lib/analytics/claims/triangle.ts';
import { hasReference, listReference, readReference, sayWhenMissing } from './reference-data.ts';

interface MackCase {
	readonly est_sigma: 'Mack' | 'log-linear';
	readonly alpha: 0 | 1 | 2;
	readonly mse_method: 'Mack' | 'Independence';
	readonly dev_factors: number[];
	readonly f_se: number[];
	readonly sigma: number[];
	readonly latest: number[];
	readonly ultimate: number[];
	readonly ibnr: number[];
	readonly mack_se: number[];
	readonly process_risk: number[];
	readonly parameter_risk: number[];
	readonly total: Record<string, number>;
	readonly cdr1_se?: number[];
	readonly cdr1_se_total?: number;
}

interface ClaimsFile {
	readonly triangle: { readonly cumulative: Triangle };
	readonly mack: readonly MackCase[];
	readonly odp_glm: { readonly error?: string; readonly se?: number[]; readonly ibnr?: number[] };
}

const fields = {
	latest: 'latest',
	ultimate: 'ultimate',
	ibnr: 'ibnr',
	standardError: 'mack_se',
	processRisk: 'process_risk',
	parameterRisk: 'parameter_risk'
} as const;

/**
 * A textbook triangle whose last ratios agree to the last digit. What R prints there as spread is its rounding: sigma
 * of 1e-13 and errors of 1e-8 on amounts of 700,000, where exact arithmetic has 0.
 */
const withoutSpread = 'friedland_uspp_steady_paid';
const roundOff = { [withoutSpread]: 1e-8 } as Record<string, number>;

sayWhenMissing('claims');

/** Largest relative difference; what lies below `floor` on both sides counts as equal. */
function difference(found: readonly number[], expected: readonly number[], floor: number): number {
	expect(found).toHaveLength(expected.length);
	return Math.max(
		...found.map((value, index) => {
			const other = expected[index] ?? NaN;
			const off = Math.abs(value - other);
			return off <= floor ? 0 : off / Math.abs(other);
		})
	);
}

describe.skipIf(!hasReference)('claims beside R ChainLadder', () => {
	const names = hasReference ? listReference('claims') : [];

	it.each(names)('%s: factors, spread, reserves and errors within 1e-8', (name) => {
		const { triangle, mack } = readReference<ClaimsFile>(`claims/${name}.json`);
		const floor = roundOff[name] ?? 0;
		expect(mack.length).toBeGreaterThan(0);
		for (const expected of mack) {
			const found = estimateMack(triangle.cumulative, {
				alpha: expected.alpha,
				sigmaMethod: expected.est_sigma,
				mseMethod: expected.mse_method
			});
			expect(difference(found.factors, expected.dev_factors, 0)).toBeLessThan(1e-8);
			expect(difference(found.factorErrors, expected.f_se, floor)).toBeLessThan(1e-8);
			expect(difference(found.sigma, expected.sigma, floor)).toBeLessThan(1e-8);
			for (const [ours, theirs] of Object.entries(fields) as [keyof typeof fields, keyof MackCase][]) {
				const origins = found.origins.map((origin) => origin[ours]);
				expect(difference(origins, expected[theirs] as number[], floor)).toBeLessThan(1e-8);
				expect(difference([found.total[ours]], [expected.total[theirs] ?? NaN], floor)).toBeLessThan(1e-8);
			}
			if (!expected.cdr1_se) continue;
			const oneYear = estimateOneYearError(triangle.cumulative, found);
			expect(difference(oneYear.origins, expected.cdr1_se, floor)).toBeLessThan(1e-8);
			expect(difference([oneYear.total], [expected.cdr1_se_total ?? NaN], floor)).toBeLessThan(1e-8);
		}
	});

	// R stops its iterations at a deviance change of 1e-8, one short of where the weights settle, and rounds reserves.
	it.each(names)('%s: over-dispersed Poisson errors within 1e-5, where R finds any', (name) => {
		const { triangle, odp_glm: expected } = readReference<ClaimsFile>(`claims/${name}.json`);
		if (expected.se === undefined || expected.ibnr === undefined) {
			expect(expected.error).toContain('starting values');
			return;
		}
		const { origins, total } = estimateOverDispersedReserve(triangle.cumulative);
		const found = [...origins.slice(1 - expected.se.length), total];
		expect(
			difference(
				found.map(({ standardError }) => standardError),
				expected.se,
				2 * (roundOff[name] ?? 0)
			)
		).toBeLessThan(1e-5);
		for (const [row, { ibnr }] of found.entries())
			expect(Math.abs(ibnr - (expected.ibnr[row] ?? NaN))).toBeLessThanOrEqual(0.5);
	});
});
