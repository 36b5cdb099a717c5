import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import type { Sql } from './store/connect.ts';
import { fingerprint } from './store/fingerprint.ts';
import { writePrivateFile } from './store/private-file.ts';

export { fingerprint };

const KEY_BYTES = 32;

export interface Keys {
	/** Turns a NIK into its pseudonym. Losing it severs every person from the NIK for good. */
	readonly pseudonym: Buffer;
	/** Derives the secrets of API keys. */
	readonly server: Buffer;
}

/** From the environment, else from `<dataDir>/keys/`, made at the first start: beside the database, not in it. */
export async function loadKeys(
	config: Pick<Config, 'dataDir' | 'pseudonymKey' | 'serverKey'>
): Promise<Keys> {
	const folder = join(config.dataDir, 'keys');
	return {
		pseudonym: decode(config.pseudonymKey) ?? (await loadOrCreate(folder, 'pseudonym.key')),
		server: decode(config.serverKey) ?? (await loadOrCreate(folder, 'server.key'))
	};
}

function decode(text: string | undefined): Buffer | undefined {
	return text === undefined ? undefined : Buffer.from(text, 'base64');
}

async function loadOrCreate(folder: string, name: string): Promise<Buffer> {
	const path = join(folder, name);
	const existing = readKey(path);
	if (existing) return existing;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	// A link fails when another process has made the key meanwhile: the first key counts for both.
	const draft = `${path}.${process.pid}.new`;
	await writePrivateFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
	await link(draft, path).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
	await rm(draft, { force: true });
	const created = readKey(path);
	if (created) return created;
	throw new Error(`Cannot create the key file ${path}.`);
}

function readKey(path: string): Buffer | undefined {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) return undefined;
	if ((stat.mode & 0o077) !== 0) {
		throw new Error(`Others can read the key file ${path}: run chmod 600 on it.`);
	}
	const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
	if (bytes.length === KEY_BYTES) return bytes;
	throw new Error(
		`The key file ${path} is damaged (it must hold 32 bytes in base64): restore it from a backup.`
	);
}

const FINGERPRINT_SETTING = 'pseudonym_key_fingerprint';

/**
 * Stores the fingerprint in a new database, compares it in an old one. With another key the same NIK would
 * become a second person, silently; so a process whose key does not match refuses to start.
 */
export async function assertFingerprint(sql: Sql, key: Buffer): Promise<void> {
	const mine = fingerprint(key);
	await sql`
		insert into setting (key, value) values (${FINGERPRINT_SETTING}, ${sql.json(mine)})
		on conflict (key) do nothing`;
	const [stored] = await sql<{ value: unknown }[]>`
		select value from setting where key = ${FINGERPRINT_SETTING}`;
	if (stored?.value === mine) return;
	throw new Error(
		`The pseudonym key is not the one this database was filled with (fingerprint ${mine.slice(0, 8)}, expected ${String(stored?.value).slice(0, 8)}): restore DENYUT_PSEUDONYM_KEY or keys/pseudonym.key in the data directory.`
	);
}
