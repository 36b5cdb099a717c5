/** Rows as CSV (RFC 4180, UTF-8): one heading line, the fields' own names. */
type Cell = string | number | boolean | null;

/** A spreadsheet would run such a cell as a formula: the apostrophe makes it text. Its own delimiter may be a semicolon. */
const formula = /^[=+\-@\t\r]/;

export function toCsv(fields: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
	const lines = rows.map((row) => fields.map((field) => csvCell((row[field] ?? null) as Cell)).join(','));
	return `${[fields.map(csvCell).join(','), ...lines].join('\r\n')}\r\n`;
}

export function csvCell(cell: Cell): string {
	if (cell === null) return '';
	if (typeof cell !== 'string') return String(cell);
	const text = formula.test(cell) ? `'${cell}` : cell;
	return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
