/** Runs of jobs over processes: who computes, what is tried again, what is kept, and what a stop or a lost process leaves. */
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditDesk } from '../../src/lib/analytics/audit/audit-desk.ts';
import { ClaimAudit } from '../../src/lib/server/jobs/claim-audit/claim-audit.ts';
import { DueJob } from '../../src/lib/server/jobs/due-job.ts';
import { JobQueue } from '../../src/lib/server/jobs/queue/job-queue.ts';
import { JobRounds } from '../../src/lib/server/jobs/queue/job-rounds.ts';
import { layDownQueues } from '../../src/lib/server/jobs/queue/lay-down-queues.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { prepareAppRole } from '../../src/lib/server/store/app-role.ts';
import { connect, type Sql } from '../../src/lib/server/store/connect.ts';
import { findLastChange } from '../../src/lib/server/store/changes.ts';
import { claim, now, openCity, senders, type IngestCity } from './ingest-city.ts';

const restMs = 600_000;
const log = pino({ level: 'silent' });
const queues = ['counted', 'claim-audit'];
let city: IngestCity;
/** As the application's role, which makes no tables. */
let appUrl: string;
let clock: Date;
let newest: number;
let runs: string[];
const opened: { rounds: JobRounds; queue: JobQueue; sql: Sql }[] = [];

class Counted extends DueJob {
	wait = Promise.resolve();
	fault: Error | null = null;

	constructor(readonly who: string) {
		super({ clock: () => clock, log, lastChange: () => newest }, 'not counted', restMs);
	}

	async refresh(): Promise<void> {
		runs.push(this.who);
		await this.wait;
		if (this.fault) throw this.fault;
		this.settle(clock, newest);
	}
}

/** What a run waits for until the test lets it go on. */
function holdBack(): { held: Promise<void>; let: () => void } {
	let go: () => void = () => undefined;
	const held = new Promise<void>((done) => (go = done));
	return { held, let: () => go() };
}

beforeAll(async () => {
	city = await openCity();
	const { server } = await loadKeys(city.app.config);
	appUrl = await prepareAppRole(city.database.sql, city.database.url, server);
	const role = decodeURIComponent(new URL(appUrl).username);
	// A second process that starts meanwhile does no harm, nor does a start on what stands already.
	await Promise.all([1, 2].map(() => layDownQueues(city.database.sql, role, queues)));
	await layDownQueues(city.database.sql, role, queues);
});
afterAll(async () => {
	await Promise.all(opened.map(close));
	await city.close();
});
beforeEach(async () => {
	await Promise.all(opened.splice(0).map(close));
	await city.database.sql`TRUNCATE pgboss.job, pgboss.archive`;
	[clock, newest, runs] = [now, 5, []];
});

async function close({ rounds, queue, sql }: (typeof opened)[number]): Promise<void> {
	await rounds.stop();
	await queue.close();
	// Connections that were cut in a test are not waited for.
	await sql.end({ timeout: 1 });
}

/** What another process has: a pool, a queue and rounds of its own. */
async function openProcess(job: DueJob, name = 'counted', giveWay?: () => Promise<void>): Promise<JobRounds> {
	const sql = connect(appUrl, { max: 2, name: 'due-jobs', asSystem: true });
	const queue = new JobQueue({ sql, log });
	await queue.open();
	const rounds = new JobRounds({ queue, jobs: { [name]: job }, giveWay, log });
	opened.push({ rounds, queue, sql });
	return rounds;
}

type Row = { state: string; data: unknown; output: Record<string, unknown> | null; tries: number };
const readRuns = () => city.database.sql<Row[]>`
	SELECT state::text, data, output, retry_count AS tries FROM pgboss.job ORDER BY created_on`;
/** The pause before the next try passes, or the time that a run may take. */
const passTime = () => city.database.sql`
	UPDATE pgboss.job SET start_after = start_after - interval '1 day', started_on = started_on - interval '1 day'`;

