import type { EtsEstimate } from './estimate.ts';

/** Point forecasts from the last states: level plus damped slope, with the season of that calendar place. */
export function projectMean({ form, period, smoothing, run }: EtsEstimate, horizon: number): Float64Array {
	const trend = projectTrend(smoothing.phi, run.level.at(-1) ?? 0, run.slope.at(-1) ?? 0, horizon);
	if (form.season === 'none') return trend;
	const last = run.season.subarray(run.season.length - period);
	return trend.map((value, step) => {
		const index = last[step % period] ?? 0;
		return form.season === 'additive' ? value + index : value * index;
	});
}

/**
 * Relative errors of a level near 0 (a series of ones that ends in a billion) multiply up beyond the range of numbers; a
 * band as wide as this says as much, and stays a number where bands are put together.
 */
const widest = 1e150;

/**
 * Standard deviation of the error 1 … h steps ahead. Additive errors: class 1; multiplicative errors without or with
 * additive season: class 2; multiplicative season: the approximation of class 3 (Hyndman, Koehler, Ord & Snyder 2008,
 * section 6.3 and table 6.2). An error moves its own season one period later, at step m + 1, for every form. Finite: cut
 * off at 1e150. O(h²).
 */
export function projectSigma(estimate: EtsEstimate, horizon: number): Float64Array {
	const { form, period, smoothing, run, variance } = estimate;
	const weights = shockWeights(estimate, horizon);
	if (form.error === 'additive') {
		let sum = 1;
		return new Float64Array(horizon).map((_, step) => {
			if (step > 0) sum += (weights[step - 1] ?? 0) ** 2;
			return Math.sqrt(variance * sum);
		});
	}
	const mean = projectMean(estimate, horizon);
	if (form.season !== 'multiplicative') {
		return relativeSpread(mean, weights, variance, () => 1);
	}
	const trend = projectTrend(smoothing.phi, run.level.at(-1) ?? 0, run.slope.at(-1) ?? 0, horizon);
	const perPeriod = 1 + smoothing.gamma ** 2 * variance;
	const spread = relativeSpread(trend, weights, variance, (step) => perPeriod ** Math.floor(step / period));
	return spread.map((value, step) =>
		Math.min(widest, value * (Math.abs(mean[step] ?? 0) / Math.max(Math.abs(trend[step] ?? 0), 1e-300)))
	);
}

/** θ of class 2: the mean square of the forecast grows with what earlier relative errors did to the level. */
function relativeSpread(
	mean: Float64Array,
	weights: Float64Array,
	variance: number,
	seasonal: (step: number) => number
): Float64Array {
	const theta = new Float64Array(mean.length);
	return mean.map((value, step) => {
		let square = value * value;
		for (let back = 1; back <= step; back += 1) {
			square += variance * (weights[back - 1] ?? 0) ** 2 * (theta[step - back] ?? 0);
		}
		square = Math.min(square, widest ** 2);
		theta[step] = square;
		return Math.min(widest, Math.sqrt(Math.max(0, square * (1 + variance) * seasonal(step) - value * value)));
	});
}

/** What an error of one does to the forecast j steps later: α + β(φ + … + φʲ), and γ in the same calendar place. */
function shockWeights({ form, period, smoothing }: EtsEstimate, horizon: number): Float64Array {
	const { alpha, beta, gamma, phi } = smoothing;
	let power = 1;
	let damped = 0;
	return new Float64Array(horizon).map((_, step) => {
		power *= phi;
		damped += power;
		const seasonal = form.season === 'additive' && (step + 1) % period === 0 ? gamma : 0;
		return alpha + beta * damped + seasonal;
	});
}

function projectTrend(phi: number, level: number, slope: number, horizon: number): Float64Array {
	let power = 1;
	let damped = 0;
	return new Float64Array(horizon).map(() => {
		power *= phi;
		damped += power;
		return level + damped * slope;
	});
}
