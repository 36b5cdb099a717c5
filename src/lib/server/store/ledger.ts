import { insertInto, statement, type Column, type Transaction } from './bulk.ts';

type Key = { eventKey: string; digest: string };
const columns: Column<Key>[] = [
	{ name: 'event_key', type: 'uuid', value: (row) => row.eventKey },
	{ name: 'digest', type: 'uuid', value: (row) => row.digest }
];
const insert = insertInto(
	'event_ledger',
	columns,
	// Nothing is returned: mostly all are new, and the count says so.
	'ON CONFLICT DO NOTHING'
);
const find = statement(
	columns.slice(0, 1),
	(
		given
	) => `SELECT replace(l.event_key::text, '-', '') AS "eventKey", replace(l.digest::text, '-', '') AS digest
		FROM ${given} JOIN event_ledger l ON l.event_key = given.event_key
		WHERE l.xmin::text <> pg_current_xact_id()::xid::text`
);

/** Takes each key for good; keys come sorted. Answers how many were new. */
export async function claimEventKeys(tx: Transaction, keys: readonly Key[]): Promise<number> {
	const { count } = (await insert(tx, keys)) as unknown as { count: number };
	return count;
}

/** Those of the keys that were taken before this transaction, with the digest of what came under them. */
export async function findClaimedBefore(tx: Transaction, keys: readonly Key[]): Promise<Map<string, string>> {
	const found = await find<Key>(tx, keys);
	return new Map(found.map((row) => [row.eventKey, row.digest]));
}
