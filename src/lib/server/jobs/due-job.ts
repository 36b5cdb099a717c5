/**
 * Keeps an answer that takes long up to date: due on a new day, with a new method, and when something was committed since the last run,
 * but not before that has rested. What the last run stood on is kept in PostgreSQL with the run (jobs/queue): whichever process comes
 * first computes, for all.
 */
import type { Logger } from 'pino';
import { jakartaDay } from '../../domain/period.ts';
import { faultOf } from '../fault.ts';

export type DueJobOptions = {
	clock: () => Date;
	log: Logger;
	/** Number of the newest commit that this process knows of. */
	lastChange: () => number;
};

/** What a run's answer stands on: kept as the run's outcome. */
export type Settled = {
	/** Number of the newest commit that is no news to it. */
	change: number;
	/** Asia/Jakarta day for which it was computed. */
	day: string;
	/** ISO instant. */
	at: string;
	/** Of the method: another one answers differently from the same commits. */
	version: string;
};

/** How the newest run of any process ended; null settles nothing: it failed. */
export type LastRun = { settled: Settled | null; endedAt: Date };

export abstract class DueJob {
	readonly restMs: number;
	readonly #options: DueJobOptions;
	readonly #failure: string;
	readonly #version: string;
	#settled: Settled | null = null;

	/**
	 * @param failure what the log says where a run failed, as a sentence; the queue tries it again
	 * @param version to be raised with the method: a process with another one finds the job due
	 */
	constructor(options: DueJobOptions, failure: string, restMs: number, version: number | string = 1) {
		this.#options = options;
		this.#failure = failure;
		this.restMs = restMs;
		this.#version = String(version);
	}

	/** Does what is to be done now, whether it is due or not, and settles. */
	abstract refresh(): Promise<unknown>;

	/** @throws what the run throws, after saying in the log that it failed: pages go on showing what stands, with its time. */
	async run(): Promise<Settled> {
		this.#settled = null;
		try {
			await this.refresh();
			if (this.#settled === null) throw new Error('the run settled nothing');
			return this.#settled;
		} catch (error) {
			this.#options.log.warn({ fault: faultOf(error) }, this.#failure);
			throw error;
		}
	}

	/** @param last null where it never ran. One that failed for good rests like one that did not. */
	isDue(last: LastRun | null): boolean {
		if (last === null) return true;
		const { clock, lastChange } = this.#options;
		const now = clock();
		const { settled, endedAt } = last;
		if (settled === null) return now.getTime() - endedAt.getTime() >= this.restMs;
		if (settled.day !== jakartaDay(now) || settled.version !== this.#version) return true;
		return lastChange() > settled.change && now.getTime() - Date.parse(settled.at) >= this.restMs;
	}

	/**
	 * @param read number of the newest commit that the answer rests on
	 * @param told number of the commit by which it was stored and told, which is no news to it; one that came while it was
	 *   computed is. Null where it told nobody.
	 * @param restsFrom an earlier time where there was nothing to answer yet: then the next commit need not wait
	 */
	protected settle(now: Date, read: number, told: number | null = null, restsFrom = now): void {
		const change = told === read + 1 ? told : read;
		this.#settled = { change, day: jakartaDay(now), at: restsFrom.toISOString(), version: this.#version };
	}
}
