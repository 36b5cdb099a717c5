/** Periods that counts come in, named by their first day: an epidemiological week by its Sunday. */
import { addDays, addMonths, epiWeek, epiWeekStart, monthOf } from './period.ts';

export const grains = ['week', 'month', 'half-year', 'year'] as const;
export type Grain = (typeof grains)[number];

export function isGrain(text: string): text is Grain {
	return (grains as readonly string[]).includes(text);
}

const monthsIn = { month: 1, 'half-year': 6, year: 12 } as const;

/** The first day of the period that a day falls into. */
export function periodOf(grain: Grain, day: string): string {
	if (grain === 'week') return epiWeekStart(day);
	const month = monthOf(day);
	const length = monthsIn[grain];
	return addMonths(month, -((Number(month.slice(5, 7)) - 1) % length));
}

/** Moves a period by whole periods. */
export function movePeriod(grain: Grain, period: string, by: number): string {
	return grain === 'week' ? addDays(period, 7 * by) : addMonths(period, monthsIn[grain] * by);
}

export function lastDayOf(grain: Grain, period: string): string {
	return addDays(movePeriod(grain, period, 1), -1);
}

/** The same period a year before: the week of the same number; null for a week 53 that the year before lacks. */
export function yearBefore(grain: Grain, period: string): string | null {
	if (grain !== 'week') return addMonths(period, -12);
	const { year, week } = epiWeek(period);
	// The week of 4 January is week 1 by the MMWR rule.
	const start = addDays(epiWeekStart(`${String(year - 1).padStart(4, '0')}-01-04`), 7 * (week - 1));
	return epiWeek(start).year === year - 1 ? start : null;
}

/** Every period from one to another, both included; none where `to` comes first. */
export function eachPeriod(grain: Grain, from: string, to: string): string[] {
	const periods: string[] = [];
	for (let period = periodOf(grain, from); period <= to; period = movePeriod(grain, period, 1))
		periods.push(period);
	return periods;
}
