import { describe, expect, it } from 'vitest';
import { sheetKinds } from '../../../../protocol/views/upload.ts';
import {
	assignFields,
	fieldsByAlias,
	findHeadings,
	findTitlePeriod,
	isColumnNumbers,
	weekStart
} from './headings.ts';
import { sheetShapes } from './sheet-fields.ts';
import type { Cell } from './sheet-row.ts';

const rows = (...lines: Cell[][]) => lines.map((cells, index) => ({ number: index + 1, cells }));
const find = fieldsByAlias('lplpo');

describe('headings', () => {
	it('are found below titles, with the texts of merged cells above them', () => {
		const { lastRow, headings } = findHeadings(
			rows(
				['LPLPO', null, null],
				['No', 'Nama Obat', 'Stok', null, 'Pemakaian'],
				[null, null, 'Awal', 'Akhir', null],
				[1, 'Oralit', 5, 3, 2]
			),
			find
		);
		expect(lastRow).toBe(3);
		expect(headings.map(({ text }) => text)).toEqual([
			'No',
			'Nama Obat',
			'Stok Awal',
			'Stok Akhir',
			'Pemakaian'
		]);
	});

	it('are none where a page of data has one chance word', () => {
		expect(findHeadings(rows(['obat', 'x'], ['y', 'z']), find)).toMatchObject({ lastRow: 0, matched: 0 });
	});

	it('give each field to one column', () => {
		const headings = ['Nama Obat', 'Kode Obat', 'Pemakaian'].map((text, index) => ({ index, text }));
		expect(assignFields(headings, find).map(({ field }) => field)).toEqual(['item', null, 'used']);
	});

	it.each(sheetKinds)('of %s are named once in either language, whatever else they are called', (kind) => {
		const byAlias = fieldsByAlias(kind);
		for (const { id, names } of sheetShapes[kind].fields)
			for (const name of [names.id, names.en, `${names.id} / ${names.en}`])
				expect(assignFields([{ index: 0, text: name }], byAlias)[0]?.field, name).toBe(id);
	});
});

it('tells the row that numbers the columns from data', () => {
	expect(isColumnNumbers([1, 2, 3, null])).toBe(true);
	expect(isColumnNumbers(['(1)', '(2)', '(3)'])).toBe(true);
	expect(isColumnNumbers([1, 2, 4])).toBe(false);
	expect(isColumnNumbers(['1', 'Oralit', '3'])).toBe(false);
});

it('reads the period of a report from the lines above its table', () => {
	expect(findTitlePeriod(rows(['Puskesmas Seroja'], ['Bulan', ': Oktober 2026']), 'month')).toBe('2026-10');
	expect(findTitlePeriod(rows(['Minggu ke-43'], ['Tahun: 2026']), 'week')).toBe('2026-10-25');
	expect(findTitlePeriod(rows(['Puskesmas Seroja']), 'month')).toBeNull();
});

it('begins a week on its Sunday, by the rule of the year’s first week', () => {
	expect(weekStart(2026, 1)).toBe('2026-01-04');
	expect(weekStart(2025, 53)).toBe('2025-12-28');
	expect(weekStart(2026, 54)).toBeNull();
});
