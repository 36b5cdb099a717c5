import { describe, expect, it } from 'vitest';
import type { BaseRows, ClaimSums, DrugSums, VisitSums } from './base-rows.ts';
import { deriveBase } from './chain-base.ts';

const visits = (icd3: string, count: number, admitted: number, month = '2026-01-01'): VisitSums => ({
	...{ icd3, month, visits: count, admitted },
	// Half of the stays two days, half of them six.
	...{ stays: admitted, days: admitted * 4, daysSquared: admitted * 20 }
});
const claims = (
	icd3: string,
	count: number,
	isAdmission: boolean,
	each: number,
	more: Partial<ClaimSums> = {}
): ClaimSums => ({
	...{ icd3, month: '2026-01-01', isAdmission, isOutpatient: !isAdmission, claims: count },
	...{ billedRupiah: count * each, billedSquared: count * each ** 2, tariffRupiah: count * each },
	...{ decidedRupiah: count * each, paidRupiah: count * each * 0.8 },
	...more
});
const drug = (icd3: string, item: string, given: number, units: number): DrugSums => ({
	...{ icd3, item, month: '2026-01-01', visits: given, units, unitsSquared: units ** 2 / Math.max(1, given) }
});

const rows: BaseRows = {
	...{ from: '2026-01-01', to: '2026-06-30' },
	visits: [visits('A91', 200, 60), visits('A97', 100, 40), visits('I10', 300, 3), visits('J45', 40, 20)],
	drugs: [
		drug('A91', 'paracetamol-500', 150, 1_500),
		drug('A97', 'paracetamol-500', 50, 600),
		drug('A91', 'oralit', 49, 100)
	],
	claims: [
		claims('A91', 80, true, 4_000_000),
		claims('A91', 100, false, 200_000),
		claims('I10', 40, false, 100_000, { tariffRupiah: 0 })
	],
	referrals: [
		{ diagnosis: 'A91', visits: 100, referred: 70, unreferred: 20 },
		// On the list of the 144, and one that is there with a doubtful code.
		{ diagnosis: 'G43.9', visits: 50, referred: 5, unreferred: 40 },
		{ diagnosis: 'S01.0', visits: 50, referred: 5, unreferred: 20 }
	],
	delayDays: { p10: 20, p50: 41, p90: 80 }
};
const base = deriveBase(rows);
const of = (disease: string) => base?.diseases.find((one) => one.disease === disease);

describe('deriveBase', () => {
	it('counts a disease over all its categories', () => {
		expect(of('dengue')?.admittedShare).toMatchObject({ value: 0.333, of: 'disease' });
		expect(of('dengue')?.stayDays).toMatchObject({ value: 4, of: 'disease' });
	});

	it('takes a bill for what decided claims came to', () => {
		expect(base?.paidShare).toBe(0.8);
		expect(of('dengue')?.rupiahPerAdmission).toMatchObject({ value: 3_200_000, of: 'disease' });
		expect(of('dengue')?.rupiahPerVisit).toMatchObject({ value: 160_000, of: 'disease' });
	});

	it('lets all diseases stand in where a disease has too few on either side, and says so', () => {
		// 3 of 300 in a bed: fewer than fifty. Of all: 123 of 640.
		expect(of('hipertensi')?.admittedShare).toMatchObject({ value: 0.192, of: 'all' });
		expect(of('hipertensi')?.stayDays).toMatchObject({ value: 4, of: 'all' });
		// 40 claims: fewer than fifty. Of all: (100 × 200,000 + 40 × 100,000) ÷ 140 × 0.8, to a thousand.
		expect(of('hipertensi')?.rupiahPerVisit).toMatchObject({ value: 137_000, of: 'all' });
	});

	it('does not offer a disease with fewer than a hundred visits', () => {
		expect(base?.diseases.map(({ disease }) => disease)).toEqual(['dengue', 'hipertensi']);
	});

	it('names the items that fifty visits or more were given, with units a visit, given or not', () => {
		expect(of('dengue')?.drugs).toEqual([
			{ item: 'paracetamol-500', unitsPerCase: expect.objectContaining({ value: 7 }) }
		]);
	});

	it('knows how many visits are claimed, and which rupiah a tariff reaches', () => {
		// 220 claims of 640 visits; Rp 340 of 344 million stand on a tariff code.
		expect(base?.claimShare.value).toBe(0.344);
		expect(base?.tariffShare.value).toBe(0.988);
	});

	it('sends to the puskesmas what it has to treat itself, but nothing for a doubtful code', () => {
		expect(base?.referral).toMatchObject({ complianceNow: 0.4, settledShare: { value: 0.5 } });
		expect(base?.referral?.outpatientCostShare.value).toBe(0.07);
		expect(deriveBase({ ...rows, referrals: [] })?.referral).toBeNull();
	});

	it('is nothing where there are no visits, no stay or no claim', () => {
		expect(deriveBase({ ...rows, visits: [] })).toBeNull();
		expect(deriveBase({ ...rows, claims: [] })).toBeNull();
		expect(deriveBase({ ...rows, visits: [visits('A91', 200, 0)] })).toBeNull();
	});
});
