import { AnalyticsError } from '../analytics-error.ts';
import type { Triangle } from '../claims/triangle.ts';
import { createGenerator, type Generator } from '../stats/generator.ts';
import { developCosts, type DevelopedMonth } from './develop-costs.ts';
import { followTrend, learnTrend, type Trend, type TrendDraw } from './learn-trend.ts';

export interface CostHistory {
	/** Service months (oldest first, without a gap, the last one finished) × lag in months: cumulative committed rupiah. */
	readonly committed: Triangle;
	/**
	 * Visits of the same months, all of them: they are known long before the bills. A month from before the visit feed is
	 * null; then its bills say nothing of the cost of a visit. Null where there is no feed at all.
	 */
	readonly visits: readonly (number | null)[] | null;
	/** Each month against the mean month, over history and months ahead; of visits, where there are any. See learnSeason. */
	readonly season?: readonly number[];
	/** See developCosts. */
	readonly billedShares?: readonly number[];
}

export interface SimulationOptions {
	readonly seed: number;
	/** Months after the history. */
	readonly monthsAhead: number;
	/** Months after those, 0 where left out: drawn apart, so that the worlds up to there are the same with and without them. */
	readonly laterMonths?: number;
	/** 10,000 where left out. */
	readonly simulations?: number;
}

export interface SimulatedCosts {
	readonly simulations: number;
	/** Months of history and months ahead. */
	readonly months: number;
	/** Rupiah, month by month within each simulation: place `simulation × months + month`. */
	readonly costs: Float64Array;
	/** What the simulation learned, for the reader. */
	readonly basis: {
		readonly developed: readonly DevelopedMonth[];
		/** Growth a month of visits (null without them) and of the cost of a visit (of all cost, without visits). */
		readonly visitGrowth: number | null;
		readonly costGrowth: number;
	};
}

/**
 * What months cost and will cost, as many times as asked: utilisation × cost of a visit × development of the bills.
 *
 * Each simulated world draws a trend of visits and of their cost (learnTrend), what the bills so far allow the finished
 * months to have cost (the trend's expectation and the developed bills, each weighed by its precision), the bills still to
 * come as a gamma (the over-dispersed Poisson of developCosts), and then the months ahead with their own noise.
 *
 * @returns the same seed gives the same worlds. Cost: simulations × months; 10,000 of two years in about 0.1 s.
 * @throws AnalyticsError `too-short` where fewer than three months show any bill; `bad-shape` for lists of the wrong
 * length; `not-a-number` or `negative` with the month's index; `bad-option` for no simulations; otherwise as developCosts
 */
export function simulateCosts(
	history: CostHistory,
	{ seed, monthsAhead, laterMonths = 0, simulations = 10_000 }: SimulationOptions
): SimulatedCosts {
	if (!(
		Number.isInteger(simulations) &&
		simulations > 0 &&
		Number.isInteger(monthsAhead) &&
		monthsAhead >= 0 &&
		Number.isInteger(laterMonths) &&
		laterMonths >= 0
	))
		throw new AnalyticsError(
			'bad-option',
			`${simulations} simulations of ${monthsAhead} and ${laterMonths} months cannot be run.`
		);
	const known = history.committed.length;
	const laterFrom = known + monthsAhead;
	const months = laterFrom + laterMonths;
	checkSide(history.visits, known, 'visits');
	checkSide(history.season ?? null, months, 'season');
	const developed = developCosts(history.committed, history.billedShares);
	const { dispersion } = developed;
	const view = { history, developed: developed.months, dispersion, known, laterFrom, months };
	const costTrend = learnTrend(costPoints(view));
	const visitTrend = history.visits ? learnTrend(visitPoints(history.visits, history.season)) : null;
	const generators = { now: createGenerator(seed), later: createGenerator(seed + laterSeed) };
	const costs = new Float64Array(simulations * months);
	for (let simulation = 0; simulation < simulations; simulation++) {
		const world = costs.subarray(simulation * months, (simulation + 1) * months);
		drawWorld(world, view, { cost: costTrend, visits: visitTrend }, generators);
	}
	const basis = {
		developed: developed.months,
		visitGrowth: visitTrend?.growth ?? null,
		costGrowth: costTrend.growth
	};
	return { simulations, months, costs, basis };
}

