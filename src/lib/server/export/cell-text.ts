/** What a spreadsheet file may hold in a cell. */
export type ExportCell = string | number | null;

/**
 * A text that no program runs: one that begins like a formula (`= + - @`, tab, CR) gets an apostrophe before it, which
 * spreadsheet programs read as "this is text" and our own reader takes off again.
 */
export function cellText(text: string): string {
	return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
