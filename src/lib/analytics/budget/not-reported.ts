import { AnalyticsError } from '../analytics-error.ts';
import type { SimulatedCosts } from './simulate-costs.ts';

/**
 * What was incurred by the end of the history and no bill shows yet: the last rung of the commitment ladder.
 *
 * @param simulated as from simulateCosts
 * @param fromIndex place of the first service month that counts (the year's first, where the ladder is a year's)
 * @returns rupiah, one a world. O(simulations × months).
 * @throws AnalyticsError `bad-option` for a month outside the history
 */
export function readNotReported(
	{ simulations, months, costs, basis }: SimulatedCosts,
	fromIndex: number
): Float64Array {
	const { developed } = basis;
	if (!Number.isInteger(fromIndex) || fromIndex < 0 || fromIndex > developed.length)
		throw new AnalyticsError('bad-option', `The history has no month ${fromIndex}.`);
	const billed = developed.slice(fromIndex).reduce((sum, month) => sum + month.billed, 0);
	return new Float64Array(simulations).map((_, world) => {
		const start = world * months;
		const incurred = costs
			.subarray(start + fromIndex, start + developed.length)
			.reduce((sum, cost) => sum + cost, 0);
		return Math.max(0, incurred - billed);
	});
}
