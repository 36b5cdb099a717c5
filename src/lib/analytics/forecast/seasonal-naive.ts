import { AnalyticsError } from '../analytics-error.ts';
import type { FittedModel } from './model.ts';
import { requireFinite } from './require-finite.ts';

/**
 * The same month of last year, again: the yardstick of every other method (MASE is an error in its unit), and the
 * forecast where a history is too short for more.
 *
 * @param values gapless history of at least one period; with `period` 1 it is the last value carried on
 * @returns σ from the in-sample errors (0 where there are none), growing with the square root of the years ahead
 * @throws {AnalyticsError} `not-a-number` with the index, `too-short` below one period
 */
export function fitSeasonalNaive(values: Float64Array, period: number): FittedModel {
	requireFinite(values);
	if (values.length < period) {
		throw new AnalyticsError(
			'too-short',
			`A season of ${period} cannot be repeated from ${values.length} values.`
		);
	}
	const residuals = values.subarray(period).map((value, t) => value - (values[t] ?? 0));
	let squares = 0;
	for (const error of residuals) squares += error * error;
	const sigma = Math.sqrt(squares / Math.max(1, residuals.length));
	const last = values.subarray(values.length - period);
	return {
		method: period > 1 ? 'seasonal naive' : 'naive',
		residuals,
		mean: (horizon) => new Float64Array(horizon).map((_, step) => last[step % period] ?? 0),
		sigma: (horizon) =>
			new Float64Array(horizon).map((_, step) => sigma * Math.sqrt(Math.floor(step / period) + 1)),
		refit: (other) => fitSeasonalNaive(other, period)
	};
}
