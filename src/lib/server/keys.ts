import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { chainId, keyBytes } from './ingest/key-chain.ts';
import type { Sql } from './store/connect.ts';
import { fingerprint } from './store/fingerprint.ts';
import { findKeyRecord, recordFirstKey } from './store/key-rotation.ts';
import { writePrivateFile } from './store/private-file.ts';

export { fingerprint };

export interface Keys {
	/** Turns a NIK into its pseudonym: every key it ever was, oldest first. Losing one severs every person from the NIK for good. */
	readonly pseudonym: Buffer;
	/** Derives the secrets of API keys. */
	readonly server: Buffer;
	/**
	 * Seals the audit trail. A key of its own, so that an auditor may hold it without being able to make API keys, and so that
	 * the server key can be changed without parting the trail in two.
	 */
	readonly trail: Buffer;
	/** Signs guarantee letters; letters signed with another one are read as forged. */
	readonly letter: Buffer;
}

/** From the environment, else from `<dataDir>/keys/`, made at the first start: beside the database, not in it. */
export async function loadKeys(
	config: Pick<Config, 'dataDir' | 'pseudonymKey' | 'serverKey'> &
		Partial<Pick<Config, 'trailKey' | 'letterKey'>>
): Promise<Keys> {
	const folder = join(config.dataDir, 'keys');
	return {
		pseudonym:
			decodeChain(config.pseudonymKey) ?? (await loadOrCreate(folder, 'pseudonym.key', readKeyChain)),
		server: decode(config.serverKey) ?? (await loadOrCreate(folder, 'server.key')),
		trail: decode(config.trailKey) ?? (await loadOrCreate(folder, 'trail.key')),
		letter: decode(config.letterKey) ?? (await loadOrCreate(folder, 'letter.key'))
	};
}

/**
 * For commands that only look: a key that they made would fit nothing, and stand in the way of the right one.
 * @throws when there is none here
 */
export function findTrailKey(config: Pick<Config, 'dataDir' | 'trailKey'>): Buffer {
	const path = join(config.dataDir, 'keys', 'trail.key');
	const key = decode(config.trailKey) ?? readKey(path);
	if (key) return key;
	throw new Error(
		`There is no trail key at ${path}: set DENYUT_DATA_DIR to the data directory of the installation, or DENYUT_TRAIL_KEY to its key.`
	);
}

function decode(text: string | undefined): Buffer | undefined {
	return text === undefined ? undefined : Buffer.from(text, 'base64');
}

function decodeChain(text: string | undefined): Buffer | undefined {
	if (text === undefined) return undefined;
	return Buffer.concat(text.split(',').map((key) => Buffer.from(key, 'base64')));
}

async function loadOrCreate(folder: string, name: string, read = readKey): Promise<Buffer> {
	const path = join(folder, name);
	const existing = read(path);
	if (existing) return existing;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	// A link fails when another process has made the key meanwhile: the first key counts for both.
	const draft = `${path}.${process.pid}.new`;
	await writePrivateFile(draft, `${randomBytes(keyBytes).toString('base64')}\n`);
	await link(draft, path).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
	await rm(draft, { force: true });
	const created = read(path);
	if (created) return created;
	throw new Error(`Cannot create the key file ${path}.`);
}

function readKey(path: string): Buffer | undefined {
	const keys = readLines(path);
	if (keys === undefined || keys.length === 1) return keys?.[0];
	throw damaged(path);
}

/** A line a key, oldest first. */
export function readKeyChain(path: string): Buffer | undefined {
	const keys = readLines(path);
	return keys && Buffer.concat(keys);
}

function readLines(path: string): Buffer[] | undefined {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return undefined;
	if ((stat.mode & 0o077) !== 0) {
		throw new Error(`Others can read the key file ${path}: run chmod 600 on it.`);
	}
	const lines = readFileSync(path, 'utf8')
		.trim()
		.split(/\s*\n\s*/);
	const keys = lines.map((line) => Buffer.from(line, 'base64'));
	if (keys.every((bytes) => bytes.length === keyBytes)) return keys;
	throw damaged(path);
}

const damaged = (path: string) =>
	new Error(`The key file ${path} is damaged (it must hold 32 bytes in base64): restore it from a backup.`);

/** Does the database still stand under this key? */
export async function isCurrentKey(sql: Sql, key: Buffer): Promise<boolean> {
	const stored = await findKeyRecord(sql);
	return stored.rotation === null && stored.fingerprint === fingerprint(key);
}

/**
 * Stores the fingerprint in a new database, compares it in an old one. With another key the same NIK would
 * become a second person, silently; so a process whose key does not match refuses to start.
 */
export async function assertFingerprint(sql: Sql, key: Buffer): Promise<void> {
	const mine = fingerprint(key);
	await recordFirstKey(sql, { fingerprint: mine, keyId: chainId(key) });
	const stored = await findKeyRecord(sql);
	if (stored.rotation !== null)
		throw new Error('The pseudonym key is being changed: run npm run rotate-key again to finish it.');
	if (stored.fingerprint === mine) return;
	throw new Error(
		`The pseudonym key is not the one this database was filled with (fingerprint ${mine.slice(0, 8)}, expected ${String(stored.fingerprint).slice(0, 8)}): restore DENYUT_PSEUDONYM_KEY or keys/pseudonym.key in the data directory. Right after npm run rotate-key, run that again or set the variable to the new keys.`
	);
}
