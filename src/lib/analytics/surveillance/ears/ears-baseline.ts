/**
 * What the EARS methods share: the few observations before a count, their mean and their spread.
 *
 * Hutwagner, Thompson, Seeman & Treadwell (2003), The bioterrorism preparedness and response Early Aberration Reporting
 * System (EARS), Journal of Urban Health 80, i89–i96.
 */
import { AnalyticsError } from '../../analytics-error.ts';
import {
	checkCounts,
	checkRange,
	checkShare,
	checkWhole,
	type CountSeries,
	type PositionRange
} from '../count-series.ts';

/** Names and defaults of `earsC` in R's package surveillance. */
export interface EarsOptions {
	/** Observations that make the baseline. Default 7. */
	readonly baseline?: number;
	/** Smallest standard deviation to assume. Default 0. */
	readonly minSigma?: number;
	/** One-sided. Default 0.001 for C1 and C2, 0.025 for C3. */
	readonly alpha?: number;
}

export type EarsPlan = Required<EarsOptions>;

/** What EARS says of one observation. */
export interface EarsWeek {
	/** 0-based position in the series. */
	readonly position: number;
	readonly count: number | null;
	/** Mean of the baseline; null where less than two of its counts are known. */
	readonly expected: number | null;
	/** Null as `expected`, and in C3 where counts without spread leave nothing to measure by. */
	readonly upperbound: number | null;
	/** Null where no bound can be said. */
	readonly alarm: boolean | null;
	/** Chance of as much by the normal curve that the method assumes, were nothing going on; null without a bound. */
	readonly exceedance: number | null;
}

export interface EarsBaseline {
	readonly mean: number;
	readonly sigma: number;
	/** Counts it was made from. */
	readonly known: number;
}

/** C2 and C3 leave the two newest past observations out, so that an outbreak under way cannot hide itself. */
export const earsGap = 2;

/**
 * Fills the options in and refuses what cannot be judged.
 *
 * @param reach observations needed before the first position besides the baseline
 * @throws AnalyticsError as `earsC1`.
 */
export function planEars(
	series: CountSeries,
	{ from, to }: PositionRange,
	{ baseline = 7, minSigma = 0, alpha }: EarsOptions & { readonly alpha: number },
	reach: number
): EarsPlan {
	checkCounts(series);
	checkRange(series, { from, to });
	checkWhole('baseline', baseline, 2);
	checkShare('alpha', alpha);
	if (!(minSigma >= 0)) throw new AnalyticsError('bad-option', `minSigma is ${minSigma}, below 0.`);
	if (from < baseline + reach)
		throw new AnalyticsError(
			'too-short',
			`Observation ${from + 1} has less than ${baseline + reach} observations before it.`,
			from
		);
	return { baseline, minSigma, alpha };
}

/** Mean and standard deviation of what is known of the baseline; null with less than two counts. Throws nothing. */
export function findEarsBaseline(
	counts: CountSeries['counts'],
	position: number,
	lag: number,
	{ baseline, minSigma }: EarsPlan
): EarsBaseline | null {
	const known = counts
		.slice(position - lag - baseline, position - lag)
		.filter((count): count is number => count !== null);
	if (known.length < 2) return null;
	const mean = known.reduce((sum, count) => sum + count, 0) / known.length;
	const squares = known.reduce((sum, count) => sum + (count - mean) ** 2, 0);
	const sigma = Math.max(minSigma, Math.sqrt(squares / (known.length - 1)));
	return { mean, sigma, known: known.length };
}

/** Calls `judge` for each position of a range, in order. */
export function mapPositions({ from, to }: PositionRange, judge: (position: number) => EarsWeek): EarsWeek[] {
	return Array.from({ length: to - from + 1 }, (_, step) => judge(from + step));
}
