import { AnalyticsError } from '../analytics-error.ts';

export interface ArrivalPattern {
	/** Expected arrivals in the hour that begins at this instant (epoch ms). */
	ratePerHour(atMs: number): number;
	/** Variance of a day's arrivals ÷ their mean, at least 1: above 1 they come in waves. */
	readonly dispersion: number;
	readonly perDay: number;
	readonly days: number;
}

const hourMs = 3_600_000;
const dayHours = 24;
const dayMs = dayHours * hourMs;
/** Asia/Jakarta, which knows no daylight saving. */
const offsetMs = 7 * hourMs;
/** 1 January 1970 was a Thursday; here days count from Sunday. */
const epochWeekday = 4;
const weekDays = 7;

const localDay = (ms: number) => Math.floor((ms + offsetMs) / dayMs);
const weekdayOf = (day: number) => (((day + epochWeekday) % weekDays) + weekDays) % weekDays;
const hourOf = (ms: number) => Math.floor((ms + offsetMs) / hourMs) - localDay(ms) * dayHours;

/**
 * When patients come: a rate by weekday and hour of the day in Asia/Jakarta.
 *
 * Definition: rate = mean a day × weekday's factor × hour's share, the two patterns independent (168 free
 * cells would mostly be noise on a few weeks). Each weekday's factor is drawn towards 1 as if one mean day of
 * that weekday had been seen besides, each hour's share likewise, so that no hour is impossible because
 * nobody came in it yet. Dispersion: Pearson's χ² of daily counts ÷ degrees of freedom (McCullagh & Nelder
 * 1989).
 *
 * @param arrivalsMs instants, any order, those outside the window are left out
 * @param fromDay, toDay first and last whole day of the window, days since 1970 in Jakarta
 * (`jakartaDayNumber`)
 * @throws AnalyticsError `too-short` below seven days, `not-a-number` with the index. Cost: linear.
 */
export function learnArrivals(arrivalsMs: readonly number[], fromDay: number, toDay: number): ArrivalPattern {
	const days = toDay - fromDay + 1;
	if (!(days >= weekDays))
		throw new AnalyticsError('too-short', 'A pattern of arrivals needs at least seven whole days.');
	const byDay = new Float64Array(days);
	const byHour = new Float64Array(dayHours);
	arrivalsMs.forEach((ms, index) => {
		if (!Number.isFinite(ms))
			throw new AnalyticsError('not-a-number', `Arrival ${index + 1} has no time.`, index);
		const day = localDay(ms) - fromDay;
		if (day < 0 || day >= days) return;
		byDay[day] = (byDay[day] as number) + 1; // within the window
		byHour[hourOf(ms)] = (byHour[hourOf(ms)] as number) + 1; // 0 … 23
	});
	const perDay = byDay.reduce((sum, count) => sum + count, 0) / days;
	const factors = weekdayFactors(byDay, fromDay, perDay);
	const shares = hourShares(byHour, perDay);
	return {
		ratePerHour: (atMs) =>
			perDay * (factors[weekdayOf(localDay(atMs))] as number) * (shares[hourOf(atMs)] as number),
		dispersion: dispersionOf(byDay, (day) => perDay * (factors[weekdayOf(fromDay + day)] as number)),
		perDay,
		days
	};
}

/** Days since 1970 of the Jakarta day that holds this instant. */
export function jakartaDayNumber(ms: number): number {
	return localDay(ms);
}

function weekdayFactors(byDay: Float64Array, fromDay: number, perDay: number): Float64Array {
	const counts = new Float64Array(weekDays).fill(perDay);
	const seen = new Float64Array(weekDays).fill(1);
	byDay.forEach((count, day) => {
		const weekday = weekdayOf(fromDay + day);
		counts[weekday] = (counts[weekday] as number) + count;
		seen[weekday] = (seen[weekday] as number) + 1;
	});
	return counts.map((count, weekday) => (perDay > 0 ? count / (seen[weekday] as number) / perDay : 1));
}

function hourShares(byHour: Float64Array, perDay: number): Float64Array {
	const total = byHour.reduce((sum, count) => sum + count, 0);
	if (total === 0) return new Float64Array(dayHours).fill(1 / dayHours);
	return byHour.map((count) => (count + perDay / dayHours) / (total + perDay));
}

function dispersionOf(byDay: Float64Array, expectedOf: (day: number) => number): number {
	const chiSquared = byDay.reduce((sum, count, day) => {
		const expected = expectedOf(day);
		return expected > 0 ? sum + (count - expected) ** 2 / expected : sum;
	}, 0);
	const freedom = byDay.length - weekDays;
	return freedom > 0 ? Math.max(1, chiSquared / freedom) : 1;
}
