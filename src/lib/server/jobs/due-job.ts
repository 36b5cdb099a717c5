/**
 * Keeps an answer that takes long up to date: due on a new day, and when something was committed since the last run, but not
 * before that has rested. Several processes may run one each.
 */
import type { Logger } from 'pino';
import { jakartaDay } from '../../domain/period.ts';
import { MinuteJob } from './minute-job.ts';

export type DueJobOptions = {
	clock: () => Date;
	log: Logger;
	/** Number of the newest commit that this process knows of. */
	lastChange: () => number;
};

export abstract class DueJob extends MinuteJob {
	readonly #clock: () => Date;
	readonly #lastChange: () => number;
	readonly #restMs: number;
	#done: { change: number; day: string; at: number } | null = null;

	constructor({ clock, log, lastChange }: DueJobOptions, failure: string, restMs: number) {
		super(log, failure);
		this.#clock = clock;
		this.#lastChange = lastChange;
		this.#restMs = restMs;
	}

	protected override isDue(): boolean {
		if (this.#done === null || this.#done.day !== jakartaDay(this.#clock())) return true;
		const { change, at } = this.#done;
		return this.#lastChange() > change && this.#clock().getTime() - at >= this.#restMs;
	}

	/**
	 * @param read number of the newest commit that the answer rests on
	 * @param told number of the commit by which it was stored and told, which is no news to it; one that came while it was
	 *   computed is. Null where it told nobody.
	 */
	protected settle(now: Date, read: number, told: number | null = null): void {
		const change = told === read + 1 ? told : read;
		this.#done = { change, day: jakartaDay(now), at: now.getTime() };
	}
}
