import { studentCdf } from '../../stats/student.ts';
import { fitGroupedTrend, type GroupedCounts, type GroupedTrendFit } from './grouped-trend-fit.ts';
import type { FarringtonPlan } from './options.ts';

/** What past years let one expect of the observation that is judged. */
export interface Baseline {
	readonly expected: number;
	/** Overdispersion, at least 1. */
	readonly phi: number;
	/** Standard error of the expected count's logarithm. */
	readonly logError: number;
	/** Change of the logarithm a time unit; null where no trend is kept. */
	readonly trend: number | null;
}

/** Farrington et al. (1996), section 3.3: two points a time of year make no trend. */
const yearsForTrend = 3;

/**
 * Fits past counts, weighs past outbreaks down, fits again, and keeps the trend only where it is earned: significant,
 * converged, and without lifting the forecast above everything seen.
 *
 * Definition: Farrington et al. (1996), sections 3.2–3.5; Noufaily et al. (2013), section 3.3. Where `plan.dispersion`
 * is `relative`, the trend's test and the forecast's error use the residuals relative to the mean, as R's
 * `farringtonFlexible` does (found from its results); the paper reads as `pearson`, which R's `farrington` uses.
 *
 * @param data reference weeks; `time` that of the observation judged, in period 0
 * @returns null where too few observations are left to tell noise. Cost: at most four fits. Throws nothing.
 */
export function fitBaseline(data: GroupedCounts, time: number, plan: FarringtonPlan): Baseline | null {
	if (data.counts.length === 0) return null;
	if (plan.trend && plan.b >= yearsForTrend) {
		const fit = fitTwice(data, plan, true);
		const baseline = predictFrom(fit, time, plan, true);
		if (baseline && earnsTrend(fit, baseline.expected, data, plan)) return baseline;
	}
	return predictFrom(fitTwice(data, plan, false), time, plan, false);
}

function fitTwice(data: GroupedCounts, plan: FarringtonPlan, withTrend: boolean): GroupedTrendFit {
	const even = new Float64Array(data.counts.length).fill(1);
	const first = fitGroupedTrend(data, even, withTrend);
	if (!plan.reweight || first.degreesOfFreedom < 1) return first;
	return fitGroupedTrend(data, weighDown(data.counts, first, plan.weightsThreshold), withTrend);
}

/** Weights 1/residual² above the threshold, scaled to add up to the number of observations. */
function weighDown(counts: Float64Array, fit: GroupedTrendFit, threshold: number): Float64Array {
	const phi = Math.max(1, fit.pearsonDispersion);
	const weights = new Float64Array(counts.length);
	let sum = 0;
	for (let i = 0; i < weights.length; i++) {
		const residual = anscombe(
			counts[i] as number,
			fit.means[i] as number,
			phi * (1 - (fit.hat[i] as number))
		);
		const weight = residual > threshold ? 1 / (residual * residual) : 1;
		weights[i] = weight;
		sum += weight;
	}
	const scale = weights.length / sum;
	for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) * scale;
	return weights;
}

/** As `anscombeResiduals` in stats, for one observation and without its checks. */
function anscombe(count: number, mean: number, variance: number): number {
	const apart = 1.5 * (Math.cbrt(count) ** 2 - Math.cbrt(mean) ** 2);
	return apart / (Math.sqrt(Math.cbrt(mean)) * Math.sqrt(variance));
}

function earnsTrend(
	fit: GroupedTrendFit,
	expected: number,
	data: GroupedCounts,
	plan: FarringtonPlan
): boolean {
	if (!fit.converged || fit.slopeError === Infinity) return false;
	if (expected > data.counts.reduce((most, count) => Math.max(most, count), 0)) return false;
	const error = Math.sqrt(dispersionOf(fit, plan)) * fit.slopeError;
	return 2 * studentCdf(-Math.abs(fit.slope) / error, fit.degreesOfFreedom) <= plan.pThresholdTrend;
}

const dispersionOf = (fit: GroupedTrendFit, { dispersion }: FarringtonPlan) =>
	dispersion === 'relative' ? fit.relativeDispersion : fit.pearsonDispersion;

function predictFrom(
	fit: GroupedTrendFit,
	time: number,
	plan: FarringtonPlan,
	withTrend: boolean
): Baseline | null {
	const ahead = fit.predict(time, 0);
	if (!ahead || fit.degreesOfFreedom < 1) return null;
	const phi = Math.max(1, fit.pearsonDispersion);
	const dispersion = plan.dispersion === 'relative' ? fit.relativeDispersion : phi;
	return {
		expected: Math.exp(ahead.eta),
		phi,
		logError: Math.sqrt(dispersion * ahead.variance),
		trend: withTrend ? fit.slope : null
	};
}
