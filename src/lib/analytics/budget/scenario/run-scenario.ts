import { AnalyticsError } from '../../analytics-error.ts';
import { createGenerator } from '../../stats/generator.ts';
import { type BudgetYear, type Exhaustion, monthsAYear, projectExhaustion } from '../project-exhaustion.ts';
import type { SimulatedCosts } from '../simulate-costs.ts';
import { type Arrow, readInterval } from './arrow.ts';
import type { Assumption } from './assumption.ts';
import { type OutbreakLever, simulateOutbreak } from './outbreak.ts';
import { type PolicyLevers, simulatePolicy } from './policy.ts';

export interface Scenario extends PolicyLevers {
	readonly outbreak?: OutbreakLever;
}

export interface ScenarioOptions {
	readonly seed: number;
	/** Place of the first month that the levers reach: the first one ahead. */
	readonly fromIndex: number;
	/** Place of the first month that policies reach, where they begin later than the outbreak; `fromIndex` where left out. */
	readonly policyFromIndex?: number;
	/** What the charge to the year rests on besides the calendar, such as the projection that the levers are pulled on. */
	readonly chargeRests?: readonly Assumption[];
}

export interface ScenarioResult {
	/** The chain, in the order in which it is read; the last arrow is what the year costs more or less. */
	readonly arrows: readonly Arrow[];
	/** The same worlds under the scenario: for burn, allocation or another lever. */
	readonly simulated: SimulatedCosts;
	readonly exhaustion: Exhaustion;
}

/** Weeks of a mean month: 365.25 ÷ 12 ÷ 7. */
const weeksAMonth = 365.25 / 84;

/**
 * "What if": the levers' effects on every simulated world, down to the date on which the money ends.
 *
 * Policies multiply the months ahead; an outbreak adds its cost to the months that its weeks fall into (weeks past the
 * last simulated month are not paid from this horizon). The same seed draws the same worlds, and an outbreak's do not
 * hang on the policies beside it, so two scenarios differ by their levers and not by luck.
 *
 * @param simulated as from simulateCosts; it is not changed
 * @returns O(simulations × (months + log))
 * @throws AnalyticsError as simulateOutbreak, simulatePolicy and projectExhaustion; `bad-option` for a first month outside
 * the simulated ones
 */
export function runScenario(
	simulated: SimulatedCosts,
	year: BudgetYear,
	scenario: Scenario,
	{ seed, fromIndex, policyFromIndex = fromIndex, chargeRests = [] }: ScenarioOptions
): ScenarioResult {
	const { simulations, months } = simulated;
	for (const index of [fromIndex, policyFromIndex])
		if (!Number.isInteger(index) || index < 0 || index > months)
			throw new AnalyticsError('bad-option', `The levers cannot reach from month ${index} of ${months} on.`);
	const policy = simulatePolicy(scenario, simulations, createGenerator(seed));
	const outbreak = scenario.outbreak
		? simulateOutbreak(scenario.outbreak, simulations, createGenerator(seed + 1))
		: null;
	const costs = Float64Array.from(simulated.costs);
	multiplyAhead(costs, months, policyFromIndex, policy.factor);
	const calendar: Assumption[] = [];
	const yearEnd = year.firstIndex + monthsAYear;
	if (outbreak && scenario.outbreak) {
		const shares = sharesByMonth(outbreak.weekShares, scenario.outbreak.startWeek, months - fromIndex);
		calendar.push(fromCalendar('event-in-year', addUp(shares.slice(0, Math.max(0, yearEnd - fromIndex)))));
		addAhead(costs, months, fromIndex, outbreak.rupiah, shares);
	}
	if (policy.arrows.length > 0)
		calendar.push(fromCalendar('policy-months', Math.max(0, yearEnd - policyFromIndex)));
	const changed = { ...simulated, costs };
	const charge = describeYear(simulated, changed, year, [...calendar, ...chargeRests]);
	return {
		arrows: [...policy.arrows, ...(outbreak?.arrows ?? []), charge],
		simulated: changed,
		exhaustion: projectExhaustion(changed, year)
	};
}

function multiplyAhead(costs: Float64Array, months: number, fromIndex: number, factor: Float64Array): void {
	for (const [world, value] of factor.entries())
		for (let month = fromIndex; month < months; month++) {
			const place = world * months + month;
			costs[place] = (costs[place] as number) * value;
		}
}

function addAhead(
	costs: Float64Array,
	months: number,
	fromIndex: number,
	rupiah: Float64Array,
	shares: readonly number[]
): void {
	for (const [world, total] of rupiah.entries())
		for (const [ahead, share] of shares.entries()) {
			const place = world * months + fromIndex + ahead;
			costs[place] = (costs[place] as number) + total * share;
		}
}

/** A week belongs to the month that its middle falls into. */
function sharesByMonth(weekShares: readonly number[], startWeek: number, months: number): number[] {
	const shares = new Array<number>(months).fill(0);
	for (const [week, share] of weekShares.entries()) {
		const month = Math.floor((startWeek + week + 0.5) / weeksAMonth);
		if (month < months) shares[month] = (shares[month] ?? 0) + share;
	}
	return shares;
}

const addUp = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** No estimate: days and months are counted. */
const fromCalendar = (key: string, value: number): Assumption => ({
	...{ key, value, lower80: value, upper80: value, source: 'calendar' }
});

/** What the budget year costs more under the scenario, world by world. */
function describeYear(
	before: SimulatedCosts,
	after: SimulatedCosts,
	year: BudgetYear,
	assumptions: readonly Assumption[]
): Arrow {
	const difference = new Float64Array(before.simulations).map((_, world) => {
		let sum = 0;
		const start = world * before.months + year.firstIndex;
		for (let place = start; place < start + monthsAYear; place++)
			sum += (after.costs[place] as number) - (before.costs[place] as number);
		return sum;
	});
	return {
		from: 'claims',
		to: 'money',
		key: 'scenario.year-difference',
		unit: 'unit.rupiah',
		result: readInterval(difference),
		assumptions
	};
}
