import writeXlsxFile, { type Cell, type Feature, type Row } from 'write-excel-file/node';
import { guardText, type FormulaCell, type SheetCell } from '../../protocol/csv.ts';

export type ExportSheet = {
	name: string;
	/** Lines above the table. */
	titles?: readonly (readonly SheetCell[])[];
	/** Bold, and standing still when the sheet is scrolled. */
	headings: readonly string[];
	rows: readonly (readonly (SheetCell | FormulaCell)[])[];
	/** In characters, a column. */
	widths: readonly number[];
};

/**
 * A small workbook, made in memory. Every text is written as text, also one that looks like a formula or a number; a formula is
 * only what the product itself made as one, and its value stands beside it for programs that compute nothing.
 */
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
		})),
		{ features: [valuesOfFormulas(sheets)] }
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

function bodyCell(cell: SheetCell | FormulaCell): Cell {
	if (cell === null || cell === '') return null;
	if (typeof cell === 'object') return { value: cell.formula, type: 'Formula' };
	if (typeof cell === 'number') return { value: cell, type: Number };
	if (typeof cell === 'boolean') return { value: cell, type: Boolean };
	// Format "@": what is typed over it stays text too, so that a NIK keeps its sixteenth digit.
	return { value: guardText(cell), type: String, format: '@', wrap: cell.length > 40 };
}

/** The library writes formulas without what they came to: programs that only show a file would show nothing. */
function valuesOfFormulas<Content>(sheets: readonly ExportSheet[]): Feature<Content> {
	const valuesOf = ({ rows }: ExportSheet) =>
		rows.flat().filter((cell) => typeof cell === 'object' && cell !== null);
	return {
		files: {
			transform: {
				'xl/worksheets/sheet{id}.xml': {
					transform: (xml, _options, { sheetIndex }) => {
						const sheet = sheets[sheetIndex];
						const values = sheet ? valuesOf(sheet) : [];
						let next = 0;
						return xml.replaceAll('</f>', () => `</f><v>${values[next++]?.value ?? ''}</v>`);
					}
				}
			}
		}
	};
}
