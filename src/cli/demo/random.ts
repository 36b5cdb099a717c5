/**
 * Seeded randomness. Nothing in the generator draws from anywhere else, so a seed is a city. Streams are keyed by
 * numbers (seed, what, day …): a day can be generated alone, in any order, and comes out the same.
 */

/** Murmur3's finaliser over a running mix: neighbouring inputs give unrelated outputs. */
export function hash(...parts: readonly number[]): number {
	let state = 0x9e3779b9;
	for (const part of parts) {
		state = Math.imul(state ^ (part | 0), 0x85ebca6b);
		state ^= state >>> 13;
		state = Math.imul(state, 0xc2b2ae35);
		state ^= state >>> 16;
	}
	return state >>> 0;
}

/** The hash as a number in [0, 1). */
export function hashUnit(...parts: readonly number[]): number {
	return hash(...parts) / 4_294_967_296;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for a day's stream. */
export class Random {
	private state: number;

	constructor(...key: readonly number[]) {
		this.state = hash(...key);
	}

	unit(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	chance(probability: number): boolean {
		return this.unit() < probability;
	}

	between(low: number, high: number): number {
		return low + (high - low) * this.unit();
	}

	/** A whole number from `low` to `high`, both included. */
	whole(low: number, high: number): number {
		return low + Math.floor((high - low + 1) * this.unit());
	}

	/** Standard normal, Box and Muller. */
	normal(): number {
		return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
	}

	logNormal(median: number, sigma: number): number {
		return median * Math.exp(sigma * this.normal());
	}

	exponential(mean: number): number {
		return -mean * Math.log(1 - this.unit());
	}

	/** Knuth below 30, the normal approximation above: the generator's counts need no better tail. */
	poisson(mean: number): number {
		if (mean <= 0) return 0;
		if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
		const limit = Math.exp(-mean);
		let count = 0;
		for (let product = this.unit(); product > limit; product *= this.unit()) count++;
		return count;
	}
}

/** Cumulative weights, for drawing indexes in proportion. */
export class Weighted {
	private readonly cumulative: Float64Array;
	readonly total: number;

	constructor(weights: readonly number[]) {
		this.cumulative = new Float64Array(weights.length);
		let sum = 0;
		weights.forEach((weight, index) => {
			sum += weight;
			this.cumulative[index] = sum;
		});
		this.total = sum;
	}

	draw(random: Random): number {
		const target = random.unit() * this.total;
		let low = 0;
		let high = this.cumulative.length - 1;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.cumulative[middle] ?? 0) > target) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

/** The element at an index that is known to exist. */
export function at<T>(list: ArrayLike<T>, index: number): T {
	const value = list[index];
	if (value === undefined) throw new RangeError(`no element ${index}`);
	return value;
}
