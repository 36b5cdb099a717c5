/** A process killed while it reads a register: what stood goes on standing, and the same file again gives the exact result. */
import { chmodSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDataDir, startServer, stopProcess, type TestServer } from '../support/server.ts';
import { fullSize, lineOf } from '../bench/support/registers.ts';

/** So many that each of the moments below falls into its phase on a fast machine too. */
const people = 60_000;
const size = { people, families: Math.round((people * fullSize.families) / fullSize.people) };
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const before = ['nik,family,segment', ...range(2_000).map((n) => lineOf('dinsos', n, size))].join('\n');
const after = ['nik,family,segment', ...range(people).map((n) => lineOf('dinsos', n, size, 1))].join('\n');

let dataDir: string;
let server: TestServer;
const start = () => startServer({ dataDir, entry: 'tests/support/app-without-pages.ts' });

beforeAll(async () => {
	dataDir = makeDataDir();
	chmodSync(dataDir, 0o755);
	server = await start();
}, 90_000);
afterAll(async () => {
	await server.stop();
	rmSync(dataDir, { recursive: true, force: true });
});

async function send(body: string, key: string): Promise<Record<string, unknown>> {
	const response = await fetch(`${server.origin}/api/v1/register/dinsos?mode=snapshot`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}` },
		body
	});
	return (await response.json()) as Record<string, unknown>;
}

const readMembers = async () =>
	JSON.stringify(
		await server.sql`SELECT person_id, known_on, segment, reasons FROM membership WHERE ended_on IS NULL ORDER BY 1`
	);

/** One that was killed goes on saying that it runs, so readings are counted. */
async function untilBegun(readings: number): Promise<void> {
	for (;;) {
		const [row] = await server.sql`SELECT count(*)::int AS begun FROM register_sync`;
		if (row?.['begun'] === readings) return;
		await pause(5);
	}
}

/** "MEMB": held from before the first row is written until the commit. */
const applyLock = 0x4d454d42;

async function isApplying(): Promise<boolean> {
	const rows = await server.sql`
		SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
		WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${applyLock}::int::oid AND l.granted
			AND a.application_name = 'denyut-register'`;
	return rows.length > 0;
}

/** The moments at which it is killed, and what proves that each was met. */
const moments: Record<string, (sending: Promise<unknown>) => Promise<void>> = {
	'as it begins': () => Promise.resolve(),
	'while it reads': async () => {
		await pause(200);
		expect(await isApplying()).toBe(false);
	},
	'while it writes': async (sending) => {
		let isOver = false;
		void sending.then(() => (isOver = true));
		while (!isOver && !(await isApplying())) await pause(2);
		// Into the writing, not only before it.
		await pause(100);
		expect({ isOver, isApplying: await isApplying() }).toEqual({ isOver: false, isApplying: true });
	}
};

/** What its connection was at goes on until the database notices that nobody waits for it. */
async function untilLetGo(): Promise<void> {
	while (await isApplying()) await pause(20);
}

it('leaves what stood, at whatever moment it is killed, and the same file again is taken whole', async () => {
	const key = await server.keys.create({ party: 'register', role: null, facility: null });
	expect(await send(before, key)).toMatchObject({ added: 2_000 });
	const stood = await readMembers();
	for (const [index, [name, reach]] of Object.entries(moments).entries()) {
		const sending = send(after, key).catch(() => ({ lost: true }));
		await untilBegun(index + 2);
		await reach(sending);
		await stopProcess(server.process, 'SIGKILL');
		expect(await sending, name).toEqual({ lost: true });
		await server.sql.end({ timeout: 5 });
		server = await start();
		await untilLetGo();
		expect(await readMembers(), name).toBe(stood);
	}
	expect(await send(after, key)).toMatchObject({
		lines: people,
		accepted: people,
		added: people - 2_000,
		changed: 2_000
	});
	const [counted] = await server.sql`
		SELECT count(*)::int AS members, count(DISTINCT person_id)::int AS persons,
			(count(*) FILTER (WHERE segment = 'sktm'))::int AS renewed FROM membership WHERE ended_on IS NULL`;
	expect(counted).toEqual({ members: people, persons: people, renewed: people });
	const states =
		await server.sql`SELECT state, count(*)::int FROM register_sync GROUP BY state ORDER BY state`;
	expect(states).toEqual([
		{ state: 'aborted', count: 3 },
		{ state: 'done', count: 2 }
	]);
}, 300_000);
