/** The product as it runs for a city, in a process and a data directory of its own, for tests and benchmarks to load. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiKeys } from '../../src/lib/server/auth/api-keys.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { apiKeyTable } from '../../src/lib/server/store/api-keys.ts';
import { connect, type Sql } from '../../src/lib/server/store/connect.ts';

const top = resolve(import.meta.dirname, '../..');
const startTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;

export type TestServer = {
	process: ChildProcess;
	origin: string;
	dataDir: string;
	databaseUrl: string;
	sql: Sql;
	keys: ApiKeys;
	stop: () => Promise<void>;
};

type Options = {
	/** Kept at the end when given; another server may stand on it already. */
	dataDir?: string;
	/** The same again after a restart, so that those who were connected find it. */
	port?: number;
	/** `tests/support/app-without-pages.ts` needs no build. */
	entry?: string;
	env?: Record<string, string>;
	/** An open file that takes all that is written; else faults alone are seen. */
	output?: number;
};

/** Starts `src/server.ts` on a free port; another one may be started on the same data directory. */
export async function startServer(options: Options = {}): Promise<TestServer> {
	const dataDir = options.dataDir ?? makeDataDir();
	const child = startProcess(dataDir, options);
	const { databaseUrl, port } = await waitForRuntime(dataDir, child);
	const sql = connect(databaseUrl, { max: 2, name: 'denyut-bench' });
	const { server } = await loadKeys(readConfig({ DENYUT_DATA_DIR: dataDir }));
	return {
		process: child,
		origin: `http://127.0.0.1:${port}`,
		dataDir,
		databaseUrl,
		sql,
		keys: new ApiKeys(apiKeyTable(sql), server),
		stop: async () => {
			await sql.end({ timeout: 5 });
			await stopProcess(child);
			if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
		}
	};
}

export function makeDataDir(): string {
	const dataDir = mkdtempSync(join(tmpdir(), 'denyut-test-'));
	// Root's database runs as another account, which must get through.
	chmodSync(dataDir, 0o755);
	return dataDir;
}

export function startProcess(
	dataDir: string,
	{ port = 0, entry = 'src/server.ts', env = {}, output }: Options = {}
): ChildProcess {
	return spawn(process.execPath, ['--max-semi-space-size=128', '--import', 'tsx', entry], {
		cwd: top,
		stdio: ['ignore', output ?? 'ignore', output ?? 'inherit'],
		env: { ...process.env, PORT: String(port), DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'warn', ...env }
	});
}

/** Answers when this very process serves; one that was killed may have left its file behind. */
export async function waitForRuntime(dataDir: string, child: ChildProcess): Promise<Runtime> {
	const until = Date.now() + startTimeoutMs;
	while (Date.now() < until) {
		if (hasEnded(child)) throw new Error('the server ended before it answered');
		const runtime = readRuntime(dataDir);
		if (runtime !== undefined && runtime.pid === child.pid) return runtime;
		await pause(25);
	}
	throw new Error('the server did not start in time');
}

type Runtime = { databaseUrl: string; port: number; pid: number };

function readRuntime(dataDir: string): Runtime | undefined {
	try {
		return JSON.parse(readFileSync(join(dataDir, 'runtime.json'), 'utf8'));
	} catch {
		return undefined;
	}
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
	if (hasEnded(child)) return;
	const ended = new Promise((done) => child.once('exit', done));
	child.kill(signal);
	const timer = setTimeout(() => {
		console.error(`process ${child.pid} did not stop within a minute and was killed`);
		child.kill('SIGKILL');
	}, stopTimeoutMs);
	await ended;
	clearTimeout(timer);
}

/** A port that nobody uses, for a server that must come back on the same one. */
export function findFreePort(): Promise<number> {
	return new Promise((done, fail) => {
		const probe = createServer().once('error', fail);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				address && typeof address === 'object' ? done(address.port) : fail(new Error('no port'))
			);
		});
	});
}

/** CPU seconds and resident memory of a process so far (Linux). */
export function readUsage(pid: number): { cpuSeconds: number; memoryMiB: number } {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	const ticks = Number(fields[11]) + Number(fields[12]);
	return { cpuSeconds: ticks / 100, memoryMiB: (Number(fields[21]) * 4096) / 2 ** 20 };
}
