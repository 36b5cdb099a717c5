import { quantileOfSorted } from '../../stats/quantile.ts';
import type { Assumption } from './assumption.ts';

export type Stage = 'policy' | 'disease' | 'beds' | 'drugs' | 'claims' | 'money';

export interface Interval {
	readonly value: number;
	readonly lower80: number;
	readonly upper80: number;
}

/** One step of the chain, as it is shown: what follows from what, how much, how sure, and on which assumptions. */
export interface Arrow {
	readonly from: Stage;
	readonly to: Stage;
	/** Text key of what `result` measures. */
	readonly key: string;
	/** Unit of `result`: a text key too. */
	readonly unit: string;
	readonly result: Interval;
	readonly assumptions: readonly Assumption[];
}

/** Median and 80 % interval over the worlds. O(n log n). */
export function readInterval(worlds: Float64Array): Interval {
	const sorted = Float64Array.from(worlds).sort();
	const at = (p: number) => quantileOfSorted(sorted, p);
	return { value: at(0.5), lower80: at(0.1), upper80: at(0.9) };
}
