/**
 * Concurrent load, in the middle of which the app is killed and the database stopped at once, again and again. Shared by
 * the integration test (few rounds) and `npm run bench -- crash` (many). States of a round: load runs → crash → senders
 * get 503 or no connection → the app is started again, or starts its database again → senders are acknowledged again.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import { findServer, stopServer } from '../../../src/lib/server/store/postgres-cluster.ts';
import {
	findFreePort,
	makeDataDir,
	startProcess,
	startServer,
	stopProcess,
	waitForRuntime
} from '../server.ts';
import { audit, type Audit } from './audit.ts';
import { LoadClient } from './client.ts';
import type { LoadSender } from './events.ts';

export type CrashKind = 'app' | 'database';
export type CrashReport = Audit & {
	crashes: Record<CrashKind, number>;
	acknowledged: number;
	/** Answers 503 and lost connections that the senders met. */
	refusals: number;
	/** From each crash to the next acknowledgement. */
	recoveryMs: Record<CrashKind, number[]>;
};
export type CrashPlan = {
	appKills: number;
	databaseStops: number;
	onCrash?: (done: number, kind: CrashKind) => void;
};

const senders: readonly LoadSender[] = [
	{ party: 'hospital', facility: '3275013' },
	{ party: 'hospital', facility: '3275013' },
	{ party: 'hospital', facility: '3275017' },
	{ party: 'hospital', facility: '3275024' },
	{ party: 'dinkes', facility: null },
	{ party: 'dinkes', facility: null }
];
const entry = fileURLToPath(new URL('../app-without-pages.ts', import.meta.url));
const recoveryTimeoutMs = 60_000;

export async function runCrashes(plan: CrashPlan): Promise<CrashReport> {
	const dataDir = makeDataDir();
	const port = await findFreePort();
	const server = await startServer({ dataDir, port, entry });
	let app = server.process;
	try {
		const clients = await Promise.all(
			senders.map(async (sender, index) => {
				const key = await server.keys.create({ ...sender, role: null });
				return new LoadClient(`client-${index}`, sender, key, server.origin);
			})
		);
		const faults: unknown[] = [];
		const running = clients.map((client) => client.run().catch((fault: unknown) => faults.push(fault)));
		const recoveryMs: CrashReport['recoveryMs'] = { app: [], database: [] };
		for (const [index, kind] of orderOf(plan).entries()) {
			await pause(300 + ((index * 397) % 900));
			const began = performance.now();
			const taken = clients.map(({ batches }) => batches);
			if (kind === 'app') app = await killApp(app, dataDir, port);
			else await stopDatabase(dataDir);
			await untilAcknowledged(app, clients, taken, faults);
			recoveryMs[kind].push(performance.now() - began);
			plan.onCrash?.(index + 1, kind);
		}
		for (const client of clients) client.stop();
		await Promise.all(running);
		if (faults.length > 0) throw faults[0];
		const sent = clients.flatMap(({ acknowledged }) => acknowledged);
		return {
			...(await audit(server.sql, sent)),
			crashes: { app: plan.appKills, database: plan.databaseStops },
			acknowledged: sent.length,
			refusals: clients.reduce((sum, { refusals }) => sum + refusals, 0),
			recoveryMs
		};
	} finally {
		await server.sql.end({ timeout: 5 });
		await stopProcess(app);
		// An app that ended by itself has left its database running.
		await stopServer(clusterOf(dataDir));
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** Spread evenly, so that each kind meets what the other left behind. */
function orderOf({ appKills, databaseStops }: CrashPlan): CrashKind[] {
	const places = [
		...Array.from({ length: appKills }, (_, i) => ({ kind: 'app' as const, at: (i + 0.5) / appKills })),
		...Array.from({ length: databaseStops }, (_, i) => ({
			kind: 'database' as const,
			at: (i + 0.5) / databaseStops
		}))
	];
	return places.sort((a, b) => a.at - b.at).map(({ kind }) => kind);
}

async function killApp(app: ChildProcess, dataDir: string, port: number): Promise<ChildProcess> {
	await stopProcess(app, 'SIGKILL');
	const next = startProcess(dataDir, { port, entry });
	await waitForRuntime(dataDir, next);
	return next;
}

/** `immediate` in PostgreSQL's words: no checkpoint, as if the machine had lost its power. */
async function stopDatabase(dataDir: string): Promise<void> {
	const cluster = clusterOf(dataDir);
	const postmaster = findServer(cluster);
	if (!postmaster) throw new Error('there is no database server to stop');
	process.kill(postmaster.pid, 'SIGQUIT');
	while (findServer(cluster)?.pid === postmaster.pid) await pause(10);
}

function clusterOf(dataDir: string): string {
	const record = JSON.parse(readFileSync(join(dataDir, 'database.json'), 'utf8')) as {
		clusterElsewhere?: string;
	};
	return record.clusterElsewhere ?? join(dataDir, 'postgres');
}

/** Every sender, not just one: a connection that hangs would otherwise go unnoticed. */
async function untilAcknowledged(
	app: ChildProcess,
	clients: LoadClient[],
	before: number[],
	faults: unknown[]
): Promise<void> {
	const until = Date.now() + recoveryTimeoutMs;
	while (clients.some(({ batches }, index) => batches <= (before[index] ?? 0))) {
		if (faults.length > 0) throw faults[0];
		if (app.exitCode !== null) throw new Error(`the app ended by itself (exit code ${app.exitCode})`);
		if (Date.now() > until)
			throw new Error('not every sender was acknowledged within a minute after a crash');
		await pause(20);
	}
}
