import { combineMembers } from './combination.ts';
import type { FittedModel } from './model.ts';

/** One standard deviation of the forecast error, upwards and downwards: logarithmic models err further upwards. */
export interface Spread {
	readonly up: number;
	readonly down: number;
}

/** Beyond this a logarithmic model only says that it knows nothing. */
const mostLogSigma = 3;

/**
 * The members' own error bands about the combined forecast, put together as the forecasts themselves are.
 *
 * @param models members, fitted
 * @param weights one a member
 * @param centres combined forecast, one a step
 */
export function combineSpreads(
	models: readonly FittedModel[],
	weights: readonly number[],
	centres: Float64Array
): Spread[] {
	const sigmas = models.map((model) => model.sigma(centres.length));
	return Array.from(centres, (centre, step) => {
		const spreads = models.map((model, member) => spreadOf(model, sigmas[member]?.[step] ?? 0, centre));
		return {
			up: combineMembers(
				spreads.map(({ up }) => up),
				weights
			),
			down: combineMembers(
				spreads.map(({ down }) => down),
				weights
			)
		};
	});
}

function spreadOf({ shape }: FittedModel, sigma: number, centre: number): Spread {
	if (shape !== 'log-normal') return { up: sigma, down: sigma };
	const size = Math.abs(centre);
	const factor = Math.exp(Math.min(sigma, mostLogSigma));
	return { up: size * (factor - 1), down: size * (1 - 1 / factor) };
}
