/**
 * The one place that writes CSV, and that says what a cell of any spreadsheet file may hold: a text never begins like a
 * formula, since the program that opens the file would run it.
 */
export type SheetCell = string | number | boolean | null;

/** A spreadsheet's sum, made by the product out of places of its own and never out of a text. */
export type SheetSum = {
	readonly sumOf: { readonly column: number; readonly from: number; readonly to: number };
};

/** Programs of a country whose decimals have a comma part cells by semicolon. */
export type Delimiter = ',' | ';';

/** Excel reads the accents of a CSV only behind a BOM. */
export const byteOrderMark = '\ufeff';

/**
 * A text that no program runs: one that begins like a formula (`= + - @`, tab, CR) gets an apostrophe before it, which
 * spreadsheet programs read as "this is text" and our own reader takes off again.
 */
export function guardText(text: string): string {
	return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** A text that an export of ours guarded, as it was. */
export const unguardText = (text: string) => text.replace(/^'(?=[=+\-@\t\r])/, '');

/** One line by RFC 4180, its end included. */
export function csvLine(cells: readonly SheetCell[], delimiter: Delimiter = ','): string {
	return `${cells.map(csvCell).join(delimiter)}\r\n`;
}

/** A heading line with the fields' own names, and a line a row. */
export function toCsv(fields: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
	const lines = rows.map((row) => csvLine(fields.map((field) => (row[field] ?? null) as SheetCell)));
	return [csvLine(fields), ...lines].join('');
}

/** Quoted for either delimiter: a program may be set to the other one. */
function csvCell(cell: SheetCell): string {
	if (cell === null) return '';
	if (typeof cell !== 'string') return String(cell);
	const text = guardText(cell);
	return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
