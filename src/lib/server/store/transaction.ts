/**
 * Transactions on a connection of their own. The driver's own `begin` sends ROLLBACK also when the connection is what was
 * lost, and a write to a lost connection throws where nobody can catch it: the process would end with the database
 * (porsager/postgres #1154, #1208, open in 3.4.9). A lost connection needs no ROLLBACK: the server has done it.
 */
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

type Mode = '' | 'ISOLATION LEVEL REPEATABLE READ READ ONLY';

export async function inTransaction<T>(
	sql: Sql,
	work: (tx: Transaction) => Promise<T>,
	mode: Mode = ''
): Promise<T> {
	const connection = await sql.reserve();
	try {
		await connection.unsafe(`BEGIN ${mode}`);
		const result = await work(connection as unknown as Transaction);
		await connection`COMMIT`;
		connection.release();
		return result;
	} catch (error) {
		// A lost connection has left the pool's hands by itself; given back it would be taken for a good one.
		if (isConnectionLost(error)) throw error;
		await connection`ROLLBACK`;
		connection.release();
		throw error;
	}
}

function isConnectionLost(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if ('severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC')) return true;
	return (
		'code' in error &&
		/^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|ENOTCONN|ERR_STREAM)/.test(String(error.code))
	);
}
