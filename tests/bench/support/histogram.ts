/** Millions of latencies in little memory: tenths of a millisecond up to ten seconds, the last one for all above. */
const cells = 100_001;
const perMs = 10;

export class Histogram {
	readonly counts: Uint32Array;

	constructor(counts: ArrayLike<number> = new Uint32Array(cells)) {
		this.counts = Uint32Array.from(counts);
	}

	add(ms: number): void {
		const cell = Math.min(cells - 1, Math.max(0, Math.round(ms * perMs)));
		this.counts[cell] = (this.counts[cell] ?? 0) + 1;
	}

	addAll(other: Histogram): void {
		other.counts.forEach((count, cell) => (this.counts[cell] = (this.counts[cell] ?? 0) + count));
	}

	get total(): number {
		return this.counts.reduce((sum, count) => sum + count, 0);
	}

	/** NaN of nothing. */
	quantile(share: number): number {
		const wanted = Math.max(1, Math.ceil(share * this.total));
		let passed = 0;
		for (const [cell, count] of this.counts.entries()) {
			passed += count;
			if (passed >= wanted) return cell / perMs;
		}
		return Number.NaN;
	}

	/** Only what is not nought, so that it can be sent between processes. */
	packed(): [cell: number, count: number][] {
		return [...this.counts.entries()].filter(([, count]) => count > 0);
	}

	static unpack(packed: readonly [cell: number, count: number][]): Histogram {
		const histogram = new Histogram();
		for (const [cell, count] of packed) histogram.counts[cell] = count;
		return histogram;
	}
}
