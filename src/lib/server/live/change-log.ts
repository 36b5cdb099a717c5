/** The newest commits in memory, so that a viewer who missed a few is caught up without asking the database. */
import type { Changes } from '../../protocol/live.ts';

export type ChangeRow = { change: number; committedAt: Date; changes: Changes };

const maxCommits = 20_000;
const maxCells = 200_000;
/** Of what is remembered, let go at once: few enough that the memory held stays level, many enough to be let go rarely. */
const oldestPart = 16;

const cellsOf = (changes: Changes) => Object.values(changes).reduce((sum, cells) => sum + cells.length, 0);

export class ChangeLog {
	#rows: (ChangeRow & { cells: number })[] = [];
	#cells = 0;
	#last: number;

	constructor(last: number) {
		this.#last = last;
	}

	get last(): number {
		return this.#last;
	}

	append(row: ChangeRow): void {
		const cells = cellsOf(row.changes);
		// Positions stand for numbers: after a gap nothing before it can be caught up from here.
		if (row.change !== this.#last + 1) this.#forgetAll();
		this.#rows.push({ ...row, cells });
		this.#cells += cells;
		this.#last = row.change;
		if (this.#rows.length > maxCommits || this.#cells > maxCells) this.#forgetOldest();
	}

	#forgetAll(): void {
		this.#rows = [];
		this.#cells = 0;
	}

	#forgetOldest(): void {
		const forgotten = this.#rows.splice(0, Math.ceil(this.#rows.length / oldestPart));
		for (const row of forgotten) this.#cells -= row.cells;
	}

	/** What followed `since`; undefined where that lies before what is remembered. */
	after(since: number): ChangeRow[] | undefined {
		const first = this.#rows[0]?.change ?? this.#last + 1;
		if (since < first - 1) return undefined;
		return this.#rows.slice(Math.max(0, since - first + 1));
	}
}
