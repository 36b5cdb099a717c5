/** What the page Connect tells a hospital of itself: its keys, and what became of what it sent last. */
import type { EventRefusalCode } from '../../protocol/refusals.ts';
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

export type KeyRow = {
	id: string;
	label: string | null;
	party: string | null;
	createdAt: Date;
	revokedAt: Date | null;
};

export function readKeysOf(tx: Transaction, facility: string): Promise<KeyRow[]> {
	return tx<KeyRow[]>`
		SELECT id, label, party, created_at AS "createdAt", revoked_at AS "revokedAt" FROM api_key
		WHERE facility = ${facility} ORDER BY revoked_at IS NOT NULL, created_at DESC LIMIT 50`;
}

/** Keys that send; those that only read are the office's to give. */
export async function countLiveKeys(sql: Sql, facility: string): Promise<number> {
	const [row] = await sql<{ n: number }[]>`
		SELECT count(*)::int AS n FROM api_key
		WHERE facility = ${facility} AND party = 'hospital' AND revoked_at IS NULL`;
	return row?.n ?? 0;
}

export async function isLiveKeyOf(sql: Sql, id: string, facility: string): Promise<boolean> {
	const rows = await sql`
		SELECT FROM api_key WHERE id = ${id} AND facility = ${facility} AND party = 'hospital' AND revoked_at IS NULL`;
	return rows.length > 0;
}

/** Facilities with a live key or anything ever sent under their name. */
export async function readConnected(tx: Transaction): Promise<string[]> {
	const rows = await tx<{ code: string }[]>`
		SELECT facility AS code FROM api_key WHERE facility IS NOT NULL AND revoked_at IS NULL
		UNION SELECT code FROM facility WHERE EXISTS (SELECT FROM source_day WHERE reporter = facility.code)`;
	return rows.map(({ code }) => code);
}

export type SentToday = { accepted: number; duplicate: number; quarantined: number; lastSeenAt: Date | null };

export async function readSentOn(tx: Transaction, facility: string, day: string): Promise<SentToday> {
	const [row] = await tx<SentToday[]>`
		SELECT coalesce(sum(accepted) FILTER (WHERE day = ${day}), 0)::int AS accepted,
			coalesce(sum(duplicate) FILTER (WHERE day = ${day}), 0)::int AS duplicate,
			coalesce(sum(quarantined) FILTER (WHERE day = ${day}), 0)::int AS quarantined, max(last_seen_at) AS "lastSeenAt"
		FROM source_day WHERE reporter = ${facility} AND day <= ${day}`;
	return row ?? { accepted: 0, duplicate: 0, quarantined: 0, lastSeenAt: null };
}

export type TailSpan = { since: Date; before: Date; limit: number };

export type TakenRow = {
	kind: 'visit' | 'bed' | 'claim' | 'stock' | 'tally';
	key: string;
	id: string;
	at: Date;
	stands: boolean;
	word: string;
	room: string | null;
};

/** Newest versions of a facility, by when they were learned: nothing of a person, not even a visit's number. */
export function readTaken(
	tx: Transaction,
	facility: string,
	{ since, before, limit }: TailSpan
): Promise<TakenRow[]> {
	const of = (kind: string, table: string, word: string, room = 'NULL', owner = 'facility') => `(
		SELECT '${kind}' AS kind, event_key::text AS key, version_id AS id, learned_at AS at, posted_on IS NOT NULL AS stands,
			${word} AS word, ${room}::text AS room
		FROM ${table} WHERE ${owner} = $1 AND learned_at >= $2 AND learned_at < $3
		ORDER BY learned_at DESC, version_time DESC, event_key LIMIT $4)`;
	return tx.unsafe<TakenRow[]>(
		`SELECT * FROM (${[
			of('visit', 'visit', 'service'),
			of('bed', 'bed_report', 'ward', 'room'),
			of('claim', 'claim', 'state'),
			of('stock', 'stock', 'item'),
			of('tally', 'tally', 'code', 'NULL', 'reporter')
		].join(' UNION ALL ')}) AS taken ORDER BY at DESC, kind, key LIMIT $4`,
		[facility, since, before, limit]
	);
}

export type RefusedRow = {
	heldId: string;
	type: string | null;
	id: string | null;
	at: Date;
	times: number;
	code: EventRefusalCode;
	field: string | null;
	detail: Record<string, string>;
	isOpen: boolean;
};

/** What its key sent and what others sent about it. */
export function readRefused(
	tx: Transaction,
	facility: string,
	{ since, before, limit }: TailSpan
): Promise<RefusedRow[]> {
	return tx<RefusedRow[]>`
		SELECT id AS "heldId", event_type AS type, event_id AS id, last_received_at AS at, times, code, field, detail,
			resolved_at IS NULL AS "isOpen"
		FROM quarantine
		WHERE (party = ${`hospital:${facility}`} OR facility = ${facility}) AND last_received_at >= ${since} AND received_at < ${before}
		ORDER BY last_received_at DESC, id LIMIT ${limit}`;
}

export type DuplicateRow = { change: number; at: Date; source: string; count: number };
/** The sequence of changes is kept for an hour; of a busy one the newest part is enough. */
const newestChanges = 2_000;

/**
 * Requests with events that had been taken before. Only the sequence of changes knows of them one by one, which is nobody's
 * to read but the product's: asked with its own rights, for one facility.
 */
export function readDuplicates(sql: Sql, facility: string, limit: number): Promise<DuplicateRow[]> {
	return sql<DuplicateRow[]>`
		SELECT number AS change, (cell->>'lastSeenAt')::timestamptz AS at, cell->>'source' AS source, (cell->>'duplicate')::int AS count
		FROM (SELECT number, changes FROM change ORDER BY number DESC LIMIT ${newestChanges}) AS newest,
			jsonb_array_elements(changes->'sources') AS cell
		WHERE cell->>'reporter' = ${facility} AND (cell->>'duplicate')::int > 0 ORDER BY number DESC LIMIT ${limit}`;
}
