import { AnalyticsError } from '../analytics-error.ts';

export interface PlannedMonth {
	/** First day. */
	readonly month: string;
	/** Units expected. */
	readonly planned: number;
	readonly lower80: number;
	readonly upper80: number;
	/** Units used; null for a month that is not over, or whose use is not wholly known. */
	readonly actual: number | null;
}

export interface PlanAgainstUse {
	/** Months that can be compared. */
	readonly months: number;
	/** Units planned and used in those months. */
	readonly planned: number;
	readonly actual: number;
	/** Used minus planned. */
	readonly deviation: number;
	/** Deviation ÷ planned; null where nothing was planned. */
	readonly share: number | null;
	/** In how many of those months the use lay within the 80 % interval of the forecast. */
	readonly within80: number;
}

/**
 * What a plan said and what came, up to now: the forecast's own record, in the very months for which both are known.
 *
 * @returns null where no month can be compared yet
 * @throws AnalyticsError `not-a-number` with the month's index. Cost: linear.
 */
export function comparePlanWithUse(months: readonly PlannedMonth[]): PlanAgainstUse | null {
	months.forEach(({ planned, actual }, index) => {
		if (!Number.isFinite(planned) || (actual !== null && !Number.isFinite(actual)))
			throw new AnalyticsError('not-a-number', `Month ${index + 1} holds no number.`, index);
	});
	const known = months.flatMap(({ actual, ...month }) => (actual === null ? [] : [{ ...month, actual }]));
	if (known.length === 0) return null;
	const planned = known.reduce((sum, month) => sum + month.planned, 0);
	const actual = known.reduce((sum, month) => sum + month.actual, 0);
	return {
		...{ months: known.length, planned, actual, deviation: actual - planned },
		share: planned > 0 ? (actual - planned) / planned : null,
		within80: known.filter(({ actual: used, lower80, upper80 }) => used >= lower80 && used <= upper80).length
	};
}
