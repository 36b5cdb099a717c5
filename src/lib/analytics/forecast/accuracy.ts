import { AnalyticsError } from '../analytics-error.ts';

/**
 * Mean absolute in-sample error of the seasonal naive forecast: the unit of {@link meanAbsoluteScaledError} and
 * {@link meanScaledIntervalScore} (Hyndman & Koehler 2006, eq. 4 at lag `period`).
 *
 * @param values history, oldest first, gapless
 * @param period 12 for monthly data; 1 compares with the last value
 * @returns in the unit of the values; 0 where each value repeats that of a period before
 * @throws {AnalyticsError} `too-short` below period + 1 values, `not-a-number` with the index
 */
export function seasonalNaiveScale(values: ArrayLike<number>, period: number): number {
	requireNumbers(values, 'history');
	if (values.length <= period) {
		throw new AnalyticsError(
			'too-short',
			`A scale at lag ${period} needs more than ${values.length} values.`
		);
	}
	let sum = 0;
	for (let t = period; t < values.length; t += 1)
		sum += Math.abs((values[t] ?? 0) - (values[t - period] ?? 0));
	return sum / (values.length - period);
}

/** Mean square counterpart of {@link seasonalNaiveScale}, the unit of {@link rootMeanSquaredScaledError} squared. */
export function seasonalNaiveSquareScale(values: ArrayLike<number>, period: number): number {
	requireNumbers(values, 'history');
	if (values.length <= period) {
		throw new AnalyticsError(
			'too-short',
			`A scale at lag ${period} needs more than ${values.length} values.`
		);
	}
	let sum = 0;
	for (let t = period; t < values.length; t += 1) sum += ((values[t] ?? 0) - (values[t - period] ?? 0)) ** 2;
	return sum / (values.length - period);
}

/**
 * MASE (Hyndman & Koehler 2006): mean absolute error ÷ `scale`. Below 1 the forecast beats what the seasonal naive one did
 * in the history.
 *
 * @param actual what happened, same length and order as `forecast`
 * @param scale of {@link seasonalNaiveScale}
 * @throws {AnalyticsError} `bad-shape` for different lengths or none, `not-a-number`, `bad-option` for a scale of 0
 */
export function meanAbsoluteScaledError(
	actual: ArrayLike<number>,
	forecast: ArrayLike<number>,
	scale: number
): number {
	requirePairs(actual, forecast, scale);
	let sum = 0;
	for (let t = 0; t < actual.length; t += 1) sum += Math.abs((actual[t] ?? 0) - (forecast[t] ?? 0));
	return sum / actual.length / scale;
}

/** RMSSE (Hyndman & Koehler 2006; M5): root of mean squared error ÷ `squareScale`. Throws as MASE does. */
export function rootMeanSquaredScaledError(
	actual: ArrayLike<number>,
	forecast: ArrayLike<number>,
	squareScale: number
): number {
	requirePairs(actual, forecast, squareScale);
	let sum = 0;
	for (let t = 0; t < actual.length; t += 1) sum += ((actual[t] ?? 0) - (forecast[t] ?? 0)) ** 2;
	return Math.sqrt(sum / actual.length / squareScale);
}

/**
 * MSIS (Gneiting & Raftery 2007, section 6.2; M4 competition): mean width of a central interval, plus 2/a for each unit
 * by which an observation lies outside, ÷ `scale`. Small is good: narrow and right.
 *
 * @param miss share that the interval leaves outside: 0.05 for 95 %
 */
export function meanScaledIntervalScore(
	actual: ArrayLike<number>,
	lower: ArrayLike<number>,
	upper: ArrayLike<number>,
	scale: number,
	miss: number
): number {
	requirePairs(actual, lower, scale);
	requirePairs(actual, upper, scale);
	let sum = 0;
	for (let t = 0; t < actual.length; t += 1) {
		const [y, low, high] = [actual[t] ?? 0, lower[t] ?? 0, upper[t] ?? 0];
		sum += high - low + (2 / miss) * (Math.max(0, low - y) + Math.max(0, y - high));
	}
	return sum / actual.length / scale;
}

/** Share of observations inside their interval, bounds included; 0 … 1. Throws on different lengths, none or NaN. */
export function intervalCoverage(
	actual: ArrayLike<number>,
	lower: ArrayLike<number>,
	upper: ArrayLike<number>
): number {
	requirePairs(actual, lower, 1);
	requirePairs(actual, upper, 1);
	let inside = 0;
	for (let t = 0; t < actual.length; t += 1) {
		const y = actual[t] ?? 0;
		if (y >= (lower[t] ?? 0) && y <= (upper[t] ?? 0)) inside += 1;
	}
	return inside / actual.length;
}

/**
 * Pinball loss of a quantile forecast (Koenker & Bassett 1978): what an order at that quantile loses on average, shortage
 * weighted by `level`, surplus by 1 − `level`. In the unit of the values.
 */
export function pinballLoss(actual: ArrayLike<number>, quantile: ArrayLike<number>, level: number): number {
	requirePairs(actual, quantile, 1);
	if (!(level > 0 && level < 1)) {
		throw new AnalyticsError('bad-option', `A quantile lies between 0 and 1, not at ${level}.`);
	}
	let sum = 0;
	for (let t = 0; t < actual.length; t += 1) {
		const gap = (actual[t] ?? 0) - (quantile[t] ?? 0);
		sum += gap >= 0 ? level * gap : (level - 1) * gap;
	}
	return sum / actual.length;
}

function requirePairs(actual: ArrayLike<number>, other: ArrayLike<number>, scale: number): void {
	if (actual.length === 0 || actual.length !== other.length) {
		throw new AnalyticsError(
			'bad-shape',
			`${actual.length} observations cannot be compared with ${other.length} forecasts.`
		);
	}
	if (!(scale > 0) || !Number.isFinite(scale)) {
		throw new AnalyticsError('bad-option', `An error cannot be scaled by ${scale}.`);
	}
	requireNumbers(actual, 'observations');
	requireNumbers(other, 'forecasts');
}

/** Squares of larger values, and their sums, would leave the range of numbers. */
const largest = 1e150;

function requireNumbers(values: ArrayLike<number>, what: string): void {
	for (let t = 0; t < values.length; t += 1) {
		if (!(Math.abs(values[t] ?? NaN) <= largest)) {
			throw new AnalyticsError('not-a-number', `The ${what} hold no number at place ${t}.`, t);
		}
	}
}
