import { AnalyticsError } from '../analytics-error.ts';
import { accumulateYear, type BudgetYear, monthsAYear } from './project-exhaustion.ts';
import { type Quantiles, readQuantiles } from './quantiles.ts';
import type { SimulatedCosts } from './simulate-costs.ts';

export interface AllocationRequest {
	/** Place of next year's first service month in the simulated months. */
	readonly firstIndex: number;
	/** Expected members over the year; null where not known. */
	readonly members: number | null;
	/** The running year, whose overspending next year's budget has to pay first; null to leave it out. */
	readonly thisYear: BudgetYear | null;
}

export interface Allocation {
	/** Rupiah that are enough in half, in 80 and in 95 of 100 worlds (`p50`, `p80`, `p95`). */
	readonly rupiah: Quantiles;
	/** The same for a member and month (*kapitasi*), debts included; null without members. */
	readonly rupiahPerMemberMonth: Quantiles | null;
	/** Of it: what this year leaves unpaid. */
	readonly carriedRupiah: Quantiles;
}

/**
 * What next year's budget has to be, at a chosen certainty.
 *
 * In each simulated world: next year's twelve service months, and what this year spends over its ceiling. Adding them within
 * the world, not as quantiles, keeps a dear autumn and a dear next year together.
 *
 * @param simulated as from simulateCosts, reaching to the end of next year
 * @returns O(simulations × (24 + log))
 * @throws AnalyticsError `bad-shape` where the simulated months do not hold next year, `bad-option` for members that are
 * not above 0; as projectExhaustion for this year
 */
export function proposeAllocation(
	simulated: SimulatedCosts,
	{ firstIndex, members, thisYear }: AllocationRequest
): Allocation {
	const { simulations, months, costs } = simulated;
	if (!Number.isInteger(firstIndex) || firstIndex < 0 || firstIndex + monthsAYear > months)
		throw new AnalyticsError('bad-shape', 'The simulated months do not reach over the whole next year.');
	if (members !== null && !(members > 0 && members < Infinity))
		throw new AnalyticsError('bad-option', `There cannot be ${members} members.`);
	const carried = thisYear ? readOverspending(simulated, thisYear) : new Float64Array(simulations);
	const needed = carried.map((rupiah, simulation) => {
		const start = simulation * months + firstIndex;
		return costs.subarray(start, start + monthsAYear).reduce((sum, cost) => sum + cost, rupiah);
	});
	return {
		rupiah: readQuantiles(needed),
		rupiahPerMemberMonth:
			members === null ? null : readQuantiles(needed.map((rupiah) => rupiah / members / monthsAYear)),
		carriedRupiah: readQuantiles(carried)
	};
}

function readOverspending(simulated: SimulatedCosts, year: BudgetYear): Float64Array {
	const yearEnd = accumulateYear(simulated, year).at(-1) ?? new Float64Array(simulated.simulations);
	return yearEnd.map((used) => Math.max(0, used - year.ceilingRupiah));
}
