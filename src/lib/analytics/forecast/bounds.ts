import { studentQuantile } from '../stats/student.ts';
import type { BandReading } from './record.ts';
import type { Spread } from './spread.ts';

/** Central intervals of a forecast, one bound a step, in the unit of the values: 0 ≤ lower95 ≤ lower80 ≤ mean ≤ … */
export interface Bounds {
	readonly lower80: Float64Array;
	readonly upper80: Float64Array;
	readonly lower95: Float64Array;
	readonly upper95: Float64Array;
}

/**
 * Draws 80 and 95 % intervals about a forecast. Student's quantile and not the normal one, because the band was itself
 * estimated.
 *
 * @param mean not negative
 * @param spreads one standard deviation up and down, one a step
 */
export function drawBounds(
	mean: Float64Array,
	spreads: readonly Spread[],
	{ factor, freedom }: BandReading
): Bounds {
	const reach80 = factor * studentQuantile(0.9, freedom);
	const reach95 = factor * studentQuantile(0.975, freedom);
	const below = (reach: number): Float64Array =>
		mean.map((value, step) => Math.max(0, value - reach * (spreads[step]?.down ?? 0)));
	const above = (reach: number): Float64Array =>
		mean.map((value, step) => value + reach * (spreads[step]?.up ?? 0));
	return {
		lower80: below(reach80),
		upper80: above(reach80),
		lower95: below(reach95),
		upper95: above(reach95)
	};
}
