import { describe, expect, it } from 'vitest';
import {
	dayOf,
	formatAge,
	formatChange,
	formatMoment,
	formatNumber,
	formatRupiah,
	formatRupiahShort,
	formatRupiahTogether,
	formatShare
} from './format';

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');

describe('moments', () => {
	it('says a moment as people in Indonesia do', () => {
		expect(formatMoment('id', '2026-11-22T07:05:00Z')).toBe('Minggu, 22 November 2026, 14.05 WIB');
		expect(formatMoment('en', '2026-11-22T07:05:00Z')).toBe('Sunday, 22 November 2026, 14:05 WIB');
	});

	it('changes the day at midnight in Jakarta, not in Greenwich', () => {
		expect(dayOf('2026-11-21T16:59:59.999Z')).toBe('2026-11-21');
		expect(dayOf('2026-11-21T17:00:00Z')).toBe('2026-11-22');
		expect(formatMoment('id', '2026-11-21T17:00:00Z')).toBe('Minggu, 22 November 2026, 00.00 WIB');
	});
});

describe('ages', () => {
	const now = '2026-11-22T12:00:00Z';

	it.each([
		['2026-11-22T12:00:20Z', 'baru saja', 'just now'],
		['2026-11-22T11:59:30Z', 'baru saja', 'just now'],
		['2026-11-22T11:58:00Z', '2 menit lalu', '2 minutes ago'],
		['2026-11-22T11:00:00Z', '1 jam lalu', '1 hour ago'],
		['2026-11-21T06:00:00Z', '30 jam lalu', '30 hours ago'],
		['2026-11-19T12:00:00Z', '3 hari lalu', '3 days ago']
	])('%s is %s', (since, indonesian, english) => {
		expect(plain(formatAge('id', since, now))).toBe(indonesian);
		expect(plain(formatAge('en', since, now))).toBe(english);
	});
});

describe('figures', () => {
	it('uses the separators of each language and a real minus sign', () => {
		expect(formatNumber('id', -1234.5, 1)).toBe('−1.234,5');
		expect(formatNumber('en', 1234.5, 1)).toBe('1,234.5');
		expect(plain(formatShare('id', 0.734))).toBe('73 %');
	});

	it('names a change by its direction and is silent on a reference of nought', () => {
		expect(plain(formatChange('id', 112, 100))).toBe('+12 %');
		expect(plain(formatChange('id', 88, 100))).toBe('−12 %');
		expect(plain(formatChange('id', 100.2, 100))).toBe('±0 %');
		expect(formatChange('id', 5, 0)).toBeNull();
	});
});

describe('rupiah', () => {
	it('says a range in one unit, that of its largest amount', () => {
		expect(formatRupiahTogether('id', [774_900_000, 1_000_000_000]).map(plain)).toEqual([
			'Rp 0,8 M',
			'Rp 1,0 M'
		]);
		expect(formatRupiahTogether('en', [-2_000_000, 5_500_000]).map(plain)).toEqual(['−Rp 2.0 m', 'Rp 5.5 m']);
		expect(formatRupiahTogether('id', [0, 900]).map(plain)).toEqual(['Rp 0', 'Rp 900']);
	});

	it.each([
		[231_700_000_000, 'Rp 231,7 M', 'Rp 231.7 bn'],
		[1_250_000_000_000, 'Rp 1,3 T', 'Rp 1.3 tn'],
		[3_500_000, 'Rp 3,5 jt', 'Rp 3.5 m'],
		[999_960_000, 'Rp 1,0 M', 'Rp 1.0 bn'],
		[-12_000, '−Rp 12,0 rb', '−Rp 12.0 k'],
		[950, 'Rp 950', 'Rp 950']
	])('shortens %d', (amount, indonesian, english) => {
		expect(plain(formatRupiahShort('id', amount))).toBe(indonesian);
		expect(plain(formatRupiahShort('en', amount))).toBe(english);
	});

	it('gives the whole figure too', () => {
		expect(plain(formatRupiah('id', 231_700_000_000))).toBe('Rp 231.700.000.000');
	});
});
