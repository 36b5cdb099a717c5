import { AnalyticsError } from '../../analytics-error.ts';
import { findDiscreteQuantile } from '../../stats/discrete-quantile.ts';
import { reachesFloor } from '../alert-floor.ts';
import { checkCounts, checkRange, type CountSeries, type PositionRange } from '../count-series.ts';
import { combineWeeks, midExceedance } from './combine-weeks.ts';
import { planSeasonal, yearsForSeason, type SeasonalOptions, type SeasonalPlan } from './options.ts';
import { expectSeasonal, type SeasonalExpectation } from './seasonal-fit.ts';

/** What the seasonal regression says of one observation. */
export interface SeasonalWeek {
	/** 0-based position in the series. */
	readonly position: number;
	readonly count: number | null;
	/** Null where the regression finds no answer. */
	readonly expected: number | null;
	/**
	 * A count above it raises the alarm; lower after an unusual observation than after a usual one. Null as `expected`,
	 * and below the alert floor.
	 */
	readonly upperbound: number | null;
	readonly alarm: boolean;
	/** Chance of this count, alone or with the one before, being so high, were nothing going on; null without a count. */
	readonly exceedance: number | null;
	/** The same of this count alone. */
	readonly exceedanceAlone: number | null;
	readonly phi: number | null;
	/** Change of the expected count's logarithm a year; null before three years of history. */
	readonly trend: number | null;
}

/**
 * Is a count, alone or together with the one before, unusual for the season? One regression on all past counts instead of
 * windows, and two weeks instead of one: finds more outbreaks than Farrington's methods at the same false alarms (see
 * tests/bench/analytics/surveillance.ts).
 *
 * Definition: ours, from known parts: Serfling's (1963) harmonic regression as quasi-Poisson, past outbreaks weighed down
 * by Anscombe residuals (Noufaily et al. 2013), negative binomial mid-p, Stouffer's sum over two observations.
 *
 * @param series counts, oldest first; missing past counts are left out, a missing one before leaves a single look
 * @param range positions to judge, 0-based
 * @returns one entry a position of the range, in order
 * @throws AnalyticsError `bad-option`, `bad-shape`, `not-a-number` or `negative` with the index at fault; `too-short`
 * where a position has not a year and a half before it. Cost: about 2 ms a position.
 */
export function judgeSeason(
	series: CountSeries,
	range: PositionRange,
	options: SeasonalOptions = {}
): SeasonalWeek[] {
	checkCounts(series);
	checkRange(series, range);
	const plan = planSeasonal(options, series.frequency);
	if (range.from <= yearsForSeason * series.frequency)
		throw new AnalyticsError(
			'too-short',
			`Observation ${range.from + 1} has no more than ${yearsForSeason} years before it.`,
			range.from
		);
	let before = chanceOf(series, range.from - 1, expectSeasonal(series, range.from - 1, plan));
	const weeks: SeasonalWeek[] = [];
	for (let position = range.from; position <= range.to; position++) {
		const expectation = expectSeasonal(series, position, plan);
		weeks.push(judge(series, position, expectation, before, plan));
		before = chanceOf(series, position, expectation);
	}
	return weeks;
}

function chanceOf(
	{ counts }: CountSeries,
	position: number,
	expectation: SeasonalExpectation | null
): number | null {
	const count = counts[position] ?? null;
	return count === null || !expectation ? null : midExceedance(count, expectation);
}

function judge(
	series: CountSeries,
	position: number,
	expectation: SeasonalExpectation | null,
	before: number | null,
	{ alpha, limit54 }: SeasonalPlan
): SeasonalWeek {
	const count = series.counts[position] ?? null;
	if (!expectation) return { ...unknown, position, count };
	const chance = (value: number) => combineWeeks(midExceedance(value, expectation), before);
	const heard = reachesFloor(series.counts, position, limit54);
	const exceedance = count === null ? null : chance(count);
	return {
		position,
		count,
		expected: expectation.expected,
		// The first count whose chance is small enough raises the alarm, the one before it is the bound.
		upperbound: heard ? findDiscreteQuantile(chance, alpha, expectation.expected) - 1 : null,
		alarm: heard && exceedance !== null && exceedance <= alpha,
		exceedance,
		exceedanceAlone: chanceOf(series, position, expectation),
		phi: expectation.phi,
		trend: expectation.trend
	};
}

const unknown = {
	expected: null,
	upperbound: null,
	alarm: false,
	exceedance: null,
	exceedanceAlone: null,
	phi: null,
	trend: null
};
