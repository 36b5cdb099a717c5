import { certainties, type Certainty } from '../../domain/next-year.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { createGenerator } from '../stats/generator.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { accumulateYear, monthsAYear } from './project-exhaustion.ts';
import { simulateYear, type YearInput } from './project-year.ts';
import { type Quantiles, readQuantiles } from './quantiles.ts';
import { type Arrow, type Interval, readInterval } from './scenario/arrow.ts';
import { type PolicyLevers, simulatePolicy } from './scenario/policy.ts';

/** This year and the next in the same simulated worlds: what levers are pulled on. One place a world, rupiah. */
export interface NextYearWorlds {
	/** The year that is planned for. */
	readonly year: number;
	/** First and last finished service month that was learned from. */
	readonly from: string;
	readonly to: string;
	/** Of the year before, with what it uses by its end: its services, and what it was handed unpaid. */
	readonly ceilingRupiah: number;
	readonly usedRupiah: Float64Array;
	/** The planned year's twelve service months. */
	readonly costRupiah: Float64Array;
	/** Growth of the log a month as it was learned; visits null without a feed. */
	readonly growth: { readonly visits: number | null; readonly cost: number };
	readonly seed: number;
}

/** What a lever ask comes down to. */
export interface ProposalAsk {
	readonly policy: PolicyLevers;
	/** Share of the cost whose services stay paid, above 0 up to 1. */
	readonly paidShare: number;
}

/** Whole rupiah: what is enough, and what it consists of; the two parts add up to it. */
export interface ProposalPoint {
	readonly total: number;
	/** This year's bills that its ceiling does not reach. */
	readonly carried: number;
	/** Services of the planned year, under the levers. */
	readonly cost: number;
}

export interface Proposal {
	readonly points: Readonly<Record<Certainty, ProposalPoint>>;
	/** What the levers together multiply the planned year's cost by. */
	readonly factor: Interval;
	/** Each policy's own, with its assumptions. */
	readonly arrows: readonly Arrow[];
}

export type NextYearProjection =
	| { readonly status: 'unknown'; readonly reason: 'year-over' | 'too-few-months' }
	| ({
			readonly status: 'projected';
			/** Without levers. */
			readonly proposal: Proposal;
			/** Used by the end of the year before: exactly projectYear's. */
			readonly yearEnd: Quantiles;
			/** Twelve service months of the year before, and of the planned one. */
			readonly costBefore: Quantiles;
			readonly cost: Quantiles;
			readonly simulations: number;
	  } & Pick<NextYearWorlds, 'year' | 'from' | 'to' | 'growth' | 'seed'>);

const shares: Readonly<Record<Certainty, number>> = { p50: 0.5, p80: 0.8, p95: 0.95 };
/** The parts of a total are the means of the worlds that lie so near to it, as a share of all worlds on either side. */
const nearby = 0.01;
/** The same worlds of every assumption for all levers: two scenarios differ by their levers and not by luck. */
const leverSeed = 2018;
const nothing: ProposalAsk = { policy: {}, paidShare: 1 };

/**
 * Draws projectYear's worlds on to the end of next year: up to this year's end they are the same.
 *
 * @param input of the running year
 * @returns `unknown` as projectYear. Cost: that of simulateCosts.
 * @throws AnalyticsError as simulateCosts
 */
export function drawNextYear(
	input: YearInput
): NextYearWorlds | Extract<NextYearProjection, { status: 'unknown' }> {
	const drawn = simulateYear(input, monthsAYear);
	if (drawn.status === 'unknown') return drawn;
	const { simulated, budget, from, to } = drawn;
	const { simulations, months, costs, basis } = simulated;
	const first = budget.firstIndex + monthsAYear;
	return {
		...{ year: input.year + 1, from, to, seed: input.seed, ceilingRupiah: budget.ceilingRupiah },
		usedRupiah: accumulateYear(simulated, budget).at(-1) ?? new Float64Array(simulations),
		costRupiah: new Float64Array(simulations).map((_, world) => {
			const start = world * months + first;
			return costs.subarray(start, start + monthsAYear).reduce((sum, cost) => sum + cost, 0);
		}),
		growth: { visits: basis.visitGrowth, cost: basis.costGrowth }
	};
}

