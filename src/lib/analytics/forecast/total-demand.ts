import { AnalyticsError } from '../analytics-error.ts';
import { studentQuantile } from '../stats/student.ts';
import type { BandReading } from './record.ts';
import type { TotalDemand } from './demand-forecast.ts';
import type { Spread } from './spread.ts';

/**
 * Correlation between the errors of any two periods of one forecast. A forecast that is too high in March is too high in
 * June as well; with independent errors a year's total would look about half as uncertain as it is. Our figure: backtest
 * errors of monthly medicine use and hospital counts correlate at 0.6 … 0.25, from neighbours to the other end of the year.
 */
const errorCorrelation = 0.4;

/**
 * Distribution of the horizon's total from the bands of its periods: variance (1 − ρ) Σσ² + ρ (Σσ)².
 *
 * @param mean not negative
 * @param spreads one standard deviation up and down, one a step
 */
export function totalDemand(
	mean: Float64Array,
	spreads: readonly Spread[],
	{ factor, freedom }: BandReading
): TotalDemand {
	const sum = mean.reduce((total, value) => total + value, 0);
	const up = factor * deviationOfTotal(spreads.map((spread) => spread.up));
	const down = factor * deviationOfTotal(spreads.map((spread) => spread.down));
	return {
		mean: sum,
		quantile: (p) => {
			if (!(p > 0 && p < 1)) {
				throw new AnalyticsError('bad-option', `A chance lies between 0 and 1, not at ${p}.`);
			}
			const reach = studentQuantile(p, freedom);
			return Math.max(0, sum + reach * (reach > 0 ? up : down));
		}
	};
}

/**
 * Deviation of a sum from the deviations of its periods, or reach of its band from their reaches at one chance. In units of
 * the widest, so that squares of a huge band stay within the range of numbers.
 */
export function deviationOfTotal(deviations: readonly number[]): number {
	const unit = Math.max(...deviations);
	if (!(unit > 0)) return 0;
	const squares = deviations.reduce((total, one) => total + (one / unit) ** 2, 0);
	const sum = deviations.reduce((total, one) => total + one / unit, 0);
	return unit * Math.sqrt((1 - errorCorrelation) * squares + errorCorrelation * sum * sum);
}
