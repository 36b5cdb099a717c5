import type { Bounds } from './bounds.ts';

/**
 * Whole units for demand that is counted: means to the nearest, lower bounds down and upper bounds up, so that an interval
 * never promises more than before and still holds its mean.
 */
export function roundOutwards(forecast: Bounds & { readonly mean: Float64Array }): Bounds & {
	readonly mean: Float64Array;
} {
	return {
		mean: forecast.mean.map(Math.round),
		lower80: forecast.lower80.map(Math.floor),
		upper80: forecast.upper80.map(Math.ceil),
		lower95: forecast.lower95.map(Math.floor),
		upper95: forecast.upper95.map(Math.ceil)
	};
}
