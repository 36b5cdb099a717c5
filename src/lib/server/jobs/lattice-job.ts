/** Freezes ended weeks as they fall due, whichever process comes first. */
import type { Logger } from 'pino';
import type { Sql } from '../store/connect.ts';
import { freezeEndedWeeks } from '../services/freeze-weeks.ts';
import { recordChange } from '../store/changes.ts';
import { inTransaction } from '../store/transaction.ts';

const intervalMs = 10 * 60_000;

export type LatticeJobOptions = {
	sql: Sql;
	clock: () => Date;
	log: Logger;
	facilities: { find: (code: string) => unknown };
};

/** A commit of its own in the change sequence: open pages of whoever reads frozen weeks take a new snapshot. */
async function tellFrozen(sql: Sql): Promise<void> {
	await inTransaction(sql, (tx) => recordChange(tx, { reload: ['lattice'] }));
}

export class LatticeJob {
	readonly #options: LatticeJobOptions;
	readonly #timer: NodeJS.Timeout;
	#running: Promise<number> | null = null;

	constructor(options: LatticeJobOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.run(), intervalMs).unref();
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#running;
	}

	/** @returns how many weeks were frozen; one run at a time. */
	run(): Promise<number> {
		this.#running ??= this.#freeze().finally(() => (this.#running = null));
		return this.#running;
	}

	async #freeze(): Promise<number> {
		const { sql, clock, log, facilities } = this.#options;
		try {
			const isFacility = (code: string) => facilities.find(code) !== undefined;
			const frozen = await freezeEndedWeeks({ sql, clock, isFacility });
			if (frozen > 0) await tellFrozen(sql);
			return frozen;
		} catch (error) {
			// The database is away, or another process was first; the next time tries again.
			log.warn({ name: error instanceof Error ? error.name : typeof error }, 'no week was frozen');
			return 0;
		}
	}
}
