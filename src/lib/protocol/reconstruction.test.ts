import { expect, it } from 'vitest';
import {
	markedFileName,
	reconstructionMark,
	reconstructionName,
	reconstructionScale,
	reconstructionWarning
} from './reconstruction.ts';

const year = { year: 2018, end: '2018-12-31T16:59:00.000Z', countScale: 0.02 };

it('says in both languages what the year is, what is whole and what its months are worth', () => {
	expect(reconstructionMark(year, 'id')).toBe(
		'Tahun 2018 (rekonstruksi): simulasi yang dijumlahkan ke angka tahunan yang terbit; bulan dan rumah sakit bukan sejarah.'
	);
	expect(reconstructionMark(year, 'en')).toContain(reconstructionName(year, 'en'));
	expect(reconstructionScale(year, 'id')).toContain('1 banding 50');
	expect(reconstructionScale({ countScale: 0.005 }, 'en')).toContain('1 to 200');
	for (const locale of ['id', 'en'] as const) expect(reconstructionWarning(year, locale)).toContain('2018');
});

it('marks the names of files, and only of this year', () => {
	expect(markedFileName('lines.csv', year)).toBe('rekonstruksi-2018-lines.csv');
	expect(markedFileName('lines.csv', null)).toBe('lines.csv');
});
