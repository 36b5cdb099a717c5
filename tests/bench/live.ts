/**
 * `npm run bench -- live [--seconds 30] [--part page|crowd|two|ingest]`: from an event's sending to the eyes of viewers.
 * Server, database, viewers, browser and senders share this machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Topic } from '../../src/lib/protocol/live.ts';
import { readUsage, startServer, type TestServer } from '../support/server.ts';
import { atPace, bedEvent, makeHospitals, postEvents, type Hospital } from './support/bed-sender.ts';
import { Histogram } from './support/histogram.ts';
import { openBeds } from './support/open-page.ts';
import { median, quantile, round } from './support/table.ts';
import { Crowd, type Settled } from './support/viewers.ts';
import { wallClockMs } from './support/viewer.ts';

const { values } = parseArgs({
	options: { seconds: { type: 'string', default: '30' }, part: { type: 'string' } }
});
const seconds = Number(values.seconds);

/** Half of the viewers look at the beds, half at the overview. */
const topicsOf = (count: number): Topic[] =>
	Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 'beds' : 'overview'));

const percentiles = (of: (share: number) => number) => ({
	p50: round(of(0.5), 1),
	p95: round(of(0.95), 1),
	p99: round(of(0.99), 1)
});
const ofTimes = (times: number[]) => percentiles((share) => quantile(times, share));
const ofHistogram = (histogram: Histogram) => percentiles((share) => histogram.quantile(share));

function sayEnd({ viewers, same, gaps, resyncs, rooms }: Settled): void {
	const told = `${gaps} gaps healed, ${resyncs} resyncs`;
	console.log(
		`${same} of ${viewers} viewers show exactly what the database holds (${rooms} rooms); ${told}.`
	);
	if (same !== viewers) process.exitCode = 1;
}

/** CPU over what `work` takes, memory at its end. */
async function sayUsage(server: TestServer, work: () => Promise<void>): Promise<void> {
	const pid = server.process.pid ?? 0;
	const before = readUsage(pid).cpuSeconds;
	const began = performance.now();
	await work();
	const spent = readUsage(pid);
	const share = ((spent.cpuSeconds - before) / (performance.now() - began)) * 100_000;
	console.log(`server: ${round(share)} % of one core, ${round(spent.memoryMiB)} MiB`);
}

/** Every room of the hospital once, all full: the page's figures are then those of the measured room alone. */
function fullHouse(rooms: number) {
	return Array.from({ length: rooms }, (_, room) =>
		bedEvent({ room: `Kamar ${room}`, capacity: 20, free: 0, queue: 0 })
	);
}

const perSecond = 10;
const firstFigure = 5_001;

async function measurePage(): Promise<void> {
	console.log(`\n10 events/s, one browser on /beds and 200 viewers, ${seconds} s`);
	const server = await startServer();
	const crowd = new Crowd();
	try {
		const hospitals = await makeHospitals(server, 30);
		for (const { key } of hospitals) await postEvents(server.origin, key, fullHouse(6));
		const [hospital] = hospitals as [Hospital];
		const report = (free: number) =>
			postEvents(server.origin, hospital.key, [
				bedEvent({ room: 'Denyut', capacity: 10_000, free, queue: 0 })
			]);
		await report(0);
		const count = perSecond * seconds;
		await crowd.open(server.sql, [{ origin: server.origin, topics: topicsOf(200) }]);
		const page = await openBeds(server.origin, firstFigure, firstFigure + count - 1);
		await atPace(perSecond, 2, () => report(0));
		await crowd.measure();
		const sent: number[] = [];
		const acknowledged: number[] = [];
		await sayUsage(server, () =>
			atPace(perSecond, seconds, async (index) => {
				sent[index] = wallClockMs();
				await report(firstFigure + index);
				acknowledged[index] = wallClockMs();
			})
		);
		const end = await crowd.settle(server.sql);
		const noted = await page.readNoted();
		await page.close();
		const shown = sent.map((_, index) => noted.find(({ value }) => value >= firstFigure + index)?.atMs);
		const toPage = shown.flatMap((at, index) => (at === undefined ? [] : [at - (sent[index] ?? 0)]));
		const { byRoute } = await crowd.latencies();
		console.table({
			'sent → durable (acknowledged)': ofTimes(sent.map((at, index) => (acknowledged[index] ?? NaN) - at)),
			'sent → in the DOM of the open page': ofTimes(toPage),
			'sent → received by the other viewers of beds': ofHistogram(byRoute[0]?.get(0) ?? new Histogram())
		});
		console.log(`${toPage.length} of ${count} events stood in the page.`);
		if (toPage.length < count) process.exitCode = 1;
		sayEnd(end);
	} finally {
		await crowd.close();
		await server.stop();
	}
}

const senders = 20;
const roomsOfOne = 50;
const eventsPerSecond = senders * roomsOfOne;

