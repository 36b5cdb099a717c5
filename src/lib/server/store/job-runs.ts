/**
 * What pg-boss keeps of each job's runs: those that wait or are active and the newest that ended stand in `job`, older ones in
 * `archive`. Its schema is its own (see jobs/queue), so it is read here and written by it alone.
 */
import type { Transaction } from './bulk.ts';
import type { Sql } from './connect.ts';

/** "RUNS" */
const lockNumber = 0x52554e53;

/** As the owner: runs may be put in, taken and kept; which queues there are is not the application's to change. */
export async function grantJobs(tx: Transaction, role: string): Promise<void> {
	await tx.unsafe(`GRANT USAGE ON SCHEMA pgboss TO "${role}";
		GRANT SELECT ON pgboss.version, pgboss.queue, pgboss.job, pgboss.archive TO "${role}";
		GRANT UPDATE ON pgboss.version TO "${role}";
		GRANT INSERT, UPDATE, DELETE ON pgboss.job, pgboss.archive TO "${role}"`);
}

/** Until the transaction's end nobody else puts a run of this name in. */
export async function lockRuns(tx: Transaction, name: string): Promise<void> {
	await tx`SELECT pg_advisory_xact_lock(${lockNumber}, hashtext(${name}))`;
}

export async function isUnderWay(tx: Transaction, name: string): Promise<boolean> {
	const rows = await tx`SELECT FROM pgboss.job WHERE name = ${name} AND state < 'completed' LIMIT 1`;
	return rows.length > 0;
}

export type EndedRun = { hasFailed: boolean; endedAt: Date; outcome: Record<string, unknown> | null };

/** The newest that ended, well or for good not. */
export async function findEndedRun(tx: Transaction, name: string): Promise<EndedRun | null> {
	const [row] = await tx<EndedRun[]>`
		SELECT state = 'failed' AS "hasFailed", completed_on AS "endedAt", output AS outcome FROM (
			SELECT state, completed_on, output FROM pgboss.job
			WHERE name = ${name} AND state IN ('completed', 'failed')
			UNION ALL SELECT state, completed_on, output FROM pgboss.archive
			WHERE name = ${name} AND state IN ('completed', 'failed')
		) ended ORDER BY completed_on DESC LIMIT 1`;
	return row ?? null;
}

export type JobRuns = {
	name: string;
	/** The run that waits or is active; null where none does. */
	state: 'created' | 'retry' | 'active' | null;
	tries: number;
	startAfter: Date | null;
	/** How its last try failed. */
	fault: Record<string, unknown> | null;
	/** The newest that ended well. */
	doneAt: Date | null;
	tookMs: number | null;
	settled: Record<string, unknown> | null;
	/** When the newest ended that failed for good, its fault, how often it was tried. */
	failedAt: Date | null;
	failedFault: Record<string, unknown> | null;
	failedTries: number;
	restMs: number | null;
};

/** Of every queue; none where no process on this database ever ran jobs. */
export async function readJobRuns(sql: Sql): Promise<JobRuns[]> {
	const [made] = await sql<{ isMade: boolean }[]>`SELECT to_regclass('pgboss.job') IS NOT NULL AS "isMade"`;
	if (!made?.isMade) return [];
	return sql<JobRuns[]>`
		WITH ended AS (
			SELECT name, state, data, output, started_on, completed_on, retry_count FROM pgboss.job WHERE state >= 'completed'
			UNION ALL
			SELECT name, state, data, output, started_on, completed_on, retry_count FROM pgboss.archive WHERE state >= 'completed'
		), newest AS (
			SELECT DISTINCT ON (name, state) * FROM ended WHERE state IN ('completed', 'failed')
			ORDER BY name, state, completed_on DESC
		)
		SELECT queue.name, run.state::text, coalesce(run.retry_count + (run.started_on IS NOT NULL)::int, 0) AS tries,
			run.start_after AS "startAfter", run.output AS fault, done.completed_on AS "doneAt",
			(1000 * extract(epoch FROM done.completed_on - done.started_on))::float8 AS "tookMs", done.output AS settled,
			failed.completed_on AS "failedAt", failed.output AS "failedFault",
			coalesce(failed.retry_count + 1, 0) AS "failedTries",
			(coalesce(run.data, failed.data, done.data) ->> 'restMs')::float8 AS "restMs"
		FROM pgboss.queue
		LEFT JOIN LATERAL (
			SELECT * FROM pgboss.job WHERE job.name = queue.name AND job.state < 'completed' ORDER BY created_on LIMIT 1
		) AS run ON true
		LEFT JOIN newest AS done ON done.name = queue.name AND done.state = 'completed'
		LEFT JOIN newest AS failed ON failed.name = queue.name AND failed.state = 'failed'
			AND failed.completed_on > coalesce(done.completed_on, '-infinity')
		WHERE queue.name NOT LIKE '\_\_pgboss%' ORDER BY queue.name`;
}
