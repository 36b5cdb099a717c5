import { byteOrderMark, csvLine } from '../protocol/csv';
import type { Column } from '../ui/table';

/** A chart's or a table's whole figures as a file for a spreadsheet program. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
	const lines = [
		columns.map(({ name }) => name),
		...rows.map((row) => columns.map((column) => column.value(row)))
	];
	return byteOrderMark + lines.map((cells) => csvLine(cells)).join('');
}
