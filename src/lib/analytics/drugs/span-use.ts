import { deviationOfTotal } from '../forecast/total-demand.ts';

/** One month of a forecast, units. */
export interface MonthBand {
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
}

/** Units over several months, with their 80 % interval: 0 ≤ low ≤ mean ≤ high. */
export interface SpanUse {
	readonly mean: number;
	readonly low: number;
	readonly high: number;
}

/**
 * Use over a run of months from the months' own bands: reaches above and below the mean are put together as the total of a
 * forecast is (`deviationOfTotal`), since good and bad months even out in part.
 *
 * @param months any number; none use nothing
 * @returns low never below 0. Cost: linear
 */
export function spanUse(months: readonly MonthBand[]): SpanUse {
	const mean = months.reduce((sum, month) => sum + month.mean, 0);
	if (months.length === 0) return { mean, low: 0, high: 0 };
	const down = deviationOfTotal(months.map((month) => month.mean - month.lower80));
	const up = deviationOfTotal(months.map((month) => month.upper80 - month.mean));
	return { mean, low: Math.max(0, mean - down), high: mean + up };
}
