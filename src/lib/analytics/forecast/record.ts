import { seasonalNaiveScale } from './accuracy.ts';
import type { Origin } from './backtest.ts';
import type { JudgedError } from './calibration.ts';
import { studentQuantile } from '../stats/student.ts';
import type { BacktestRecord } from './forecast-card.ts';
import { repeatSeason } from './seasonal-naive.ts';

/** How a band is read. */
export interface BandReading {
	/** Stretch, of `calibrate`. */
	readonly factor: number;
	/** Degrees of freedom that the models left, at least 1, for Student's quantile. */
	readonly freedom: number;
}

/**
 * Sums past errors up for the card.
 *
 * @param judged errors with their bands, one list an origin, in the order of `origins`
 * @returns null where there was no origin
 */
export function summariseBacktest(
	values: Float64Array,
	period: number,
	origins: readonly Origin[],
	judged: readonly (readonly JudgedError[])[],
	{ factor, freedom }: BandReading
): BacktestRecord | null {
	const errors = judged.flat();
	if (errors.length === 0) return null;
	const lag = values.length > period ? period : 1;
	const scale = values.length > lag ? seasonalNaiveScale(values, lag) : 0;
	let sum = 0;
	for (const { error } of errors) sum += Math.abs(error);
	const meanError = sum / errors.length;
	const shareWithin = (reach: number): number => {
		let within = 0;
		for (const { error, spread } of errors) {
			if (Math.abs(error) <= reach * (error > 0 ? spread.up : spread.down)) within += 1;
		}
		return within / errors.length;
	};
	return {
		origins: origins.length,
		pairs: errors.length,
		mase: scale > 0 ? meanError / scale : null,
		naiveMase: scale > 0 ? naiveError(values, lag, origins) / scale : null,
		coverage80: shareWithin(factor * studentQuantile(0.9, freedom)),
		coverage95: shareWithin(factor * studentQuantile(0.975, freedom))
	};
}

function naiveError(values: Float64Array, lag: number, origins: readonly Origin[]): number {
	let sum = 0;
	let count = 0;
	for (const { length, actual } of origins) {
		const mean = repeatSeason(values.subarray(Math.max(0, length - lag), length), actual.length);
		for (let step = 0; step < actual.length; step += 1) {
			sum += Math.abs((actual[step] as number) - (mean[step] as number)); // equally long
		}
		count += actual.length;
	}
	return sum / count;
}
