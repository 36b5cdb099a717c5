/**
 * `npm run bench -- eligibility [--members 50000] [--seconds 30] [--rate 200] [--hospitals 12]`: hospitals ask whether cards are
 * good, at a steady pace, whether or not earlier questions were answered. Each answer is given after the look is in the
 * trail. Client, server and database share this machine.
 */
import { loadavg } from 'node:os';
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import type { EventInput } from '../../src/lib/protocol/events.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { atPace, makeHospitals, postEvents, type Hospital } from './support/bed-sender.ts';
import { quantile, round } from './support/table.ts';
import { nikOf } from './support/visits.ts';

const { values } = parseArgs({
	options: {
		members: { type: 'string', default: '50000' },
		seconds: { type: 'string', default: '30' },
		rate: { type: 'string', default: '200' },
		hospitals: { type: 'string', default: '12' }
	}
});
const members = Number(values.members);
const rate = Number(values.rate);
const batch = 5_000;
const barMs = 50;

async function fill({ origin, keys }: TestServer): Promise<void> {
	const key = await keys.create({ party: 'register', role: null, facility: null });
	const time = new Date().toISOString();
	for (let from = 0; from < members; from += batch) {
		const events = Array.from({ length: Math.min(batch, members - from) }, (_, i): EventInput => {
			const n = from + i;
			const data = {
				...{ nik: nikOf(n), kecamatan: '32.75.01', segment: 'general', ektp: true, jkn: 'none' as const },
				registerStatus: n % 20 === 0 ? ('moved' as const) : ('active' as const)
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
		const outcomes: Record<string, number> = {};
		await atPace(rate, seconds, async (index) => {
			const hospital = hospitals[index % hospitals.length] as Hospital;
			// One in ten asks for somebody whom nobody knows.
			const nik = nikOf(index % 10 === 9 ? members + index : (index * 7919) % members);
			const [ms, outcome] = await ask(server.origin, hospital, nik, `R-${index}`);
			times.push(ms);
			outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
		});
		return { times, outcomes };
	};
	await run(5);
	const { times, outcomes } = await run(Number(values.seconds));
	const [looks] = await server.sql<{ lines: number; looks: number }[]>`
		SELECT count(*)::int AS lines, sum(row_count)::int AS looks FROM trail WHERE action = 'look-person'`;
	const p95 = quantile(times, 0.95);
	console.table({
		...{ members, 'requests a second': rate, requests: times.length, ...outcomes },
		'p50 ms': round(quantile(times, 0.5), 1),
		'p95 ms': round(p95, 1),
		'p99 ms': round(quantile(times, 0.99), 1),
		'slowest ms': round(Math.max(...times), 1),
		...{ 'looks in the trail': looks?.looks, 'lines of the trail': looks?.lines },
		'load average': round(loadavg()[0] ?? 0, 1)
	});
	console.log(`p95 ${p95 < barMs ? 'under' : 'OVER'} ${barMs} ms`);
} finally {
	agent.destroy();
	await server.stop();
}
