import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node';
import { cellText, type ExportCell } from './cell-text.ts';

export type ExportSheet = {
	name: string;
	/** Bold, and standing still when the sheet is scrolled. */
	headings: readonly string[];
	rows: readonly (readonly ExportCell[])[];
	/** In characters, a column. */
	widths: readonly number[];
};

/** A small workbook, made in memory. Every text is written as text, also one that looks like a formula or a number. */
export function buildWorkbook(sheets: readonly ExportSheet[]): Promise<Buffer> {
	return writeXlsxFile(
		sheets.map(({ name, headings, rows, widths }) => ({
			sheet: name,
			data: [headings.map(headingCell), ...rows.map((row): Row => row.map(bodyCell))],
			columns: widths.map((width) => ({ width })),
			stickyRowsCount: 1
		}))
	).toBuffer();
}

const headingCell = (text: string): Cell => ({
	value: cellText(text),
	type: String,
	fontWeight: 'bold',
	wrap: true
});

function bodyCell(cell: ExportCell): Cell {
	if (cell === null || cell === '') return null;
	if (typeof cell === 'number') return { value: cell, type: Number };
	// Format "@": what is typed over it stays text too, so that a NIK keeps its sixteenth digit.
	return { value: cellText(cell), type: String, format: '@', wrap: cell.length > 40 };
}
