/** Reading the trail as it is kept: its head, its beginning, and all its lines in their order. */
import type { Executor, Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import type { SealedLine } from './line.ts';

export type TrailHead = { number: number; mac: Uint8Array | null; keyId: string | null };

export async function readHead(sql: Executor): Promise<TrailHead> {
	const [head] = await (sql as Sql)<TrailHead[]>`SELECT number, mac, key_id AS "keyId" FROM trail_head`;
	if (!head) throw new Error('the head of the trail is missing');
	return head;
}

/** A number beyond what JavaScript counts to is nobody's but a forger's: it is read as the largest and fits no seal. */
const columns = `LEAST(number, ${Number.MAX_SAFE_INTEGER}) AS number, at, viewer, role, facility, session, api_key AS "apiKey", address,
	action, what, rows, filter, row_count AS "rowCount", reason, previous, mac, key_id AS "keyId"`;
const pageLines = 1_000;

/** Lines from before the chain. */
export async function readCarried(sql: Executor): Promise<SealedLine[]> {
	return (sql as Sql).unsafe<SealedLine[]>(
		`SELECT ${columns} FROM trail WHERE number <= 0 ORDER BY trail.number`
	);
}

/** The lines of the chain, a page at a time. */
export function eachLines(tx: Transaction): AsyncIterable<SealedLine[]> {
	return tx
		.unsafe<SealedLine[]>(`SELECT ${columns} FROM trail WHERE number > 0 ORDER BY trail.number`)
		.cursor(pageLines);
}