it('computes once, whichever of two processes looks, and not again while nothing is due', async () => {
	const processes = await Promise.all(['a', 'b'].map((who) => openProcess(new Counted(who))));
	for (let look = 0; look < 3; look++) await Promise.all(processes.map((one) => one.round()));
	expect(runs).toHaveLength(1);
	expect(await readRuns()).toEqual([
		{
			state: 'completed',
			data: { since: null, restMs },
			output: { change: 5, day: '2026-11-22', at: now.toISOString(), version: '1' },
			tries: 0
		}
	]);
	newest = 6;
	await Promise.all(processes.map((one) => one.round()));
	expect(runs).toHaveLength(1);
	clock = new Date(now.getTime() + restMs);
	for (let look = 0; look < 3; look++) await Promise.all(processes.map((one) => one.round()));
	expect(runs).toHaveLength(2);
	expect((await readRuns()).map(({ data }) => data)).toEqual([
		{ since: null, restMs },
		{ since: 5, restMs }
	]);
});

it('lets no second run wait or begin while one is active', async () => {
	const [busy, idle] = [new Counted('busy'), new Counted('idle')];
	const end = holdBack();
	busy.wait = end.held;
	const first = (await openProcess(busy)).round();
	await expect.poll(() => runs).toEqual(['busy']);
	const other = await openProcess(idle);
	newest = 9;
	await other.round();
	expect(await readRuns()).toMatchObject([{ state: 'active' }]);
	end.let();
	await first;
	await other.round();
	expect(runs).toEqual(['busy']);
});

it('tries a run that failed again after a growing pause, and leaves it as failed after the last try', async () => {
	const job = new Counted('a');
	job.fault = Object.assign(new TypeError('3275010101900000 is no number'), { code: '22P02' });
	const rounds = await openProcess(job);
	const pauses: number[] = [];
	for (let turn = 0; turn < 4; turn++) {
		await rounds.round();
		// The pause has not passed.
		await rounds.round();
		expect(runs).toHaveLength(turn + 1);
		const [row] = await city.database.sql<{ seconds: number }[]>`
			SELECT extract(epoch FROM start_after - now())::float8 AS seconds FROM pgboss.job`;
		pauses.push(row?.seconds ?? 0);
		await passTime();
	}
	expect(pauses[0]).toBeGreaterThan(40);
	expect(pauses[1]).toBeGreaterThan(85);
	expect(pauses[2]).toBeGreaterThan(175);
	const [row, ...more] = await readRuns();
	expect(more).toEqual([]);
	expect(row).toMatchObject({ state: 'failed', tries: 3, output: { name: 'TypeError', code: '22P02' } });
	expect(JSON.stringify(row)).not.toContain('3275010101900000');
	// For good: the next one is put in when it has rested.
	await rounds.round();
	expect(runs).toHaveLength(4);
	job.fault = null;
	clock = new Date(Date.now() + restMs);
	await rounds.round();
	expect((await readRuns()).map(({ state }) => state)).toEqual(['failed', 'completed']);
});

it('gives a run whose process died to another one once it has expired', async () => {
	const lost = new JobQueue({ sql: city.app.sql, log });
	await lost.open();
	expect(await lost.ask('counted', new Counted('lost'))).toBe(true);
	expect(await lost.take('counted')).not.toBeNull();
	await lost.close();
	const rounds = await openProcess(new Counted('b'));
	await rounds.round();
	expect(runs).toEqual([]);
	await passTime();
	await maintain();
	expect(await readRuns()).toMatchObject([{ state: 'retry' }]);
	await passTime();
	await rounds.round();
	expect(runs).toEqual(['b']);
	expect(await readRuns()).toMatchObject([{ state: 'completed', tries: 1, output: { change: 5 } }]);
});

it('tries a run again that was taken and could not begin', async () => {
	let isAway = true;
	const giveWay = () => (isAway ? Promise.reject(new Error('no connection')) : Promise.resolve());
	const rounds = await openProcess(new Counted('a'), 'counted', giveWay);
	await rounds.round();
	expect(runs).toEqual([]);
	expect(await readRuns()).toMatchObject([{ state: 'retry' }]);
	isAway = false;
	await passTime();
	await rounds.round();
	expect(runs).toEqual(['a']);
	expect(await readRuns()).toMatchObject([{ state: 'completed', tries: 1 }]);
});

