/** What was drawn once from an input and is asked of again and again: kept by the input's digest, the newest few. */
export class KeptDraws<Input, Drawn> {
	readonly #draw: (input: Input) => Promise<Drawn>;
	readonly #most: number;
	readonly #drawn = new Map<string, Promise<Drawn>>();

	constructor(draw: (input: Input) => Promise<Drawn>, most: number) {
		this.#draw = draw;
		this.#most = most;
	}

	/** One that failed is drawn anew when it is asked for again. */
	get({ digest, input }: { digest: string; input: Input }): Promise<Drawn> {
		const known = this.#drawn.get(digest);
		if (known) return known;
		const drawn = this.#draw(input);
		this.#drawn.set(digest, drawn);
		drawn.catch(() => this.#drawn.delete(digest));
		for (const oldest of this.#drawn.keys()) {
			if (this.#drawn.size <= this.#most) break;
			this.#drawn.delete(oldest);
		}
		return drawn;
	}
}
