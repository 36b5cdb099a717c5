import type { Assumption } from '../../../analytics/budget/scenario/assumption.ts';
import type { Base, Ground } from './read-ground.ts';

/**
 * What the charge to the budget year rests on besides the calendar: the year as it is projected without the levers, and how
 * late bills come. The charge counts in the month of the service; the bill is known so many days after it.
 */
export function chargeRestsOf(base: Base, { baseline }: Pick<Ground, 'baseline'>): Assumption[] {
	const { delayDays } = base;
	const yearEnd = baseline?.yearEnd;
	return [
		...(yearEnd
			? [
					{
						...{ key: 'year-unchanged', source: 'projection' },
						...{ value: yearEnd.p50, lower80: yearEnd.p10, upper80: yearEnd.p90 }
					}
				]
			: []),
		...(delayDays
			? [
					{
						...{ key: 'bill-delay', source: 'claims-all' },
						...{ value: delayDays.p50, lower80: delayDays.p10, upper80: delayDays.p90 }
					}
				]
			: [])
	];
}
