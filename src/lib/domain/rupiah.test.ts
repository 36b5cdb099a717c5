import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRupiah, formatRupiahShort, isWholeRupiah } from './rupiah.ts';

describe('rupiah', () => {
	it('are shortened as newspapers print them', () => {
		expect(formatRupiahShort(231_700_000_000, 'id')).toBe('Rp 231,7 M');
		expect(formatRupiahShort(231_700_000_000, 'en')).toBe('Rp 231.7 bn');
		expect(formatRupiahShort(3_500_000, 'id')).toBe('Rp 3,5 jt');
		expect(formatRupiahShort(3_500_000, 'en')).toBe('Rp 3.5 m');
		expect(formatRupiahShort(1_200_000_000_000, 'id')).toBe('Rp 1,2 T');
		expect(formatRupiahShort(300_000_000_000, 'id')).toBe('Rp 300 M');
		expect(formatRupiahShort(42_000, 'id')).toBe('Rp 42.000');
		expect(formatRupiahShort(0, 'id')).toBe('Rp 0');
		expect(formatRupiahShort(-1_500_000, 'id')).toBe('−Rp 1,5 jt');
	});

	it('step to the next word where rounding reaches it', () => {
		expect(formatRupiahShort(999_940_000, 'id')).toBe('Rp 999,9 jt');
		expect(formatRupiahShort(999_960_000, 'id')).toBe('Rp 1 M');
		expect(formatRupiahShort(950_000_000, 'id')).toBe('Rp 950 jt');
		expect(formatRupiahShort(999_999, 'id')).toBe('Rp 999.999');
		expect(formatRupiahShort(1_000_000, 'id')).toBe('Rp 1 jt');
	});

	it('are grouped by thousands when whole', () => {
		expect(formatRupiah(231_700_000_000, 'id')).toBe('Rp 231.700.000.000');
		expect(formatRupiah(231_700_000_000, 'en')).toBe('Rp 231,700,000,000');
		expect(formatRupiah(-0.4, 'id')).toBe('Rp 0');
		fc.assert(
			fc.property(fc.maxSafeInteger(), (amount) => {
				const digits = formatRupiah(amount, 'id').replace(/\D/g, '');
				expect(Number(digits)).toBe(Math.abs(amount));
			})
		);
	});

	it('are whole and exact', () => {
		expect(isWholeRupiah(2 ** 53 - 1)).toBe(true);
		for (const value of [2 ** 53, 0.5, NaN, Infinity]) expect(isWholeRupiah(value)).toBe(false);
	});
});
