import { describe, expect, it } from 'vitest';
import { type Column, cellText, nextSorting, sortRows } from './table';

interface Row {
	name: string;
	beds: number | null;
}

const rows: readonly Row[] = Object.freeze([
	{ name: 'Rawalumbu', beds: 3 },
	{ name: 'Bantargebang', beds: null },
	{ name: 'Medansatria', beds: 12 }
]);
const columns: Column<Row>[] = [
	{ id: 'name', name: 'Kecamatan', value: (row) => row.name },
	{ id: 'beds', name: 'Kosong', value: (row) => row.beds, isNumeric: true }
];
const names = (sorted: Row[]) => sorted.map(({ name }) => name);

describe('sorting', () => {
	it('sorts figures as figures and puts what is missing last either way', () => {
		const up = sortRows(rows, columns, { column: 'beds', direction: 'up' });
		const down = sortRows(rows, columns, { column: 'beds', direction: 'down' });
		expect(names(up)).toEqual(['Rawalumbu', 'Medansatria', 'Bantargebang']);
		expect(names(down)).toEqual(['Medansatria', 'Rawalumbu', 'Bantargebang']);
	});

	it('keeps the order it was given when nothing is asked', () => {
		expect(names(sortRows(rows, columns, null))).toEqual(['Rawalumbu', 'Bantargebang', 'Medansatria']);
	});

	it('begins with the largest figure, then turns round', () => {
		const [, beds] = columns;
		if (!beds) throw new Error('no column');
		const first = nextSorting(beds, null);
		expect(first.direction).toBe('down');
		expect(nextSorting(beds, first).direction).toBe('up');
	});
});

it('shows a dash for what is missing, not a nought', () => {
	const [, beds] = columns;
	if (!beds) throw new Error('no column');
	expect(cellText(beds, { name: '', beds: null })).toBe('–');
});
