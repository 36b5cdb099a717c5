/**
 * Adding a line. Writers queue for one lock, read the last seal, seal theirs and let go at their commit, so that numbers
 * have no gap and a transaction that is undone leaves none. The lock is an advisory one: who adds lines needs no right to
 * change anything. Take it late: nothing that another writer of the trail waits for may be held while waiting here, which is
 * why a look is recorded before `recordChange`.
 */
import type { Viewer } from '../../../domain/viewer.ts';
import type { Executor, Transaction } from '../bulk.ts';
import type { Sql } from '../connect.ts';
import { inTransaction } from '../transaction.ts';
import { sealOf, startSeal, type TrailKey, type TrailLine } from './line.ts';
import { lineOf, type Look } from './look.ts';
import { readCarried, readHead } from './read-lines.ts';

/** "TRAI" */
const lockNumber = 0x54524149;

/**
 * Writes down who looked at what, in the caller's transaction or, given a pool, in one of its own. Awaited before the rows are
 * shown, no look goes unrecorded.
 * @returns the line's number
 * @throws when the trail was begun with another key
 */
export type RecordLook = (on: Executor, viewer: Viewer, look: Look) => Promise<number>;

export function lookRecorder(key: TrailKey, clock: () => Date): RecordLook {
	return (on, viewer, look) => {
		const line = lineOf(viewer, look, clock(), key.id);
		return isPool(on) ? inTransaction(on, (tx) => append(tx, key, line)) : append(on, key, line);
	};
}

/** Many looks at once, one line each, in the order given, for as many round trips as one. */
export type RecordLooks = (
	tx: Transaction,
	looks: readonly { viewer: Viewer; look: Look }[]
) => Promise<void>;

export function looksRecorder(key: TrailKey, clock: () => Date): RecordLooks {
	return async (tx, looks) => {
		const at = clock();
		await append(tx, key, ...looks.map(({ viewer, look }) => lineOf(viewer, look, at, key.id)));
	};
}

const isPool = (on: Executor): on is Sql => 'begin' in on;

type Draft = Omit<TrailLine, 'number'>;

/** @returns the last line's number */
async function append(tx: Transaction, key: TrailKey, ...drafts: readonly Draft[]): Promise<number> {
	// Sent together, in this order: the second statement's view of the table is taken when the first has got the lock.
	const locked = tx`SELECT pg_advisory_xact_lock(${lockNumber})`.execute();
	const [head] = await Promise.all([readHead(tx), locked]);
	if (head.keyId !== null && head.keyId !== key.id) throw otherKey(key.id, head.keyId);
	let previous = head.mac ?? startSeal(key, await readCarried(tx));
	const told = drafts.map((draft, index) => {
		const line = { ...draft, number: head.number + 1 + index };
		const before = previous;
		previous = sealOf(key, line, before);
		return insert(tx, line, before, previous);
	});
	await Promise.all(told);
	return head.number + drafts.length;
}

/** The last line tells with which key the trail is kept: two would part it into halves that nobody could check at once. */
export function otherKey(mine: string, expected: string): Error {
	return new Error(
		`The trail key is not the one this database's trail is sealed with (${mine.slice(0, 8)}, expected ${expected.slice(0, 8)}): restore DENYUT_TRAIL_KEY or keys/trail.key in the data directory.`
	);
}

async function insert(
	tx: Transaction,
	line: TrailLine,
	previous: Uint8Array,
	mac: Uint8Array
): Promise<void> {
	const { number, at, viewer, role, facility, session, apiKey, address, action, what } = line;
	const { rows, filter, rowCount, reason, keyId } = line;
	await tx`
		INSERT INTO trail (number, at, viewer, role, facility, session, api_key, address, action, what, rows, filter,
			row_count, reason, previous, mac, key_id)
		VALUES (${number}, ${at}, ${viewer}, ${role}, ${facility}, ${session}, ${apiKey}, ${address}, ${action}, ${what},
			${JSON.stringify(rows)}::text::jsonb, ${JSON.stringify(filter)}::text::jsonb, ${rowCount}, ${reason},
			${Buffer.from(previous)}, ${Buffer.from(mac)}, ${keyId})`;
}
