import { gatherByWeek, type PastYears } from './year-weeks.ts';

/** The range that past years have kept to at one month (or week). */
export interface BandMonth {
	readonly least: number;
	readonly mean: number;
	readonly most: number;
	/** Past years with a known count. */
	readonly years: number;
}

export type BandPlace = 'below' | 'within' | 'above';

/** The ministry draws it from the last three to five years. */
export const leastBandYears = 3;

/**
 * *Pola maksimum–minimum*: the band between the least and the most cases of each month in past years, as Indonesian dengue
 * control draws it. Above the band the season's peak comes early or higher than ever; within it nothing is proven.
 *
 * Definition: Kemenkes RI, Pedoman Pencegahan dan Pengendalian Demam Berdarah Dengue di Indonesia: maximum, minimum and
 * mean of a month over the last three to five years.
 *
 * @param years past years, the current one left out
 * @returns one entry a month; null where fewer than three years are known. Cost: linear.
 * @throws AnalyticsError `not-a-number` or `negative` with the month's position.
 */
export function drawMaxMinBand(years: PastYears): (BandMonth | null)[] {
	return gatherByWeek(years).map((counts) =>
		counts.length < leastBandYears
			? null
			: {
					least: Math.min(...counts),
					mean: counts.reduce((sum, count) => sum + count, 0) / counts.length,
					most: Math.max(...counts),
					years: counts.length
				}
	);
}

/** Where a count lies against the band; a count on its edge is within. */
export function placeInBand(count: number, { least, most }: BandMonth): BandPlace {
	if (count > most) return 'above';
	return count < least ? 'below' : 'within';
}
