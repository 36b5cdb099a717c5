import { AnalyticsError } from '../../analytics-error.ts';
import type { CountSeries } from '../count-series.ts';
import type { FarringtonPlan } from './options.ts';

const dayMs = 86_400_000;

/** Observations that a count is held against. Period 0 is the time of year of the count that is judged. */
export interface ReferenceWeeks {
	/** 0-based positions in the series, ascending; only those with a known count. */
	readonly positions: readonly number[];
	/** Part of the year of each, 0 … noPeriods − 1. */
	readonly periods: readonly number[];
}

/** Says where in the series the same time of year lies, so many years back. */
export type YearsBack = (position: number, years: number) => number;

/**
 * How to find the same week of past years: by counting observations, or by the calendar date nearest to the anniversary.
 *
 * @throws AnalyticsError `bad-option` for dates wanted and not given, `bad-shape` with the index of an unreadable or
 * unordered date. Cost: linear once; logarithmic a call.
 */
export function yearsBackIn(series: CountSeries, byDate: boolean): YearsBack {
	if (!byDate) return (position, years) => position - years * series.frequency;
	const { dates } = series;
	if (!dates) throw new AnalyticsError('bad-option', 'Reference weeks by date need dates.');
	const days = dates.map(parseDay);
	days.forEach((day, index) => {
		if (index > 0 && day <= (days[index - 1] as number))
			throw new AnalyticsError('bad-shape', `Date ${index + 1} does not come after the one before.`, index);
	});
	return (position, years) => {
		const anniversary = new Date((days[position] as number) * dayMs);
		anniversary.setUTCFullYear(anniversary.getUTCFullYear() - years);
		const wanted = anniversary.getTime() / dayMs;
		return wanted < (days[0] as number) ? -1 : nearest(days, wanted);
	};
}

/** Days since 1970 of each date, by which a trend is measured where windows go by date. */
export function parseDay(date: string, index: number): number {
	const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
	if (!Number.isInteger(day))
		throw new AnalyticsError('bad-shape', `Date ${index + 1} is '${date}', not like 2026-11-22.`, index);
	return day;
}

function nearest(days: readonly number[], wanted: number): number {
	let low = 0;
	let high = days.length - 1;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((days[middle] as number) <= wanted) low = middle;
		else high = middle;
	}
	return wanted - (days[low] as number) <= (days[high] as number) - wanted ? low : high;
}

/**
 * The reference weeks of one position: windows of 2w + 1 around the same week of b past years and, with more than one
 * period, everything between the windows, cut into noPeriods − 1 parts as equal as whole weeks allow.
 *
 * Definition: Noufaily et al. (2013), section 3.2; with noPeriods = 1 Farrington et al. (1996), section 3.1.
 *
 * @returns null where the series does not reach back far enough. Missing counts are left out. Cost: b years.
 */
export function findReferenceWeeks(
	counts: CountSeries['counts'],
	position: number,
	plan: FarringtonPlan,
	yearsBack: YearsBack
): ReferenceWeeks | null {
	const { b, w, noPeriods, pastWeeksNotIncluded } = plan;
	const newest = position - pastWeeksNotIncluded - 1;
	const positions: number[] = [];
	const periods: number[] = [];
	const take = (at: number, period: number) => {
		if (at > newest || (counts[at] ?? null) === null) return;
		positions.push(at);
		periods.push(period);
	};
	let centre = yearsBack(position, b);
	if (centre < w) return null;
	for (let years = b; years > 0; years--) {
		const next = years === 1 ? position : yearsBack(position, years - 1);
		for (let at = centre - w; at <= centre + w; at++) take(at, 0);
		const first = centre + w + 1;
		const between = next - w - first;
		if (noPeriods > 1)
			for (let step = 0; step < between; step++)
				take(first + step, 1 + Math.floor((step * (noPeriods - 1)) / between));
		centre = next;
	}
	return { positions, periods };
}
