import type { FittedModel, Method } from '../model.ts';
import { chooseArima } from './choose-order.ts';
import { estimateArima, type ArimaEstimate } from './estimate.ts';
import { describeOrder, isLongEnough } from './order.ts';
import { projectArima, spreadArima, standAtEnd } from './predict.ts';

/** An ARIMA model of a history: what every method gives, and the estimate behind it. */
export interface ArimaModel extends FittedModel {
	readonly estimate: ArimaEstimate;
}

/** Dresses an estimate as a model of a history. @throws AnalyticsError `too-short` */
export function modelOfArima(values: Float64Array, estimate: ArimaEstimate): ArimaModel {
	const stand = standAtEnd(values, estimate);
	return {
		method: describeOrder(estimate.order),
		estimate,
		residuals: stand.residuals,
		mean: (horizon) => projectArima(stand, horizon),
		sigma: (horizon) => spreadArima(stand, horizon),
		refit: (other) => modelOfArima(other, adaptTo(other, estimate))
	};
}

/**
 * The same orders, estimated on another stretch from where the parameters were: a backtest must not know, through them,
 * what came after. A stretch too short to estimate from keeps them.
 */
function adaptTo(values: Float64Array, estimate: ArimaEstimate): ArimaEstimate {
	const { order, parameters } = estimate;
	if (!isLongEnough(values.length, order)) return estimate;
	return estimateArima(values, order, { start: parameters, effort: 'search' });
}

/** Seasonal ARIMA with orders chosen by AICc: see `chooseArima`. */
export const arima: Method = {
	name: 'arima',
	minLength: (period) => (period > 1 ? 3 * period : 10),
	fit: (values, period) => modelOfArima(values, chooseArima(values, period))
};
