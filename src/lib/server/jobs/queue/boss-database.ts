/** pg-boss on this product's own driver and pool: no second driver connects and no connection is added. */
import type PgBoss from 'pg-boss';
import type { Transaction } from '../../store/bulk.ts';
import type { Sql } from '../../store/connect.ts';
import { inTransaction } from '../../store/transaction.ts';

/** Its own maintenance comes as one text: left in these words, a fault inside would leave the connection in the transaction. */
const wholeTransaction = /^\s*BEGIN;(.*)COMMIT;\s*$/s;

export const bossDatabase = (sql: Sql): PgBoss.Db => ({
	executeSql: (text, values) =>
		wholeTransaction.test(text)
			? inTransaction(sql, (tx) => inBossTransaction(tx).executeSql(text, values))
			: ask(sql, text, values)
});

/** Within a transaction that others' statements are in too. */
export const inBossTransaction = (tx: Transaction): PgBoss.Db => ({
	executeSql: (text, values) => ask(tx, wholeTransaction.exec(text)?.[1] ?? text, values)
});

/** The driver refuses undefined; pg-boss means null by it. */
async function ask(sql: Sql | Transaction, text: string, values: unknown[] = []) {
	const given = values.map((value) => value ?? null) as never[];
	return { rows: await sql.unsafe(text, given) };
}
