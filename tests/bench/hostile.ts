/**
 * `npm run bench -- hostile [--seconds 10] [--rounds 3]`: how long healthy requests take while hundreds of clients mean no
 * good, beside how long they take in peace, in turns. Clients, server and database share this machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startServer, type TestServer } from '../support/server.ts';
import { atPace, bedEvent, makeHospitals, postEvents, type Hospital } from './support/bed-sender.ts';
import type { HostileOrder } from './support/hostile-crowd.ts';
import { quantile, round } from './support/table.ts';

const { values } = parseArgs({
	options: { seconds: { type: 'string', default: '10' }, rounds: { type: 'string', default: '3' } }
});
const seconds = Number(values.seconds);
const perSecond = 20;
const bar = 2;

type Times = { page: number[]; events: number[] };

/** Half of the requests are a page that anybody may open, half a hospital's report. */
async function measure(server: TestServer, { key }: Hospital, into: Times): Promise<void> {
	const page = async () => {
		const response = await fetch(`${server.origin}/public`);
		await response.arrayBuffer();
		if (response.status !== 200) throw new Error(`the page answered ${response.status}`);
	};
	const events = () =>
		postEvents(server.origin, key, [bedEvent({ room: 'Denyut', capacity: 20, free: 3, queue: 0 })]);
	await atPace(perSecond, seconds, async (index) => {
		const began = performance.now();
		await (index % 2 === 0 ? page() : events());
		into[index % 2 === 0 ? 'page' : 'events'].push(performance.now() - began);
	});
}

async function harass(order: HostileOrder, work: () => Promise<void>): Promise<void> {
	const child = fork(fileURLToPath(new URL('./support/hostile-crowd.ts', import.meta.url)), {
		execArgv: ['--import', 'tsx']
	});
	const done = once(child, 'message');
	child.send(order);
	await work();
	await done;
}

const server = await startServer();
try {
	const [hospital] = (await makeHospitals(server, 1)) as [Hospital];
	const port = Number(new URL(server.origin).port);
	const peace: Times = { page: [], events: [] };
	const siege: Times = { page: [], events: [] };
	await measure(server, hospital, { page: [], events: [] });
	for (let turn = 0; turn < Number(values.rounds); turn++) {
		await measure(server, hospital, peace);
		// Those who drip are there before and after.
		await harass({ port, key: hospital.key, seconds: seconds + 4 }, async () => {
			await new Promise((done) => setTimeout(done, 2_000));
			await measure(server, hospital, siege);
		});
	}
	const rows = (['page', 'events'] as const).map((what) => {
		const of = (times: number[], share: number) => round(quantile(times, share), 1);
		const ratio = quantile(siege[what], 0.99) / quantile(peace[what], 0.99);
		if (ratio > bar) process.exitCode = 1;
		return {
			request: what,
			count: siege[what].length,
			'peace p50': of(peace[what], 0.5),
			'peace p99': of(peace[what], 0.99),
			'siege p50': of(siege[what], 0.5),
			'siege p99': of(siege[what], 0.99),
			'p99 ratio': round(ratio, 2)
		};
	});
	console.log(
		`200 dripping clients, bodies without end, deep JSON, oversized headers and floods; ms, bar ${bar}`
	);
	console.table(rows);
} finally {
	await server.stop();
}