/** Each hospital reports all its rooms once a second; the hospitals are spread over the second. */
function report(origins: readonly string[], hospitals: readonly Hospital[], index: number): Promise<void> {
	const hospital = hospitals[index % hospitals.length] as Hospital;
	const route = Math.floor(index / hospitals.length) % origins.length;
	const events = Array.from({ length: roomsOfOne }, (_, room) =>
		bedEvent({ room: `Kamar ${room}`, capacity: 20, free: (index + room) % 21, queue: route })
	);
	return postEvents(origins[route] ?? '', hospital.key, events);
}

async function measureCrowd(): Promise<void> {
	console.log(`\n${eventsPerSecond} events/s from ${senders} senders, 500 viewers, ${seconds} s`);
	const server = await startServer();
	const crowd = new Crowd();
	try {
		const hospitals = await makeHospitals(server, senders);
		const home = { origin: server.origin, topics: topicsOf(250) };
		await crowd.open(server.sql, [home, home]);
		await atPace(senders, 3, (index) => report([server.origin], hospitals, index));
		await crowd.measure();
		await sayUsage(server, () =>
			atPace(senders, seconds, (index) => report([server.origin], hospitals, index))
		);
		const end = await crowd.settle(server.sql);
		const { byRoute, commitToOverview } = await crowd.latencies();
		const sentToBeds = new Histogram();
		for (const one of byRoute) for (const histogram of one.values()) sentToBeds.addAll(histogram);
		console.table({
			'sent → received by viewers of beds': ofHistogram(sentToBeds),
			'committed → received by viewers of the overview': ofHistogram(commitToOverview)
		});
		sayEnd(end);
	} finally {
		await crowd.close();
		await server.stop();
	}
}

async function measureTwo(): Promise<void> {
	console.log(
		`\nTwo server processes on one database, ${eventsPerSecond} events/s to both in turn, 100 viewers on each, ${seconds} s`
	);
	const first = await startServer();
	const second = await startServer({ dataDir: first.dataDir });
	const crowd = new Crowd();
	try {
		const hospitals = await makeHospitals(first, senders);
		const origins = [first.origin, second.origin];
		await crowd.open(
			first.sql,
			origins.map((origin) => ({ origin, topics: topicsOf(100) }))
		);
		await atPace(senders, 3, (index) => report(origins, hospitals, index));
		await crowd.measure();
		await atPace(senders, seconds, (index) => report(origins, hospitals, index));
		const end = await crowd.settle(first.sql);
		const { byRoute } = await crowd.latencies();
		const own = new Histogram();
		const other = new Histogram();
		byRoute.forEach((one, home) => {
			for (const [route, histogram] of one) (route === home ? own : other).addAll(histogram);
		});
		console.table({
			'sent → received, through the viewer’s own process': ofHistogram(own),
			'sent → received, through the other process': ofHistogram(other)
		});
		sayEnd(end);
	} finally {
		await crowd.close();
		await second.stop();
		await first.stop();
	}
}

async function ingestRate(server: TestServer, key: string): Promise<number> {
	const child = fork(fileURLToPath(new URL('./support/load-events.ts', import.meta.url)), {
		execArgv: ['--import', 'tsx']
	});
	child.send({ origin: server.origin, keys: [key], clients: 8, size: 1_000, seconds: Math.min(seconds, 5) });
	const [{ events, ms }] = (await once(child, 'message')) as [{ events: number; ms: number }];
	await once(child, 'exit');
	return (events / ms) * 1_000;
}

async function measureIngest(): Promise<void> {
	console.log('\nIngest with 100 viewers ÷ without, 8 clients × 1,000 visits, rounds in turn');
	const server = await startServer();
	try {
		const key = await server.keys.create({ party: 'hospital', role: null, facility: '3275013' });
		await ingestRate(server, key);
		const topics: Topic[] = ['overview', 'diseases', 'drugs', 'public'];
		const rounds: { without: number; beside: number }[] = [];
		for (let turn = 0; turn < 3; turn++) {
			const without = await ingestRate(server, key);
			const crowd = new Crowd();
			const watched = Array.from({ length: 100 }, (_, index) => topics[index % topics.length] as Topic);
			await crowd.open(server.sql, [{ origin: server.origin, topics: watched }]);
			rounds.push({ without, beside: await ingestRate(server, key) });
			await crowd.close();
		}
		console.table({
			'events/s without viewers': round(median(rounds.map(({ without }) => without))),
			'events/s with 100 viewers': round(median(rounds.map(({ beside }) => beside))),
			ratio: round(median(rounds.map(({ without, beside }) => beside / without)), 2)
		});
	} finally {
		await server.stop();
	}
}

const parts = { page: measurePage, crowd: measureCrowd, two: measureTwo, ingest: measureIngest };
for (const [name, measure] of Object.entries(parts))
	if (values.part === undefined || values.part === name) await measure();
