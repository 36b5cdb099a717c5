/** The product as it runs for a city, in a process and a data directory of its own, for benchmarks to load. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../../src/lib/server/config.ts';
import { ApiKeys } from '../../../src/lib/server/auth/api-keys.ts';
import { loadKeys } from '../../../src/lib/server/keys.ts';
import { apiKeyTable } from '../../../src/lib/server/store/api-keys.ts';
import { connect, type Sql } from '../../../src/lib/server/store/connect.ts';

const top = resolve(import.meta.dirname, '../../..');
const startTimeoutMs = 60_000;

export type BenchServer = {
	process: ChildProcess;
	origin: string;
	dataDir: string;
	databaseUrl: string;
	sql: Sql;
	keys: ApiKeys;
	stop: () => Promise<void>;
};

type Options = { dataDir?: string; env?: Record<string, string> };

/** Starts `src/server.ts` on a free port; another one may be started on the same data directory. */
export async function startServer({ dataDir, env = {} }: Options = {}): Promise<BenchServer> {
	const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'denyut-bench-'));
	const child = spawn(process.execPath, ['--max-semi-space-size=64', '--import', 'tsx', 'src/server.ts'], {
		cwd: top,
		stdio: ['ignore', 'ignore', 'inherit'],
		env: { ...process.env, PORT: '0', DENYUT_DATA_DIR: folder, DENYUT_LOG_LEVEL: 'warn', ...env }
	});
	const { databaseUrl, port } = await waitForRuntime(folder, child);
	const sql = connect(databaseUrl, { max: 2, name: 'denyut-bench' });
	const { server } = await loadKeys(readConfig({ DENYUT_DATA_DIR: folder }));
	return {
		process: child,
		origin: `http://127.0.0.1:${port}`,
		dataDir: folder,
		databaseUrl,
		sql,
		keys: new ApiKeys(apiKeyTable(sql), server),
		stop: async () => {
			await sql.end({ timeout: 5 });
			await stopProcess(child);
			if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
		}
	};
}

async function waitForRuntime(folder: string, child: ChildProcess) {
	const until = Date.now() + startTimeoutMs;
	while (Date.now() < until) {
		if (child.exitCode !== null) throw new Error('the server ended before it answered');
		const runtime = readRuntime(folder);
		if (runtime?.pid === child.pid) return runtime;
		await pause(50);
	}
	throw new Error('the server did not start in time');
}

function readRuntime(folder: string): { databaseUrl: string; port: number; pid: number } | undefined {
	try {
		return JSON.parse(readFileSync(join(folder, 'runtime.json'), 'utf8'));
	} catch {
		return undefined;
	}
}

export async function stopProcess(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((done) => child.once('exit', done));
	child.kill('SIGTERM');
	await ended;
}

/** CPU seconds and resident memory of a process so far (Linux). */
export function readUsage(pid: number): { cpuSeconds: number; memoryMiB: number } {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	const ticks = Number(fields[11]) + Number(fields[12]);
	return { cpuSeconds: ticks / 100, memoryMiB: (Number(fields[21]) * 4096) / 2 ** 20 };
}
