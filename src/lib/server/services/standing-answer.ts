/**
 * An answer that is dear to find and moves slowly: found once, then handed out while it is found anew behind the scenes.
 *
 * States: none (the first who asks waits) → standing → (older than `refreshMs`) standing while refreshing → standing. One
 * older than `longestMs`, because nobody asked for a while, is not handed out any more: who asks waits again.
 */
type Standing<T> = { at: number; value: T };

export class StandingAnswer<T> {
	#standing: Standing<T> | null = null;
	#finding: Promise<Standing<T>> | null = null;

	constructor(
		readonly find: () => Promise<T>,
		readonly clock: () => Date,
		readonly refreshMs = 60_000,
		readonly longestMs = 300_000
	) {}

	async get(): Promise<T> {
		const standing = this.#standing;
		const ageMs = standing ? this.clock().getTime() - standing.at : Infinity;
		if (standing && ageMs >= 0 && ageMs < this.refreshMs) return standing.value;
		const finding = this.#refresh();
		// A failed refresh leaves what stands; whoever has to wait for it hears of the fault.
		if (!standing || ageMs < 0 || ageMs >= this.longestMs) return (await finding).value;
		finding.catch(() => undefined);
		return standing.value;
	}

	#refresh(): Promise<Standing<T>> {
		this.#finding ??= this.#findAnew().finally(() => (this.#finding = null));
		return this.#finding;
	}

	async #findAnew(): Promise<Standing<T>> {
		const at = this.clock().getTime();
		const standing = { at, value: await this.find() };
		this.#standing = standing;
		return standing;
	}
}
