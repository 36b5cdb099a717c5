/**
 * `npm run bench -- recompute [--scale 0.02] [--rounds 3] [--seconds 20] [--facilities 90] [--city DIR]`: the whole
 * recomputation of the city at full size by the server's own jobs, then of the demand of 60 medicines at 90 facilities, as
 * the job over medicines forecasts it, by a process of low priority; and how many events are taken in over HTTP meanwhile,
 * beside how many without, in one run. Each round's table is printed as it ends, with every job by its name, so that a run
 * that is broken off has told what it measured. The demo city is seeded at the scale and grown to the whole in SQL; `--city`
 * is a data directory that is taken as it stands, and kept. Needs no build.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import { seedDemoCity } from '../support/demo-city.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { readCpuSeconds } from './support/cpu-seconds.ts';
import type { ForecastOrder, ForecastTimes } from './support/forecast-items.ts';
import { growCity } from './support/grow-city.ts';
import {
	forgetAnswers,
	isComputed,
	keepMembershipsAsTheyAre,
	readTimes,
	waitForBegin,
	waitForEnd,
	type JobTime
} from './support/recomputation.ts';
import { median, round } from './support/table.ts';

const { values } = parseArgs({
	options: {
		scale: { type: 'string', default: '0.02' },
		rounds: { type: 'string', default: '3' },
		seconds: { type: 'string', default: '20' },
		facilities: { type: 'string', default: '90' },
		city: { type: 'string' }
	}
});
const scale = Number(values.scale);
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const bars = { seconds: 60, ratio: 0.9 };
const demand: ForecastOrder = { items: 60, facilities: Number(values.facilities), months: 48 };
const besideSeconds = 60;
const load = { clients: 8, size: 1_000, seconds: 5 };

type Taken = { events: number; ms: number };
const rateOf = (slices: readonly Taken[]) =>
	(1_000 * slices.reduce((sum, { events }) => sum + events, 0)) / slices.reduce((sum, { ms }) => sum + ms, 0);

async function askChild<Answer>(file: string, order: unknown): Promise<Answer> {
	const path = fileURLToPath(new URL(`./support/${file}`, import.meta.url));
	// A session of its own, as the server is one: processors are shared out by session first.
	const child = fork(path, { execArgv: ['--import', 'tsx'], detached: true });
	child.send(order as object);
	const [answer] = (await once(child, 'message')) as [Answer];
	await once(child, 'exit');
	return answer;
}

const began = performance.now();
const say = (step: string) =>
	console.error(
		`${round((performance.now() - began) / 1_000)} s  ${step} (load ${round(loadavg()[0] ?? 0, 1)})`
	);

/** Events while something goes on, in slices; what each slice's client needs to get ready is not counted. */
async function takeInWhile(origin: string, keys: string[], goesOn: () => Promise<boolean>): Promise<number> {
	const slices: Taken[] = [];
	do slices.push(await askChild<Taken>('load-events.ts', { origin, keys, ...load }));
	while (await goesOn());
	return rateOf(slices);
}

async function takeInAlone(origin: string, keys: string[]): Promise<number> {
	let left = Math.ceil(seconds / load.seconds);
	return takeInWhile(origin, keys, () => Promise.resolve(--left > 0));
}

const forecastDemands = () => askChild<ForecastTimes>('forecast-items.ts', demand);

async function recompute(server: TestServer) {
	const { sql } = server;
	await forgetAnswers(sql);
	await waitForBegin(sql);
	const before = await readCpuSeconds(server);
	await waitForEnd(sql);
	const after = await readCpuSeconds(server);
	const cpu = { server: after.server - before.server, database: after.database - before.database };
	const jobs = await readTimes(sql);
	const drugs = await forecastDemands();
	return { jobs, drugs, cpu };
}

/**
 * Jobs and then the demands, as one thread would do them. For so long only: where events take both processors, jobs that
 * give way to them take many times as long.
 */
async function takeInBeside(server: TestServer, keys: string[]): Promise<{ jobs: number; drugs: number }> {
	const { sql, origin } = server;
	await forgetAnswers(sql);
	await waitForBegin(sql);
	const jobs = await takeInWhile(
		origin,
		keys,
		within(besideSeconds, async () => !(await isComputed(sql)))
	);
	await waitForEnd(sql);
	let isDone = false;
	const forecast = forecastDemands().then(() => (isDone = true));
	const drugs = await takeInWhile(
		origin,
		keys,
		within(besideSeconds, () => Promise.resolve(!isDone))
	);
	await forecast;
	return { jobs, drugs };
}

