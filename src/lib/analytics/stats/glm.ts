/**
 * Regression of counts and amounts on a log scale, by iteratively reweighted least squares.
 *
 * McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., ch. 2 and 6. The same start (y + 0.1) and stopping rule
 * as most statistics software, so that a fit that runs off to the edge (a group without any case) stops where theirs does.
 */
import { AnalyticsError } from '../analytics-error.ts';
import { solveLeastSquares, type LeastSquares } from './least-squares.ts';

export interface GlmInput {
	/** One array a column, each as long as the response; an intercept is a column of ones. */
	readonly design: readonly Float64Array[];
	/** At least 0; need not be whole. */
	readonly response: Float64Array;
	/** Prior weights, at least 0; 1 each where left out. An observation of weight 0 is fitted but not heeded. */
	readonly weights?: Float64Array;
	/** Added to the linear predictor, on the log scale; 0 where left out. */
	readonly offset?: Float64Array;
	/** `poisson`: dispersion 1. `quasi-poisson`: variance = dispersion × mean, estimated by Pearson's statistic. */
	readonly family: 'poisson' | 'quasi-poisson';
	/** Stop when the deviance moves by less than this share. Default 1e-8. */
	readonly tolerance?: number;
	/** Default 25. */
	readonly maxIterations?: number;
}

export interface GlmFit {
	/** One a column of the design; 0 where the column is aliased. */
	readonly coefficients: Float64Array;
	/** Columns that the columns before them already span. */
	readonly aliased: readonly boolean[];
	readonly linearPredictor: Float64Array;
	readonly fitted: Float64Array;
	/** Leverage of each observation, 0…1; they add up to the number of columns that are not aliased. */
	readonly hat: Float64Array;
	readonly deviance: number;
	/** 1 for `poisson`; else Pearson's χ² ÷ residual degrees of freedom, null without any of these. */
	readonly dispersion: number | null;
	/** Observations of weight above 0, less the columns that are not aliased. */
	readonly residualDegreesOfFreedom: number;
	/** Covariance of the coefficients ÷ dispersion, rows and columns as `coefficients`. */
	readonly unscaledCovariance: readonly Float64Array[];
	readonly converged: boolean;
	readonly iterations: number;
}

interface State {
	readonly mean: Float64Array;
	readonly predictor: Float64Array;
	readonly solution: LeastSquares | null;
	readonly deviance: number;
}

/**
 * Fits log(mean) = offset + design × coefficients.
 *
 * @returns the fit, also where it did not converge (`converged` tells): the caller knows what to do instead.
 * @throws AnalyticsError `bad-shape` for lengths that differ or no column, `not-a-number` or `negative` with the index
 * of a bad observation, `not-converged` where the means leave the range of numbers.
 * Cost: iterations × observations × columns².
 */
export function fitGlm(input: GlmInput): GlmFit {
	refuse(input);
	const { tolerance = 1e-8, maxIterations = 25 } = input;
	let state = start(input);
	let converged = false;
	let iterations = 0;
	while (!converged && iterations < maxIterations) {
		const next = improve(input, state);
		iterations++;
		converged = Math.abs(next.deviance - state.deviance) / (Math.abs(next.deviance) + 0.1) < tolerance;
		state = next;
	}
	return describe(input, state, converged, iterations);
}

function refuse({ design, response, weights, offset }: GlmInput): void {
	const count = response.length;
	const columns = [...design, ...(weights ? [weights] : []), ...(offset ? [offset] : [])];
	if (design.length === 0 || count === 0 || columns.some(({ length }) => length !== count))
		throw new AnalyticsError('bad-shape', 'A regression needs columns of the same length as its response.');
	for (let i = 0; i < count; i++) {
		if (columns.some((column) => !Number.isFinite(column[i])) || !Number.isFinite(response[i]))
			throw new AnalyticsError('not-a-number', `Observation ${i + 1} of a regression is not a number.`, i);
		if ((response[i] as number) < 0 || (weights && (weights[i] as number) < 0))
			throw new AnalyticsError('negative', `Observation ${i + 1} of a regression is negative.`, i);
	}
}

function start(input: GlmInput): State {
	const mean = input.response.map((y) => y + 0.1);
	return { mean, predictor: mean.map(Math.log), solution: null, deviance: devianceOf(input, mean) };
}

function improve(input: GlmInput, { mean, predictor }: State): State {
	const { design, response, weights, offset } = input;
	const root = mean.map((mu, i) => Math.sqrt((weights ? (weights[i] as number) : 1) * mu));
	const working = predictor.map((eta, i) => {
		const mu = mean[i] as number;
		return (
			(root[i] as number) * (eta - (offset ? (offset[i] as number) : 0) + ((response[i] as number) - mu) / mu)
		);
	});
	const solution = solveLeastSquares(
		design.map((column) => column.map((x, i) => x * (root[i] as number))),
		working
	);
	const next = new Float64Array(response.length);
	if (offset) next.set(offset);
	design.forEach((column, j) => {
		const coefficient = solution.coefficients[j] as number;
		for (let i = 0; i < next.length; i++) next[i] = (next[i] as number) + coefficient * (column[i] as number);
	});
	const nextMean = next.map((eta) => Math.max(Math.exp(eta), Number.EPSILON));
	const deviance = devianceOf(input, nextMean);
	if (!Number.isFinite(deviance))
		throw new AnalyticsError('not-converged', 'A regression ran off: its means left the range of numbers.');
	return { mean: nextMean, predictor: next, solution, deviance };
}

function devianceOf({ response, weights }: GlmInput, mean: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < mean.length; i++) {
		const weight = weights ? (weights[i] as number) : 1;
		sum += weight * unitDeviance(response[i] as number, mean[i] as number);
	}
	return sum;
}

/** Twice the log-likelihood lost by a Poisson mean against the observation itself; 0 where they agree. */
export function unitDeviance(observed: number, mean: number): number {
	return 2 * (observed > 0 ? observed * Math.log(observed / mean) - (observed - mean) : mean);
}

function describe(input: GlmInput, state: State, converged: boolean, iterations: number): GlmFit {
	const { response, weights, family } = input;
	const { mean, predictor, solution, deviance } = state;
	if (!solution) throw new AnalyticsError('bad-option', 'A regression needs at least one iteration.');
	const heeded = weights ? weights.filter((weight) => weight > 0).length : response.length;
	const freedom = heeded - solution.aliased.filter((aliased) => !aliased).length;
	let pearson = 0;
	for (let i = 0; i < mean.length; i++) {
		const residual = (response[i] as number) - (mean[i] as number);
		pearson += ((weights ? (weights[i] as number) : 1) * residual * residual) / (mean[i] as number);
	}
	const estimated = freedom > 0 ? pearson / freedom : null;
	return {
		coefficients: solution.coefficients,
		aliased: solution.aliased,
		linearPredictor: predictor,
		fitted: mean,
		hat: solution.hat,
		deviance,
		dispersion: family === 'poisson' ? 1 : estimated,
		residualDegreesOfFreedom: freedom,
		unscaledCovariance: solution.covariance,
		converged,
		iterations
	};
}
