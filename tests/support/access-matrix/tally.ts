/** What was allowed and what refused, counted by kind, held against what was expected of each. */
export type Outcome = 'allowed' | 'refused';
type Counts = Record<Outcome, number>;

export class Tally {
	readonly #counts = new Map<string, Counts>();
	/** What came otherwise than the tables of access say, in words. */
	readonly wrong: string[] = [];

	add(kind: string, what: string, { got, expected }: { got: string; expected: Outcome }): void {
		const counts = this.#counts.get(kind) ?? { allowed: 0, refused: 0 };
		this.#counts.set(kind, counts);
		counts[expected] += 1;
		if (got !== expected) this.wrong.push(`${kind}: ${what}: ${got}, not ${expected}`);
	}

	counts(kind: string): Counts {
		return this.#counts.get(kind) ?? { allowed: 0, refused: 0 };
	}

	/** Of the kinds that begin so. */
	wrongIn(kind: string): string[] {
		return this.wrong.filter((what) => what.startsWith(kind));
	}

	toString(): string {
		const rows = [...this.#counts].map(([kind, { allowed, refused }]) => [kind, allowed, refused] as const);
		const sum = (at: 1 | 2) => rows.reduce((total, row) => total + row[at], 0);
		const all = [['', 'allowed', 'refused'], ...rows, ['all', sum(1), sum(2)]];
		return all
			.map(([kind = '', ...counts]) =>
				[String(kind).padEnd(28), ...counts.map((count) => String(count).padStart(8))].join('')
			)
			.join('\n');
	}
}
