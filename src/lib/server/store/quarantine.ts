import { insertInto, type Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

export type QuarantineRow = {
	digest: string;
	party: string;
	facility: string | null;
	source: string;
	eventId: string | null;
	eventType: string | null;
	code: string;
	field: string | null;
	detail: string;
	payload: Uint8Array | null;
	receivedAt: Date;
	times: number;
};

/** The same unusable thing sent again is the same row, seen once more; after it was settled it waits anew. */
const insert = insertInto<QuarantineRow>(
	'quarantine',
	[
		{ name: 'digest', type: 'uuid', value: (row) => row.digest },
		{ name: 'party', type: 'text', value: (row) => row.party },
		{ name: 'facility', type: 'text', value: (row) => row.facility },
		{ name: 'source', type: 'text', value: (row) => row.source },
		{ name: 'event_id', type: 'text', value: (row) => row.eventId },
		{ name: 'event_type', type: 'text', value: (row) => row.eventType },
		{ name: 'code', type: 'text', value: (row) => row.code },
		{ name: 'field', type: 'text', value: (row) => row.field },
		{ name: 'detail', type: 'jsonb', value: (row) => row.detail },
		{ name: 'payload', type: 'bytea', value: (row) => row.payload },
		{ name: 'received_at', type: 'timestamptz', value: (row) => row.receivedAt },
		{ name: 'last_received_at', type: 'timestamptz', value: (row) => row.receivedAt },
		{ name: 'times', type: 'int4', value: (row) => row.times }
	],
	`ON CONFLICT (digest) WHERE resolved_at IS NULL DO UPDATE SET times = quarantine.times + excluded.times,
		last_received_at = excluded.last_received_at, payload = coalesce(quarantine.payload, excluded.payload)`
);

export async function quarantineItems(tx: Transaction, rows: readonly QuarantineRow[]): Promise<void> {
	if (rows.length === 0) return;
	const sorted = [...rows].sort((a, b) => (a.digest < b.digest ? -1 : 1));
	await settleExpired(tx, sorted);
	await insert(tx, sorted);
}

/** What nobody put right in its time is over: sent once more it waits anew, and the days between stay without it. */
async function settleExpired(tx: Transaction, rows: readonly QuarantineRow[]): Promise<void> {
	await tx`
		UPDATE quarantine q SET resolved_at = q.last_received_at + interval '30 days', resolution = 'expired', payload = NULL
		FROM unnest(${rows.map(({ digest }) => digest)}::text[]::uuid[],
			${rows.map(({ receivedAt }) => receivedAt.toISOString())}::text[]::timestamptz[]) AS again(digest, received_at)
		WHERE q.digest = again.digest AND q.resolved_at IS NULL
			AND q.last_received_at <= again.received_at - interval '30 days'`;
}

/** @returns false when somebody else resolved it first: of two corrections one counts. */
export async function resolveQuarantined(
	tx: Transaction,
	id: string,
	resolution: 'replayed' | 'discarded',
	at: Date
): Promise<boolean> {
	const { count } =
		await tx`UPDATE quarantine SET resolved_at = ${at}, resolution = ${resolution}, payload = NULL
		WHERE id = ${id} AND resolved_at IS NULL`;
	return count > 0;
}

/** What was sent is held for correction for thirty days only. */
export async function expireHeldPayloads(sql: Sql, before: Date): Promise<void> {
	await sql`UPDATE quarantine SET payload = NULL WHERE payload IS NOT NULL AND last_received_at < ${before}`;
}
