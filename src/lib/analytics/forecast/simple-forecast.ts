import { backtest, chooseOrigins, type PastForecast } from './backtest.ts';
import { drawBounds } from './bounds.ts';
import { calibrate, type JudgedError } from './calibration.ts';
import type { Ahead, DemandForecast } from './demand-forecast.ts';
import { fitEts } from './ets/ets.ts';
import { explain, type Reason } from './forecast-card.ts';
import type { DemandKind } from './intermittent/demand-pattern.ts';
import type { FittedModel } from './model.ts';
import { summariseBacktest, type BandReading } from './record.ts';
import type { Spread } from './spread.ts';
import { totalDemand } from './total-demand.ts';

/** From here on a level can be followed; below it the mean of what there is must do. */
export const leastLengthToSmooth = 10;
const leastLengthOfOrigin = 3;

/**
 * The simplest honest forecast for a history that bears no more: simple exponential smoothing from ten observations on,
 * their mean below. Judged one period after another, as far as the history goes.
 *
 * @param values finite, not negative, at least one
 * @param reason why it came to this
 */
export function forecastSimply(
	values: Float64Array,
	{ horizon, totalFrom }: Ahead,
	demand: DemandKind,
	reason: Reason
): DemandForecast {
	const isLevel = values.length >= leastLengthToSmooth;
	const model = isLevel ? fitLevel(values) : fitMean(values);
	const origins = chooseOrigins(values, 1, horizon, isLevel ? leastLengthToSmooth - 2 : leastLengthOfOrigin);
	const judged = backtest(model, values, origins).flatMap((past, at) => {
		const actual = origins[at]?.actual;
		return actual ? [judge(past, actual)] : [];
	});
	const mean = model.mean(horizon).map((value) => Math.max(0, value));
	const spreads = spreadsOf(model, horizon);
	const reading: BandReading = {
		factor: calibrate(judged.flat()),
		freedom: Math.max(1, values.length - (isLevel ? 2 : 1))
	};
	return {
		mean,
		...drawBounds(mean, spreads, reading),
		total: totalDemand(mean.slice(totalFrom - 1), spreads.slice(totalFrom - 1), reading),
		card: {
			method: isLevel ? 'simple smoothing' : 'mean',
			reason,
			why: explain(reason),
			demand,
			members: [],
			record: summariseBacktest(values, 1, origins, judged, reading),
			filled: 0
		}
	};
}

/** Simple exponential smoothing: the level, and nothing that so few observations cannot show. */
function fitLevel(values: Float64Array): FittedModel {
	return fitEts(values, 1, [{ error: 'additive', trend: 'none', season: 'none' }]);
}

/**
 * The mean of what there is. Its σ counts the error of the mean itself; with a single observation it is that observation:
 * nothing is known, so as much again must be thought possible.
 */
function fitMean(values: Float64Array): FittedModel {
	const count = values.length;
	const mean = values.reduce((sum, value) => sum + value, 0) / count;
	const residuals = values.map((value) => value - mean);
	const squares = residuals.reduce((sum, error) => sum + error * error, 0);
	const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : Math.abs(mean);
	return {
		method: 'mean',
		residuals,
		mean: (horizon) => new Float64Array(horizon).fill(mean),
		sigma: (horizon) => new Float64Array(horizon).fill(deviation * Math.sqrt(1 + 1 / count)),
		refit: fitMean
	};
}

function spreadsOf(model: FittedModel, horizon: number): Spread[] {
	return Array.from(model.sigma(horizon), (sigma) => ({ up: sigma, down: sigma }));
}

function judge({ model, mean }: PastForecast, actual: Float64Array): JudgedError[] {
	return spreadsOf(model, actual.length).map((spread, step) => ({
		error: (actual[step] ?? 0) - (mean[step] ?? 0),
		spread
	}));
}
