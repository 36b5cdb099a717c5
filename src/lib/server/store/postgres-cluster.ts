/**
 * One PostgreSQL cluster on disk and the server process on it, driven by `initdb` and `postgres` directly.
 *
 * States: no folder → (initdb under another name, then renamed) → stopped → starting → ready → stopping →
 * stopped. `postmaster.pid` in the cluster is the truth about which of the last four it is; it is believed
 * only when the process it names lives and works in this very folder. Callers hold the data directory's lock.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	chownSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './postgres-account.ts';
import type { Binaries } from './postgres-binaries.ts';
import { findProcessIdentity } from './process-identity.ts';

export const SUPERUSER = 'denyut';

export interface Cluster {
	readonly folder: string;
	readonly logFile: string;
	readonly binaries: Binaries;
	readonly account: Account | undefined;
	/** Laid over the usual ones; only tests that need a badly run server use it. */
	readonly settings?: Readonly<Record<string, string>>;
}

export interface ServerProcess {
	readonly pid: number;
	readonly port: number;
	readonly status: 'starting' | 'ready' | 'stopping';
}

const SETTINGS: Readonly<Record<string, string>> = {
	listen_addresses: '127.0.0.1',
	// TCP on the loopback needs the password; a socket in /tmp would only be a second door.
	unix_socket_directories: '',
	fsync: 'on',
	synchronous_commit: 'on',
	full_page_writes: 'on',
	max_connections: '60',
	shared_buffers: '256MB',
	effective_cache_size: '1GB',
	work_mem: '16MB',
	maintenance_work_mem: '128MB',
	wal_compression: 'off',
	max_wal_size: '4GB',
	checkpoint_timeout: '15min',
	random_page_cost: '1.1',
	jit: 'off',
	// The app shares the machine's few cores, and /dev/shm is only 64 MB in a container.
	max_parallel_workers_per_gather: '0',
	timezone: 'UTC',
	log_timezone: 'UTC',
	// Never a statement or its parameters in the log: they may hold what must not be stored in the clear.
	log_min_error_statement: 'panic',
	log_parameter_max_length: '0',
	log_parameter_max_length_on_error: '0',
	log_error_verbosity: 'terse'
};

/** Makes the cluster in one step: an interrupted initdb leaves only a folder that nobody will look at. */
export function createCluster(cluster: Cluster, password: string): void {
	const draft = `${cluster.folder}.new-${randomUUID()}`;
	const passwordFile = `${draft}.password`;
	try {
		mkdirSync(draft, { mode: 0o700 });
		writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
		if (cluster.account) {
			chownSync(draft, cluster.account.uid, cluster.account.gid);
			chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
		}
		const run = spawnSync(
			cluster.binaries.initdb,
			[
				`--pgdata=${draft}`,
				`--username=${SUPERUSER}`,
				`--pwfile=${passwordFile}`,
				'--auth=scram-sha-256',
				'--encoding=UTF8',
				'--locale=C',
				'--no-instructions'
			],
			{ ...runAs(cluster.account), encoding: 'utf8' }
		);
		if (run.status !== 0) {
			throw new Error(`Cannot create the database in ${cluster.folder}: ${run.error?.message ?? run.stderr}`);
		}
		renameSync(draft, cluster.folder);
	} finally {
		rmSync(passwordFile, { force: true });
		rmSync(draft, { recursive: true, force: true });
	}
}

/** The server that runs on this cluster, whoever started it. */
export function findServer(folder: string): ServerProcess | undefined {
	let lines: string[];
	try {
		lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
	} catch {
		return undefined;
	}
	const pid = Number(lines[0]);
	if (!isServerOf(folder, pid)) return undefined;
	const word = lines[7]?.trim();
	const status = word === 'ready' || word === 'stopping' ? word : 'starting';
	return { pid, port: Number(lines[3]), status };
}

/** After a crash and a restart of the machine the pid may be anybody's: never signal a stranger. */
function isServerOf(folder: string, pid: number): boolean {
	if (findProcessIdentity(pid) === undefined) return false;
	if (process.platform === 'linux') {
		try {
			return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
		} catch {
			return false; // another user's process, so not ours to touch
		}
	}
	const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
	return command.includes(folder);
}

