import type { Fit, FittedModel } from './model.ts';

/**
 * A method on logarithms, for series whose swings grow with their level; its forecast is the exponential of the method's,
 * which is the median and not the mean (Hyndman & Athanasopoulos 2021, section 3.1).
 *
 * @param fit a method that takes values of either sign
 * @returns a fit that needs positive values
 */
export function onLogScale(fit: Fit): Fit {
	return (values, period) => dress(fit(values.map(Math.log), period), values);
}

function dress(model: FittedModel, values: Float64Array): FittedModel {
	const missing = values.length - model.residuals.length;
	return {
		method: `log ${model.method}`,
		shape: 'log-normal',
		residuals: model.residuals.map((error, t) => {
			const value = values[t + missing] ?? 0;
			return value - value * Math.exp(-error);
		}),
		mean: (horizon) => model.mean(horizon).map(Math.exp),
		sigma: (horizon) => model.sigma(horizon),
		refit: (other) => dress(model.refit(other.map(Math.log)), other)
	};
}
