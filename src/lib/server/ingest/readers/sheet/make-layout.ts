/** Recognises how a newly arrived file is laid out: sheet, headings, columns, period. */
import type { SheetKind } from '../../../../protocol/views/upload.ts';
import {
	assignFields,
	fieldsByAlias,
	findHeadings,
	findTitlePeriod,
	headRows,
	isColumnNumbers,
	type HeadingRows,
	type KnownFields
} from './headings.ts';
import type { Layout } from './layout.ts';
import { findSheetField, sheetShapes } from './sheet-fields.ts';
import type { Book, SheetRow } from './sheet-row.ts';
import { squeeze } from './squeeze.ts';

/** A workbook's instructions and lists stand in sheets of their own: the sheet that names most fields is meant. */
const maxTriedSheets = 12;

/** What this sender called its columns before; empty for a column that it does not use. */
export type Remembered = (squeezedHeading: string) => string | undefined;

type Tried = { sheet: number; head: SheetRow[]; found: HeadingRows };

/** @param sheet a chosen one; null for the best. */
export async function makeLayout(
	book: Book,
	kind: SheetKind,
	remembered: Remembered,
	sheet: number | null
): Promise<Layout> {
	const byAlias = fieldsByAlias(kind);
	const find: KnownFields = (heading) => {
		const known = remembered(heading);
		return known !== undefined && (known === '' || findSheetField(kind, known)) ? known : byAlias(heading);
	};
	const wanted = sheet === null ? book.sheets.slice(0, maxTriedSheets).map((_, index) => index) : [sheet];
	let best: Tried | null = null;
	for (const index of wanted) {
		const head = await readHead(book, index);
		const found = findHeadings(head, find);
		if (best === null || found.matched > best.found.matched) best = { sheet: index, head, found };
	}
	return layoutOf(
		kind,
		best ?? { sheet: 0, head: [], found: { lastRow: 0, headings: [], matched: 0 } },
		find,
		remembered
	);
}

async function readHead(book: Book, sheet: number): Promise<SheetRow[]> {
	const head: SheetRow[] = [];
	for await (const row of book.rows(sheet)) if (head.push(row) >= headRows) break;
	return head;
}

function layoutOf(
	kind: SheetKind,
	{ sheet, head, found }: Tried,
	find: KnownFields,
	remembered: Remembered
): Layout {
	const { period } = sheetShapes[kind];
	const titles = head.filter(({ number }) => number <= found.lastRow);
	const after = head.find(({ number }) => number > found.lastRow);
	const isNumbered = after !== undefined && found.matched > 0 && isColumnNumbers(after.cells);
	return {
		kind,
		sheet,
		lastHeadingRow: isNumbered ? after.number : found.lastRow,
		hasHeadings: found.matched > 0,
		columns: assignFields(found.headings, find).map(({ index, text, field }) => ({
			index,
			heading: text,
			field,
			isRemembered: field !== null && text !== '' && remembered(squeeze(text)) === field
		})),
		period: period === null ? null : findTitlePeriod(titles, period)
	};
}
