/**
 * Who works with the pseudonym key holds a lock on it, shared with all others; who changes the key holds it alone. The lock
 * belongs to a session, so it has a connection of its own that is never put back. A connection that is lost is taken anew
 * once the database is back; where the key was changed meanwhile, the holder is told that it is retired.
 */
import postgres from 'postgres';

/** "KEYS" */
const lockNumber = 0x4b455953;
const retryMs = 500;

export type KeyHold = { release: () => Promise<void> };

export class KeyInUse extends Error {}

export type Holder = {
	/** Is the key still the one that the database stands under? Asked when the lock was lost and is had again. */
	isCurrent: () => Promise<boolean>;
	/** It is not, or somebody is changing it: what this process would write now would stand under a retired key. */
	onRetired: () => void;
};

/** @throws KeyInUse while the key is being changed. */
export async function holdKeyShared(url: string, { isCurrent, onRetired }: Holder): Promise<KeyHold> {
	let isReleased = false;
	let isRetaking = false;
	const sql = postgres(url, { ...options('denyut-key'), onclose: () => void retake() });
	const take = async () => {
		const [row] = await sql<{ got: boolean }[]>`SELECT pg_try_advisory_lock_shared(${lockNumber}) AS got`;
		return row?.got === true;
	};
	const retake = async () => {
		if (isReleased || isRetaking) return;
		isRetaking = true;
		while (!isReleased) {
			await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
			// Null while the database is away.
			const isMine = await take()
				.then(async (got) => got && (await isCurrent()))
				.catch(() => null);
			if (isMine === false && !isReleased) onRetired();
			if (isMine !== null) break;
		}
		isRetaking = false;
	};
	const release = () => {
		isReleased = true;
		return sql.end({ timeout: 5 });
	};
	if (await take()) return { release };
	await release();
	throw new KeyInUse('The pseudonym key is being changed: wait until npm run rotate-key is done.');
}

/** @throws KeyInUse while anything works with the key. */
export async function holdKeyAlone(url: string): Promise<KeyHold> {
	const sql = postgres(url, options('denyut-rotate-key'));
	const [row] = await sql<{ got: boolean }[]>`SELECT pg_try_advisory_lock(${lockNumber}) AS got`;
	const release = () => sql.end({ timeout: 5 });
	if (row?.got === true) return { release };
	await release();
	throw new KeyInUse(
		'Something works with the pseudonym key: stop the server, and every command that runs, and call this again.'
	);
}

const options = (name: string) => ({
	max: 1,
	// A connection that is renewed now and then would drop the lock.
	max_lifetime: null,
	idle_timeout: 0,
	connect_timeout: 10,
	onnotice: () => undefined,
	connection: { application_name: name }
});
