import type { EventRefusalCode } from '../../protocol/refusals.ts';
import type { Executor } from './bulk.ts';
import type { Sql } from './connect.ts';

export type SourceDayRow = {
	reporter: string;
	source: string;
	day: string;
	accepted: number;
	duplicate: number;
	quarantined: number;
	within1h: number;
	within6h: number;
	within24h: number;
	within7d: number;
	later: number;
	lastSeenAt: Date;
};

/** What each source sent on each day of a span, in order. */
export function readSourceDays(sql: Executor, from: string, to: string): Promise<SourceDayRow[]> {
	return (sql as Sql)<SourceDayRow[]>`
		SELECT reporter, source, day, accepted, duplicate, quarantined, within_1h AS "within1h", within_6h AS "within6h",
			within_24h AS "within24h", within_7d AS "within7d", later, last_seen_at AS "lastSeenAt"
		FROM source_day WHERE day BETWEEN ${from} AND ${to} ORDER BY reporter, source, day`;
}

export type HeldItem = {
	id: string;
	code: EventRefusalCode;
	field: string | null;
	detail: Record<string, string>;
	party: string;
	facility: string | null;
	source: string;
	eventId: string | null;
	eventType: string | null;
	receivedAt: Date;
	times: number;
};

/** Those received in a span (its beginning no more, since they expire then) and not yet resolved at its end. */
export type HeldSpan = { from: Date; before: Date };
export type HeldChoice = { reason: string; source: string; type: string };

function waitingIn(sql: Sql, { from, before }: HeldSpan) {
	return sql`last_received_at > ${from} AND received_at < ${before} AND (resolved_at IS NULL OR resolved_at >= ${before})`;
}

function chosen(sql: Sql, { reason, source, type }: HeldChoice) {
	return sql`(${reason} = '' OR code = ${reason}) AND (${source} = '' OR coalesce(facility, party) = ${source})
		AND (${type} = '' OR coalesce(event_type, '-') = ${type})`;
}

const heldColumns = (sql: Sql) => sql`id, code, field, detail, party, facility, source, event_id AS "eventId",
	event_type AS "eventType", received_at AS "receivedAt", times`;

export function readHeld(
	executor: Executor,
	span: HeldSpan,
	choice: HeldChoice,
	page: { limit: number; offset: number }
): Promise<HeldItem[]> {
	const sql = executor as Sql;
	return sql<HeldItem[]>`
		SELECT ${heldColumns(sql)} FROM quarantine WHERE ${waitingIn(sql, span)} AND ${chosen(sql, choice)}
		ORDER BY received_at DESC, id LIMIT ${page.limit} OFFSET ${page.offset}`;
}

export type HeldCount = { reason: string; source: string; type: string; count: number };

/** How many wait of each reason, sender and type: few rows, from which every filter's counts are made. */
export function countHeld(executor: Executor, span: HeldSpan): Promise<HeldCount[]> {
	const sql = executor as Sql;
	return sql<HeldCount[]>`
		SELECT code AS reason, coalesce(facility, party) AS source, coalesce(event_type, '-') AS type, count(*) AS count
		FROM quarantine WHERE ${waitingIn(sql, span)} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`;
}

export type HeldDetail = HeldItem & {
	payload: Uint8Array | null;
	/** It waits thirty days from here. */
	lastReceivedAt: Date;
	resolvedAt: Date | null;
	resolution: 'replayed' | 'discarded' | 'expired' | null;
};

export async function findHeld(executor: Executor, id: string): Promise<HeldDetail | undefined> {
	const sql = executor as Sql;
	const [row] = await sql<HeldDetail[]>`
		SELECT ${heldColumns(sql)}, payload, last_received_at AS "lastReceivedAt", resolved_at AS "resolvedAt", resolution
		FROM quarantine WHERE id = ${id}`;
	return row;
}
