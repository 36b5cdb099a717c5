import type { Transaction } from './bulk.ts';
import { findLastChange } from './changes.ts';
import type { Sql } from './connect.ts';

/** Reads that agree with each other and with the change number they name. */
export function inSnapshot<T>(sql: Sql, read: (tx: Transaction, change: number) => Promise<T>): Promise<T> {
	return sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) =>
		read(tx, await findLastChange(tx))
	) as Promise<T>;
}