/**
 * What next year's budget has to be under levers, at three certainties.
 *
 * In each world: the planned year's cost × what the levers make of it (simulatePolicy, so that the doubt in their assumptions
 * is carried through), and what this year uses over its ceiling, which no lever reaches: added within the world, a dear
 * autumn and a dear next year stay together. The total is the quantile over the worlds (type 7); its parts are the means of
 * the worlds next to it, for quantiles of parts would not add up (the allocation of Euler: Tasche 2008, "Capital allocation
 * to business units and sub-portfolios").
 *
 * @param worlds at least one; not changed
 * @returns O(worlds × log)
 * @throws AnalyticsError `too-short` without worlds, `bad-shape` for lists of different lengths, `bad-option` for a paid share
 * that is not above 0 and up to 1; as simulatePolicy
 */
export function weighProposal(
	worlds: NextYearWorlds,
	{ policy, paidShare }: ProposalAsk = nothing
): Proposal {
	const { usedRupiah, costRupiah, ceilingRupiah } = worlds;
	if (costRupiah.length === 0) throw new AnalyticsError('too-short', 'There is no simulated world.');
	if (costRupiah.length !== usedRupiah.length)
		throw new AnalyticsError('bad-shape', 'The two years are of different worlds.');
	if (!(paidShare > 0 && paidShare <= 1))
		throw new AnalyticsError('bad-option', `A share of ${paidShare} of the cost cannot stay paid.`);
	const { arrows, factor } = simulatePolicy(policy, costRupiah.length, createGenerator(leverSeed));
	const carried = usedRupiah.map((used) => Math.max(0, used - ceilingRupiah));
	const total = costRupiah.map((cost, world) => cost * at(factor, world) * paidShare + at(carried, world));
	const order = Uint32Array.from(total.keys()).sort((a, b) => at(total, a) - at(total, b));
	const sorted = Float64Array.from(order, (world) => at(total, world));
	const pointAt = (share: number): ProposalPoint => {
		const whole = Math.round(quantileOfSorted(sorted, share));
		const debt = Math.min(whole, Math.round(meanNear(carried, order, share)));
		return { total: whole, carried: debt, cost: whole - debt };
	};
	const points = Object.fromEntries(certainties.map((name) => [name, pointAt(shares[name])]));
	return {
		points: points as Record<Certainty, ProposalPoint>,
		factor: readInterval(factor.map((value) => value * paidShare)),
		arrows
	};
}

// In range: the lists are of one length, and places come out of them.
const at = (values: Float64Array, place: number) => values[place] as number;

/** Mean over the worlds whose totals are next to the share's. */
function meanNear(values: Float64Array, order: Uint32Array, share: number): number {
	const middle = Math.round((order.length - 1) * share);
	const reach = Math.floor(order.length * nearby);
	const near = order.subarray(Math.max(0, middle - reach), middle + reach + 1);
	return near.reduce((sum, world) => sum + at(values, world), 0) / near.length;
}

/**
 * The proposal without levers, and what stands beside it: for keeping.
 *
 * @returns `unknown` as projectYear. Cost: that of drawNextYear.
 * @throws AnalyticsError as drawNextYear
 */
export function projectNextYear(input: YearInput): NextYearProjection {
	const worlds = drawNextYear(input);
	if ('status' in worlds) return worlds;
	const { year, from, to, growth, seed, usedRupiah, costRupiah } = worlds;
	return {
		status: 'projected',
		...{ year, from, to, growth, seed, simulations: costRupiah.length },
		proposal: weighProposal(worlds),
		yearEnd: readQuantiles(usedRupiah),
		costBefore: readQuantiles(usedRupiah.map((used) => used - input.carriedRupiah)),
		cost: readQuantiles(costRupiah)
	};
}
