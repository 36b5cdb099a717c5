/** A process killed while it reads a register: what stood goes on standing, and the same file again gives the exact result. */
import { chmodSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDataDir, startServer, stopProcess, type TestServer } from '../support/server.ts';
import { fullSize, lineOf } from '../bench/support/registers.ts';

/** So many that the last of the moments below still falls into the reading on a fast machine. */
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

it('leaves what stood, at whatever moment it is killed, and the same file again is taken whole', async () => {
	const key = await server.keys.create({ party: 'register', role: null, facility: null });
	expect(await send(before, key)).toMatchObject({ added: 2_000 });
	const stood = await readMembers();
	for (const [index, delayMs] of [0, 200, 600].entries()) {
		const sending = send(after, key).catch(() => ({ lost: true }));
		await untilBegun(index + 2);
		await pause(delayMs);
		await stopProcess(server.process, 'SIGKILL');
		expect(await sending).toEqual({ lost: true });
		await server.sql.end({ timeout: 5 });
		server = await start();
		expect(await readMembers()).toBe(stood);
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
