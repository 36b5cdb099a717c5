import { addMonths } from '../../domain/period.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { accumulateYear, type BudgetYear } from './project-exhaustion.ts';
import { type Quantiles, readQuantiles } from './quantiles.ts';
import type { SimulatedCosts } from './simulate-costs.ts';

export interface BurnMonth {
	/** First day. */
	readonly month: string;
	/** Planned to be used by the month's end. Rupiah. */
	readonly plannedRupiah: number;
	/** Used by then in the simulated worlds: a line where all bills are in, a fan ahead. */
	readonly used: Quantiles;
	/** Chance that more is used than planned. */
	readonly probabilityOver: number;
}

/**
 * The year's S-curve: what is used against what was planned to be, month by month.
 *
 * @param simulated as from simulateCosts, reaching to the end of the year
 * @param planRupiah twelve monthly amounts, not cumulative, 0 or more; carried rupiah come on top in use, not in the plan
 * @returns O(simulations × 12 × log)
 * @throws AnalyticsError as projectExhaustion; `bad-shape` where the plan has not twelve months, `negative` or
 * `not-a-number` with the month's index
 */
export function measureBurn(
	simulated: SimulatedCosts,
	year: BudgetYear,
	planRupiah: readonly number[]
): BurnMonth[] {
	const used = accumulateYear(simulated, year);
	if (planRupiah.length !== used.length)
		throw new AnalyticsError('bad-shape', `A plan has ${used.length} months, this one ${planRupiah.length}.`);
	let plannedRupiah = 0;
	return used.map((values, index) => {
		const planned = planRupiah[index] ?? NaN;
		if (!Number.isFinite(planned))
			throw new AnalyticsError('not-a-number', `Month ${index} of the plan is no number.`, index);
		if (planned < 0) throw new AnalyticsError('negative', `Month ${index} of the plan is below 0.`, index);
		plannedRupiah += planned;
		const limit = plannedRupiah;
		return {
			month: addMonths(year.firstMonth, index),
			plannedRupiah,
			used: readQuantiles(values),
			probabilityOver: values.filter((value) => value > limit).length / values.length
		};
	});
}