it('leaves a run that expired while it went on, and that another process took, done or to be tried once more', async () => {
	const [slow, other] = [new Counted('slow'), new Counted('other')];
	const [end, rest] = [holdBack(), holdBack()];
	slow.wait = end.held;
	other.wait = rest.held;
	const first = (await openProcess(slow)).round();
	await expect.poll(() => runs).toEqual(['slow']);
	await passTime();
	await maintain();
	await passTime();
	const second = (await openProcess(other)).round();
	await expect.poll(() => runs).toEqual(['slow', 'other']);
	slow.fault = new Error('too late');
	end.let();
	rest.let();
	await Promise.all([first, second]);
	const [run, ...more] = await readRuns();
	expect(more).toEqual([]);
	expect(run?.state === 'completed' || run?.state === 'retry').toBe(true);
});

it('ends the run that was begun when it is told to stop, tells how, and begins no other', async () => {
	const job = new Counted('a');
	const end = holdBack();
	job.wait = end.held;
	const rounds = await openProcess(job);
	const round = rounds.round();
	await expect.poll(() => runs).toEqual(['a']);
	let isStopped = false;
	const stopping = rounds.stop().then(() => (isStopped = true));
	await new Promise((done) => setTimeout(done, 50));
	expect(isStopped).toBe(false);
	end.let();
	await Promise.all([round, stopping]);
	expect(await readRuns()).toMatchObject([{ state: 'completed' }]);
	clock = new Date(now.getTime() + 86_400_000);
	await rounds.round();
	expect(runs).toHaveLength(1);
});

it('goes on when the database was away, and tells then how the run ended meanwhile', async () => {
	const job = new Counted('a');
	const end = holdBack();
	job.wait = end.held;
	const rounds = await openProcess(job);
	const round = rounds.round();
	await expect.poll(() => runs).toEqual(['a']);
	const database = new URL(city.database.url).pathname.slice(1);
	const cut = () => city.database.sql`
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${database} AND application_name = 'due-jobs'`;
	const role = decodeURIComponent(new URL(appUrl).username);
	await city.database.sql.unsafe(`ALTER ROLE "${role}" NOLOGIN`);
	await cut();
	end.let();
	await round;
	expect(await readRuns()).toMatchObject([{ state: 'active' }]);
	await city.database.sql.unsafe(`ALTER ROLE "${role}" LOGIN`);
	await rounds.round();
	expect(await readRuns()).toMatchObject([{ state: 'completed' }]);
	expect(runs).toHaveLength(1);
});

it('keeps what ended for a month: first among the runs, then in the archive, where it is still what settled last', async () => {
	const rounds = await openProcess(new Counted('a'));
	await rounds.round();
	await city.database.sql`UPDATE pgboss.job SET completed_on = completed_on - interval '13 hours'`;
	await maintain();
	expect(await readRuns()).toEqual([]);
	await rounds.round();
	expect(runs).toHaveLength(1);
	await city.database.sql`UPDATE pgboss.archive SET archived_on = archived_on - interval '31 days'`;
	await maintain();
	expect(await city.database.sql`SELECT FROM pgboss.archive`).toHaveLength(0);
});

it('lets the application neither make queues nor change how they work', async () => {
	const sql = connect(appUrl, { max: 1, asSystem: true });
	try {
		await expect(sql`SELECT pgboss.create_queue('other', '{}')`).rejects.toMatchObject({ code: '42501' });
		await expect(sql`UPDATE pgboss.queue SET retry_limit = 0`).rejects.toMatchObject({ code: '42501' });
		await expect(sql`CREATE TABLE pgboss.mine (id int)`).rejects.toMatchObject({ code: '42501' });
	} finally {
		await sql.end();
	}
});

