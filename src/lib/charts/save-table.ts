import type { Column } from '../ui/table';
import { fileName, saveFile } from './save-file';
import { tableCsv } from './table-csv';

/** Hands a table's whole figures to the browser as a file for a spreadsheet program. */
export function saveTable<Row>(
	title: string,
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	mark: string | null
): void {
	const url = URL.createObjectURL(
		new Blob([tableCsv(columns, rows, mark)], { type: 'text/csv;charset=utf-8' })
	);
	saveFile(url, fileName(title, 'csv'));
	URL.revokeObjectURL(url);
}
