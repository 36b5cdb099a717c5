/** A table as a file of a spreadsheet program, in either of its forms. */
import type { BookCell } from '../../protocol/book-cells.ts';
import { byteOrderMark, csvLine, type Delimiter, type SheetCell } from '../../protocol/csv.ts';
import type { Locale } from '../../protocol/refusals.ts';

/** Makes the file of a spreadsheet program; its texts are never formulas. */
export type WorkbookPort = (sheets: readonly WorkbookSheet[]) => Promise<Uint8Array>;
export type WorkbookSheet = {
	name: string;
	titles: readonly (readonly BookCell[])[];
	headings: readonly string[];
	rows: readonly (readonly BookCell[])[];
	widths: readonly number[];
};

export type SheetFile = { name: string; contentType: string; body: Uint8Array | string };

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function wibText(instant: string): string {
	const shifted = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
	return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} WIB`;
}

export function csvFile(name: string, lines: readonly (readonly SheetCell[])[], locale: Locale): SheetFile {
	const delimiter: Delimiter = locale === 'id' ? ';' : ',';
	const text = lines
		.map((cells) =>
			csvLine(
				cells.map((cell) => decimal(cell, locale)),
				delimiter
			)
		)
		.join('');
	return { name, contentType: 'text/csv; charset=utf-8', body: byteOrderMark + text };
}

/** Where cells are parted by semicolons, decimals have a comma. */
const decimal = (cell: SheetCell, locale: Locale): SheetCell =>
	locale === 'id' && typeof cell === 'number' && !Number.isInteger(cell) && cell >= 0
		? String(cell).replace('.', ',')
		: cell;