it('tells open pages of no audit that found what stands already', async () => {
	const { sql, ingest, hub } = city.app;
	const answer = await ingest.submit(senders.hospitalA, [claim('c-1'), claim('c-2')]);
	expect(answer).toMatchObject({ accepted: 2 });
	let audits = 0;
	const lastChange = () => hub.lastChange + (clock.getTime() > now.getTime() ? 1_000 : 0);
	const job = new ClaimAudit({
		...{ sql, log, lastChange, clock: () => clock },
		audit: (input) => {
			audits += 1;
			return Promise.resolve(auditDesk(input));
		}
	});
	const rounds = await openProcess(job, 'claim-audit');
	await rounds.round();
	const told = await findLastChange(sql);
	expect(audits).toBe(1);
	clock = new Date(now.getTime() + restMs);
	await rounds.round();
	expect((await readRuns()).map(({ state }) => state)).toEqual(['completed', 'completed']);
	expect(audits).toBe(1);
	expect(await findLastChange(sql)).toBe(told);
});

/** pg-boss' own: one process does it each minute. */
async function maintain(): Promise<void> {
	const queue = new JobQueue({ sql: city.app.sql, log });
	await queue.open();
	await queue.maintain();
	await queue.close();
}

describe('the page of administrators', () => {
	const admin = () =>
		city.app.servicesFor({ name: 'user:tester', role: 'admin', facility: null }).jobs.load();
	const stateOf = async (name = 'counted') => (await admin()).find((row) => row.name === name);

	it('shows what never ran, what is being computed, and how long the last answer took', async () => {
		expect(await stateOf()).toEqual({
			...{ name: 'counted', state: 'never', doneAt: null, tookMs: null, fault: null, tries: 0, nextAt: null }
		});
		const job = new Counted('a');
		const end = holdBack();
		job.wait = end.held;
		const round = (await openProcess(job)).round();
		await expect.poll(() => runs).toEqual(['a']);
		expect(await stateOf()).toMatchObject({ state: 'active', tries: 1, nextAt: null });
		end.let();
		await round;
		await city.database.sql`UPDATE pgboss.job SET started_on = completed_on - interval '2.5 seconds'`;
		const [row] = await city.database.sql<{ at: Date }[]>`SELECT completed_on AS at FROM pgboss.job`;
		expect(await stateOf()).toEqual({
			...{ name: 'counted', state: 'done', fault: null, tries: 0, tookMs: 2_500 },
			doneAt: row?.at.toISOString(),
			nextAt: new Date(now.getTime() + restMs).toISOString()
		});
	});

	it('shows a job that fails first, with what may be done, until a run ended well', async () => {
		const job = new Counted('a');
		job.fault = new Error('no');
		const rounds = await openProcess(job);
		for (let turn = 0; turn < 4; turn++) {
			await rounds.round();
			const seen = await stateOf();
			expect(seen).toMatchObject({ fault: 'other', tries: turn + 1, state: turn < 3 ? 'retry' : 'failed' });
			expect(Date.parse(seen?.nextAt ?? '')).toBeGreaterThan(Date.now() + 30_000);
			await passTime();
		}
		expect((await admin()).map(({ name }) => name)).toEqual(['counted', 'claim-audit']);
		job.fault = null;
		clock = new Date(Date.now() + restMs);
		await rounds.round();
		expect(await stateOf()).toMatchObject({ state: 'done', fault: null });
	});

	it('tells a lost connection and a run out of its time from other faults', async () => {
		const job = new Counted('a');
		job.fault = Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' });
		const rounds = await openProcess(job);
		await rounds.round();
		expect(await stateOf()).toMatchObject({ fault: 'database' });
		await city.database.sql`TRUNCATE pgboss.job`;
		const lost = new JobQueue({ sql: city.app.sql, log });
		await lost.open();
		await lost.ask('counted', job);
		await lost.take('counted');
		await lost.close();
		await passTime();
		await maintain();
		expect(await stateOf()).toMatchObject({ state: 'retry', fault: 'expired', tries: 1 });
	});

	it('is not for a role that its page does not open to', async () => {
		const hospital = city.app.servicesFor({ name: 'user:tester', role: 'hospital', facility: '3275013' });
		await expect(hospital.jobs.load()).rejects.toThrow('not for this role');
	});
});

it('shows none where no process ever ran jobs', async () => {
	const other = await openCity();
	try {
		expect(await other.app.services.jobs.load()).toEqual([]);
	} finally {
		await other.close();
	}
});
