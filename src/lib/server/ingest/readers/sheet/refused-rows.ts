/**
 * The rows that were not taken, for the file that the uploader gets: in memory only, masked, at most so much text. What is
 * beyond is counted, and can be had by sending the file again.
 */
const maxCharacters = 24_000_000;

export type RefusedRow = { row: number; cells: string[]; heading: string; reason: string };

export class RefusedRows {
	/** One text a row: as objects they would weigh three times as much. */
	readonly #kept: string[] = [];
	#characters = 0;
	#count = 0;

	get count(): number {
		return this.#count;
	}
	get keptCount(): number {
		return this.#kept.length;
	}

	add(row: RefusedRow): void {
		this.#count += 1;
		if (this.#characters >= maxCharacters) return;
		const text = JSON.stringify(row);
		this.#characters += text.length;
		this.#kept.push(text);
	}

	*rows(): Generator<RefusedRow> {
		for (const text of this.#kept) yield JSON.parse(text) as RefusedRow;
	}
}
