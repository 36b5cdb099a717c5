import { addDays, epiWeekStart, jakartaDay, monthOf } from '../../lib/domain/period.ts';
import type { CityPlan } from './model.ts';

/**
 * The plan of a city whose history ends now. Visits begin on the Sunday of the week in which a month begins, so that
 * the tallies before them end with a whole week, and the first whole month is told by visits alone.
 */
export function planCity({
	seed,
	scale,
	days,
	now
}: {
	seed: number;
	scale: number;
	days: number;
	now: Date;
}): CityPlan {
	const wanted = addDays(jakartaDay(now), -days);
	return { seed, scale, start: epiWeekStart(days >= 60 ? monthOf(wanted) : wanted), end: now.toISOString() };
}
