import type { Viewer } from '../../domain/viewer.ts';
import type { Transaction } from './bulk.ts';
import { findLastChange } from './changes.ts';
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';
import { setViewer } from './viewer-context.ts';

/** Reads that agree with each other and with the change number they name, of the rows that the viewer may see. */
export function inSnapshot<T>(
	sql: Sql,
	viewer: Viewer,
	read: (tx: Transaction, change: number) => Promise<T>
): Promise<T> {
	return inTransaction(
		sql,
		async (tx) => {
			const [change] = await Promise.all([findLastChange(tx), setViewer(tx, viewer)]);
			return read(tx, change);
		},
		'ISOLATION LEVEL REPEATABLE READ READ ONLY'
	);
}
