import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRupiah } from './rupiah.ts';
import { readTypedRupiah } from './typed-rupiah.ts';

describe('an amount that somebody typed', () => {
	it.each([
		['1750000', 1_750_000],
		['1.750.000', 1_750_000],
		['1,750,000', 1_750_000],
		['1 750 000', 1_750_000],
		[' Rp 1.750.000,00 ', 1_750_000],
		['Rp1,750,000.00', 1_750_000],
		['1.000', 1_000],
		['750,000', 750_000],
		['0', 0]
	])('«%s» is read', (text, rupiah) => expect(readTypedRupiah(text)).toBe(rupiah));

	it.each([
		...['', 'Rp', '1.5', '1,5', '17.50', '1.75', '0,5', '1.750,5', '1.750.00', '1.7500', '12.34.567'],
		...['1.750,000', '-5', '1e6', 'lima', '99999999999999999999', '1..750', '1.750.000.', '1 75']
	])('«%s» is none', (text) => expect(readTypedRupiah(text)).toBeUndefined());

	it('is read as it is written here, in both languages', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 100_000_000_000 }),
				fc.constantFrom('id', 'en'),
				(rupiah, locale) => {
					expect(readTypedRupiah(formatRupiah(rupiah, locale as 'id' | 'en'))).toBe(rupiah);
				}
			)
		);
	});
});
