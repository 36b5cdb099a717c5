/**
 * Statistics off the event loop: what takes longer than a page may wait runs in a worker thread. One thread: two cores
 * also carry the database and the requests, and nobody waits for these answers.
 */
import { Piscina } from 'piscina';
import type { TaskName, Tasks } from './tasks.ts';

const usualIdleMs = 60_000;

export class AnalystPool {
	readonly #pool: Piscina;

	/**
	 * @param idleMs how long the thread waits for the next task before it ends; the first one after that waits for a new thread
	 * @param niceness how far below the process's other threads it is ranked: nobody waits for what jobs ask
	 */
	constructor({ idleMs = usualIdleMs, niceness = 0 } = {}) {
		this.#pool = new Piscina({
			filename: new URL('./worker.js', import.meta.url).href,
			// Flags that the process was started with are not the thread's.
			execArgv: [],
			minThreads: 0,
			maxThreads: 1,
			idleTimeout: idleMs,
			niceIncrement: niceness
		});
	}

	/** @throws what the task throws, as a plain Error with its message. */
	run<Name extends TaskName>(
		task: Name,
		input: Parameters<Tasks[Name]>[0]
	): Promise<Awaited<ReturnType<Tasks[Name]>>> {
		return this.#pool.run({ task, input }) as Promise<Awaited<ReturnType<Tasks[Name]>>>;
	}

	close(): Promise<void> {
		return this.#pool.destroy();
	}
}
