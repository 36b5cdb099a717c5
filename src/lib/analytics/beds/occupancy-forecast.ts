import { AnalyticsError } from '../analytics-error.ts';
import { type ArrivalPattern } from './arrival-pattern.ts';
import {
	addCounts,
	arrivalsOf,
	chanceOfAtLeast,
	countMean,
	countOf,
	countQuantile
} from './count-distribution.ts';
import { type StaySurvival } from './stay-survival.ts';

export interface OccupancyInput {
	/** Now, epoch ms. */
	readonly nowMs: number;
	/** Arrivals of the patients who are here, epoch ms, none after now. */
	readonly currentArrivalsMs: readonly number[];
	readonly survival: StaySurvival;
	readonly arrivals: ArrivalPattern;
	/** Beds; null where unknown. */
	readonly capacity: number | null;
	/** How far ahead, whole hours; 24 and 72 unless said. */
	readonly hoursAhead?: readonly number[];
}

export interface OccupancyForecast {
	readonly hoursAhead: number;
	/** Expected number of patients who want a bed, not cut at the capacity. */
	readonly mean: number;
	/** Of those who are here now. */
	readonly meanStaying: number;
	/** Of those who are still to come. */
	readonly meanArriving: number;
	readonly median: number;
	/** Patients who want a bed, with 80 % and 95 % chance within. */
	readonly interval80: readonly [number, number];
	readonly interval95: readonly [number, number];
	/** Chance that every bed is taken or more are wanted; null where the capacity is unknown. */
	readonly chanceFull: number | null;
	/** Free beds that are there with at least 80 % chance; null where the capacity is unknown. */
	readonly free80: number | null;
}

const hourMs = 3_600_000;
const usualHours = [24, 72];

/**
 * How full a ward will be tomorrow and in three days: who of today's patients will still be there, plus who
 * comes and stays.
 *
 * Definition: each present patient stays on with the chance that Kaplan–Meier gives to someone who has been
 * here as long (independently: Poisson–binomial); arrivals by weekday and hour, thinned by the chance to stay
 * until the moment asked for (an M_t/G/∞ queue; Eick, Massey & Whitt 1993), negative binomial where past days
 * came in waves. The sum's distribution is exact, nothing is simulated. It does not know of planned
 * admissions or of an outbreak's growth, and takes the pattern and the stays as known, so with few past stays
 * its interval is too narrow.
 *
 * @returns one forecast an hour asked for, in the order asked
 * @throws AnalyticsError `not-a-number` or `bad-option` with the index (an arrival after now), `bad-option`
 * for hours that are not whole and positive, `negative` for the capacity. Cost: patients² + hours a forecast.
 */
export function forecastOccupancy({
	nowMs,
	currentArrivalsMs,
	survival,
	arrivals,
	capacity,
	hoursAhead = usualHours
}: OccupancyInput): OccupancyForecast[] {
	requireInput(nowMs, currentArrivalsMs, capacity);
	return hoursAhead.map((hours) => {
		if (!Number.isInteger(hours) || hours < 1)
			throw new AnalyticsError('bad-option', `Hours ahead have to be whole and positive, not ${hours}.`);
		const chances = Float64Array.from(currentArrivalsMs, (ms) =>
			survival.staysOn((nowMs - ms) / hourMs, hours)
		);
		const coming = meanStillThere(nowMs, hours, arrivals, survival);
		const distribution = addCounts(countOf(chances), arrivalsOf(coming.mean, coming.dispersion));
		const bounds = (tail: number): [number, number] => [
			countQuantile(distribution, tail),
			countQuantile(distribution, 1 - tail)
		];
		return {
			hoursAhead: hours,
			mean: countMean(distribution),
			meanStaying: chances.reduce((sum, chance) => sum + chance, 0),
			meanArriving: coming.mean,
			median: countQuantile(distribution, 0.5),
			interval80: bounds(0.1),
			interval95: bounds(0.025),
			chanceFull: capacity === null ? null : chanceOfAtLeast(distribution, capacity),
			free80: capacity === null ? null : Math.max(0, capacity - countQuantile(distribution, 0.8))
		};
	});
}

/**
 * Arrivals still there at the end. A wave of arrivals with dispersion φ, thinned to a share s, keeps 1 + s(φ
 * − 1).
 */
function meanStillThere(
	nowMs: number,
	hours: number,
	arrivals: ArrivalPattern,
	survival: StaySurvival
): { mean: number; dispersion: number } {
	let come = 0;
	let mean = 0;
	for (let hour = 0; hour < hours; hour++) {
		const rate = arrivals.ratePerHour(nowMs + hour * hourMs);
		come += rate;
		// As if all came in the middle of their hour.
		mean += rate * survival.lastsBeyond(hours - hour - 0.5);
	}
	const share = come > 0 ? mean / come : 0;
	return { mean, dispersion: 1 + share * (arrivals.dispersion - 1) };
}

function requireInput(nowMs: number, arrivalsMs: readonly number[], capacity: number | null): void {
	if (!Number.isFinite(nowMs)) throw new AnalyticsError('not-a-number', 'Now is not a time.');
	if (capacity !== null && !(capacity >= 0 && capacity < Infinity))
		throw new AnalyticsError('negative', `A capacity of ${capacity} beds cannot be.`);
	arrivalsMs.forEach((ms, index) => {
		if (!Number.isFinite(ms))
			throw new AnalyticsError('not-a-number', `Patient ${index + 1} has no time of arrival.`, index);
		if (ms > nowMs) throw new AnalyticsError('bad-option', `Patient ${index + 1} arrives after now.`, index);
	});
}
