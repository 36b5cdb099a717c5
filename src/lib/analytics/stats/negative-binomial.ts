/** The negative binomial distribution by mean and size: counts that vary more than chance, variance mean + mean²/size. */
import { AnalyticsError } from '../analytics-error.ts';
import { findDiscreteQuantile, guessQuantile } from './discrete-quantile.ts';
import { normalQuantile } from './normal.ts';
import { incompleteBeta, logGamma } from './special-functions.ts';
import { poissonCdf, poissonDensity, poissonQuantile, poissonUpperTail } from './poisson.ts';

/** Mean and size (the smaller, the more the counts vary); an infinite size is the Poisson distribution. */
export interface NegativeBinomial {
	readonly mean: number;
	readonly size: number;
}

/** Chance of exactly `count` events. Throws as `negativeBinomialCdf`. */
export function negativeBinomialDensity(count: number, { mean, size }: NegativeBinomial): number {
	refuse(count, mean, size);
	if (size === Infinity) return poissonDensity(count, mean);
	if (count < 0 || !Number.isInteger(count)) return 0;
	if (mean === 0) return count === 0 ? 1 : 0;
	const none = -size * Math.log1p(mean / size);
	if (count === 0) return Math.exp(none);
	const ways = logGamma(count + size) - logGamma(size) - logGamma(count + 1);
	return Math.exp(ways + none + count * Math.log(mean / (size + mean)));
}

/**
 * Chance of at most `count` events.
 *
 * Definition: the incomplete beta function I_{size/(size+mean)}(size, count + 1).
 *
 * @param count any number, taken down to a whole one; below 0 the answer is 0
 * @throws AnalyticsError `bad-option` for NaN, a negative or infinite mean or a size that is not above 0.
 * Cost: about √max(count, size) terms.
 */
export function negativeBinomialCdf(count: number, { mean, size }: NegativeBinomial): number {
	refuse(count, mean, size);
	if (size === Infinity) return poissonCdf(count, mean);
	if (count < 0) return 0;
	if (mean === 0) return 1;
	return splitAt(count, mean, size).lower;
}

/** Chance of more than `count` events, exact where it is small. As `negativeBinomialCdf`. */
export function negativeBinomialUpperTail(count: number, { mean, size }: NegativeBinomial): number {
	refuse(count, mean, size);
	if (size === Infinity) return poissonUpperTail(count, mean);
	if (count < 0) return 1;
	if (mean === 0) return 0;
	return splitAt(count, mean, size).upper;
}

function splitAt(count: number, mean: number, size: number): { lower: number; upper: number } {
	const total = size + mean;
	return incompleteBeta(size, Math.floor(count) + 1, size / total, mean / total);
}

/**
 * The smallest count whose cumulative chance reaches `p`.
 *
 * @param p from 0 to below 1
 * @throws AnalyticsError as `negativeBinomialCdf`, and `bad-option` for p outside that range.
 * Cost: a few cumulative chances.
 */
export function negativeBinomialQuantile(p: number, distribution: NegativeBinomial): number {
	const { mean, size } = distribution;
	refuse(p, mean, size);
	if (!(p >= 0 && p < 1))
		throw new AnalyticsError(
			'bad-option',
			`A negative binomial quantile is asked for at ${p}, not from 0 to below 1.`
		);
	if (size === Infinity) return poissonQuantile(p, mean);
	if (mean === 0 || p === 0) return 0;
	const deviation = Math.sqrt(mean + (mean * mean) / size);
	const skewness = (1 + (2 * mean) / size) / deviation;
	const guess = guessQuantile(mean, deviation, skewness, normalQuantile(p));
	return findDiscreteQuantile((count) => splitAt(count, mean, size).upper, 1 - p, guess);
}

function refuse(value: number, mean: number, size: number): void {
	if (Number.isNaN(value) || !(mean >= 0) || mean === Infinity || !(size > 0))
		throw new AnalyticsError(
			'bad-option',
			`The negative binomial distribution is asked for at ${value} with mean ${mean} and size ${size}.`
		);
}
