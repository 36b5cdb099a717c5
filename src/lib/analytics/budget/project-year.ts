import { addDays, addMonths, daysBetween, eachMonth, monthOf } from '../../domain/period.ts';
import { toCumulative } from '../claims/cumulate.ts';
import { developTriangle, type KnownAmount } from '../claims/develop-triangle.ts';
import { developCosts } from './develop-costs.ts';
import { learnSeason } from './learn-season.ts';
import { readNotReported } from './not-reported.ts';
import { type BudgetYear, type Exhaustion, monthsAYear, projectExhaustion } from './project-exhaustion.ts';
import { type Quantiles, readQuantiles } from './quantiles.ts';
import { simulateCosts, type SimulatedCosts } from './simulate-costs.ts';

export interface YearInput {
	readonly year: number;
	readonly ceilingRupiah: number;
	/** Services of before the year that are paid from its budget. */
	readonly carriedRupiah: number;
	/** What was billed, whatever became of it, by service month and when it was learned. Any order. */
	readonly billed: readonly KnownAmount[];
	/** Of claims that are decided, paid or rejected: what was billed, and what was paid. */
	readonly decided: { readonly billedRupiah: number; readonly paidRupiah: number };
	/** Visits by month (first day), where a feed reported the whole month. */
	readonly visits: readonly { readonly month: string; readonly visits: number }[];
	/** Asia/Jakarta day up to which bills are known. */
	readonly today: string;
	readonly seed: number;
	/** 10,000 where left out. */
	readonly simulations?: number;
}

export type YearProjection =
	| {
			readonly status: 'unknown';
			/** `year-over`: every month has ended. `too-few-months`: fewer than six finished months show bills. */
			readonly reason: 'year-over' | 'too-few-months';
	  }
	| ({
			readonly status: 'projected';
			/** First and last finished service month that it learns from. */
			readonly from: string;
			readonly to: string;
			/** How many of them had a visit feed. */
			readonly visitMonths: number;
			/** Incurred in the year by the end of `to`, and in no bill yet. Rupiah. */
			readonly notReported: Quantiles;
			readonly development: BillDevelopment;
			readonly seed: number;
			readonly simulations: number;
	  } & Exhaustion);

/** What the last rung of the ladder stands on: when the bills of each service month came. */
export interface BillDevelopment {
	/** First days of the service months, oldest first. */
	readonly origins: readonly string[];
	/** Service months × lags in months, rupiah as billed that became known in each; null = not over yet. */
	readonly billed: readonly (readonly (number | null)[])[];
	/** One a service month: the share of its cost that is usually billed by now, 0 to 1. */
	readonly billedShares: readonly number[];
	/** Variance of what comes ÷ its expectation, rupiah after verification. */
	readonly dispersion: number;
	/** What a billed rupiah comes to after verification, 0 to 1. */
	readonly worth: number;
}

/** Below half a year nobody can tell a trend from a month that happened so. */
const fewestMonths = 6;
/** Older months say nothing of today's hospitals, and only widen the triangle. */
export const projectionHistoryMonths = 36;
/** Bills are late by months, not by years: later ones count in the last column. */
const lags = 12;

/** The year's simulated worlds, and where in them the year lies. */
export interface YearSimulation {
	readonly status: 'simulated';
	/** First and last finished service month that it learns from. */
	readonly from: string;
	readonly to: string;
	readonly visitMonths: number;
	readonly simulated: SimulatedCosts;
	readonly development: BillDevelopment;
	readonly budget: BudgetYear;
}

/**
 * Does the money last the year, and if not, until when: the claims of up to three years, corrected for bills that are
 * still to come, drawn on with visits as the early sign.
 *
 * Joins developTriangle, learnSeason, simulateCosts and projectExhaustion; each names its source. Lags are counted from
 * today backwards: on the 22nd, a service month is as old as its bills of up to the 22nd of each month after it, so that
 * what came in this month counts at once. The month that runs is left out until it ends: a part of a month cannot be set
 * beside whole ones. Bills grow late and shrink when verified: the delay is learned from what was billed, and each billed
 * rupiah is taken for what decided claims came to (the error of that ratio is left out).
 *
 * @returns `unknown` with the reason where there is too little to go on. Cost: that of simulateCosts.
 * @throws AnalyticsError as simulateCosts and projectExhaustion
 */
export function projectYear(input: YearInput): YearProjection {
	const year = simulateYear(input);
	if (year.status === 'unknown') return year;
	const { from, to, visitMonths, simulated, development, budget } = year;
	const exhaustion = projectExhaustion(simulated, budget);
	return {
		status: 'projected',
		...{ from, to, visitMonths },
		notReported: readQuantiles(readNotReported(simulated, budget.firstIndex)),
		development,
		seed: input.seed,
		simulations: simulated.simulations,
		...exhaustion
	};
}

