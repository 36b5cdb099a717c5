import { reachesFloor, usualFloor, type AlertFloor } from '../alert-floor.ts';
import { checkCounts, checkRange, type CountSeries, type PositionRange } from '../count-series.ts';
import { predictFromRecent } from '../ears/predict-from-recent.ts';
import { farringtonFlexible } from '../farrington/farrington-flexible.ts';
import { judgeSeason } from '../seasonal/seasonal-regression.ts';
import { chooseMethod, type MethodChoice, type SurveillanceMethod } from './choose-method.ts';

export interface ChoiceOptions {
	/** Chance of a false alarm that is accepted an observation. Default 0.005. */
	readonly alpha?: number;
	/** Default 5 cases in 4 observations. */
	readonly floor?: AlertFloor;
}

export interface ChosenWeek {
	/** 0-based position in the series. */
	readonly position: number;
	readonly choice: MethodChoice;
	readonly count: number | null;
	readonly expected: number | null;
	/** Null where nothing can be said, and below the alert floor. */
	readonly upperbound: number | null;
	readonly alarm: boolean;
	/** Chance of as much, were nothing going on, by the method chosen; null without a count or a method. */
	readonly exceedance: number | null;
}

type Judged = Omit<ChosenWeek, 'choice'>;

/**
 * Judges each position by the method that its history supports (`chooseMethod`), with one alert floor for all.
 *
 * @param series counts, oldest first; missing ones as the methods say
 * @param range positions to judge, 0-based
 * @returns one entry a position, in order; a position without enough history has no bound and no alarm
 * @throws AnalyticsError `bad-option`, `bad-shape`, `not-a-number` or `negative` with the index at fault.
 * Cost: about 2 ms a position.
 */
export function judgeByChoice(
	series: CountSeries,
	range: PositionRange,
	{ alpha = 0.005, floor = usualFloor }: ChoiceOptions = {}
): ChosenWeek[] {
	checkCounts(series);
	checkRange(series, range);
	return splitByMethod(series, range).flatMap(({ choices, from }) => {
		const [{ method }] = choices;
		const run = { from, to: from + choices.length - 1 };
		const weeks = method === null ? unsaid(series, run) : judges[method](series, run, alpha, floor);
		return weeks.map((week, step) => ({ ...week, choice: choices[step] ?? choices[0] }));
	});
}

interface MethodRun {
	readonly from: number;
	readonly choices: [MethodChoice, ...MethodChoice[]];
}

/** Neighbours that share a method are judged in one go. */
function splitByMethod(series: CountSeries, { from, to }: PositionRange): MethodRun[] {
	const runs: MethodRun[] = [];
	for (let position = from; position <= to; position++) {
		const choice = chooseMethod(series, position);
		const last = runs.at(-1);
		if (last && last.choices[0].method === choice.method) last.choices.push(choice);
		else runs.push({ from: position, choices: [choice] });
	}
	return runs;
}

type Judge = (series: CountSeries, range: PositionRange, alpha: number, floor: AlertFloor) => Judged[];

const judges: Record<SurveillanceMethod, Judge> = {
	earsC1: (series, range, alpha, floor) =>
		holdToFloor(series, predictFromRecent(series, range, { method: 'C1', alpha }), floor),
	earsC2: (series, range, alpha, floor) =>
		holdToFloor(series, predictFromRecent(series, range, { method: 'C2', alpha }), floor),
	farringtonFlexible: judgeFlexible,
	seasonal: (series, range, alpha, floor) => judgeSeason(series, range, { alpha, limit54: floor }).map(pick)
};

/** Settings that Noufaily et al. (2013) advise, for months in proportion; as many years as there are, five at most. */
function judgeFlexible(
	series: CountSeries,
	range: PositionRange,
	alpha: number,
	floor: AlertFloor
): Judged[] {
	const { frequency } = series;
	const isWeekly = frequency >= weeksAYear;
	const w = isWeekly ? 3 : 1;
	const weeks: Judged[] = [];
	for (let position = range.from; position <= range.to; position++) {
		const options = {
			alpha,
			limit54: floor,
			w,
			b: Math.min(5, Math.max(1, Math.floor((position - w) / frequency))),
			noPeriods: isWeekly ? 10 : 4,
			pastWeeksNotIncluded: Math.floor(frequency / 2),
			pThresholdTrend: 1,
			thresholdMethod: 'nbPlugin'
		} as const;
		weeks.push(...farringtonFlexible(series, { from: position, to: position }, options).map(pick));
	}
	return weeks;
}

const weeksAYear = 52;

function holdToFloor(
	{ counts }: CountSeries,
	weeks: readonly (Omit<Judged, 'alarm'> & { readonly alarm: boolean | null })[],
	floor: AlertFloor
): Judged[] {
	return weeks.map((week) => {
		const heard = reachesFloor(counts, week.position, floor);
		return { ...week, upperbound: heard ? week.upperbound : null, alarm: heard && week.alarm === true };
	});
}

function unsaid({ counts }: CountSeries, { from, to }: PositionRange): Judged[] {
	return Array.from({ length: to - from + 1 }, (_, step) => ({
		position: from + step,
		count: counts[from + step] ?? null,
		expected: null,
		upperbound: null,
		alarm: false,
		exceedance: null
	}));
}

const pick = ({ position, count, expected, upperbound, alarm, exceedance }: Judged): Judged => ({
	position,
	count,
	expected,
	upperbound,
	alarm,
	exceedance
});
