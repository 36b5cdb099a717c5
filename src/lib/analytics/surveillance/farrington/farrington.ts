import type { CountSeries, PositionRange } from '../count-series.ts';
import { judgeWeeks, type FarringtonWeek } from './judge-weeks.ts';
import { planFarrington, type FarringtonOptions } from './options.ts';

/**
 * Is a count unusual for the time of year? Holds it against the same weeks of past years by overdispersed Poisson
 * regression, past outbreaks weighed down.
 *
 * Definition: Farrington, Andrews, Beale & Catchpole (1996), A statistical algorithm for the early detection of outbreaks
 * of infectious disease, J. R. Statist. Soc. A 159, 547–563. Options named as in R's surveillance::farrington, results
 * held against it.
 *
 * @param series counts, oldest first; missing past counts are left out, a missing count of the week judged gives a
 * threshold and no alarm
 * @param range positions to judge, 0-based
 * @returns one entry a position of the range, in order
 * @throws AnalyticsError `bad-option`, `bad-shape`, `not-a-number` or `negative` with the index at fault; `too-short`
 * where a position has not b years and w observations before it. Cost: about 0.05 ms a position.
 */
export function farrington(
	series: CountSeries,
	range: PositionRange,
	options: FarringtonOptions = {}
): FarringtonWeek[] {
	return judgeWeeks(series, range, planFarrington(options));
}
