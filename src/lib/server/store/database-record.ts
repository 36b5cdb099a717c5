/**
 * What several processes must agree on about one embedded database, in `<dataDir>/database.json` (0600):
 * where the cluster stands, its port and password, and who uses it.
 *
 * States: every change of the record, and every start or stop of the server, happens under
 * `<dataDir>/database.lock`. The lock file appears complete (hard link of a finished file), so a reader
 * never sees it half written; a lock whose process died is taken over. The last user who leaves stops the
 * server; a user who was killed is recognised as dead by its start time and no longer counts.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive, markThisProcess } from './process-identity.ts';
import { writePrivateFile } from './private-file.ts';

const markSchema = z.object({ pid: z.number(), identity: z.string() });

const recordSchema = z.object({
	/** Absolute path of a cluster that had to be put elsewhere; absent when it is `<dataDir>/postgres`. */
	clusterElsewhere: z.string().optional(),
	/** False until initdb has finished: a record without its cluster is then a beginning, not a loss. */
	initialised: z.boolean(),
	port: z.number(),
	password: z.string(),
	users: z.array(markSchema.extend({ token: z.string() }))
});

export type DatabaseRecord = z.infer<typeof recordSchema>;

export async function findRecord(dataDir: string): Promise<DatabaseRecord | undefined> {
	const path = join(dataDir, 'database.json');
	const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw new Error(`Cannot read ${path}: ${error.message}`);
	});
	if (text === undefined) return undefined;
	try {
		return recordSchema.parse(JSON.parse(text));
	} catch {
		throw new Error(
			`${path} is damaged: it holds the password of the database beside it. Restore it from a backup.`
		);
	}
}

export async function saveRecord(dataDir: string, record: DatabaseRecord): Promise<void> {
	await writePrivateFile(join(dataDir, 'database.json'), JSON.stringify(record, null, '\t'));
}

export function livingUsers(record: DatabaseRecord): DatabaseRecord['users'] {
	return record.users.filter(isAlive);
}

const LOCK_WAIT_MS = 120_000;

export async function underLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
	const lock = join(dataDir, 'database.lock');
	const release = await takeLock(lock);
	try {
		return await work();
	} finally {
		await release();
	}
}

async function takeLock(lock: string): Promise<() => Promise<void>> {
	const draft = `${lock}.${process.pid}.${randomUUID()}`;
	await writeFile(draft, JSON.stringify(markThisProcess()), { mode: 0o600 });
	try {
		const deadline = Date.now() + LOCK_WAIT_MS;
		for (;;) {
			if (await linked(draft, lock)) return () => rm(lock, { force: true });
			if (await removeIfStale(lock)) continue;
			if (Date.now() > deadline) {
				throw new Error(`Another process is starting or stopping the database and holds ${lock}.`);
			}
			await sleep(25);
		}
	} finally {
		await rm(draft, { force: true });
	}
}

async function linked(draft: string, lock: string): Promise<boolean> {
	try {
		await link(draft, lock);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

async function removeIfStale(lock: string): Promise<boolean> {
	const text = await readFile(lock, 'utf8').catch(() => undefined);
	if (text === undefined) return true;
	if (isHeld(text)) return false;
	// Two processes may find the same dead lock. Moving it aside first shows what was really taken away: when
	// the other one was quicker and this is its new lock, it goes back.
	const aside = `${lock}.stale.${randomUUID()}`;
	try {
		await rename(lock, aside);
		if (isHeld(await readFile(aside, 'utf8'))) await linked(aside, lock);
		await rm(aside, { force: true });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	return true;
}

function isHeld(text: string): boolean {
	try {
		return isAlive(markSchema.parse(JSON.parse(text)));
	} catch {
		return false;
	}
}
