/**
 * How fast one key may ask, in this process: a bucket that fills steadily and holds some for the morning's rush. Enough for a
 * hospital's desks, too little for going through the register unseen; every question stands in the trail besides.
 */
const perSecond = 20;
const holds = 200;
const mostRemembered = 10_000;

export class KeyPace {
	readonly #buckets = new Map<string, { left: number; at: number }>();

	constructor(readonly nowMs: () => number = () => performance.now()) {}

	/** May this one ask once more? */
	take(name: string): boolean {
		const now = this.nowMs();
		const known = this.#buckets.get(name) ?? { left: holds, at: now };
		const left = Math.min(holds, known.left + ((now - known.at) / 1000) * perSecond);
		if (this.#buckets.size > mostRemembered) this.#buckets.clear();
		this.#buckets.set(name, { left: left < 1 ? left : left - 1, at: now });
		return left >= 1;
	}
}
