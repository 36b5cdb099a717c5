import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import {
	negativeBinomialDensity,
	negativeBinomialUpperTail,
	type NegativeBinomial
} from '../../stats/negative-binomial.ts';
import type { SeasonalExpectation } from './seasonal-fit.ts';

/** Beyond nine standard deviations chances are too small to be told apart, and their quantiles infinite. */
const leastChance = 1e-19;

/**
 * Where a new count falls among those to be expected: chance of more, plus half the chance of exactly as many.
 *
 * Definition: mid-p (Lancaster 1961), which is even between 0 and 1 on average although counts are whole; negative
 * binomial with variance φ × mean + mean² × variance of the log mean, so that a doubtful mean makes fewer alarms.
 *
 * @param count at least 0. Throws nothing for an expectation of `expectSeasonal`; cost two distribution values.
 */
export function midExceedance(count: number, { expected, phi, logVariance }: SeasonalExpectation): number {
	const extra = phi - 1 + expected * logVariance;
	const distribution: NegativeBinomial = {
		mean: expected,
		size: extra > 0 ? expected / extra : Infinity
	};
	return negativeBinomialUpperTail(count, distribution) + negativeBinomialDensity(count, distribution) / 2;
}

/**
 * The pair is heard only where this observation is among the highest tenth itself: else the week after an outbreak would
 * alarm for what is over.
 */
const highAlone = 0.1;

/**
 * The chance of this observation alone or together with the one before being so high: an outbreak that lasts longer
 * than a week shows in the pair before it shows in either.
 *
 * Definition: Stouffer's sum of both normal scores; of the two looks the smaller chance, doubled for looking twice
 * (Bonferroni), so that it is never too small.
 *
 * @param now, before chances within 0…1; `before` null where nothing is known of it
 */
export function combineWeeks(now: number, before: number | null): number {
	if (before === null) return now;
	if (now > highAlone) return Math.min(1, 2 * now);
	const together = normalCdf((score(now) + score(before)) / Math.SQRT2);
	return Math.min(1, 2 * Math.min(now, together));
}

const score = (chance: number) => normalQuantile(Math.min(1 - Number.EPSILON, Math.max(leastChance, chance)));
