/**
 * Poisson regression with a mean a period and one common trend: the only model Farrington's methods fit.
 *
 * The same answer as `fitGlm` on a design of period columns and a time column, from the same start and with the same
 * stopping rule, but the weighted least squares of each step is solved in closed form (time is centred within each
 * period), which makes it linear in the observations and keeps every digit.
 */

/** Indices below stay within arrays of one length, so `as number` is never wrong here. */
export interface GroupedCounts {
	readonly counts: Float64Array;
	readonly times: Float64Array;
	/** Period of each observation, below `periodCount`. */
	readonly periods: Uint8Array;
	readonly periodCount: number;
}

export interface GroupedTrendFit {
	readonly means: Float64Array;
	/** Leverage of each observation. */
	readonly hat: Float64Array;
	/** 0 where no trend is fitted. */
	readonly slope: number;
	/** Standard error of the slope ÷ √dispersion; infinite where no trend is fitted. */
	readonly slopeError: number;
	readonly degreesOfFreedom: number;
	/** Σ working weight × squared working residual ÷ degrees of freedom: the usual overdispersion. */
	readonly pearsonDispersion: number;
	/** The same with prior instead of working weights: spread of the counts relative to their means. */
	readonly relativeDispersion: number;
	readonly converged: boolean;
	/** Linear predictor and its variance ÷ dispersion at a time in a period; null for a period without observation. */
	readonly predict: (
		time: number,
		period: number
	) => { readonly eta: number; readonly variance: number } | null;
}

const tolerance = 1e-8;
const maxIterations = 25;
/** A time column that the periods explain all but this share of cannot carry a trend. */
const aliasTolerance = 1e-11;

/**
 * @param data at least one observation, counts finite and at least 0
 * @param weights prior weights above 0, one an observation
 * @returns the fit; `converged` is false where 25 steps were not enough or the means left the range of numbers.
 * Throws nothing; cost about ten passes over the observations.
 */
export function fitGroupedTrend(
	data: GroupedCounts,
	weights: Float64Array,
	withTrend: boolean
): GroupedTrendFit {
	const { counts } = data;
	const size = counts.length;
	const means = new Float64Array(size);
	const predictor = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		means[i] = (counts[i] as number) + 0.1;
		predictor[i] = Math.log(means[i] as number);
	}
	const step = createStep(data, weights, withTrend, means, predictor);
	let deviance = devianceOf(counts, means, weights);
	let converged = false;
	for (let iteration = 0; iteration < maxIterations && !converged; iteration++) {
		improve(step);
		const next = devianceOf(counts, means, weights);
		converged = Math.abs(next - deviance) / (Math.abs(next) + 0.1) < tolerance;
		deviance = next;
	}
	return describe(step, converged);
}

interface Step {
	readonly data: GroupedCounts;
	readonly weights: Float64Array;
	readonly withTrend: boolean;
	readonly means: Float64Array;
	readonly predictor: Float64Array;
	/** Working weights and responses of the step, one an observation. */
	readonly working: Float64Array;
	readonly response: Float64Array;
	/** Sum of working weights, weighted mean time and weighted mean response of each period. */
	readonly total: Float64Array;
	readonly centre: Float64Array;
	readonly level: Float64Array;
	slope: number;
	/** Σ working weight × squared centred time. */
	timeSpread: number;
	aliased: boolean;
}

function createStep(
	data: GroupedCounts,
	weights: Float64Array,
	withTrend: boolean,
	means: Float64Array,
	predictor: Float64Array
): Step {
	const { length } = data.counts;
	const { periodCount } = data;
	return {
		data,
		weights,
		withTrend,
		means,
		predictor,
		working: new Float64Array(length),
		response: new Float64Array(length),
		total: new Float64Array(periodCount),
		centre: new Float64Array(periodCount),
		level: new Float64Array(periodCount),
		slope: 0,
		timeSpread: 0,
		aliased: !withTrend
	};
}

