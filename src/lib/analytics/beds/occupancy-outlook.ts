import { AnalyticsError } from '../analytics-error.ts';
import { studentQuantile } from '../stats/student.ts';
import type { OccupancySeries } from './reported-occupancy.ts';

/** How full it will be. */
export interface OutlookStep {
	/** 0 is now: as reported, with what old reports usually get wrong. */
	readonly hoursAhead: number;
	readonly share: number;
	/** Eight times in ten within; null while there are fewer than ten past errors to learn from. */
	readonly low: number | null;
	readonly high: number | null;
}

/** How well it did: past forecasts, each made with what was known then, beside what came. */
export interface OutlookRecord {
	readonly hoursAhead: number;
	/** Forecasts that were judged. */
	readonly origins: number;
	/** Mean absolute error, as a share of the beds. */
	readonly meanError: number;
	/** The same for "it stays as it is". */
	readonly naiveError: number;
	/** How many came true within their interval, 0…1. */
	readonly coverage: number;
}

export interface OccupancyOutlook {
	/** As many as could be made, ascending in hours; the first is now. */
	readonly steps: readonly OutlookStep[];
	/** Of the steps for which a past forecast could be judged. */
	readonly record: readonly OutlookRecord[];
}

/** The grid of the series. */
export const gridHours = 6;
const stepsADay = 24 / gridHours;
/** Three days. */
const longestSteps = 3 * stepsADay;
const profileDays = 14;
const leastProfileDays = 5;
const leastPairs = 8;
const leastErrors = 10;
/** What happened is known a day later: by then most hospitals have reported again. */
const settleSteps = stepsADay;
const tail = 0.1;
/** Errors over n steps that overlap tell as much of their spread as 1.5 ÷ n of their number (triangular correlation). */
const overlapGain = 1.5;
const leastWorth = 3;

type Values = readonly (number | null)[];
type Forecast = { index: number; share: number; low: number | null; high: number | null };
/** What a method would have said at an instant; null where it could not. */
type Candidate = Values;

/**
 * How full a ward class will be from now to three days on, in steps of six hours, learnt from its own reports.
 *
 * Definition: two methods, and at each distance the one that has erred less so far. "As now" says what stands. The other
 * says: usual share at that hour of the day + φ × (share now − usual share at this hour), where "usual" is the mean of what
 * was believed at the same hour on up to 14 days before (at least five), and φ, within 0…1, is the least squares slope of
 * what came on what stood: a step back towards the usual. Its interval is Student's for one more error at that distance
 * (eight in ten), where forecasts that overlap count as 1.5 × their number ÷ the steps ahead. The step of nought hours is what is
 * reported, with the errors of believing old reports. All of it is fitted anew at each past instant to what was known then
 * (a value counts as known a day after its hour), and judged by what came.
 *
 * It knows of no planned admissions, and where rooms begin or stop to report their level shifts with them.
 *
 * @param series every six hours, ascending, the last instant being now; nulls are left out
 * @returns the steps that history suffices for, and the record of each
 * @throws AnalyticsError `bad-option` where a grid is not one of six hours, or lists differ in length.
 * Cost: instants² × steps.
 */
export function forecastShare(series: OccupancySeries): OccupancyOutlook {
	requireGrid(series);
	const last = series.atMs.length - 1;
	const steps: OutlookStep[] = [];
	const record: OutlookRecord[] = [];
	for (let ahead = 0; ahead <= longestSteps; ahead++) {
		const forecasts = forecastAll(series, ahead);
		const now = forecasts.find(({ index }) => index === last);
		const hoursAhead = ahead * gridHours;
		if (now) steps.push({ hoursAhead, share: now.share, low: now.low, high: now.high });
		const judged = judge(forecasts, series, ahead);
		if (judged) record.push({ hoursAhead, ...judged });
	}
	return { steps, record };
}

/** A forecast at every instant that has enough behind it, in their order. */
function forecastAll({ believed, settled }: OccupancySeries, ahead: number): Forecast[] {
	const asNow: Candidate = believed;
	const candidates = ahead === 0 ? [asNow] : [stepBack(believed, settled, ahead), asNow];
	const made: Forecast[] = [];
	for (let index = 0; index < believed.length; index++) {
		const share = chooseBetter(candidates, settled, ahead, index);
		if (share !== null)
			made.push({ index, share, ...intervalOf(share, pastErrors(made, settled, ahead, index), ahead) });
	}
	return made;
}

const isKnown = (of: number, at: number) => of + settleSteps <= at;

function pastErrors(made: readonly Forecast[], settled: Values, ahead: number, index: number): number[] {
	return made.flatMap((one) => {
		const came = isKnown(one.index + ahead, index) ? (settled[one.index + ahead] ?? null) : null;
		return came === null ? [] : [came - one.share];
	});
}

