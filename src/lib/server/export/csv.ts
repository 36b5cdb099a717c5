import { cellText, type ExportCell } from './cell-text.ts';

/** Excel reads the accents of a CSV only behind a BOM. */
export const byteOrderMark = '\ufeff';

/** Programs of a country whose decimals have a comma part cells by semicolon. */
export type Delimiter = ',' | ';';

/** One line by RFC 4180, its end included; formulas are text. */
export function csvLine(cells: readonly ExportCell[], delimiter: Delimiter): string {
	return `${cells.map((cell) => csvCell(cell)).join(delimiter)}\r\n`;
}

function csvCell(cell: ExportCell): string {
	if (cell === null) return '';
	if (typeof cell === 'number') return String(cell);
	const text = cellText(cell);
	return /[",;\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
