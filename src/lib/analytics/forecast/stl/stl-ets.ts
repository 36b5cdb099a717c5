import { fitEts } from '../ets/ets.ts';
import { stableForms } from '../ets/form.ts';
import type { FittedModel, Method } from '../model.ts';
import { decomposeStl } from './decompose.ts';

// Indexes below stay within bounds by construction; `as number` spares a check on each of them.

/** Span of the seasonal smoother, in years: lets the season drift over a decade. */
const seasonalWindow = 11;
const seasonless = stableForms.filter(({ season }) => season === 'none');

/**
 * Takes the season out with STL, forecasts the rest by exponential smoothing and puts the last year's season back.
 *
 * Definition: Hyndman & Athanasopoulos 2021, section 5.7. The season's own error is left out of σ, as there.
 *
 * @param values gapless, finite, oldest first
 * @param period observations a season, 2 or more
 * @throws AnalyticsError `too-short` below two full seasons, `not-a-number`, `bad-option` for a period below 2
 */
export function fitStlEts(values: Float64Array, period: number): FittedModel {
	return adjustAndFit(values, period, (adjusted) => fitEts(adjusted, 1, seasonless));
}

function adjustAndFit(
	values: Float64Array,
	period: number,
	fit: (adjusted: Float64Array) => FittedModel
): FittedModel {
	const { seasonal } = decomposeStl(values, { period, seasonalWindow });
	const inner = fit(values.map((value, t) => value - (seasonal[t] as number)));
	const lastSeason = seasonal.subarray(seasonal.length - period);
	return {
		method: `STL + ${inner.method}`,
		residuals: inner.residuals,
		mean: (horizon) =>
			inner.mean(horizon).map((value, step) => value + (lastSeason[step % period] as number)),
		sigma: (horizon) => inner.sigma(horizon),
		refit: (other) => adjustAndFit(other, period, (adjusted) => inner.refit(adjusted))
	};
}

/** See `fitStlEts`. */
export const stlEts: Method = { name: 'stl-ets', minLength: (period) => 2 * period + 1, fit: fitStlEts };
