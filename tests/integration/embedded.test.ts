import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { assertFingerprint, loadKeys } from '../../src/lib/server/keys.ts';
import { assertDurable, connect } from '../../src/lib/server/store/connect.ts';
import { openDatabase } from '../../src/lib/server/store/embedded.ts';
import { locateCluster } from '../../src/lib/server/store/cluster-place.ts';
import { findRecord } from '../../src/lib/server/store/database-record.ts';
import { findServer, startServer, stopServer } from '../../src/lib/server/store/postgres-cluster.ts';
import { openTestDatabase } from './database.ts';

const here = dirname(fileURLToPath(import.meta.url));
const top = resolve(here, '../..');
const log = { info: () => undefined, warn: () => undefined, error: console.error };
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

const folders: string[] = [];
const children: ChildProcess[] = [];

function makeDataDir(parent = tmpdir()): string {
	const folder = mkdtempSync(join(parent, 'denyut-embedded-'));
	chmodSync(folder, 0o755);
	folders.push(folder);
	return folder;
}

afterEach(async () => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	for (const folder of folders.splice(0)) {
		const cluster = clusterOf(folder);
		await stopServer(cluster);
		rmSync(cluster, { recursive: true, force: true });
		rmSync(folder, { recursive: true, force: true });
	}
});

function clusterOf(dataDir: string): string {
	const record = join(dataDir, 'database.json');
	if (!existsSync(record)) return join(dataDir, 'postgres');
	const { clusterElsewhere } = JSON.parse(readFileSync(record, 'utf8')) as { clusterElsewhere?: string };
	return clusterElsewhere ?? join(dataDir, 'postgres');
}

async function query<T>(url: string, work: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
	const sql = connect(url, { max: 1 });
	try {
		return await work(sql);
	} finally {
		await sql.end();
	}
}

/** Another process that opens the data directory; answers when it has. */
async function openElsewhere(dataDir: string): Promise<ChildProcess> {
	const child = spawn(process.execPath, ['--import', 'tsx', join(here, 'open-database.ts'), dataDir], {
		cwd: top,
		stdio: ['ignore', 'pipe', 'inherit']
	});
	children.push(child);
	const lines = createInterface({ input: child.stdout });
	await Promise.race([
		once(lines, 'line'),
		once(child, 'exit').then(() => Promise.reject(new Error('the other process ended')))
	]);
	return child;
}

async function kill(child: ChildProcess): Promise<void> {
	const exit = once(child, 'exit');
	child.kill('SIGKILL');
	await exit;
}

