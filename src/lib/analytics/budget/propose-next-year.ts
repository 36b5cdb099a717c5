import { monthsAYear } from './project-exhaustion.ts';
import { simulateYear, type YearInput } from './project-year.ts';
import { proposeAllocation, type Allocation } from './propose-allocation.ts';

export interface NextYearInput {
	/** What the running year's projection is computed from. */
	readonly year: YearInput;
	/** Members who are expected; null where nobody knows. */
	readonly members: number | null;
}

/**
 * What the year after the running one needs, at several certainties: the worlds of projectYear drawn on for twelve months
 * more, and proposeAllocation over them, which adds what the running year leaves unpaid.
 *
 * @returns null where simulateYear has too little to go on. The same input gives the same answer. Cost: that of simulateCosts.
 * @throws AnalyticsError as simulateYear and proposeAllocation
 */
export function proposeNextYear({ year, members }: NextYearInput): Allocation | null {
	const simulation = simulateYear(year, monthsAYear);
	if (simulation.status === 'unknown') return null;
	const { simulated, budget } = simulation;
	return proposeAllocation(simulated, {
		firstIndex: budget.firstIndex + monthsAYear,
		members,
		thisYear: budget
	});
}
