import type { CountSeries, PositionRange } from '../count-series.ts';
import { judgeWeeks, type FarringtonWeek } from './judge-weeks.ts';
import { planFlexible, type FarringtonFlexibleOptions } from './options.ts';

/**
 * Is a count unusual for the time of year? As `farrington`, but fed with all past weeks by parts of the year, less eager
 * to weigh down, and with a threshold from the negative binomial if wished: fewer false alarms.
 *
 * Definition: Noufaily, Enki, Farrington, Garthwaite, Andrews & Charlett (2013), An improved algorithm for outbreak
 * detection in multiple surveillance systems, Statistics in Medicine 32, 1206–1222. Options named as in R's
 * surveillance::farringtonFlexible (`noPeriods` 10, `pastWeeksNotIncluded` 26, `pThresholdTrend` 1 and `nbPlugin` are what
 * the paper advises), results held against it.
 *
 * @param series counts, oldest first; missing past counts are left out, a missing count of the week judged gives a
 * threshold and no alarm
 * @param range positions to judge, 0-based
 * @returns one entry a position of the range, in order
 * @throws AnalyticsError `bad-option`, `bad-shape`, `not-a-number` or `negative` with the index at fault; `too-short`
 * where a position has not b years and w observations before it. Cost: about 0.1 ms a position.
 */
export function farringtonFlexible(
	series: CountSeries,
	range: PositionRange,
	options: FarringtonFlexibleOptions = {}
): FarringtonWeek[] {
	return judgeWeeks(series, range, planFlexible(options));
}
