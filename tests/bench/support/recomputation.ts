/** Everything that the jobs keep, forgotten and computed anew by the server that runs, as on a first start. */
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type Sql } from '../../../src/lib/server/store/connect.ts';

export type JobTime = { name: string; seconds: number };

const longestWaitMs = 1_800_000;
const lookEveryMs = 100;

/** "MEMB": who judges memberships holds it (store/register/refresh.ts). */
const membershipLock = 0x4d454d42;

/** For as long as the connection stands: what counting a register of that size takes is `npm run bench -- register`'s. */
export async function keepMembershipsAsTheyAre(databaseUrl: string): Promise<Sql> {
	const sql = connect(databaseUrl, { max: 1, name: 'denyut-bench-hold' });
	// It begins with the server, and tries again a minute later.
	await sql`SELECT pg_cancel_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${membershipLock}`;
	await sql`SELECT pg_advisory_lock(${membershipLock})`;
	return sql;
}

/** The server finds that all is due when it looks next, within a minute. */
export async function forgetAnswers(sql: Sql): Promise<void> {
	await sql`TRUNCATE pgboss.job, pgboss.archive, analysis`;
}

/** @throws what went wrong, where a job failed */
export async function waitForBegin(sql: Sql): Promise<void> {
	await wait(async () => (await countRuns(sql)).begun > 0);
}

export async function isComputed(sql: Sql): Promise<boolean> {
	const { ended, failed, jobs } = await countRuns(sql);
	if (failed !== null) throw new Error(`the job ${failed} failed`);
	return ended === jobs;
}

export const waitForEnd = (sql: Sql): Promise<void> => wait(() => isComputed(sql));

/** How long each job took, in their order, which is one after the other. */
export async function readTimes(sql: Sql): Promise<JobTime[]> {
	return sql<JobTime[]>`
		SELECT name, extract(epoch FROM completed_on - started_on)::float8 AS seconds FROM pgboss.job
		WHERE state = 'completed' ORDER BY started_on`;
}

async function wait(isThere: () => Promise<boolean>): Promise<void> {
	const until = Date.now() + longestWaitMs;
	while (!(await isThere())) {
		if (Date.now() > until) throw new Error('the jobs were not run');
		await pause(lookEveryMs);
	}
}

type Runs = { jobs: number; begun: number; ended: number; failed: string | null };

async function countRuns(sql: Sql): Promise<Runs> {
	const [row] = await sql<Runs[]>`
		SELECT (SELECT count(*) FROM pgboss.queue)::int AS jobs, (count(*) FILTER (WHERE started_on IS NOT NULL))::int AS begun,
			(count(DISTINCT name) FILTER (WHERE state = 'completed'))::int AS ended,
			min(name) FILTER (WHERE state IN ('retry', 'failed')) AS failed
		FROM pgboss.job`;
	if (!row) throw new Error('there are no runs');
	return row;
}
