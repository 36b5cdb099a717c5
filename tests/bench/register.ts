/**
 * `npm run bench -- register [--people 1400000]`: whole snapshots of the three registers and deltas of one per cent, sent to
 * a server over HTTP: seconds, and how much its resident memory grows meanwhile.
 */
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { registerSources, type RegisterSource } from '../../src/lib/domain/membership-validity.ts';
import { readUsage, startServer, type TestServer } from '../support/server.ts';
import { fullSize, writeRegister } from './support/registers.ts';
import { round } from './support/table.ts';

const { values } = parseArgs({ options: { people: { type: 'string', default: String(fullSize.people) } } });
const people = Number(values.people);
const size = { people, families: Math.round((people * fullSize.families) / fullSize.people) };
const bars = { snapshot: 180, delta: 10 };

const folder = mkdtempSync(join(tmpdir(), 'denyut-register-'));
const server = await startServer({ entry: 'tests/support/app-without-pages.ts' });

async function send(source: RegisterSource, mode: 'snapshot' | 'delta', path: string, key: string) {
	const sent = httpRequest(`${server.origin}/api/v1/register/${source}?mode=${mode}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}` }
	});
	createReadStream(path).pipe(sent);
	// Not by fetch: it waits no longer than five minutes for an answer to begin.
	const response = await new Promise<IncomingMessage>((done, fail) =>
		sent.on('response', done).on('error', fail)
	);
	const answer = (await json(response)) as Record<string, unknown>;
	if (response.statusCode !== 200) throw new Error(JSON.stringify(answer));
	return answer;
}

/** What the sessions of the database took that have ended: a sync's is one of its own. */
async function readDatabaseSeconds(): Promise<number> {
	const [row] = await server.sql<{ folder: string }[]>`SELECT current_setting('data_directory') AS folder`;
	const pid = Number(readFileSync(join(row?.folder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[13]) + Number(fields[14])) / 100;
}

async function measure(
	{ process: { pid = 0 } }: TestServer,
	name: string,
	[source, mode, path, key]: Parameters<typeof send>
) {
	const before = readUsage(pid);
	let most = before.memoryMiB;
	const watch = setInterval(() => (most = Math.max(most, readUsage(pid).memoryMiB)), 200);
	const databaseBefore = await readDatabaseSeconds();
	const begin = performance.now();
	const answer = await send(source, mode, path, key);
	const seconds = (performance.now() - begin) / 1000;
	clearInterval(watch);
	// Its session is over a moment after the answer.
	await pause(500);
	const row = {
		what: name,
		lines: answer['lines'],
		...{ added: answer['added'], changed: answer['changed'], removed: answer['removed'] },
		seconds: round(seconds, 1),
		bar: bars[mode],
		'database cpu s': round((await readDatabaseSeconds()) - databaseBefore, 1),
		'app cpu s': round(readUsage(pid).cpuSeconds - before.cpuSeconds, 1),
		'growth MiB': round(most - before.memoryMiB),
		load: round(loadavg()[0] ?? 0, 1)
	};
	console.error(row);
	return row;
}

try {
	const key = await server.keys.create({ party: 'register', role: null, facility: null });
	const rows = [];
	for (const source of registerSources) {
		const path = join(folder, `${source}.csv.gz`);
		await writeRegister(path, source, size);
		rows.push(await measure(server, `${source}, whole, first`, [source, 'snapshot', path, key]));
	}
	for (const source of registerSources) {
		const path = join(folder, `${source}-delta.csv.gz`);
		await writeRegister(path, source, size, { every: 100, turn: 50 });
		rows.push(await measure(server, `${source}, one per cent`, [source, 'delta', path, key]));
	}
	const again = join(folder, 'dukcapil.csv.gz');
	rows.push(await measure(server, 'dukcapil, whole, again', ['dukcapil', 'snapshot', again, key]));
	console.table(rows);
	const [counted] = await server.sql`
		SELECT count(*)::int AS members, (count(*) FILTER (WHERE reasons = 0))::int AS valid FROM membership WHERE ended_on IS NULL`;
	console.log(counted);
	if (rows.some(({ seconds, bar }) => seconds > bar)) process.exitCode = 1;
} finally {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
}
