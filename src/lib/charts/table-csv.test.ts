import { describe, expect, it } from 'vitest';
import type { Column } from '../ui/table';
import { tableCsv } from './table-csv';

interface Row {
	name: string;
	beds: number | null;
}

const columns: Column<Row>[] = [
	{ id: 'name', name: 'Kecamatan', value: (row) => row.name, text: () => 'shown' },
	{ id: 'beds', name: 'Kosong', value: (row) => row.beds, isNumeric: true }
];

describe("a table's CSV", () => {
	const csv = (name: string, beds: number | null = -1) =>
		tableCsv(columns, [{ name, beds }]).split('\r\n')[1];

	it.each(['=1+1', '+62', '-x', '@a'])('writes %j as text, never as a formula', (name) => {
		expect(csv(name)).toBe(`'${name},-1`);
	});

	it('quotes separators, quotes and line ends', () => {
		expect(csv('RS "A", B')).toBe('"RS ""A"", B",-1');
	});

	it('says in its last line what the figures are, where they need a mark', () => {
		expect(tableCsv(columns, [{ name: 'A', beds: 1 }], 'rekonstruksi')).toMatch(
			/\r\nA,1\r\nrekonstruksi\r\n$/
		);
	});

	it('leaves an unknown figure empty', () => {
		expect(csv('A', null)).toBe('A,');
	});

	it('begins with the mark by which Excel knows its letters', () => {
		expect(tableCsv(columns, [])).toBe('\ufeffKecamatan,Kosong\r\n');
	});
});
