/** Chances of the counts 0, 1, 2 … as an array; sums to 1 but for a cut tail below 1e-12. */
export type CountDistribution = Float64Array;

const cutTail = 1e-12;

/**
 * How many of several independent things happen: Poisson–binomial, exactly.
 *
 * @param chances each within 0…1
 * @returns one more entry than chances. Cost: quadratic.
 */
export function countOf(chances: Float64Array): CountDistribution {
	const result = new Float64Array(chances.length + 1);
	result[0] = 1;
	chances.forEach((chance, seen) => {
		for (let count = seen + 1; count > 0; count--)
			// Both within seen + 1.
			result[count] = (result[count] as number) * (1 - chance) + (result[count - 1] as number) * chance;
		result[0] = (result[0] as number) * (1 - chance);
	});
	return result;
}

/**
 * Poisson counts, or negative binomial ones where `dispersion` (variance ÷ mean) exceeds 1.
 *
 * @param mean ≥ 0
 * @returns up to where less than 1e-12 is left. Cost: linear in the length.
 */
export function arrivalsOf(mean: number, dispersion: number): CountDistribution {
	if (mean === 0) return Float64Array.of(1);
	const size = dispersion > 1 ? mean / (dispersion - 1) : Infinity;
	// In logarithms: e^-mean vanishes long before the counts do.
	let logChance = size === Infinity ? -mean : -size * Math.log(dispersion);
	const chances: number[] = [];
	for (let count = 0, left = 1; left > cutTail || count <= mean; count++) {
		const chance = Math.exp(logChance);
		chances.push(chance);
		left -= chance;
		logChance += Math.log(stepFactor(mean, size, dispersion, count));
		if (count > mean && chance < cutTail / 100) break;
	}
	return Float64Array.from(chances);
}

/** Chance of count + 1 ÷ chance of count. */
function stepFactor(mean: number, size: number, dispersion: number, count: number): number {
	if (size === Infinity) return mean / (count + 1);
	return ((size + count) / (count + 1)) * (1 - 1 / dispersion);
}

/** The sum of two independent counts. Cost: the product of the lengths. */
export function addCounts(a: CountDistribution, b: CountDistribution): CountDistribution {
	const result = new Float64Array(a.length + b.length - 1);
	a.forEach((left, i) => {
		if (left === 0) return;
		// Lengths add up.
		for (let j = 0; j < b.length; j++) result[i + j] = (result[i + j] as number) + left * (b[j] as number);
	});
	return result;
}

/** Smallest count that is not exceeded with chance `p`. */
export function countQuantile(distribution: CountDistribution, p: number): number {
	let sum = 0;
	for (let count = 0; count < distribution.length; count++) {
		sum += distribution[count] as number;
		// A whisker of rounding must not push a quantile up by one.
		if (sum >= p - 1e-12) return count;
	}
	return distribution.length - 1;
}

export function countMean(distribution: CountDistribution): number {
	return distribution.reduce((sum, chance, count) => sum + chance * count, 0);
}

/** Chance of at least so many. */
export function chanceOfAtLeast(distribution: CountDistribution, count: number): number {
	let below = 0;
	for (let i = 0; i < Math.min(count, distribution.length); i++) below += distribution[i] as number;
	return Math.min(1, Math.max(0, 1 - below));
}
