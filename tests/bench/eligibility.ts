/**
 * `npm run bench -- eligibility [--members 30000] [--registered 100000] [--seconds 30] [--rate 200] [--hospitals 12]`: hospitals ask
 * whether cards are good, at a steady pace, whether or not earlier questions were answered: of people of whom events told, of
 * people whom only the registers know, and of nobody. Each answer is given after the look is in the trail, and compared with
 * what the registers say. Client, server and database share this machine. Ends with 1 where anything failed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registerSources } from '../../src/lib/domain/membership-validity.ts';
import type { EventInput } from '../../src/lib/protocol/events.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { atPace, makeHospitals, postEvents, type Hospital } from './support/bed-sender.ts';
import { faultsOf } from './support/eligibility-verdict.ts';
import { nikOf as registeredNikOf, writeRegister } from './support/registers.ts';
import { quantile, round } from './support/table.ts';
import { nikOf } from './support/visits.ts';

const { values } = parseArgs({
	options: {
		members: { type: 'string', default: '30000' },
		registered: { type: 'string', default: '100000' },
		seconds: { type: 'string', default: '30' },
		rate: { type: 'string', default: '200' },
		hospitals: { type: 'string', default: '12' }
	}
});
/** As many as there are numbers of their kind. */
const members = Math.min(33_600, Number(values.members));
const registered = Number(values.registered);
const rate = Number(values.rate);
const batch = 5_000;
const barMs = 50;

type Expected = 'covered' | 'not-covered';
type Kind = 'members by event' | 'people of the registers' | 'nobody';
type Question = { kind: Kind; n: number; nik: string; expected: Expected };

/** One in twenty has moved. */
const hasMoved = (n: number) => n % 20 === 0;

async function fill({ origin, keys }: TestServer): Promise<void> {
	const key = await keys.create({ party: 'register', role: null, facility: null });
	await sendRegisters(origin, key);
	// Afterwards: what a whole snapshot says is the last word on whom it leaves out.
	const time = new Date().toISOString();
	for (let from = 0; from < members; from += batch) {
		const events = Array.from({ length: Math.min(batch, members - from) }, (_, i): EventInput => {
			const n = from + i;
			const data = {
				...{ nik: nikOf(n), kecamatan: '32.75.01', segment: 'general', ektp: true, jkn: 'none' as const },
				registerStatus: hasMoved(n) ? ('moved' as const) : ('active' as const)
			};
			return {
				specversion: '1.0',
				id: `m-${n}`,
				source: '/register',
				type: 'id.denyut.member.v1',
				time,
				data
			};
		});
		await postEvents(origin, key, events);
	}
}

async function sendRegisters(origin: string, key: string): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'denyut-eligibility-'));
	try {
		for (const source of registerSources) {
			const path = join(folder, `${source}.csv.gz`);
			await writeRegister(path, source, { people: registered, families: Math.ceil(registered / 3) });
			const response = await fetch(`${origin}/api/v1/register/${source}?mode=snapshot`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}` },
				body: readFileSync(path)
			});
			if (!response.ok) throw new Error(`${source} answered ${response.status} ${await response.text()}`);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Of every hundred: the first three moved or died, the first nine have JKN; of two more the day of asking decides. */
function registeredQuestion(index: number): Question {
	const n = (index * 7919) % registered;
	const defect = n % 100;
	if (defect === 50 || defect === 60) return registeredQuestion(index + 1);
	const expected = defect < 9 ? 'not-covered' : 'covered';
	return { kind: 'people of the registers', n, nik: registeredNikOf(n), expected };
}

/** One in ten asks for somebody whom nobody knows; the others by turns for a member by event and one of the registers. */
function questionOf(index: number): Question {
	if (index % 10 === 9) {
		const n = registered + index;
		return { kind: 'nobody', n, nik: registeredNikOf(n), expected: 'not-covered' };
	}
	if (index % 2 === 0) return registeredQuestion(index);
	const n = (index * 7919) % members;
	const expected = hasMoved(n) ? 'not-covered' : 'covered';
	return { kind: 'members by event', n, nik: nikOf(n), expected };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One question: milliseconds until the answer was whole, and what it was. */
function ask(origin: string, { key }: Hospital, nik: string, referral: string): Promise<[number, string]> {
	const body = JSON.stringify({ nik, service: 'outpatient', referral });
	const began = performance.now();
	return new Promise((resolve, reject) => {
		const headers = { authorization: `Bearer ${key}`, 'content-length': Buffer.byteLength(body) };
		const sent = request(`${origin}/api/v1/eligibility`, { method: 'POST', agent, headers }, (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (part: string) => (text += part));
			response.on('end', () => {
				if (response.statusCode !== 200) return reject(new Error(`answered ${response.statusCode} ${text}`));
				resolve([performance.now() - began, (JSON.parse(text) as { outcome: string }).outcome]);
			});
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

const server = await startServer({ entry: 'tests/support/app-without-pages.ts' });
try {
	const hospitals = await makeHospitals(server, Number(values.hospitals));
	await fill(server);
	await server.sql`ANALYZE`;
	const run = async (seconds: number) => {
		const times: number[] = [];
		const wrong: string[] = [];
		const failed: string[] = [];
		const answered: Record<Kind, number> = { 'members by event': 0, 'people of the registers': 0, nobody: 0 };
		const outcomes: Record<string, number> = {};
		await atPace(rate, seconds, async (index) => {
			const hospital = hospitals[index % hospitals.length] as Hospital;
			const { kind, n, nik, expected } = questionOf(index);
			try {
				const [ms, outcome] = await ask(server.origin, hospital, nik, `R-${index}`);
				times.push(ms);
				answered[kind] += 1;
				outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
				if (outcome !== expected) wrong.push(`${kind}, number ${n}: ${outcome} instead of ${expected}`);
			} catch (error) {
				failed.push(error instanceof Error ? error.message : String(error));
			}
		});
		return { times, wrong, failed, answered, outcomes };
	};
	await run(5);
	const asked = await run(Number(values.seconds));
	const [looks] = await server.sql<{ lines: number; looks: number }[]>`
		SELECT count(*)::int AS lines, sum(row_count)::int AS looks FROM trail WHERE action = 'look-person'`;
	const { times } = asked;
	console.table({
		...{ members, registered, 'requests a second': rate, requests: times.length + asked.failed.length },
		...asked.answered,
		...asked.outcomes,
		...{ wrong: asked.wrong.length, 'not answered': asked.failed.length },
		'p50 ms': round(quantile(times, 0.5), 1),
		'p95 ms': round(quantile(times, 0.95), 1),
		'p99 ms': round(quantile(times, 0.99), 1),
		'slowest ms': round(
			times.reduce((most, ms) => Math.max(most, ms), 0),
			1
		),
		...{ 'looks in the trail': looks?.looks, 'lines of the trail': looks?.lines },
		'load average': round(loadavg()[0] ?? 0, 1)
	});
	const faults = faultsOf(asked, barMs);
	if (faults.length === 0) console.log(`p95 under ${barMs} ms, and every answer right`);
	for (const fault of faults) console.error(`FAILED: ${fault}`);
	if (faults.length > 0) process.exitCode = 1;
} finally {
	agent.destroy();
	await server.stop();
}
