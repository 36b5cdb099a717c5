/**
 * What takes long to compute, kept up to date by one process for all of them. Named as its queue is; pages name them in
 * words (routes/(app)/quality/job-words.ts). What stays on each process's own timer needs no queue: maintenance and webhooks
 * turn every few seconds and hold their own leases, and memberships and frozen weeks find in the database itself, in the
 * transaction that writes their answer, whether another process was first.
 */
import type { Logger } from 'pino';
import type { App } from '../app.ts';
import { Analyst } from '../jobs/analyst/analyst.ts';
import type { AnalystPool } from '../jobs/analyst/pool.ts';
import { BedAnalysis } from '../jobs/bed-analysis/bed-analysis.ts';
import { ChainBaseJob } from '../jobs/chain/chain-base-job.ts';
import { ClaimAudit } from '../jobs/claim-audit/claim-audit.ts';
import { DrugForecastJob } from '../jobs/drug-forecast/drug-forecast.ts';
import type { DueJob } from '../jobs/due-job.ts';
import { JobQueue } from '../jobs/queue/job-queue.ts';
import { JobRounds } from '../jobs/queue/job-rounds.ts';
import { layDownQueues } from '../jobs/queue/lay-down-queues.ts';
import { SignalWatch } from '../jobs/signals/signal-watch.ts';
import type { Sql } from '../store/connect.ts';
import { connectYielding } from '../store/yielding.ts';
import { asOwner } from './pools.ts';

type Parts = {
	app: Pick<App, 'sql' | 'databaseUrl' | 'hub' | 'facilities'>;
	database: {
		/** The owner's. */
		url: string;
		/** Started by this product. */
		owned: boolean;
	};
	clock: () => Date;
	log: Logger;
	pool: AnalystPool;
};

/** In the order in which a first start computes them. */
function makeDueJobs({ app, database, clock, log, pool }: Parts, sql: Sql): Record<string, DueJob> {
	const looking = { sql, clock, log, lastChange: () => app.hub.lastChange };
	return {
		'budget-projection': new Analyst({ ...looking, pool }),
		'bed-forecast': new BedAnalysis({ ...looking, forecast: (input) => pool.run('forecast-beds', input) }),
		signals: new SignalWatch({
			...{ ...looking, facilities: app.facilities },
			look: (series) => pool.run('look-at-week', series)
		}),
		'drug-forecast': new DrugForecastJob({
			...{ ...looking, facilities: app.facilities },
			forecast: (input) => pool.run('forecast-item', input),
			expect: (input) => pool.run('expect-episodes', input)
		}),
		'chain-base': new ChainBaseJob(looking),
		'claim-audit': new ClaimAudit({
			...looking,
			keep: (now) => pool.run('keep-claim-audit', { url: app.databaseUrl, isBuiltIn: database.owned, now })
		})
	};
}

export async function openDueJobs(parts: Parts): Promise<{ stop: () => Promise<void> }> {
	const { app, database, log } = parts;
	const { sql, giveWay } = connectYielding(app.databaseUrl, 'denyut-jobs', database.owned);
	const jobs = makeDueJobs(parts, sql);
	const [role] = await app.sql<{ name: string }[]>`SELECT current_user AS name`;
	await asOwner(database.url, (owner) => layDownQueues(owner, role?.name ?? '', Object.keys(jobs)));
	const queue = new JobQueue({ sql: app.sql, log });
	await queue.open();
	const rounds = new JobRounds({ queue, jobs, giveWay, log });
	rounds.start();
	return {
		stop: async () => {
			await rounds.stop();
			await queue.close();
			await sql.end({ timeout: 5 });
		}
	};
}