/**
 * The worlds that projectYear reads its answer from: for whoever asks what they would be under other levers.
 *
 * @param monthsBeyond service months after the year that the worlds reach on to
 * @returns `unknown` as projectYear; the same input gives the same worlds
 * @throws AnalyticsError as simulateCosts
 */
export function simulateYear(
	input: YearInput,
	monthsBeyond = 0
): YearSimulation | Extract<YearProjection, { status: 'unknown' }> {
	const { year, today, billed, seed, simulations = 10_000 } = input;
	const firstMonth = `${year}-01-01`;
	const to = lastFinishedMonth(today);
	if (to >= `${year}-12-01`) return { status: 'unknown', reason: 'year-over' };
	const from = firstBilledMonth(billed, to);
	if (from === null || from > firstMonth || monthsBetween(from, to) + 1 < fewestMonths)
		return { status: 'unknown', reason: 'too-few-months' };
	const { increments, origins } = developTriangle({
		rows: billed.map((row) => ({ ...row, known: countedOn(row, daysSince(to, today)) })),
		grain: 'month',
		from,
		asOf: addDays(addMonths(to, 1), -1),
		lags
	});
	const visits = visitsOf(input.visits, origins);
	const monthsAhead = monthsBetween(to, `${year}-12-01`) + monthsBeyond;
	const worth = worthOf(input.decided);
	const committed = toCumulative(increments).map((row) =>
		row.map((amount) => (amount === null ? null : Math.max(0, amount) * worth))
	);
	const season = learnSeason(visits ?? origins.map(() => null), origins.length + monthsAhead);
	const simulated = simulateCosts({ committed, visits, season }, { seed, monthsAhead, simulations });
	const developed = developCosts(committed);
	const { ceilingRupiah, carriedRupiah } = input;
	return {
		status: 'simulated',
		...{ from, to, simulated },
		visitMonths: visits?.filter((count) => count !== null).length ?? 0,
		development: {
			origins,
			billed: increments,
			billedShares: developed.months.map(({ billedShare }) => billedShare),
			dispersion: developed.dispersion,
			worth
		},
		budget: { firstMonth, firstIndex: monthsBetween(from, firstMonth), ceilingRupiah, carriedRupiah }
	};
}

const lastFinishedMonth = (today: string) => addMonths(monthOf(addDays(today, 1)), -1);

const monthsBetween = (from: string, to: string) =>
	(Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * monthsAYear +
	Number(to.slice(5, 7)) -
	Number(from.slice(5, 7));

const daysSince = (month: string, today: string) => daysBetween(addMonths(month, 1), today) + 1;

/** In which month's column it stands when each ends as many days later as have passed since the last one. */
function countedOn({ occurred, known }: KnownAmount, days: number): string {
	const counted = addDays(known, -days);
	return counted < occurred ? occurred : counted;
}

/** What a billed rupiah comes to after verification; all of it while nothing is decided. */
const worthOf = ({ billedRupiah, paidRupiah }: YearInput['decided']) =>
	billedRupiah > 0 ? Math.min(1, paidRupiah / billedRupiah) : 1;

/** The oldest of the unbroken run of billed months that leads to now. */
function firstBilledMonth(billed: readonly KnownAmount[], to: string): string | null {
	const sums = new Map<string, number>();
	for (const { occurred, amount } of billed) {
		const month = monthOf(occurred);
		sums.set(month, (sums.get(month) ?? 0) + amount);
	}
	const oldest = addMonths(to, 1 - projectionHistoryMonths);
	const months = eachMonth(oldest, to).reverse();
	// The newest months may have no bill yet.
	const newestBilled = months.findIndex((month) => (sums.get(month) ?? 0) > 0);
	if (newestBilled < 0) return null;
	const gap = months.findIndex((month, index) => index > newestBilled && (sums.get(month) ?? 0) <= 0);
	return months[gap < 0 ? months.length - 1 : gap - 1] ?? null;
}

/** Null where fewer months have a feed than a trend needs. */
function visitsOf(counted: YearInput['visits'], months: readonly string[]): (number | null)[] | null {
	const known = new Map(counted.map(({ month, visits }) => [month, visits]));
	const visits = months.map((month) => {
		const count = known.get(month) ?? 0;
		return count > 0 ? count : null;
	});
	return visits.filter((count) => count !== null).length >= fewestMonths ? visits : null;
}
