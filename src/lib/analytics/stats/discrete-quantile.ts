/** A chance that equals `p` but for rounding counts as reached. */
const slack = 1 + 64 * 2 ** -52;

/**
 * The smallest count whose cumulative chance reaches a level: the search shared by the Poisson and negative binomial
 * quantiles.
 *
 * @param tail chance above a count, falling
 * @param upper 1 − level, so that levels close to 1 keep their digits
 * @param guess where to begin; a poor guess costs time, never the answer
 * @returns a count of at least 0. Cost: about 2 log₂ of the guess's error, in tails. Throws nothing of its own.
 */
export function findDiscreteQuantile(tail: (count: number) => number, upper: number, guess: number): number {
	const reached = (count: number) => tail(count) <= upper * slack;
	let high = Math.max(0, Math.round(guess));
	// A guess may be off by much in skewed distributions, so the step doubles until the quantile is bracketed.
	const firstStep = Math.max(1, high * 2 ** -50);
	let step = firstStep;
	while (!reached(high)) {
		high += step;
		step *= 2;
	}
	let low = high - firstStep;
	step = firstStep;
	while (low >= 0 && reached(low)) {
		high = low;
		low -= step;
		step *= 2;
	}
	low = Math.max(-1, low);
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		// Counts above 2⁵³ have no neighbour: the bracket cannot shrink further.
		if (middle <= low || middle >= high) break;
		if (reached(middle)) high = middle;
		else low = middle;
	}
	return high;
}

/** Normal quantile bent by the distribution's skewness (Cornish & Fisher 1938): where to begin a search. */
export function guessQuantile(mean: number, deviation: number, skewness: number, z: number): number {
	return mean + deviation * (z + (skewness * (z * z - 1)) / 6);
}
