import { quantile } from '../stats/quantile.ts';
import type { Rate } from './rates.ts';

/**
 * The usual cases of a week, here and in the whole city, with its 80 % interval.
 *
 * The mean of the weeks; the interval is the tenth to the ninetieth percentile (type 7) of the whole city's weeks, carried to a
 * part in proportion: the weeks of a part are too few to say how far they stray, and so the parts add up to the whole with
 * their bounds.
 *
 * @param cityWeeks cases of each week, at least one; a week without cases is 0 and no gap
 * @param partWeeks of the kecamatan, the same weeks; the city's again for the whole
 * @returns cases a week. Throws AnalyticsError `too-short` for no week.
 */
export function usualCases(
	cityWeeks: readonly number[],
	partWeeks: readonly number[] = cityWeeks
): Omit<Rate, 'of'> {
	const mean = meanOf(cityWeeks);
	const value = meanOf(partWeeks);
	const share = mean > 0 ? value / mean : 0;
	return {
		value,
		// A year in which one week stands out has its mean outside: the interval holds it all the same.
		lower80: share * Math.min(mean, quantile(cityWeeks, 0.1)),
		upper80: share * Math.max(mean, quantile(cityWeeks, 0.9))
	};
}

const meanOf = (weeks: readonly number[]) =>
	weeks.reduce((sum, cases) => sum + cases, 0) / Math.max(1, weeks.length);
