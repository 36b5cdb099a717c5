import { fitEts } from './ets/ets.ts';
import type { EtsForm } from './ets/form.ts';
import type { FittedModel } from './model.ts';
import { seasonalTrust } from './seasonal-shrinkage.ts';
import { decomposeStl } from './stl/decompose.ts';

const damped: readonly EtsForm[] = [{ error: 'additive', trend: 'damped', season: 'none' }];

/**
 * STL takes the season out, as far as it can be believed; a damped trend carries the rest; the last year's season is put
 * back. Window 7 is the shortest that Cleveland et al. (1990, section 3.1) advise, so the season may change; the damped
 * trend is the benchmark of Gardner & McKenzie (1985) that the M competitions found hard to beat.
 *
 * @param values at least two full periods and seven observations, on the scale on which the season is additive
 * @param seasonalWindow odd, years over which a month's season is smoothed
 */
export function fitShrunkStl(values: Float64Array, period: number, seasonalWindow: number): FittedModel {
	const trust = seasonalTrust(values, period);
	const { seasonal } = decomposeStl(values, { period, seasonalWindow });
	const adjusted = values.map((value, t) => value - trust * (seasonal[t] ?? 0));
	const model = fitEts(adjusted, 1, damped);
	return compose(model, seasonal.subarray(values.length - period), trust, (other) =>
		fitShrunkStl(other, period, seasonalWindow)
	);
}

function compose(
	model: FittedModel,
	lastSeason: Float64Array,
	trust: number,
	refit: FittedModel['refit']
): FittedModel {
	return {
		method: `STL + ${model.method}`,
		residuals: model.residuals,
		mean: (horizon) =>
			model.mean(horizon).map((value, step) => value + trust * (lastSeason[step % lastSeason.length] ?? 0)),
		sigma: (horizon) => model.sigma(horizon),
		refit
	};
}
