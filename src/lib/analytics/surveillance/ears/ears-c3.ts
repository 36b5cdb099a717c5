import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import type { CountSeries, PositionRange } from '../count-series.ts';
import {
	earsGap,
	findEarsBaseline,
	mapPositions,
	planEars,
	type EarsOptions,
	type EarsPlan,
	type EarsWeek
} from './ears-baseline.ts';

/** Standard deviations that the two observations before may each exceed their mean by without being held against them. */
const allowance = 1;

/**
 * Did the two observations before rise together? Adds what each exceeded one standard deviation by (as C2 measures it).
 *
 * Definition: C3 of Hutwagner et al. (2003) as R's surveillance::earsC computes it (found from its results): the bound
 * lies z − sum standard deviations from the *count itself*, so the alarm rests on the two observations before alone and
 * comes late. Prefer C2; C3 is here to compare with.
 *
 * @param series counts, oldest first. Where a count equals a baseline without spread there is nothing to measure by:
 * bound, alarm and exceedance are null, and so they are for a missing count
 * @param range positions to judge, 0-based
 * @throws AnalyticsError as `earsC1`. Cost: range × baseline.
 */
export function earsC3(series: CountSeries, range: PositionRange, options: EarsOptions = {}): EarsWeek[] {
	const plan = planEars(series, range, { alpha: 0.025, ...options }, earsGap + 2);
	const z = normalQuantile(1 - plan.alpha);
	return mapPositions(range, (position) => {
		const count = series.counts[position] ?? null;
		const baseline = findEarsBaseline(series.counts, position, earsGap, plan);
		const expected = baseline?.mean ?? null;
		const unsaid = { position, count, expected, upperbound: null, alarm: null, exceedance: null };
		if (!baseline || count === null) return unsaid;
		const recent = excessAt(series.counts, position - 1, plan) + excessAt(series.counts, position - 2, plan);
		const bound = count + (z - recent) * baseline.sigma;
		if (Number.isNaN(bound)) return unsaid;
		const upperbound = Math.max(0, bound);
		return {
			position,
			count,
			expected,
			upperbound,
			alarm: count > upperbound,
			exceedance: normalCdf(-recent)
		};
	});
}

/** NaN where count and mean are equal and nothing spreads; a missing count exceeds nothing. */
function excessAt(counts: CountSeries['counts'], position: number, plan: EarsPlan): number {
	const count = counts[position] ?? null;
	const baseline = findEarsBaseline(counts, position, earsGap, plan);
	if (count === null || !baseline) return 0;
	return Math.max(0, (count - baseline.mean) / baseline.sigma - allowance);
}
