import { AnalyticsError } from '../../analytics-error.ts';
import { anscombeResiduals } from '../../stats/glm-residuals.ts';
import { fitGlm, type GlmFit } from '../../stats/glm.ts';
import type { CountSeries } from '../count-series.ts';
import { yearsForSecondWave, yearsForTrend, type SeasonalPlan } from './options.ts';

/** What a yearly wave and a trend let one expect. */
export interface SeasonalExpectation {
	readonly expected: number;
	/** Overdispersion of single counts, at least 1. */
	readonly phi: number;
	/** Variance of the expected count's logarithm: grows as history gets short. */
	readonly logVariance: number;
	/** Change of the expected count's logarithm a year; null where history is too short for one. */
	readonly trend: number | null;
}

/** Series of weeks give their frequency as 52, but seven waves of 52 weeks end nine days early. */
const weeksAYear = 365.25 / 7;

type Term = (position: number) => number;

/**
 * Fits level, trend and yearly waves to the known counts of past years up to `pastWeeksNotIncluded` before the position,
 * past outbreaks weighed down, and looks ahead to it. Before two years of history one wave, before three
 * no trend.
 *
 * @returns null where the fit does not converge or has no observation to spare. Cost: two regressions.
 */
export function expectSeasonal(
	{ counts, frequency }: CountSeries,
	position: number,
	plan: SeasonalPlan
): SeasonalExpectation | null {
	const past: number[] = [];
	const oldest = Math.max(0, position - plan.years * frequency);
	for (let at = oldest; at < position - plan.pastWeeksNotIncluded; at++)
		if ((counts[at] ?? null) !== null) past.push(at);
	const history = position - oldest;
	const withTrend = history >= yearsForTrend * frequency;
	const years: Term = (at) => (at - position) / (frequency === 52 ? weeksAYear : frequency);
	const terms = [
		() => 1,
		...(withTrend ? [years] : []),
		...wavesOf(plan.harmonics ?? (history >= yearsForSecondWave * frequency ? 2 : 1), years)
	];
	if (past.length <= terms.length) return null;
	const fit = fitTwice(
		terms.map((term) => Float64Array.from(past, term)),
		Float64Array.from(past, (at) => counts[at] as number),
		plan.weightsThreshold
	);
	return (
		fit &&
		lookAhead(
			fit,
			Float64Array.from(terms, (term) => term(position)),
			withTrend
		)
	);
}

/** A column of the regression; time counts from the judged position, so that the intercept is the forecast's level. */
function wavesOf(harmonics: number, years: Term): Term[] {
	return Array.from({ length: harmonics }, (_, wave) => 2 * Math.PI * (wave + 1)).flatMap((pace): Term[] => [
		(at) => Math.cos(pace * years(at)),
		(at) => Math.sin(pace * years(at))
	]);
}

function fitTwice(design: Float64Array[], response: Float64Array, threshold: number): GlmFit | null {
	try {
		const first = fitGlm({ design, response, family: 'quasi-poisson' });
		const residuals = anscombeResiduals(response, first, Math.max(1, first.dispersion ?? 1));
		// Continuous at the threshold, unlike Farrington's weights: an observation just above it counts nearly whole.
		const weights = residuals.map((residual) => (residual > threshold ? (threshold / residual) ** 2 : 1));
		const second = fitGlm({ design, response, weights, family: 'quasi-poisson' });
		return second.converged ? second : null;
	} catch (error) {
		if (error instanceof AnalyticsError && error.code === 'not-converged') return null;
		throw error;
	}
}

function lookAhead(fit: GlmFit, at: Float64Array, withTrend: boolean): SeasonalExpectation | null {
	if (fit.dispersion === null) return null;
	const phi = Math.max(1, fit.dispersion);
	const dot = (a: Float64Array, b: Float64Array) =>
		a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
	const spread = Float64Array.from(fit.unscaledCovariance, (row) => dot(row, at));
	return {
		expected: Math.exp(dot(fit.coefficients, at)),
		phi,
		logVariance: phi * dot(spread, at),
		trend: withTrend ? (fit.coefficients[1] as number) : null
	};
}
