/** Which rows are the headings, which column stands for which field, and the period that a title above them names. */
import { addDays, epiWeekStart } from '../../../../domain/period.ts';
import type { SheetKind } from '../../../../protocol/views/upload.ts';
import { monthOfName } from './dates.ts';
import { sheetShapes } from './sheet-fields.ts';
import type { Cell, SheetRow } from './sheet-row.ts';
import { squeeze } from './squeeze.ts';

/** Headings stand within so many rows that hold anything. */
export const headRows = 40;
const maxHeadingLength = 120;

export type Heading = { index: number; text: string };
export type HeadingRows = {
	/** Rows up to this one are not data; 0 where nothing looks like headings. */
	lastRow: number;
	headings: Heading[];
	matched: number;
};

/** By squeezed heading. */
export type KnownFields = (squeezed: string) => string | undefined;

export function fieldsByAlias(kind: SheetKind): KnownFields {
	const byAlias = new Map<string, string>();
	for (const { id, aliases } of sheetShapes[kind].fields)
		for (const alias of aliases) if (!byAlias.has(alias)) byAlias.set(alias, id);
	return (squeezed) => byAlias.get(squeezed);
}

/**
 * The row, or the pair of rows with merged cells above, that names the most fields. A pair counts only where it names more
 * than its lower row alone and its upper one alone.
 */
export function findHeadings(rows: readonly SheetRow[], find: KnownFields): HeadingRows {
	let best: HeadingRows = { lastRow: 0, headings: [], matched: 0 };
	rows.forEach((row, index) => {
		const next = rows[index + 1];
		const below = next && next.number === row.number + 1 && isWords(next.cells) ? next : null;
		for (const candidate of [single(row), ...(below ? [pair(row, below)] : [])]) {
			const found = { ...candidate, matched: countMatched(candidate.headings, find) };
			if (found.matched > best.matched) best = found;
		}
	});
	// One chance word in a page of data is no heading row.
	return best.matched >= 2 ? best : { lastRow: 0, headings: lettersOf(rows), matched: 0 };
}

const single = ({ number, cells }: SheetRow) => ({
	lastRow: number,
	headings: headingsOf(cells.map(wordOf))
});

/** A merged cell holds its text in its first column: what is empty beside it belongs to it, where the row below divides it. */
function pair(upper: SheetRow, lower: SheetRow) {
	const width = Math.max(upper.cells.length, lower.cells.length);
	let group = '';
	const texts = Array.from({ length: width }, (_, index) => {
		const above = wordOf(upper.cells[index] ?? null);
		const below = wordOf(lower.cells[index] ?? null);
		if (above !== '') group = above;
		if (below === '') return above;
		return `${group} ${below}`.trim();
	});
	return { lastRow: lower.number, headings: headingsOf(texts) };
}

const wordOf = (cell: Cell) =>
	cell === null ? '' : String(cell).replace(/\s+/g, ' ').slice(0, maxHeadingLength);
const headingsOf = (texts: readonly string[]) =>
	texts.map((text, index) => ({ index, text })).filter(({ text }) => text !== '');

/** Data has figures; headings have none but the numbers of columns. */
const isWords = (cells: readonly Cell[]) => cells.every((cell) => typeof cell !== 'number');

function lettersOf(rows: readonly SheetRow[]): Heading[] {
	const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
	return Array.from({ length: width }, (_, index) => ({ index, text: '' }));
}

function countMatched(headings: readonly Heading[], find: KnownFields): number {
	return new Set(headings.map(({ text }) => fieldOf(text, find)).filter((id) => id !== undefined)).size;
}

/** By its whole text, else by the lower half of a pair alone, else without what stands in brackets. */
export function fieldOf(heading: string, find: KnownFields): string | undefined {
	const whole = find(squeeze(heading));
	if (whole !== undefined || heading === '') return whole;
	const bare = find(squeeze(heading.replace(/\([^)]*\)/g, ' ')));
	if (bare !== undefined) return bare;
	const words = heading.split(' ');
	for (let start = 1; start < words.length; start++) {
		const found = find(squeeze(words.slice(start).join(' ')));
		if (found !== undefined && words.length - start >= words.length / 2) return found;
	}
	return undefined;
}

/** Two columns never stand for one field, but where diagnoses are spread over several. */
export function assignFields(
	headings: readonly Heading[],
	find: KnownFields
): { index: number; text: string; field: string | null }[] {
	const taken = new Set<string>();
	return headings.map(({ index, text }) => {
		const found = fieldOf(text, find);
		if (found === undefined || found === '' || taken.has(found)) return { index, text, field: null };
		taken.add(found);
		return { index, text, field: found };
	});
}

/** `1 2 3 4 …` under the headings of a form. */
export function isColumnNumbers(cells: readonly Cell[]): boolean {
	const filled = cells.filter((cell) => cell !== null);
	return (
		filled.length >= 3 &&
		filled.every(
			(cell, index) =>
				/^\(?\d{1,2}\)?$/.test(String(cell)) && Number(String(cell).replace(/[()]/g, '')) === index + 1
		)
	);
}

/** The month or week that the lines above the table say they report: `Bulan: Oktober 2026`, `Minggu ke-43 tahun 2026`. */
export function findTitlePeriod(rows: readonly SheetRow[], period: 'month' | 'week'): string | null {
	const text = rows
		.map(({ cells }) => cells.filter((cell) => cell !== null).join(' '))
		.join('\n')
		.replace(/[:_]/g, ' ');
	return period === 'month' ? monthIn(text) : weekIn(text);
}

function monthIn(text: string): string | null {
	for (const [, name = '', year = ''] of text.matchAll(/(\p{L}+)[\s,-]+((?:19|20)\d\d)\b/gu)) {
		const month = monthOfName(name);
		if (month !== undefined) return `${year}-${String(month).padStart(2, '0')}`;
	}
	return null;
}

function weekIn(text: string): string | null {
	const week = /(?:minggu|pekan|week)\s*(?:epid\p{L}*\s*)?(?:ke)?[\s-]*(\d{1,2})\b/iu.exec(text)?.[1];
	const year = /\b((?:19|20)\d\d)\b/.exec(text)?.[1];
	return week === undefined || year === undefined ? null : weekStart(Number(year), Number(week));
}

/** The Sunday of a week by the MMWR rule; null for a week that the year has not. */
export function weekStart(year: number, week: number): string | null {
	if (
		!Number.isInteger(year) ||
		year < 1990 ||
		year > 2100 ||
		!Number.isInteger(week) ||
		week < 1 ||
		week > 53
	)
		return null;
	return addDays(epiWeekStart(`${year}-01-04`), 7 * (week - 1));
}