interface View {
	readonly history: CostHistory;
	readonly developed: readonly DevelopedMonth[];
	readonly dispersion: number;
	readonly known: number;
	/** Place of the first month that is drawn apart. */
	readonly laterFrom: number;
	readonly months: number;
}

/** Away from the seeds of neighbouring months and years, which callers count up by one. */
const laterSeed = 1_000_000;

const fewestMonths = 3;

function checkSide(values: readonly (number | null)[] | null, length: number, name: string): void {
	if (!values) return;
	if (values.length !== length)
		throw new AnalyticsError(
			'bad-shape',
			`The ${name} have ${values.length} months where ${length} are needed.`
		);
	const bad = values.findIndex((value) => value !== null && !(value > 0 && value < Infinity));
	if (bad < 0) return;
	const code = Number.isFinite(values[bad]) ? 'negative' : 'not-a-number';
	throw new AnalyticsError(code, `Month ${bad} of ${name} is ${values[bad]}, not a number above 0.`, bad);
}

/**
 * Log of what a finished month's cost is measured against: its visits, or its season where there is no visit feed. Null in
 * a month from before the feed.
 */
function scaleOf({ history: { visits, season } }: View, month: number): number | null {
	const size = visits ? (visits[month] ?? null) : (season?.[month] ?? 1);
	return size === null ? null : Math.log(size);
}

function costPoints(view: View) {
	const points = view.developed.flatMap(({ cost, logVariance }, month) => {
		const scale = scaleOf(view, month);
		if (cost === null || logVariance === null || scale === null) return [];
		return [{ at: month - view.known + 1, log: Math.log(cost) - scale, variance: logVariance }];
	});
	if (points.length < fewestMonths)
		throw new AnalyticsError('too-short', 'Fewer than three months show any bill: nothing can be projected.');
	return points;
}

function visitPoints(visits: readonly (number | null)[], season: readonly number[] = []) {
	return visits.flatMap((count, month) =>
		count === null
			? []
			: [{ at: month - visits.length + 1, log: Math.log(count / (season[month] ?? 1)), variance: 0 }]
	);
}

function drawWorld(
	world: Float64Array,
	view: View,
	trends: { cost: Trend; visits: Trend | null },
	{ now, later }: { now: Generator; later: Generator }
): void {
	const cost = trends.cost.draw(now);
	const visits = trends.visits?.draw(now) ?? null;
	for (let month = 0; month < view.known; month++)
		world[month] = drawFinished(view, month, cost, visits, now);
	for (let month = view.known; month < view.months; month++)
		world[month] = drawAhead(view, month, cost, visits, month < view.laterFrom ? now : later);
}

/** A month that is over: what is billed, and what is still to come. */
function drawFinished(
	view: View,
	month: number,
	cost: TrendDraw,
	visits: TrendDraw | null,
	generator: Generator
): number {
	const { billed, billedShare, cost: developed, logVariance } = view.developed[month] as DevelopedMonth;
	if (billedShare >= 1) return billed;
	const scale = scaleOf(view, month) ?? drawScale(view, month, visits, generator);
	const expected = followTrend(cost, month - view.known + 1) + scale;
	const variance = cost.noise ** 2;
	// Normal prior and likelihood on the log scale; a month without bills is the prior alone.
	const weight = developed === null || logVariance === null ? 0 : variance / (variance + logVariance);
	const mean = weight === 0 ? expected : expected + weight * (Math.log(developed ?? 1) - expected);
	const level = Math.exp(mean + Math.sqrt(variance * (1 - weight)) * generator.normal());
	const toCome = level * (1 - billedShare);
	return billed + (view.dispersion > 0 ? generator.gamma(toCome / view.dispersion, view.dispersion) : toCome);
}

function drawAhead(
	view: View,
	month: number,
	cost: TrendDraw,
	visits: TrendDraw | null,
	generator: Generator
): number {
	const perVisit = followTrend(cost, month - view.known + 1) + cost.noise * generator.normal();
	return Math.exp(perVisit + drawScale(view, month, visits, generator));
}

/** Log of the visits of a month in which nobody counted them; without a visit feed its season. */
function drawScale(view: View, month: number, visits: TrendDraw | null, generator: Generator): number {
	const season = Math.log(view.history.season?.[month] ?? 1);
	if (!visits) return season;
	return season + followTrend(visits, month - view.known + 1) + visits.noise * generator.normal();
}