function improve(step: Step): void {
	sumPeriods(step);
	if (step.withTrend) fitSlope(step);
	const { data, means, predictor, centre, level, slope } = step;
	const { times, periods } = data;
	for (let i = 0; i < means.length; i++) {
		const period = periods[i] as number;
		const eta = (level[period] as number) + slope * ((times[i] as number) - (centre[period] as number));
		predictor[i] = eta;
		means[i] = Math.max(Math.exp(eta), Number.EPSILON);
	}
}

function sumPeriods({
	data,
	weights,
	means,
	predictor,
	working,
	response,
	total,
	centre,
	level
}: Step): void {
	const { counts, times, periods } = data;
	total.fill(0);
	centre.fill(0);
	level.fill(0);
	for (let i = 0; i < counts.length; i++) {
		const mean = means[i] as number;
		const weight = (weights[i] as number) * mean;
		const value = (predictor[i] as number) + ((counts[i] as number) - mean) / mean;
		const period = periods[i] as number;
		working[i] = weight;
		response[i] = value;
		total[period] = (total[period] as number) + weight;
		centre[period] = (centre[period] as number) + weight * (times[i] as number);
		level[period] = (level[period] as number) + weight * value;
	}
	for (let period = 0; period < total.length; period++) {
		const weight = total[period] as number;
		if (weight === 0) continue;
		centre[period] = (centre[period] as number) / weight;
		level[period] = (level[period] as number) / weight;
	}
}

function fitSlope(step: Step): void {
	const { data, working, response, centre, level } = step;
	const { times, periods } = data;
	let spread = 0;
	let product = 0;
	let whole = 0;
	for (let i = 0; i < working.length; i++) {
		const period = periods[i] as number;
		const weight = working[i] as number;
		const time = times[i] as number;
		const apart = time - (centre[period] as number);
		spread += weight * apart * apart;
		product += weight * apart * ((response[i] as number) - (level[period] as number));
		whole += weight * time * time;
	}
	step.aliased = !(spread > aliasTolerance ** 2 * whole);
	step.timeSpread = spread;
	step.slope = step.aliased ? 0 : product / spread;
}

function devianceOf(counts: Float64Array, means: Float64Array, weights: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < counts.length; i++) {
		const count = counts[i] as number;
		const mean = means[i] as number;
		const half = count > 0 ? count * Math.log(count / mean) - (count - mean) : mean;
		sum += 2 * (weights[i] as number) * half;
	}
	return sum;
}

function describe(step: Step, converged: boolean): GroupedTrendFit {
	const { data, weights, means, working, total, centre, level, slope, timeSpread, aliased } = step;
	const { counts, times, periods } = data;
	const hat = new Float64Array(counts.length);
	let pearson = 0;
	let relative = 0;
	for (let i = 0; i < hat.length; i++) {
		const mean = means[i] as number;
		const residual = ((counts[i] as number) - mean) / mean;
		const period = periods[i] as number;
		const apart = (times[i] as number) - (centre[period] as number);
		const leverage = 1 / (total[period] as number) + (aliased ? 0 : (apart * apart) / timeSpread);
		hat[i] = (working[i] as number) * leverage;
		pearson += (working[i] as number) * residual * residual;
		relative += (weights[i] as number) * residual * residual;
	}
	const used = total.reduce((sum, weight) => sum + (weight > 0 ? 1 : 0), 0);
	const degreesOfFreedom = counts.length - used - (aliased ? 0 : 1);
	return {
		means,
		hat,
		slope,
		slopeError: aliased ? Infinity : 1 / Math.sqrt(timeSpread),
		degreesOfFreedom,
		pearsonDispersion: pearson / degreesOfFreedom,
		relativeDispersion: relative / degreesOfFreedom,
		converged,
		predict: (time, period) => {
			const weight = total[period] as number;
			if (!(weight > 0)) return null;
			const apart = time - (centre[period] as number);
			return {
				eta: (level[period] as number) + slope * apart,
				variance: 1 / weight + (aliased ? 0 : (apart * apart) / timeSpread)
			};
		}
	};
}
