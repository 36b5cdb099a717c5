import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node';
import { guardText, type SheetCell, type SheetSum } from '../../protocol/csv.ts';

export type ExportSheet = {
	name: string;
	/** Lines above the table. */
	titles?: readonly (readonly SheetCell[])[];
	/** Bold, and standing still when the sheet is scrolled. */
	headings: readonly string[];
	rows: readonly (readonly (SheetCell | SheetSum)[])[];
	/** In characters, a column. */
	widths: readonly number[];
};

/** A small workbook, made in memory. Every text is written as text, also one that looks like a formula or a number. */
export function buildWorkbook(sheets: readonly ExportSheet[]): Promise<Buffer> {
	return writeXlsxFile(
		sheets.map(({ name, titles = [], headings, rows, widths }) => ({
			sheet: name,
			data: [
				...titles.map((cells): Row => cells.map(titleCell)),
				headings.map(headingCell),
				...rows.map((row): Row => row.map(bodyCell))
			],
			columns: widths.map((width) => ({ width })),
			stickyRowsCount: titles.length + 1
		}))
	).toBuffer();
}

const headingCell = (text: string): Cell => ({
	value: guardText(text),
	type: String,
	fontWeight: 'bold',
	wrap: true
});

/** Not wrapped: it runs on over the empty cells beside it. */
const titleCell = (cell: SheetCell): Cell =>
	typeof cell === 'string' ? { value: guardText(cell), type: String } : bodyCell(cell);

function bodyCell(cell: SheetCell | SheetSum): Cell {
	if (cell === null || cell === '') return null;
	if (typeof cell === 'object') return { value: sumFormula(cell), type: 'Formula', fontWeight: 'bold' };
	if (typeof cell === 'number') return { value: cell, type: Number };
	if (typeof cell === 'boolean') return { value: cell, type: Boolean };
	// Format "@": what is typed over it stays text too, so that a NIK keeps its sixteenth digit.
	return { value: guardText(cell), type: String, format: '@', wrap: cell.length > 40 };
}

/** Columns and rows are counted from 1; twenty-six columns are more than any sheet here has. */
function sumFormula({ sumOf: { column, from, to } }: SheetSum): string {
	const letter = String.fromCharCode(64 + column);
	return `SUM(${letter}${from}:${letter}${to})`;
}
