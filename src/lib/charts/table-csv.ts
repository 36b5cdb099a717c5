import { byteOrderMark, csvLine } from '../protocol/csv';
import type { Column } from '../ui/table';

/**
 * A chart's or a table's whole figures as a file for a spreadsheet program.
 * @param mark what the figures are, as a last line
 */
export function tableCsv<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	mark: string | null = null
): string {
	const lines = [
		columns.map(({ name }) => name),
		...rows.map((row) => columns.map((column) => column.value(row))),
		...(mark === null ? [] : [[mark]])
	];
	return byteOrderMark + lines.map((cells) => csvLine(cells)).join('');
}
