export type Cell = string | number | null;

export interface Column<Row> {
	id: string;
	name: string;
	/** What is sorted and exported: the whole figure, not its short form. */
	value: (row: Row) => Cell;
	/** What is shown; without it the value. */
	text?: (row: Row) => string;
	/** On hover: the whole figure where `text` is shortened. */
	full?: (row: Row) => string;
	href?: (row: Row) => string | null;
	isNumeric?: boolean;
}

export interface Sorting {
	column: string;
	direction: 'up' | 'down';
}

const missing = '–';

export function cellText<Row>(column: Column<Row>, row: Row): string {
	if (column.text) return column.text(row);
	const value = column.value(row);
	return value === null ? missing : String(value);
}

/** Sorts a copy; equal rows keep their order, and missing values stand last in either direction. */
export function sortRows<Row>(
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	sorting: Sorting | null,
	locale?: string
): Row[] {
	const column = columns.find(({ id }) => id === sorting?.column);
	if (!column || !sorting) return [...rows];
	const sign = sorting.direction === 'up' ? 1 : -1;
	const collator = new Intl.Collator(locale, { numeric: true });
	return [...rows].sort((left, right) => {
		const a = column.value(left);
		const b = column.value(right);
		if (a === null || b === null) return Number(a === null) - Number(b === null);
		if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
		return sign * collator.compare(String(a), String(b));
	});
}

/** A click on a heading: figures begin with the largest, words with the first, the next click turns round. */
export function nextSorting<Row>(column: Column<Row>, sorting: Sorting | null): Sorting {
	if (sorting?.column === column.id) {
		return { column: column.id, direction: sorting.direction === 'up' ? 'down' : 'up' };
	}
	return { column: column.id, direction: column.isNumeric ? 'down' : 'up' };
}
