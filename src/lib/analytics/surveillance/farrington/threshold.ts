import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import {
	negativeBinomialQuantile,
	negativeBinomialUpperTail,
	type NegativeBinomial
} from '../../stats/negative-binomial.ts';
import type { Baseline } from './fit-baseline.ts';
import type { FarringtonPlan, PowerTransformation } from './options.ts';

/** How unlikely counts are under a baseline. */
export interface Judgement {
	/** A count above it is unusual. */
	readonly upperbound: number;
	/** Chance of a count at least as high, were nothing going on. */
	readonly exceedance: (count: number) => number;
}

/** Beyond any population, and near to where the distribution runs out of digits (10¹⁵). */
const mostCases = 1e12;

/**
 * The threshold above a baseline and the chance of exceeding any count.
 *
 * Definition: `delta` a normal interval on the 2/3-power scale, Farrington et al. (1996), section 3.6; `nbPlugin` the
 * negative binomial with the baseline's mean and variance φ × mean, Noufaily et al. (2013), section 3.4; `muan` the same
 * at the mean's own upper limit (Salmon et al. 2016). With φ = 1 the negative binomial is Poisson.
 *
 * @returns null where the threshold leaves the range of numbers, or the negative binomial's mean exceeds 10¹²: in `muan`,
 * a time of year that never had a case may as well have any number, for all that a logarithm knows.
 *
 * Throws nothing for a baseline of `fitBaseline`. Cost: a quantile; each exceedance one distribution value.
 */
export function judgeAgainst(baseline: Baseline, plan: FarringtonPlan): Judgement | null {
	if (plan.thresholdMethod === 'delta') return judgeByPower(baseline, plan);
	const { expected, phi, logError } = baseline;
	const raised = plan.thresholdMethod === 'muan' ? normalQuantile(plan.level) * logError : 0;
	const mean = expected * Math.exp(raised);
	if (!(mean <= mostCases)) return null;
	const distribution: NegativeBinomial = { mean, size: phi > 1 ? mean / (phi - 1) : Infinity };
	return {
		upperbound: negativeBinomialQuantile(plan.level, distribution),
		exceedance: (count) => negativeBinomialUpperTail(count - 1, distribution)
	};
}

const powers: Record<PowerTransformation, number> = { '2/3': 2 / 3, '1/2': 1 / 2, none: 1 };

function judgeByPower(
	{ expected, phi, logError }: Baseline,
	{ powertrans, level }: FarringtonPlan
): Judgement | null {
	const power = powers[powertrans];
	const deviation = Math.sqrt(expected * phi + (expected * logError) ** 2);
	const relative = (power * deviation) / expected;
	const upperbound = expected * Math.max(0, 1 + normalQuantile(level) * relative) ** (1 / power);
	if (!Number.isFinite(upperbound)) return null;
	return {
		upperbound,
		exceedance: (count) => normalCdf((1 - (count / expected) ** power) / relative)
	};
}
