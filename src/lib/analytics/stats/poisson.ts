/** The Poisson distribution: counts that vary no more than chance. */
import { AnalyticsError } from '../analytics-error.ts';
import { findDiscreteQuantile, guessQuantile } from './discrete-quantile.ts';
import { normalQuantile } from './normal.ts';
import { halfDeviance, incompleteGamma, stirlingRemainder } from './special-functions.ts';

/** Chance of exactly `count` events where `mean` are expected (Loader 2000). Throws as `poissonCdf`. */
export function poissonDensity(count: number, mean: number): number {
	refuse(count, mean);
	if (count < 0 || !Number.isInteger(count)) return 0;
	if (mean === 0) return count === 0 ? 1 : 0;
	if (count === 0) return Math.exp(-mean);
	return Math.exp(-halfDeviance(count, mean) - stirlingRemainder(count)) / Math.sqrt(2 * Math.PI * count);
}

/**
 * Chance of at most `count` events.
 *
 * Definition: the upper incomplete gamma function at (count + 1, mean).
 *
 * @param count any number, taken down to a whole one; below 0 the answer is 0
 * @param mean at least 0
 * @throws AnalyticsError `bad-option` for NaN or a negative or infinite mean. Cost: about √mean terms.
 */
export function poissonCdf(count: number, mean: number): number {
	return 1 - poissonTail(count, mean, 'lower');
}

/** Chance of more than `count` events, exact where it is small. As `poissonCdf`. */
export function poissonUpperTail(count: number, mean: number): number {
	return poissonTail(count, mean, 'upper');
}

function poissonTail(count: number, mean: number, exact: 'lower' | 'upper'): number {
	refuse(count, mean);
	if (count < 0) return 1;
	if (mean === 0) return 0;
	const { lower, upper } = incompleteGamma(Math.floor(count) + 1, mean);
	return exact === 'upper' ? lower : 1 - upper;
}

/**
 * The smallest count whose cumulative chance reaches `p`.
 *
 * @param p from 0 to below 1
 * @param mean at least 0
 * @throws AnalyticsError `bad-option` outside that domain. Cost: a few cumulative chances.
 */
export function poissonQuantile(p: number, mean: number): number {
	refuse(p, mean);
	if (!(p >= 0 && p < 1))
		throw new AnalyticsError('bad-option', `A Poisson quantile is asked for at ${p}, not from 0 to below 1.`);
	if (mean === 0 || p === 0) return 0;
	const deviation = Math.sqrt(mean);
	const guess = guessQuantile(mean, deviation, 1 / deviation, normalQuantile(p));
	return findDiscreteQuantile((count) => poissonUpperTail(count, mean), 1 - p, guess);
}

function refuse(value: number, mean: number): void {
	if (Number.isNaN(value) || !(mean >= 0) || mean === Infinity)
		throw new AnalyticsError(
			'bad-option',
			`The Poisson distribution is asked for at ${value} with mean ${mean}.`
		);
}
