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
	const isEven = models.every(({ shape }) => shape !== 'log-normal');
	const ups: number[] = models.map(() => 0);
	const downs = isEven ? ups : models.map(() => 0);
	return Array.from(centres, (centre, step) => {
		for (let member = 0; member < models.length; member += 1) {
			const spread = spreadOf(models[member]?.shape, sigmas[member]?.[step] ?? 0, centre);
			ups[member] = spread.up;
			downs[member] = spread.down;
		}
		const up = combineMembers(ups, weights);
		return { up, down: isEven ? up : combineMembers(downs, weights) };
	});
}

function spreadOf(shape: FittedModel['shape'], sigma: number, centre: number): Spread {
	if (shape !== 'log-normal') return { up: sigma, down: sigma };
	const size = Math.abs(centre);
	const factor = Math.exp(Math.min(sigma, mostLogSigma));
	return { up: size * (factor - 1), down: size * (1 - 1 / factor) };
}
