import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import type { CountSeries, PositionRange } from '../count-series.ts';
import {
	earsGap,
	findEarsBaseline,
	mapPositions,
	planEars,
	type EarsBaseline,
	type EarsOptions,
	type EarsWeek
} from './ears-baseline.ts';

/**
 * Is a count above the last few weeks? For series without years of history: holds each count against the mean and the
 * standard deviation of the `baseline` observations just before it.
 *
 * Definition: C1 of Hutwagner et al. (2003); results held against R's surveillance::earsC.
 *
 * @param series counts, oldest first; missing ones are left out of baselines and raise no alarm
 * @param range positions to judge, 0-based
 * @returns one entry a position of the range, in order
 * @throws AnalyticsError `bad-option`, `not-a-number`, `negative` with the index at fault; `too-short` where a position
 * has no full baseline before it. Cost: range × baseline.
 */
export function earsC1(series: CountSeries, range: PositionRange, options: EarsOptions = {}): EarsWeek[] {
	return judge(series, range, options, 0);
}

/** As `earsC1`, with a baseline that ends two observations earlier, so that a slow rise does not become the norm. */
export function earsC2(series: CountSeries, range: PositionRange, options: EarsOptions = {}): EarsWeek[] {
	return judge(series, range, options, earsGap);
}

function judge(series: CountSeries, range: PositionRange, options: EarsOptions, lag: number): EarsWeek[] {
	const plan = planEars(series, range, { alpha: 0.001, ...options }, lag);
	const z = normalQuantile(1 - plan.alpha);
	return mapPositions(range, (position) => {
		const count = series.counts[position] ?? null;
		const baseline = findEarsBaseline(series.counts, position, lag, plan);
		if (!baseline)
			return { position, count, expected: null, upperbound: null, alarm: null, exceedance: null };
		const upperbound = Math.max(0, baseline.mean + z * baseline.sigma);
		return {
			position,
			count,
			expected: baseline.mean,
			upperbound,
			alarm: count !== null && count > upperbound,
			exceedance: count === null ? null : exceedanceOf(count, baseline)
		};
	});
}

/** Counts without spread promise that the next one is the same. */
function exceedanceOf(count: number, { mean, sigma }: EarsBaseline): number {
	if (sigma === 0) return count > mean ? 0 : 1;
	return normalCdf((mean - count) / sigma);
}
