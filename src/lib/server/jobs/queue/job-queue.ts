/**
 * Runs of jobs, kept in PostgreSQL by pg-boss for every process on the same database. A run is created → active → completed;
 * or, where it failed or outlived its time (its process died), retry → active, after a growing pause, → failed for good after
 * the last try. Ended runs are archived after half a day with what they stood on and how they ended, and dropped after a
 * month. Expiry and archiving are pg-boss' own maintenance, by one process at a time.
 */
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import { faultOf } from '../../fault.ts';
import type { Sql } from '../../store/connect.ts';
import { findEndedRun, isUnderWay, lockRuns } from '../../store/job-runs.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { LastRun, Settled } from '../due-job.ts';
import { bossDatabase, inBossTransaction } from './boss-database.ts';

const kept = { archiveCompletedAfterSeconds: 43_200, archiveFailedAfterSeconds: 43_200, deleteAfterDays: 30 };
const maintenanceIntervalSeconds = 60;

export type JobQueueOptions = { sql: Sql; log: Logger };
export type TakenRun = { name: string; id: string };

export class JobQueue {
	readonly #sql: Sql;
	readonly #boss: PgBoss;

	constructor({ sql, log }: JobQueueOptions) {
		this.#sql = sql;
		const db = bossDatabase(sql);
		this.#boss = new PgBoss({ db, migrate: false, schedule: false, maintenanceIntervalSeconds, ...kept });
		// The database is away: the next minute's maintenance does what this one did not.
		this.#boss.on('error', (error) =>
			log.warn({ fault: faultOf(error) }, 'runs of jobs were not maintained')
		);
	}

	/** @throws where nobody laid the queues down. */
	async open(): Promise<void> {
		await this.#boss.start();
	}

	close(): Promise<void> {
		return this.#boss.stop({ graceful: false });
	}

	/** Expires, archives and drops what is due to be; done each minute by one process of all, without being asked. */
	async maintain(): Promise<void> {
		await this.#boss.maintain();
	}

	/** Puts a run in where it is due and none waits or is active, in any process. @returns whether it did. */
	async ask(
		name: string,
		job: { isDue: (last: LastRun | null) => boolean; restMs: number }
	): Promise<boolean> {
		return inTransaction(this.#sql, async (tx) => {
			await lockRuns(tx, name);
			if (await isUnderWay(tx, name)) return false;
			const ended = await findEndedRun(tx, name);
			const last = ended && { settled: settledOf(ended), endedAt: ended.endedAt };
			if (!job.isDue(last)) return false;
			const input = { since: last?.settled?.change ?? null, restMs: job.restMs };
			return (await this.#boss.send(name, input, { db: inBossTransaction(tx) })) !== null;
		});
	}

	/** A run that waits, or is to be tried again by now; it is this process's until it expires. */
	async take(name: string): Promise<TakenRun | null> {
		const [run] = await this.#boss.fetch(name, { batchSize: 1 });
		return run ? { name, id: run.id } : null;
	}

	/** One that expired meanwhile and was taken by another process is done by this too: both answer the same. */
	async complete({ name, id }: TakenRun, settled: Settled): Promise<void> {
		await this.#boss.complete(name, id, settled);
	}

	/** It is tried again, also where it expired and another process took it, or stands as failed. The fault's message is not kept: a driver's repeats what was sent. */
	async fail({ name, id }: TakenRun, error: unknown): Promise<void> {
		await this.#boss.fail(name, id, faultOf(error));
	}
}

function settledOf({ hasFailed, outcome }: { hasFailed: boolean; outcome: unknown }): Settled | null {
	return hasFailed ? null : (outcome as Settled);
}