describe('the built-in database', () => {
	it('keeps everything for a second start on the same data directory', async () => {
		const dataDir = makeDataDir();
		const first = await openDatabase({ dataDir, log });
		await query(first.url, async (sql) => {
			await sql`create table kept (word text)`;
			await sql`insert into kept values ('denyut')`;
		});
		await first.stop();
		expect(findServer(clusterOf(dataDir))).toBeUndefined();

		const second = await openDatabase({ dataDir, log });
		expect(second.url).toBe(first.url);
		expect(await query(second.url, (sql) => sql`select word from kept`)).toEqual([{ word: 'denyut' }]);
		await second.stop();
	});

	it('speaks UTF-8 in the C locale, on the loopback only, with a random password in a private file', async () => {
		const dataDir = makeDataDir();
		const database = await openDatabase({ dataDir, log });
		const rows = await query(
			database.url,
			(sql) => sql`
				select pg_encoding_to_char(encoding) as encoding, datcollate, datctype,
					current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync
				from pg_database where datname = current_database()`
		);
		expect(rows).toEqual([
			{ encoding: 'UTF8', datcollate: 'C', datctype: 'C', addresses: '127.0.0.1', fsync: 'on' }
		]);
		expect(statSync(join(dataDir, 'database.json')).mode & 0o777).toBe(0o600);
		const wrong = new URL(database.url);
		wrong.password = 'postgres';
		await expect(query(wrong.href, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
		await database.stop();
	});

	it('adopts the server that a killed process left behind', async () => {
		const dataDir = makeDataDir();
		const child = await openElsewhere(dataDir);
		const orphan = findServer(clusterOf(dataDir));
		await kill(child);
		expect(orphan).toBeDefined();

		const database = await openDatabase({ dataDir, log });
		expect(findServer(clusterOf(dataDir))?.pid).toBe(orphan?.pid);
		expect(await query(database.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
		await database.stop();
		expect(findServer(clusterOf(dataDir))).toBeUndefined();
	});

	it('never takes a stranger with the same pid for its server', async () => {
		const dataDir = makeDataDir();
		await (await openDatabase({ dataDir, log })).stop();
		const lines = [process.pid, clusterOf(dataDir), 1, 5432, '', '127.0.0.1', 0, 'ready'];
		writeFileSync(join(clusterOf(dataDir), 'postmaster.pid'), `${lines.join('\n')}\n`);
		expect(findServer(clusterOf(dataDir))).toBeUndefined();
		await (await openDatabase({ dataDir, log })).stop();
	});

	it('is shared by processes, and the last one out stops it', async () => {
		const dataDir = makeDataDir();
		const child = await openElsewhere(dataDir);
		const database = await openDatabase({ dataDir, log });
		await database.stop();
		expect(findServer(clusterOf(dataDir))).toBeDefined();
		await kill(child);
		await (await openDatabase({ dataDir, log })).stop();
		expect(findServer(clusterOf(dataDir))).toBeUndefined();
	});

	it('comes back on the same port after a crash, with what was committed', async () => {
		const dataDir = makeDataDir();
		const database = await openDatabase({ dataDir, log });
		await query(database.url, (sql) => sql`create table crashed as select 1 as one`);
		const before = findServer(clusterOf(dataDir));
		process.kill(before?.pid ?? Number.NaN, 'SIGQUIT');
		await expect
			.poll(
				() => {
					const server = findServer(clusterOf(dataDir));
					// The one that was killed may still stand in the file for a moment.
					return server?.pid === before?.pid ? undefined : server;
				},
				{ timeout: 20_000 }
			)
			.toMatchObject({ port: before?.port, status: 'ready' });
		expect(await query(database.url, (sql) => sql`select one from crashed`)).toEqual([{ one: 1 }]);
		await database.stop();
	});

	it('tells what is missing when its password file is gone, and starts nothing anew', async () => {
		const dataDir = makeDataDir();
		await (await openDatabase({ dataDir, log })).stop();
		const record = readFileSync(join(dataDir, 'database.json'), 'utf8');
		rmSync(join(dataDir, 'database.json'));
		await expect(openDatabase({ dataDir, log })).rejects.toThrow(/database\.json, which holds its password/);
		expect(record).toContain('password');
	});

	it.runIf(isRoot)('stands where its user can reach it when root keeps data in a private home', async () => {
		const home = makeDataDir();
		chmodSync(home, 0o700);
		const dataDir = join(home, 'data');
		const first = await openDatabase({ dataDir, log });
		await query(first.url, (sql) => sql`create table kept as select 1 as one`);
		await first.stop();
		const cluster = clusterOf(dataDir);
		expect(cluster.startsWith(home)).toBe(false);
		const second = await openDatabase({ dataDir, log });
		expect(await query(second.url, (sql) => sql`select one from kept`)).toEqual([{ one: 1 }]);
		await second.stop();
		rmSync(cluster, { recursive: true, force: true });
	});

	it('works for an ordinary user', async ({ skip }) => {
		const dataDir = makeDataDir();
		if (!isRoot) {
			const database = await openDatabase({ dataDir, log });
			expect(statSync(clusterOf(dataDir)).uid).toBe(process.getuid?.());
			return database.stop();
		}
		chownSync(dataDir, NOBODY, NOBODY);
		const account = { uid: NOBODY, gid: NOBODY, cwd: top, env: { PATH: process.env.PATH, HOME: dataDir } };
		const mayRun = spawnSync(process.execPath, ['--import', 'tsx', '-e', '0'], account).status === 0;
		if (!mayRun) return skip('another user cannot reach Node or this checkout (it stands in a private home)');
		for (const start of ['first', 'second']) {
			const script = join(here, 'open-database.ts');
			const run = spawnSync(process.execPath, ['--import', 'tsx', script, dataDir, 'once'], {
				...account,
				encoding: 'utf8'
			});
			expect(run.stderr, start).toBe('');
			expect(run.stdout, start).toMatch(/^ready postgres:/);
		}
		expect(statSync(clusterOf(dataDir)).uid).toBe(NOBODY);
	});
});

describe('a start', () => {
	it('refuses a database whose commits are not on disk', async () => {
		const { sql, url, drop } = await openTestDatabase();
		await expect(assertDurable(sql)).resolves.toBeUndefined();
		const name = new URL(url).pathname.slice(1);
		await sql`alter database ${sql(name)} set synchronous_commit = off`;
		await expect(query(url, assertDurable)).rejects.toThrow(/synchronous_commit off.*set it to on/);
		await drop();
	});

	it('refuses a server that runs with fsync off', async () => {
		const dataDir = makeDataDir();
		const database = await openDatabase({ dataDir, log });
		await database.stop();
		const record = await findRecord(dataDir);
		const { cluster } = locateCluster(dataDir, record, log);
		await startServer({ ...cluster, settings: { fsync: 'off' } }, Number(new URL(database.url).port));
		await expect(query(database.url, assertDurable)).rejects.toThrow(/fsync off.*set fsync = on/);
	});

	it('refuses a pseudonym key that the database was not filled with', async () => {
		const { sql, drop } = await openTestDatabase();
		const dataDir = makeDataDir();
		const { pseudonym } = await loadKeys({ dataDir, pseudonymKey: undefined, serverKey: undefined });
		expect(statSync(join(dataDir, 'keys', 'pseudonym.key')).mode & 0o777).toBe(0o600);
		await assertFingerprint(sql, pseudonym);
		const again = await loadKeys({ dataDir, pseudonymKey: undefined, serverKey: undefined });
		await assertFingerprint(sql, again.pseudonym);
		await expect(assertFingerprint(sql, Buffer.alloc(32, 7))).rejects.toThrow(
			/pseudonym key is not the one this database was filled with/
		);
		await drop();
	});
});
