import type { Changes } from '../../protocol/live.ts';
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

/**
 * Numbers a commit. Must be the transaction's last statement: the counter's row stays locked until the commit, so
 * numbers become visible in their order and a reader of the sequence misses none.
 */
export async function recordChange(
	tx: Transaction,
	changes: Changes
): Promise<{ change: number; committedAt: Date }> {
	const rows = await tx
		.unsafe<{ number: number; committedAt: Date }[]>(
			`WITH counter AS (UPDATE change_counter SET number = number + 1 RETURNING number)
		INSERT INTO change (number, committed_at, changes) SELECT number, clock_timestamp(), $1::text::jsonb FROM counter
		RETURNING number, committed_at AS "committedAt"`,
			[JSON.stringify(changes)],
			{ prepare: true }
		)
		.execute();
	const [row] = rows;
	if (!row) throw new Error('the change counter is missing');
	return { change: row.number, committedAt: row.committedAt };
}

export async function findLastChange(sql: Sql | Transaction): Promise<number> {
	const [row] = await (sql as Sql)<{ number: number }[]>`SELECT number FROM change_counter`;
	return row?.number ?? 0;
}

export type ChangeRow = { change: number; committedAt: Date; changes: Changes };

/** What followed a number, in order. */
export async function findChangesAfter(sql: Sql, change: number, limit: number): Promise<ChangeRow[]> {
	return sql<ChangeRow[]>`
		SELECT number AS change, committed_at AS "committedAt", changes FROM change
		WHERE number > ${change} ORDER BY number LIMIT ${limit}`;
}

export async function forgetChangesBefore(sql: Sql, before: Date): Promise<void> {
	await sql`DELETE FROM change WHERE committed_at < ${before}`;
}
