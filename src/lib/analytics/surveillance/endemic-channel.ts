import { quantile } from '../stats/quantile.ts';
import { gatherByWeek, type PastYears } from './year-weeks.ts';

/** The usual course of a year at one week (or month). */
export interface ChannelWeek {
	readonly lowerQuartile: number;
	readonly median: number;
	readonly upperQuartile: number;
	/** Past years with a known count. */
	readonly years: number;
}

/** `success` below the lower quartile, `safety` to the median, `alert` to the upper quartile, `epidemic` above. */
export type ChannelZone = 'success' | 'safety' | 'alert' | 'epidemic';

/** With fewer years quartiles are single counts that chance has picked. Bortman takes five to seven. */
export const leastChannelYears = 3;

/**
 * The endemic channel: what quartiles of past years make usual for each week of the year.
 *
 * Definition: Bortman (1999), Elaboración de corredores o canales endémicos mediante planillas de cálculo, Rev. Panam.
 * Salud Pública 5, 1–8, with plain quartiles (type 7).
 *
 * @param years five to seven past years are usual; leave out years of an epidemic if they must not count as usual
 * @returns one entry a week; null where fewer than three years are known. Cost: a sort a week.
 * @throws AnalyticsError `not-a-number` or `negative` with the week's position.
 */
export function drawEndemicChannel(years: PastYears): (ChannelWeek | null)[] {
	return gatherByWeek(years).map((counts) =>
		counts.length < leastChannelYears
			? null
			: {
					lowerQuartile: quantile(counts, 0.25),
					median: quantile(counts, 0.5),
					upperQuartile: quantile(counts, 0.75),
					years: counts.length
				}
	);
}

/** In which zone of the channel a count lies; a count on a line belongs below it. */
export function findZone(count: number, week: ChannelWeek): ChannelZone {
	if (count > week.upperQuartile) return 'epidemic';
	if (count > week.median) return 'alert';
	return count >= week.lowerQuartile ? 'safety' : 'success';
}
