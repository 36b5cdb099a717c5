/**
 * Makes pg-boss' schema, brings it up to the installed version and makes the queues, as the owner: the application's role may
 * put jobs in and take them, and makes no tables. Only a process that runs jobs does this; it asks a few short questions where
 * everything stands already.
 */
import PgBoss from 'pg-boss';
import type { Sql } from '../../store/connect.ts';
import { grantJobs } from '../../store/job-runs.ts';
import { inTransaction } from '../../store/transaction.ts';
import { inBossTransaction } from './boss-database.ts';

/** "JOBS": two processes that start at once must not both make the tables. */
const lockNumber = 0x4a4f4253;

/**
 * `stately`: at most one run waits and one is active, whoever asks. Three more tries, after about 1, 2 and 4 minutes. A run
 * whose process died is taken again once it has expired; on a machine that does much else the longest takes minutes.
 */
const howQueued: Omit<PgBoss.Queue, 'name'> = {
	policy: 'stately',
	retryLimit: 3,
	retryDelay: 45,
	retryBackoff: true,
	expireInSeconds: 900
};

/** @param appRole the role that puts jobs in and takes them. */
export function layDownQueues(owner: Sql, appRole: string, names: readonly string[]): Promise<void> {
	return inTransaction(owner, async (tx) => {
		await tx`SELECT pg_advisory_xact_lock(${lockNumber})`;
		const boss = new PgBoss({ db: inBossTransaction(tx), supervise: false, schedule: false });
		await boss.start();
		await makeQueues(boss, names);
		await grantJobs(tx, appRole);
		await boss.stop({ graceful: false });
	});
}

async function makeQueues(boss: PgBoss, names: readonly string[]): Promise<void> {
	const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
	for (const name of names) {
		const queue = known.get(name);
		if (!queue) await boss.createQueue(name, { ...howQueued, name });
		else if (isOther(queue)) await boss.updateQueue(name, { ...howQueued, name });
	}
}

const isOther = (queue: PgBoss.Queue) =>
	(Object.keys(howQueued) as (keyof typeof howQueued)[]).some((key) => queue[key] !== howQueued[key]);
