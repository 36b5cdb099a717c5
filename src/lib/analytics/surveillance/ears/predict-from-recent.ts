import { studentCdf, studentQuantile } from '../../stats/student.ts';
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

export interface RecentOptions extends EarsOptions {
	/** C1: the baseline ends just before the observation; C2: two earlier. */
	readonly method: 'C1' | 'C2';
}

/** Half a case between a count and the next, as counts are whole and Student's t is not. */
const continuity = 0.5;

/**
 * EARS with honest odds: is a count above what the last few allow, given how little seven counts say of mean and spread?
 *
 * Definition: prediction interval of a normal sample (Student's t with baseline − 1 degrees of freedom, spread × √(1 +
 * 1/n)), the variance never below the mean, as chance alone makes counts vary as much. EARS itself takes mean and spread
 * for known, so that at 0.005 five weeks in a hundred alarm (tests/bench/analytics/surveillance.ts).
 *
 * @param series counts, oldest first; missing ones are left out of baselines and raise no alarm
 * @param range positions to judge, 0-based
 * @throws AnalyticsError as `earsC1`. Cost: range × baseline.
 */
export function predictFromRecent(
	series: CountSeries,
	range: PositionRange,
	options: RecentOptions
): EarsWeek[] {
	const lag = options.method === 'C2' ? earsGap : 0;
	const plan = planEars(series, range, { alpha: 0.005, ...options }, lag);
	return mapPositions(range, (position) => {
		const count = series.counts[position] ?? null;
		const baseline = findEarsBaseline(series.counts, position, lag, plan);
		if (!baseline)
			return { position, count, expected: null, upperbound: null, alarm: null, exceedance: null };
		const spread = spreadOf(baseline);
		const freedom = baseline.known - 1;
		const middle = baseline.mean + continuity;
		const upperbound = middle + studentQuantile(1 - plan.alpha, freedom) * spread;
		return {
			position,
			count,
			expected: baseline.mean,
			upperbound,
			alarm: count !== null && count > upperbound,
			exceedance: count === null ? null : studentCdf((middle - count) / spread, freedom)
		};
	});
}

/** Of the next count, not of the mean. After nothing but zeros one case in the baseline's time is taken for possible. */
function spreadOf({ mean, sigma, known }: EarsBaseline): number {
	return Math.sqrt(Math.max(sigma * sigma, mean, 1 / known) * (1 + 1 / known));
}
