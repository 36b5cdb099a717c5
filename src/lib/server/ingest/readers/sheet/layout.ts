/** How a file is read: which sheet, where its data begins, what each column stands for, and what the file says for all rows. */
import { findSheetField, type SheetField } from './sheet-fields.ts';
import type { SheetKind } from '../../../../protocol/views/upload.ts';

export type LayoutColumn = {
	index: number;
	heading: string;
	field: string | null;
	isRemembered: boolean;
};

export type Layout = {
	kind: SheetKind;
	sheet: number;
	/** Rows up to this one are titles and headings. */
	lastHeadingRow: number;
	hasHeadings: boolean;
	columns: LayoutColumn[];
	/** `2026-10`, or the Sunday of a week; for rows that no column dates. */
	period: string | null;
};

export type UsedColumn = LayoutColumn & { used: SheetField };

/** Columns that stand for a field, in their order. */
export function usedColumns({ kind, columns }: Layout): UsedColumn[] {
	return columns.flatMap((column) => {
		const used = column.field === null ? undefined : findSheetField(kind, column.field);
		return used === undefined ? [] : [{ ...column, used }];
	});
}

/** What each row needs and no column gives. */
export function missingFields(layout: Layout, fields: readonly SheetField[]): SheetField[] {
	const given = new Set(layout.columns.map(({ field }) => field));
	return fields.filter(({ id, isNeeded }) => isNeeded && !given.has(id));
}

/** `0` → `A`, `26` → `AA`. */
export function columnLetter(index: number): string {
	return index < 26
		? String.fromCharCode(65 + index)
		: `${columnLetter(Math.floor(index / 26) - 1)}${columnLetter(index % 26)}`;
}
