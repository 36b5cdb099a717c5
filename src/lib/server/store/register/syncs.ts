/** The history of readings of the registers. */
import { hash } from 'node:crypto';
import { registerSources, type RegisterSource } from '../../../domain/membership-validity.ts';
import type { Executor } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import type { SyncMode } from './apply.ts';

/** "REGS": with the source's own number, one reading of a source at a time. */
const syncLockClass = 0x52454753;
const syncLockKey = (source: RegisterSource) => hash('sha1', source, 'buffer').readInt32BE(0);

/**
 * Whether somebody reads the register that a row of `register_sync` names: the lock of another register, or of another
 * database of the same server, tells nothing of it.
 */
export const isSyncLocked = (sql: Sql) => sql`EXISTS (
	SELECT FROM pg_locks l JOIN pg_database b ON b.oid = l.database AND b.datname = current_database()
	WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${syncLockClass}::int::oid AND l.objid = CASE source
		${registerSources.map((source) => sql`WHEN ${source} THEN ${String(syncLockKey(source) >>> 0)}::text::oid `)} END)`;

/** Reasons why lines were not taken: how many, and where the first of them stand. */
export type Rejections = Record<string, { count: number; lines: number[] }>;

export type SyncCounts = {
	lines: number;
	accepted: number;
	duplicate: number;
	rejected: number;
	rejections: Rejections;
	added: number;
	changed: number;
	removed: number;
};

/** The lock belongs to the session: it is let go when that ends, however it ends. */
export async function trySyncLock(session: Sql, source: RegisterSource): Promise<boolean> {
	const [row] = await session<{ got: boolean }[]>`
		SELECT pg_try_advisory_lock(${syncLockClass}, ${syncLockKey(source)}) AS got`;
	return row?.got === true;
}

/** With the lock, whatever else is said to run has lost its process. */
export async function beginSync(
	session: Sql,
	sync: { id: string; source: RegisterSource; mode: SyncMode; sender: string; startedAt: Date }
): Promise<void> {
	await session`UPDATE register_sync SET state = 'aborted' WHERE source = ${sync.source} AND state = 'running'`;
	await session`
		INSERT INTO register_sync (id, source, mode, state, started_at, sender, lines, accepted, duplicate, rejected,
			rejections, added, changed, removed)
		VALUES (${sync.id}, ${sync.source}, ${sync.mode}, 'running', ${sync.startedAt}, ${sync.sender}, 0, 0, 0, 0, '{}', 0, 0, 0)`;
}

export async function endSync(
	on: Executor,
	id: string,
	end: { state: 'done' | 'refused' | 'failed'; endedAt: Date; counts: SyncCounts; fault: string | null }
): Promise<void> {
	const { counts } = end;
	await (on as Sql)`
		UPDATE register_sync SET state = ${end.state}, ended_at = ${end.endedAt}, fault = ${end.fault},
			lines = ${counts.lines}, accepted = ${counts.accepted}, duplicate = ${counts.duplicate},
			rejected = ${counts.rejected}, rejections = ${JSON.stringify(counts.rejections)}::text::jsonb,
			added = ${counts.added}, changed = ${counts.changed}, removed = ${counts.removed}
		WHERE id = ${id}`;
}
