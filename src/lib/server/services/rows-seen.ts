/**
 * Pages that renew themselves show the same rows again and again. Each row that somebody is shown is written into the trail
 * when it comes on the screen, and not again for a while: else the trail would be a log of reloads, and every reader would
 * wait for its lock.
 */
import type { Viewer } from '../../domain/viewer.ts';
import type { ServiceContext } from './context.ts';

/** Well within the three days in which a breach must be answered: nobody loses sight of when a row was seen. */
const rememberMs = 10 * 60_000;
const mostRemembered = 20_000;

type Shown = {
	/** The page. */
	what: string;
	/** By `rowName`. */
	rows: readonly string[];
	filter: Readonly<Record<string, string | null>>;
};

/** What was told in the last ten minutes, by this process. */
export class ToldLately {
	readonly #until = new Map<string, number>();

	constructor(readonly clock: () => Date) {}

	has(key: string): boolean {
		return (this.#until.get(key) ?? 0) > this.clock().getTime();
	}

	add(key: string): void {
		this.#until.delete(key);
		this.#until.set(key, this.clock().getTime() + rememberMs);
		for (const oldest of this.#until.keys()) {
			if (this.#until.size <= mostRemembered) break;
			this.#until.delete(oldest);
		}
	}
}

export class RowsSeen {
	readonly #told: ToldLately;

	constructor(readonly context: Pick<ServiceContext, 'ticking' | 'recordLook' | 'system'>) {
		this.#told = new ToldLately(context.ticking);
	}

	/** Before the rows are handed out. Where nothing new is among them nothing is written. */
	async record(viewer: Viewer, { what, rows, filter }: Shown): Promise<void> {
		const { recordLook, system } = this.context;
		// Another session of the same account may be somebody else's.
		const keyOf = (row: string) => `${viewer.name} ${viewer.from?.session ?? ''} ${what} ${row}`;
		const fresh = [...new Set(rows)].filter((row) => !this.#told.has(keyOf(row)));
		if (fresh.length === 0) return;
		await recordLook(system, viewer, { action: 'look-rows', what, rows: fresh, filter });
		for (const row of fresh) this.#told.add(keyOf(row));
	}
}
