import { AnalyticsError } from '../analytics-error.ts';

/** Counts of past years, each year's first observation first; null where nobody reported. Oldest year first. */
export type PastYears = readonly (readonly (number | null)[])[];

/**
 * The known counts of each time of year, one list a week (or month). A year with a 53rd week adds to that week alone.
 *
 * @throws AnalyticsError `not-a-number` or `negative` with the position within its year. Cost: linear.
 */
export function gatherByWeek(years: PastYears): number[][] {
	const length = Math.max(0, ...years.map((year) => year.length));
	const weeks = Array.from({ length }, (): number[] => []);
	for (const year of years)
		year.forEach((count, week) => {
			if (count === null) return;
			if (!Number.isFinite(count))
				throw new AnalyticsError('not-a-number', `Count ${week + 1} of a past year is not a number.`, week);
			if (count < 0)
				throw new AnalyticsError('negative', `Count ${week + 1} of a past year is ${count}, below 0.`, week);
			weeks[week]?.push(count);
		});
	return weeks;
}
