import { AnalyticsError } from '../../analytics-error.ts';
import { reachesFloor } from '../alert-floor.ts';
import { checkCounts, checkRange, type CountSeries, type PositionRange } from '../count-series.ts';
import { fitBaseline, type Baseline } from './fit-baseline.ts';
import type { FarringtonPlan } from './options.ts';
import { findReferenceWeeks, parseDay, yearsBackIn, type ReferenceWeeks } from './reference-weeks.ts';
import { judgeAgainst } from './threshold.ts';

/** What Farrington's methods say of one observation. */
export interface FarringtonWeek {
	/** 0-based position in the series. */
	readonly position: number;
	readonly count: number | null;
	/** Null where nothing can be said: too few past counts of that time of year. */
	readonly expected: number | null;
	/** Null as `expected`, where no finite bound exists, and where the last weeks hold too few cases to call any of them unusual (`limit54`). */
	readonly upperbound: number | null;
	readonly alarm: boolean;
	/** Chance of a count at least as high, were nothing going on; null without a count or an expectation. */
	readonly exceedance: number | null;
	/** (count − expected) ÷ (threshold − expected), before `limit54`: 1 is at the threshold. */
	readonly score: number | null;
	readonly phi: number | null;
	/** Change of the expected count's logarithm an observation (a day, by date); null where no trend is kept. */
	readonly trend: number | null;
}

/**
 * Judges each position of a range by its own reference weeks.
 *
 * @throws AnalyticsError as `checkCounts` and `checkRange`, and `too-short` with the position that does not reach back
 * far enough. Cost: about 0.1 ms a position.
 */
export function judgeWeeks(
	series: CountSeries,
	range: PositionRange,
	plan: FarringtonPlan
): FarringtonWeek[] {
	checkCounts(series);
	checkRange(series, range);
	const yearsBack = yearsBackIn(series, plan.epochAsDate);
	const times = timesOf(series, plan);
	const weeks: FarringtonWeek[] = [];
	for (let position = range.from; position <= range.to; position++) {
		const reference = findReferenceWeeks(series.counts, position, plan, yearsBack);
		if (!reference)
			throw new AnalyticsError(
				'too-short',
				`Observation ${position + 1} has less than ${plan.b} years and ${plan.w} observations before it.`,
				position
			);
		const data = gather(series.counts, times, reference, plan.noPeriods);
		const baseline = fitBaseline(data, times(position), plan);
		weeks.push(judgeWeek(series.counts, position, baseline, plan));
	}
	return weeks;
}

/** With windows by date `farringtonFlexible` measures time in days, so that months of 28 and 31 days differ. */
function timesOf({ dates }: CountSeries, plan: FarringtonPlan): (position: number) => number {
	if (!plan.epochAsDate || !dates || plan.dispersion === 'pearson') return (position) => position;
	const days = dates.map(parseDay);
	return (position) => days[position] as number;
}

function gather(
	counts: CountSeries['counts'],
	times: (position: number) => number,
	{ positions, periods }: ReferenceWeeks,
	periodCount: number
) {
	return {
		counts: Float64Array.from(positions, (position) => counts[position] as number),
		times: Float64Array.from(positions, times),
		periods: Uint8Array.from(periods),
		periodCount
	};
}

function judgeWeek(
	counts: CountSeries['counts'],
	position: number,
	baseline: Baseline | null,
	plan: FarringtonPlan
): FarringtonWeek {
	const count = counts[position] ?? null;
	if (!baseline) return { ...unknown, position, count };
	const { expected, phi, trend } = baseline;
	const judgement = judgeAgainst(baseline, plan);
	if (!judgement) return { ...unknown, position, count, expected, phi, trend };
	const { upperbound, exceedance } = judgement;
	const quiet = !reachesFloor(counts, position, plan.limit54);
	return {
		position,
		count,
		expected,
		upperbound: quiet ? null : upperbound,
		alarm: !quiet && count !== null && count > upperbound,
		exceedance: count === null ? null : exceedance(count),
		score: count === null || !(upperbound > expected) ? null : (count - expected) / (upperbound - expected),
		phi,
		trend
	};
}

const unknown = {
	expected: null,
	upperbound: null,
	alarm: false,
	exceedance: null,
	score: null,
	phi: null,
	trend: null
};
