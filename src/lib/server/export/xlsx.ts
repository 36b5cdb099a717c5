import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node';
import { isFormula, type BookCell, type FigureCell, type FormulaCell } from '../../protocol/book-cells.ts';
import { guardText } from '../../protocol/csv.ts';

export type ExportSheet = {
	name: string;
	/** Lines above the table. */
	titles?: readonly (readonly BookCell[])[];
	/** Bold, and standing still when the sheet is scrolled. */
	headings: readonly string[];
	rows: readonly (readonly BookCell[])[];
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
		valuesOfFormulas(sheets)
	).toBuffer();
}

const headingCell = (text: string): Cell => ({
	value: guardText(text),
	type: String,
	fontWeight: 'bold',
	wrap: true
});

/** Not wrapped: it runs on over the empty cells beside it. */
const titleCell = (cell: BookCell): Cell =>
	typeof cell === 'string' ? { value: guardText(cell), type: String } : bodyCell(cell);

function bodyCell(cell: BookCell): Cell {
	if (cell === null || cell === '') return null;
	if (typeof cell === 'number') return { value: cell, type: Number };
	if (typeof cell === 'boolean') return { value: cell, type: Boolean };
	if (typeof cell === 'object') return computedCell(cell);
	// Format "@": what is typed over it stays text too, so that a NIK keeps its sixteenth digit.
	return { value: guardText(cell), type: String, format: '@', wrap: cell.length > 40 };
}

function computedCell(cell: FormulaCell | FigureCell): Cell {
	if ('figure' in cell) return { value: cell.figure, type: Number, format: cell.format };
	return { value: cell.formula, type: 'Formula', ...(cell.format && { format: cell.format }) };
}

type BookOptions = NonNullable<Parameters<typeof writeXlsxFile>[1]>;

/** The library writes formulas without what they came to: programs that only show a file would show nothing. */
function valuesOfFormulas(sheets: readonly ExportSheet[]): BookOptions {
	const transform = (xml: string, _: unknown, { sheetIndex }: { sheetIndex: number }) =>
		writeValues(xml, valuesOf(sheets[sheetIndex]));
	return { features: [{ files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform } } } }] };
}

/** In the order in which the sheet holds its formulas. */
const valuesOf = (sheet: ExportSheet | undefined) =>
	[...(sheet?.titles ?? []), ...(sheet?.rows ?? [])]
		.flat()
		.flatMap((cell) => (isFormula(cell) ? [cell.value] : []));

function writeValues(xml: string, values: readonly (number | undefined)[]): string {
	let next = 0;
	return xml.replaceAll('</f>', () => {
		const value = values[next++];
		return value === undefined ? '</f>' : `</f><v>${value}</v>`;
	});
}
