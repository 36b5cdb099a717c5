/**
 * Looks at once and then once a minute which jobs are due, and runs those that it gets hold of, one after the other: two cores
 * also carry the database and the requests, and nobody waits for these answers. Other processes on the same database take
 * those that this one has not come to.
 */
import type { Logger } from 'pino';
import { faultOf } from '../../fault.ts';
import type { DueJob } from '../due-job.ts';
import type { JobQueue, TakenRun } from './job-queue.ts';

const lookEveryMs = 60_000;

export type JobRoundsOptions = {
	queue: JobQueue;
	/** By the name of the queue. */
	jobs: Readonly<Record<string, DueJob>>;
	/** Before each run: it stands back behind what somebody waits for. */
	giveWay?: () => Promise<void>;
	log: Logger;
};

export class JobRounds {
	readonly #options: JobRoundsOptions;
	#timer: NodeJS.Timeout | undefined;
	#round: Promise<void> | null = null;
	#isStopped = false;
	/** How a run ended while the database was away: told as soon as it is back. */
	#untold: (() => Promise<void>) | null = null;

	constructor(options: JobRoundsOptions) {
		this.#options = options;
	}

	start(): void {
		this.#timer = setInterval(() => void this.round(), lookEveryMs).unref();
		void this.round();
	}

	/** Resolves when the run that was begun has ended and is told; none is begun any more. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		clearInterval(this.#timer);
		await this.#round;
	}

	/** One look at every job; never rejects. A round that takes long puts the next off. */
	round(): Promise<void> {
		this.#round ??= this.#turn().finally(() => (this.#round = null));
		return this.#round;
	}

	async #turn(): Promise<void> {
		const { jobs, log } = this.#options;
		try {
			await this.#tell();
			for (const [name, job] of Object.entries(jobs)) if (!this.#isStopped) await this.#look(name, job);
		} catch (error) {
			// The database is away; the next minute looks again, and health says so meanwhile.
			log.warn({ fault: faultOf(error) }, 'the jobs were not looked at');
		}
	}

	async #look(name: string, job: DueJob): Promise<void> {
		const { queue } = this.#options;
		await queue.ask(name, job);
		const run = await queue.take(name);
		if (run === null) return;
		this.#untold = await this.#work(job, run);
		await this.#tell();
	}

	/** A run that is taken is told how it ended, also where it did not come to begin. */
	#work(job: DueJob, run: TakenRun): Promise<() => Promise<void>> {
		const { queue, giveWay } = this.#options;
		return Promise.resolve(giveWay?.())
			.then(() => job.run())
			.then(
				(settled) => () => queue.complete(run, settled),
				(error: unknown) => () => queue.fail(run, error)
			);
	}

	async #tell(): Promise<void> {
		await this.#untold?.();
		this.#untold = null;
	}
}
