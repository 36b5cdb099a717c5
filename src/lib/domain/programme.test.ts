import { describe, expect, it } from 'vitest';
import { budgetHistory, findNationalPremium, membershipHistory, nationalPremiums } from './programme.ts';
import { isWholeRupiah } from './rupiah.ts';

describe('programme history', () => {
	it('holds whole rupiah with ordered ranges, a date and a source on every line', () => {
		for (const { lowRupiah, highRupiah, source, asOf } of budgetHistory) {
			expect(isWholeRupiah(lowRupiah) && isWholeRupiah(highRupiah) && lowRupiah <= highRupiah).toBe(true);
			expect(source).not.toBe('');
			expect(asOf).toMatch(/^\d{4}(-\d{2})?$/);
		}
		expect(budgetHistory.find(({ kind, asOf }) => kind === 'paid' && asOf === '2018-12')?.lowRupiah).toBe(
			231_700_000_000
		);
	});

	it('dates every membership figure and says what it counts', () => {
		expect(new Set(membershipHistory.map(({ unit }) => unit)).size).toBe(3);
		for (const { asOf } of membershipHistory) expect(asOf).toMatch(/^\d{4}(-\d{2})?$/);
	});

	it('gives the national premium that holds on a day', () => {
		expect(findNationalPremium('2018-06-01')?.rupiahPerMemberMonth).toBe(23_000);
		expect(findNationalPremium('2019-07-31')?.rupiahPerMemberMonth).toBe(23_000);
		expect(findNationalPremium('2026-11-22')?.rupiahPerMemberMonth).toBe(42_000);
		expect(findNationalPremium('2013-12-31')).toBeUndefined();
		const starts = nationalPremiums.map(({ from }) => from);
		expect(starts).toEqual([...starts].sort());
	});
});
