import { addDays, epiWeekStart, jakartaDay, monthOf } from '../../lib/domain/period.ts';
import type { CityPlan, Preset } from './model.ts';

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

/**
 * The plan of a reconstructed year: from the programme's first day, which is the Sunday of a week, to the last minute of the
 * year.
 */
export function planPreset(preset: Preset, seed: number, scale: number): CityPlan {
	return { seed, scale, start: '2017-01-01', end: '2018-12-31T16:59:00.000Z', preset };
}
