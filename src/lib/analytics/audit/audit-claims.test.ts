import { describe, expect, it } from 'vitest';
import {
	createDefectiveCity,
	type DefectiveCity,
	measureDetection
} from '../../../../tests/support/defective-claims.ts';
import { auditClaims } from './audit-claims.ts';
import { type AuditRule } from './audit-rows.ts';

const seeds = [1, 2, 3, 4, 5];
const cities = new Map<string, DefectiveCity>();

function cityOf(seed: number, spread: number): DefectiveCity {
	const key = `${seed} ${spread}`;
	const city = cities.get(key) ?? createDefectiveCity(seed, 4000, spread);
	cities.set(key, city);
	return city;
}

function flaggedBy({ claims, members }: DefectiveCity, rule: AuditRule): Set<string> {
	const audited = auditClaims(claims, members).claims.filter(({ reasons }) =>
		reasons.some((reason) => reason.rule === rule)
	);
	return new Set(audited.map(({ claim }) => claims[claim]?.id ?? ''));
}

/**
 * For each seed: of what was flagged how much was wrong, and of what was wrong (by that factor) how much was
 * flagged.
 */
function detections(spread: number, rule: AuditRule, factor?: number) {
	return seeds.map((seed) => {
		const city = cityOf(seed, spread);
		const flagged = flaggedBy(city, rule);
		if (factor === undefined) return measureDetection(flagged, city.truth[rule]);
		const wanted = [...city.priceFactor].filter(([, own]) => own === factor).map(([id]) => id);
		return measureDetection(flagged, new Set(wanted));
	});
}

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanRecall(spread: number, factor: number): number {
	return meanOf(detections(spread, 'cost-outlier', factor).map(({ recall }) => recall));
}

function meanPrecision(spread: number): number {
	return meanOf(detections(spread, 'cost-outlier').map(({ precision }) => precision));
}

describe('auditClaims on claims with injected defects', () => {
	it.each<[AuditRule, number, number]>([
		['duplicate-claim', 0.95, 1],
		['overlapping-stay', 1, 1],
		['primary-care-bypass', 1, 1],
		['double-financing', 1, 1],
		['not-resident', 1, 1]
	])('finds each %s, and hardly anything else', (rule, precision, recall) => {
		for (const found of detections(0.15, rule)) {
			expect(found.precision).toBeGreaterThanOrEqual(precision);
			expect(found.recall).toBe(recall);
		}
	});

	it('finds doubled prices where peers lie within 15 % of each other, and most of × 1.5 within 10 %', () => {
		expect(meanRecall(0.15, 2)).toBeGreaterThan(0.8);
		expect(meanRecall(0.1, 2)).toBeGreaterThan(0.9);
		expect(meanRecall(0.1, 1.5)).toBeGreaterThan(0.6);
	});

	it('is mostly right about prices, and shows fewer the less it can tell', () => {
		expect(meanPrecision(0.1)).toBeGreaterThan(0.9);
		expect(meanPrecision(0.15)).toBeGreaterThan(0.87);
		expect(flaggedBy(cityOf(1, 0.3), 'cost-outlier').size).toBeLessThan(
			flaggedBy(cityOf(1, 0.1), 'cost-outlier').size
		);
	});

	it('ranks by rupiah at stake, counts a claim once and never more than its amount', () => {
		const { claims, members } = cityOf(1, 0.15);
		const { claims: audited, atStakeRupiah, byRule } = auditClaims(claims, members);
		const stakes = audited.map((own) => own.atStakeRupiah);
		expect(stakes).toEqual([...stakes].sort((a, b) => b - a));
		expect(atStakeRupiah).toBe(stakes.reduce((sum, stake) => sum + stake, 0));
		expect(new Set(audited.map(({ claim }) => claim)).size).toBe(audited.length);
		for (const { claim, reasons, atStakeRupiah: stake } of audited) {
			expect(stake).toBeLessThanOrEqual(claims[claim]?.amountRupiah ?? 0);
			expect(stake).toBe(Math.max(...reasons.map((reason) => reason.atStakeRupiah)));
		}
		expect(byRule.reduce((sum, { claims: count }) => sum + count, 0)).toBe(
			audited.reduce((sum, { reasons }) => sum + reasons.length, 0)
		);
	});

	it('says the same whatever the order of the rows, and leaves them alone', () => {
		const { claims, members } = cityOf(2, 0.15);
		const reversed = Object.freeze([...claims].reverse());
		const summary = (rows: typeof claims) =>
			auditClaims(rows, members).claims.map(({ claim, atStakeRupiah, reasons }) => [
				rows[claim]?.id,
				atStakeRupiah,
				reasons.map(({ rule }) => rule)
			]);
		expect(summary(reversed)).toEqual(summary(claims));
	});

	it('has nothing to say of no claims', () => {
		expect(auditClaims([], [])).toMatchObject({ claims: [], atStakeRupiah: 0 });
	});
});