/**
 * PostgreSQL takes any live process with the noted pid for its server and refuses to start, which happens when
 * a container is restarted on its volume and pids begin anew. With no such process it judges by itself.
 */
function removeStrangersPidFile(folder: string): void {
	const path = join(folder, 'postmaster.pid');
	if (!existsSync(path) || findServer(folder)) return;
	const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
	if (findProcessIdentity(pid) !== undefined) rmSync(path, { force: true });
}

const START_TIMEOUT_MS = 120_000;
const RETRY_WINDOW_MS = 15_000;

/** Starts the server and answers when it accepts connections. */
export async function startServer(cluster: Cluster, port: number): Promise<ServerProcess> {
	removeStrangersPidFile(cluster.folder);
	const giveUpRetryingAt = Date.now() + RETRY_WINDOW_MS;
	for (;;) {
		const outcome = await tryStart(cluster, port);
		if (typeof outcome !== 'string') return outcome;
		// After a SIGKILL of the server its children need a moment to notice and let go of the shared memory.
		const passing = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
			outcome
		);
		if (!passing || Date.now() > giveUpRetryingAt) {
			throw new Error(`The database in ${cluster.folder} does not start: ${outcome}`);
		}
		await sleep(100);
	}
}

async function tryStart(cluster: Cluster, port: number): Promise<ServerProcess | string> {
	const settings = { ...SETTINGS, port: String(port), ...cluster.settings };
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const log = openLog(cluster.logFile);
	const logStart = statSync(cluster.logFile).size;
	// Detached: Ctrl-C goes to a terminal's whole process group and would stop the database before the app has
	// finished with it. A file, not a pipe, because the server may outlive this process.
	const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder, ...flags], {
		...runAs(cluster.account),
		detached: true,
		stdio: ['ignore', log, log]
	});
	closeSync(log);
	child.unref();
	let ended: string | undefined;
	child.once('error', (error) => (ended = error.message));
	child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `code ${String(code)}`}`));
	const deadline = Date.now() + START_TIMEOUT_MS;
	for (;;) {
		const server = findServer(cluster.folder);
		if (server?.pid === child.pid && server?.status === 'ready') return server;
		if (ended !== undefined) return readSince(cluster.logFile, logStart) || ended;
		if (Date.now() > deadline) {
			return `it was not ready after ${START_TIMEOUT_MS / 1000} s (see ${cluster.logFile})`;
		}
		await sleep(15);
	}
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

function openLog(path: string): number {
	const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
	return openSync(path, size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600);
}

function readSince(path: string, offset: number): string {
	return readFileSync(path).subarray(offset).toString('utf8').trim().slice(-2000);
}

/** A server found starting (it may replay its log) becomes ready; one found stopping goes away. */
export async function settleServer(folder: string): Promise<ServerProcess | undefined> {
	const deadline = Date.now() + START_TIMEOUT_MS;
	for (;;) {
		const server = findServer(folder);
		if (!server || server.status === 'ready') return server;
		if (Date.now() > deadline) {
			throw new Error(
				`The database server (pid ${server.pid}) on ${folder} is ${server.status} and does not finish.`
			);
		}
		await sleep(50);
	}
}

/** Orderly first (a checkpoint, no recovery at the next start); at once when that takes too long. */
export async function stopServer(folder: string): Promise<void> {
	for (const [signal, waitMs] of [
		['SIGINT', 60_000],
		['SIGQUIT', 10_000],
		['SIGKILL', 5_000]
	] as const) {
		const server = findServer(folder);
		if (!server) return;
		kill(server.pid, signal);
		const deadline = Date.now() + waitMs;
		while (findServer(folder)?.pid === server.pid) {
			if (Date.now() > deadline) break;
			await sleep(20);
		}
	}
	if (findServer(folder)) throw new Error(`The database server on ${folder} does not stop.`);
}

function kill(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

function runAs(account: Account | undefined) {
	const env: NodeJS.ProcessEnv = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
	// The app's own folder may be closed to the account, and initdb stops when it cannot tell where it is.
	return account ? { uid: account.uid, gid: account.gid, cwd: '/', env } : { cwd: '/', env };
}
