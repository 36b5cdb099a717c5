/** For statements that read most rows of large tables: jobs, never pages. */
import type { Transaction } from './bulk.ts';

/**
 * Joins by hashing, in memory, whatever the planner thinks of the number of rows: thought to be few, a million persons are
 * looked up one by one in an index. Memory: up to 128 MB for each sort of the statement, and for each hash that times the server's
 * `hash_mem_multiplier` (2 unless somebody set it). What comes after it in the transaction is planned as before.
 */
export async function readWholeTables<Rows>(tx: Transaction, read: () => Promise<Rows>): Promise<Rows> {
	await tx`SELECT set_config('work_mem', '128MB', true), set_config('enable_nestloop', 'off', true)`;
	const rows = await read();
	await tx`SET LOCAL work_mem TO DEFAULT`;
	await tx`SET LOCAL enable_nestloop TO DEFAULT`;
	return rows;
}
