import type { Transaction } from './bulk.ts';
import { findLastChange } from './changes.ts';
import type { Sql } from './connect.ts';
import { inTransaction } from './transaction.ts';

/** Reads that agree with each other and with the change number they name. */
export function inSnapshot<T>(sql: Sql, read: (tx: Transaction, change: number) => Promise<T>): Promise<T> {
	return inTransaction(
		sql,
		async (tx) => read(tx, await findLastChange(tx)),
		'ISOLATION LEVEL REPEATABLE READ READ ONLY'
	);
}
