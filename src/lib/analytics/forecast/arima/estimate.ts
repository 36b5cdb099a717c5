import { AnalyticsError } from '../../analytics-error.ts';
import { solveByMarquardt } from '../../stats/levenberg-marquardt.ts';
import { requireFinite } from '../require-finite.ts';
import { differenceFully } from './difference.ts';
import { whiten } from './likelihood.ts';
import { countShapes, isLongEnough, requireOrder, type ArimaOrder } from './order.ts';
import { expandShape, shapeCoefficients, type Coefficients, type Shape } from './shape.ts';

// Indexes below stay within bounds by construction; `as number` spares the hot loops a check on each of them.

export interface ArimaEstimate {
	readonly order: ArimaOrder;
	readonly coefficients: Coefficients;
	/** The same, multiplied out. */
	readonly shape: Shape;
	/** Mean of the differenced series: the mean without differences, `period^D ×` the drift a period with one. */
	readonly level: number;
	/** Innovation variance, divided by observations less coefficients. */
	readonly sigma2: number;
	/** Infinity for a series that the model fits without error. */
	readonly logLikelihood: number;
	readonly aicc: number;
	/** Unconstrained parameters: a warm start for the same order on nearly the same series. */
	readonly parameters: Float64Array;
}

export interface EstimateOptions {
	/** Unconstrained parameters to begin with; zeros by default. */
	readonly start?: Float64Array;
	/** `search` stops as soon as orders can be compared, `final` at the optimum to about six digits. */
	readonly effort?: 'search' | 'final';
}

const tolerances = { search: 1e-3, final: 1e-10 };
const mostSteps = { search: 12, final: 100 };
/** tanh(8) is 1 − 2e-7: a root as good as on the unit circle. */
const parameterBound = 8;

/**
 * Seasonal ARIMA of given order by exact maximum likelihood.
 *
 * Definition: Box & Jenkins 1970; the Gaussian likelihood of the differenced series through the Kalman filter, level and
 * variance concentrated out (Harvey 1989, section 3.4). What remains is a sum of squares (each whitened error times the
 * geometric mean of the one-step deviations; Ansley 1979), which Marquardt's method lowers.
 *
 * @param values gapless, finite, in time order
 * @returns the estimate; its coefficients are stationary and invertible. About 1–5 ms for 204 months.
 * @throws AnalyticsError `not-a-number`; `too-short` where differencing leaves fewer than three observations more than
 * coefficients; `bad-option` for an impossible order; `not-converged` where the start is on the edge of stationarity
 */
export function estimateArima(
	values: Float64Array,
	order: ArimaOrder,
	{ start, effort = 'final' }: EstimateOptions = {}
): ArimaEstimate {
	requireOrder(order);
	requireFinite(values);
	if (!isLongEnough(values.length, order)) {
		throw new AnalyticsError('too-short', `${values.length} observations are too few for this ARIMA order.`);
	}
	const series = differenceFully(values, order);
	const { point } = solveByMarquardt({
		residuals: (parameters, target) => balancedSquares(series, parameters, order, target),
		count: series.length,
		start: start ?? new Float64Array(countShapes(order)),
		bound: parameterBound,
		tolerance: tolerances[effort],
		maxSteps: mostSteps[effort]
	});
	return judge(series, order, point);
}

/** Likelihood and variance of given parameters. */
function judge(series: Float64Array, order: ArimaOrder, parameters: Float64Array): ArimaEstimate {
	const n = series.length;
	const coefficients = shapeCoefficients(parameters, order);
	const shape = expandShape(coefficients, order.period);
	const whitened = whiten(series, shape, order.constant ? 'estimate' : 0, new Float64Array(n));
	if (!whitened) throw new AnalyticsError('not-converged', 'No stationary ARIMA fits these observations.');
	const squares = whitened.errors.reduce((sum, error) => sum + error * error, 0);
	const free = countShapes(order) + Number(order.constant);
	const logLikelihood = -0.5 * (n * (Math.log((2 * Math.PI * squares) / n) + 1) + whitened.logVariances);
	return {
		order,
		coefficients,
		shape,
		level: whitened.level,
		sigma2: squares / (n - free),
		logLikelihood,
		aicc: -2 * logLikelihood + correctedPenalty(free + 1, n),
		parameters
	};
}

/** Hurvich & Tsai 1989; k counts the variance too. */
function correctedPenalty(k: number, n: number): number {
	return n > k + 1 ? (2 * k * n) / (n - k - 1) : Infinity;
}

function balancedSquares(
	series: Float64Array,
	parameters: Float64Array,
	order: ArimaOrder,
	target: Float64Array
): number {
	const shape = expandShape(shapeCoefficients(parameters, order), order.period);
	const whitened = whiten(series, shape, order.constant ? 'estimate' : 0, target);
	if (!whitened) return Infinity;
	const balance = Math.exp(whitened.logVariances / (2 * series.length));
	let sum = 0;
	for (let t = 0; t < target.length; t++) {
		const balanced = (target[t] as number) * balance;
		target[t] = balanced;
		sum += balanced * balanced;
	}
	return sum;
}
