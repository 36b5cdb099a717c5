/**
 * Pages of the same address share one reading while nothing was committed: hundreds of viewers who reload at once cost one.
 * A view is kept for at most half a minute, since ages move without commits.
 */
const maxAgeMs = 30_000;
const maxViews = 200;

type Kept = { change: number; at: number; view: Promise<unknown> };

export class ViewCache {
	readonly #kept = new Map<string, Kept>();

	constructor(readonly lastChange: () => number) {}

	/** The readings of those who may see the same: others' are never handed to them. */
	sharedWith(scope: string): Pick<ViewCache, 'get' | 'drop'> {
		return {
			get: (key, read) => this.get(`${scope} ${key}`, read),
			drop: (key) => this.drop(`${scope} ${key}`)
		};
	}

	/** After something was changed that is no commit of events, such as a key. */
	drop(key: string): void {
		this.#kept.delete(key);
	}

	get<T>(key: string, read: () => Promise<T>): Promise<T> {
		const change = this.lastChange();
		const kept = this.#kept.get(key);
		if (kept && kept.change === change && Date.now() - kept.at < maxAgeMs) return kept.view as Promise<T>;
		const view = read();
		this.#kept.delete(key);
		this.#kept.set(key, { change, at: Date.now(), view });
		view.catch(() => this.#kept.delete(key));
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= maxViews) break;
			this.#kept.delete(oldest);
		}
		return view;
	}
}
