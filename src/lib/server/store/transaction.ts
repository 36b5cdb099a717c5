/**
 * Transactions that outlive the database. The driver's `begin` sends ROLLBACK also when the connection is what was lost, and a
 * write to a lost connection throws where nobody can catch it: the process would end with the database (porsager/postgres
 * #1154, #1208, open in 3.4.9). So work whose connection is lost never settles: `begin` itself has failed by then and says
 * so, no ROLLBACK goes out, and the server has undone everything. (A connection taken with `reserve` instead is lost to the
 * pool when the database stops while it is being taken: tried.)
 */
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

type Mode = '' | 'ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** @throws what the work throws, after ROLLBACK; the driver's error when the connection is lost. */
export function inTransaction<T>(
	sql: Sql,
	work: (tx: Transaction) => Promise<T>,
	mode: Mode = ''
): Promise<T> {
	let isLost = false;
	const outcome = sql.begin(mode, async (tx) => {
		try {
			return await work(guard(tx, () => isLost));
		} catch (error) {
			if (isLost || isConnectionLost(error)) return new Promise<never>(() => undefined);
			throw error;
		}
	}) as Promise<T>;
	outcome.catch(() => (isLost = true));
	return outcome;
}

/** Statements that the work still wants to send after the loss would go to a dead socket: they fail at once. */
function guard(tx: Transaction, isLost: () => boolean): Transaction {
	const check = () => {
		if (isLost()) throw Object.assign(new Error('lost'), { code: 'CONNECTION_CLOSED' });
	};
	return new Proxy(tx, {
		apply(target, self, args) {
			check();
			return Reflect.apply(target as never, self, args);
		},
		get(target, key, receiver) {
			if (key === 'unsafe') check();
			return Reflect.get(target, key, receiver);
		}
	});
}

function isConnectionLost(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if ('severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC')) return true;
	return (
		'code' in error &&
		/^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|ENOTCONN|ERR_STREAM)/.test(String(error.code))
	);
}