/** The first says nothing where it could not be fitted: then nobody does. */
function chooseBetter(
	candidates: readonly Candidate[],
	settled: Values,
	ahead: number,
	index: number
): number | null {
	if (candidates.some((candidate) => (candidate[index] ?? null) === null)) return null;
	const errors = candidates.map(() => 0);
	for (let place = 0; isKnown(place + ahead, index); place++) {
		const came = settled[place + ahead] ?? null;
		const said = candidates.map((candidate) => candidate[place] ?? null);
		if (came === null || said.includes(null)) continue;
		said.forEach((share, method) => (errors[method] = (errors[method] ?? 0) + Math.abs(came - (share ?? 0))));
	}
	const best = errors.indexOf(Math.min(...errors));
	return candidates[best]?.[index] ?? null;
}

/** Back towards the usual, by as much as it went back before. */
function stepBack(believed: Values, settled: Values, ahead: number): Candidate {
	const usualNow = believed.map((_, index) => usualAt(believed, index, 0));
	const usualThen = believed.map((_, index) => usualAt(believed, index, ahead));
	let [next, pairs, products, squares] = [0, 0, 0, 0];
	return believed.map((now, index) => {
		for (; isKnown(next + ahead, index); next++) {
			const [stood, came] = [believed[next] ?? null, settled[next + ahead] ?? null];
			const [usual, later] = [usualNow[next] ?? null, usualThen[next] ?? null];
			if (stood === null || came === null || usual === null || later === null) continue;
			pairs += 1;
			products += (stood - usual) * (came - later);
			squares += (stood - usual) ** 2;
		}
		const [usual, later] = [usualNow[index] ?? null, usualThen[index] ?? null];
		if (now === null || usual === null || later === null || pairs < leastPairs) return null;
		const slope = squares === 0 ? 0 : Math.min(1, Math.max(0, products / squares));
		return Math.max(0, later + slope * (now - usual));
	});
}

/** The mean at the hour of `index + ahead`, over the days before, as believed by `index`. */
function usualAt(believed: Values, index: number, ahead: number): number | null {
	let [sum, days] = [0, 0];
	const first = index + ahead - stepsADay * Math.max(1, Math.ceil(ahead / stepsADay));
	for (let place = first; place >= 0 && days < profileDays; place -= stepsADay) {
		const value = believed[place] ?? null;
		if (value === null) continue;
		sum += value;
		days += 1;
	}
	return days < leastProfileDays ? null : sum / days;
}

/**
 * Where one more error would lie; the forecast itself is always within. Forecasts over three days made every six hours
 * share most of their way, so that many of them tell as little as a few.
 */
function intervalOf(share: number, errors: readonly number[], ahead: number): Pick<Forecast, 'low' | 'high'> {
	const worth = (errors.length / Math.max(1, ahead)) * (ahead > 1 ? overlapGain : 1);
	if (errors.length < leastErrors || worth <= leastWorth) return { low: null, high: null };
	const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
	const squares = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0);
	const spread = Math.sqrt((squares / errors.length / (1 - 1 / worth)) * (1 + 1 / worth));
	const reach = studentQuantile(1 - tail, worth - 1) * spread;
	return {
		low: Math.max(0, share + Math.min(0, mean - reach)),
		high: share + Math.max(0, mean + reach)
	};
}

/** Null where no forecast with an interval was followed by anything settled. */
function judge(
	forecasts: readonly Forecast[],
	{ believed, settled }: OccupancySeries,
	ahead: number
): Omit<OutlookRecord, 'hoursAhead'> | null {
	const judged = forecasts.flatMap(({ index, share, low, high }) => {
		const [came, stood] = [settled[index + ahead] ?? null, believed[index] ?? null];
		if (came === null || stood === null || low === null || high === null) return [];
		return [
			{ error: Math.abs(came - share), naive: Math.abs(came - stood), isIn: came >= low && came <= high }
		];
	});
	if (judged.length === 0) return null;
	const meanOf = (of: (one: (typeof judged)[number]) => number) =>
		judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
	return {
		origins: judged.length,
		meanError: meanOf(({ error }) => error),
		naiveError: meanOf(({ naive }) => naive),
		coverage: meanOf(({ isIn }) => Number(isIn))
	};
}

function requireGrid({ atMs, believed, settled }: OccupancySeries): void {
	if (believed.length !== atMs.length || settled.length !== atMs.length)
		throw new AnalyticsError('bad-option', 'A series has as many values as instants.');
	const stepMs = gridHours * 3_600_000;
	const bad = atMs.findIndex((ms, index) => index > 0 && ms - (atMs[index - 1] ?? NaN) !== stepMs);
	if (bad >= 0)
		throw new AnalyticsError(
			'bad-option',
			`Instant ${bad + 1} is not ${gridHours} hours after the one before.`,
			bad
		);
}
