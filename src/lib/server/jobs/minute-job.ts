/** What runs beside answering: looks at once and then once a minute whether there is something to do, one run at a time. */
import type { Logger } from 'pino';
import { faultOf } from '../fault.ts';

const lookEveryMs = 60_000;

export abstract class MinuteJob {
	readonly #log: Logger;
	readonly #failure: string;
	#timer: NodeJS.Timeout | undefined;
	#running: Promise<unknown> | null = null;

	/** @param failure what the log says where a run failed, as a sentence; the next minute tries again */
	constructor(log: Logger, failure: string) {
		this.#log = log;
		this.#failure = failure;
	}

	/** Does what is to be done now; finds out by itself whether anything is. */
	abstract refresh(): Promise<unknown>;

	start(): void {
		this.#timer = setInterval(() => this.#look(), lookEveryMs).unref();
		this.#look();
	}

	/** Resolves when a run that was begun has ended. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#running;
	}

	#look(): void {
		if (this.#running) return;
		this.#running = this.refresh()
			// Pages go on showing what stands, with its time.
			.catch((error: unknown) => this.#log.warn({ fault: faultOf(error) }, this.#failure))
			.finally(() => (this.#running = null));
	}
}
