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
	// Places stay within the values: loops, since every origin of every backtest comes by here.
	const residuals = new Float64Array(values.length - period);
	let squares = 0;
	for (let t = 0; t < residuals.length; t += 1) {
		const error = (values[t + period] as number) - (values[t] as number);
		residuals[t] = error;
		squares += error * error;
	}
	const sigma = Math.sqrt(squares / Math.max(1, residuals.length));
	const last = values.subarray(values.length - period);
	return {
		method: period > 1 ? 'seasonal naive' : 'naive',
		residuals,
		mean: (horizon) => repeatSeason(last, horizon),
		sigma: (horizon) => {
			const sigmas = new Float64Array(horizon);
			for (let step = 0; step < horizon; step += 1) {
				sigmas[step] = sigma * Math.sqrt(Math.floor(step / period) + 1);
			}
			return sigmas;
		},
		refit: (other) => fitSeasonalNaive(other, period)
	};
}

/** The forecast alone: the last season, over and over. */
export function repeatSeason(last: Float64Array, horizon: number): Float64Array {
	const mean = new Float64Array(horizon);
	for (let step = 0; step < horizon; step += 1) mean[step] = last[step % last.length] ?? 0;
	return mean;
}