function within(seconds: number, goesOn: () => Promise<boolean>): () => Promise<boolean> {
	const until = Date.now() + 1_000 * seconds;
	return async () => Date.now() < until && (await goesOn());
}

const sumOf = (jobs: readonly JobTime[]) => jobs.reduce((sum, one) => sum + one.seconds, 0);

type Measured = Readonly<Record<string, number>>;

/** Without, with, and without again: what else the machine does meanwhile weighs on both. */
async function measure(server: TestServer, keys: string[]): Promise<Measured> {
	const { jobs, drugs, cpu } = await recompute(server);
	say(`computed: ${jobs.map((one) => `${one.name} ${round(one.seconds, 1)}`).join(', ')} s`);
	const before = await takeInAlone(server.origin, keys);
	const beside = await takeInBeside(server, keys);
	const usual = (before + (await takeInAlone(server.origin, keys))) / 2;
	return {
		...Object.fromEntries(jobs.map(({ name, seconds: took }) => [`job ${name} s`, took])),
		'jobs s': sumOf(jobs),
		'their CPU in the server s': cpu.server,
		'their CPU in the database s': cpu.database,
		'demands s': drugs.seconds,
		'their CPU s': drugs.cpuSeconds,
		'whole s': sumOf(jobs) + drugs.seconds,
		// What it would take alone on a core: the wall's seconds grow with what else the machine does.
		'whole CPU s': cpu.server + cpu.database + drugs.cpuSeconds,
		'events/s alone': usual,
		'events/s beside the jobs': beside.jobs,
		'events/s beside the demands': beside.drugs,
		'ratio, jobs': beside.jobs / usual,
		'ratio, demands': beside.drugs / usual,
		'load of the machine': loadavg()[0] ?? 0
	};
}

/** One row a name: what every round measured, and their median. */
function showRounds(measured: readonly Measured[]): void {
	const names = [...new Set(measured.flatMap((one) => Object.keys(one)))];
	const rows = names.map((name) => {
		const ofRounds = measured.map((one) => one[name] ?? NaN);
		const rounded = ofRounds.map((value) => round(value, 2)).join(' ');
		return [name, { median: round(median(ofRounds), 2), rounds: rounded }] as const;
	});
	console.log(`${measured.length} of ${rounds} rounds on ${availableParallelism()} cores`);
	console.table(Object.fromEntries(rows));
}

const dataDir = values.city ?? (await seedDemoCity({ scale, days: 420 }));
const server = await startServer({
	...{ dataDir, entry: 'tests/support/app-without-pages.ts', env: { DENYUT_DEMO: '1' } }
});
try {
	if (values.city === undefined) await growCity(server.databaseUrl, Math.round(1 / scale), say);
	const hold = await keepMembershipsAsTheyAre(server.databaseUrl);
	const [size] = await server.sql`
		SELECT (SELECT count(*) FROM visit)::int AS visits, (SELECT count(*) FROM claim)::int AS "versions of claims",
			(SELECT count(*) FROM membership WHERE ended_on IS NULL)::int AS members`;
	console.log(size);
	const keys = await Promise.all(
		hospitals.map(({ code }) => server.keys.create({ party: 'hospital', role: null, facility: code }))
	);
	await waitForEnd(server.sql);
	say('ready');
	await takeInAlone(server.origin, keys);
	const measured: Measured[] = [];
	for (let turn = 0; turn < rounds; turn++) {
		measured.push(await measure(server, keys));
		showRounds(measured);
	}
	await hold.end({ timeout: 5 });
	const medianOf = (name: string) => median(measured.map((one) => one[name] ?? NaN));
	const ratio = Math.min(medianOf('ratio, jobs'), medianOf('ratio, demands'));
	console.log(`whole ${medianOf('whole s') < bars.seconds ? 'under' : 'OVER'} ${bars.seconds} s`);
	console.log(`ingest ${ratio >= bars.ratio ? 'slowed by less' : 'SLOWED BY MORE'} than 10 %`);
} finally {
	await server.stop();
	if (values.city === undefined) rmSync(dataDir, { recursive: true, force: true });
}
