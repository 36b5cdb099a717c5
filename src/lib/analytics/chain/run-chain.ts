import type { ChainLevers } from '../../domain/chain.ts';
import { addMonths, daysBetween } from '../../domain/period.ts';
import { monthsAYear, type Exhaustion } from '../budget/project-exhaustion.ts';
import { simulateYear, type YearInput } from '../budget/project-year.ts';
import type { Arrow, Interval } from '../budget/scenario/arrow.ts';
import { simulateOutbreak } from '../budget/scenario/outbreak.ts';
import { simulatePolicy } from '../budget/scenario/policy.ts';
import { runScenario, type Scenario } from '../budget/scenario/run-scenario.ts';
import { createGenerator } from '../stats/generator.ts';
import { toScenario, type ChainGround } from './to-scenario.ts';

/** The simulated costs of one budget year, taken out of all months: what levers are pulled on. */
export interface YearWorlds {
	readonly year: number;
	readonly ceilingRupiah: number;
	readonly carriedRupiah: number;
	/** First day of the first month that had not ended. */
	readonly aheadMonth: string;
	readonly simulations: number;
	/** Rupiah: place `simulation × 12 + month of the year`. */
	readonly costs: Float64Array;
}

export interface ChainRun {
	/** Null where no budget was entered or too little is known to project from: the chain then ends at the claims' cost. */
	readonly worlds: YearWorlds | null;
	readonly levers: ChainLevers;
	readonly ground: ChainGround;
	/** Asia/Jakarta. */
	readonly today: string;
}

export interface ChainResult {
	readonly arrows: readonly Arrow[];
	/** Extra cases; null without an event. */
	readonly cases: Interval | null;
	/** Of the money under the levers; null as `worlds`. */
	readonly exhaustion: Exhaustion | null;
}

/** As many as of a budget year, where there is none. */
const simulations = 10_000;
/** The same worlds of every assumption for all levers: two scenarios differ by their levers and not by luck. */
const seed = 2018;

/**
 * The twelve months of the budget year out of projectYear's worlds, which are exactly those that its answer was read from.
 *
 * @returns null where projectYear says `unknown`. Cost: that of simulateCosts.
 * @throws AnalyticsError as simulateCosts
 */
export function drawYearWorlds(input: YearInput): YearWorlds | null {
	const drawn = simulateYear(input);
	if (drawn.status === 'unknown') return null;
	const { simulated, budget, to } = drawn;
	const costs = new Float64Array(simulated.simulations * monthsAYear);
	for (let world = 0; world < simulated.simulations; world++) {
		const start = world * simulated.months + budget.firstIndex;
		costs.set(simulated.costs.subarray(start, start + monthsAYear), world * monthsAYear);
	}
	return {
		...{ year: input.year, ceilingRupiah: budget.ceilingRupiah, carriedRupiah: budget.carriedRupiah },
		...{ aheadMonth: addMonths(to, 1), simulations: simulated.simulations, costs }
	};
}

/**
 * From the levers to cases, beds, drugs, claims, rupiah and the day on which the money ends.
 *
 * An event begins today, within the month that runs; policies with the first whole month ahead. What falls past the budget
 * year is part of the event's cost and not of the year's. Without levers the answer is the projection's own, to the digit.
 *
 * @returns intervals are 80 %. O(simulations × (months + log)).
 * @throws AnalyticsError as runScenario
 */
export function runChain({ worlds, levers, ground, today }: ChainRun): ChainResult {
	const startDays = worlds === null ? 0 : Math.max(0, daysBetween(worlds.aheadMonth, today));
	const scenario = toScenario(levers, ground, startDays);
	const cases = scenario.outbreak ? intervalOf(scenario.outbreak.cases) : null;
	if (worlds === null) return { arrows: arrowsWithoutBudget(scenario), cases, exhaustion: null };
	const firstMonth = `${worlds.year}-01-01`;
	const fromIndex = Number(worlds.aheadMonth.slice(5, 7)) - 1;
	const { ceilingRupiah, carriedRupiah, costs } = worlds;
	const { arrows, exhaustion } = runScenario(
		{
			...{ simulations: worlds.simulations, months: monthsAYear, costs },
			basis: { developed: [], visitGrowth: null, costGrowth: 0 }
		},
		{ firstMonth, firstIndex: 0, ceilingRupiah, carriedRupiah },
		scenario,
		{
			...{ seed, fromIndex, policyFromIndex: fromIndex + (today >= worlds.aheadMonth ? 1 : 0) },
			chargeRests: ground.chargeRests ?? []
		}
	);
	return { arrows, cases, exhaustion };
}

/** The draws of runScenario, without a year to add them to. */
function arrowsWithoutBudget(scenario: Scenario): Arrow[] {
	const policy = simulatePolicy(scenario, simulations, createGenerator(seed)).arrows;
	const outbreak = scenario.outbreak
		? simulateOutbreak(scenario.outbreak, simulations, createGenerator(seed + 1)).arrows
		: [];
	return [...policy, ...outbreak];
}

const intervalOf = ({ value, lower80, upper80 }: Interval): Interval => ({ value, lower80, upper80 });
