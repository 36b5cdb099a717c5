import { AnalyticsError } from '../analytics-error.ts';
import { toCumulative } from '../claims/cumulate.ts';
import { fitOverDispersedPoisson } from '../claims/over-dispersed-poisson.ts';
import { checkTriangle, type Triangle } from '../claims/triangle.ts';
import { negativeBinomialQuantile } from '../stats/negative-binomial.ts';
import { poissonQuantile } from '../stats/poisson.ts';
import { expectLevels } from './nowcast-level.ts';

export interface NowcastPeriod {
	/** Reported so far. */
	readonly reported: number;
	/** Share usually reported by now, 0 to 1. */
	readonly knownShare: number;
	/** What the period will probably show when all is reported. Never below `reported`; whole bounds. */
	readonly expected: number;
	readonly lower80: number;
	readonly upper80: number;
	readonly lower95: number;
	readonly upper95: number;
}

export type Nowcast =
	| { readonly status: 'nowcast'; readonly periods: readonly NowcastPeriod[]; readonly dispersion: number }
	/** Too little was ever seen to tell how late reports come: the bare counts stand, and no interval is honest. */
	| { readonly status: 'unknown'; readonly reason: 'too-few-periods' | 'too-few-cases' };

export interface NowcastOptions {
	/** Delays are learned from this many of the newest periods; all where left out. */
	readonly window?: number;
}

/** Fully reported periods needed to know that nothing comes later than the last lag. */
const fewestSettled = 2;
/** With fewer cases in the window a delay pattern is guesswork: its error would exceed a fifth. */
const fewestCases = 25;

/**
 * What recent counts will be when the late reports are in, so that the newest periods are not read as a fall.
 *
 * The reporting triangle is the one that claims are developed with. Delays: shares of the over-dispersed Poisson chain
 * ladder (England & Verrall 2002). The count not yet reported is negative binomial: a gamma rate that is known beforehand
 * from the periods before (credibility as in Bornhuetter–Ferguson; Bühlmann & Gisler 2005, ch. 2) and learned from what
 * is reported, with the delays' over-dispersion and the error of the shares added to the variance. So a period without
 * any report yet is not taken for 0, nor its interval for a point.
 *
 * @param increments periods (oldest first) × lags: how many were first reported that much later; whole numbers, 0 or
 * more; `null` = not reported on yet, in a staircase. What is later than the last lag has to be counted in it.
 * @returns one entry a period, settled ones with an interval of no width; `unknown` with the reason for fewer than two
 * settled periods or 25 cases. O(periods × lags).
 * @throws AnalyticsError as checkTriangle; `negative` with the cell's index; `bad-option` for a window below 1
 */
export function nowcastCounts(increments: Triangle, { window }: NowcastOptions = {}): Nowcast {
	const lags = checkCounts(increments);
	if (window !== undefined && !(Number.isInteger(window) && window >= 1))
		throw new AnalyticsError('bad-option', `The window has to be a whole number from 1 up, not ${window}.`);
	const learned = increments.slice(window === undefined ? 0 : -Math.max(window, lags + fewestSettled));
	const settled = learned.filter((row) => !row.includes(null)).length;
	if (settled < fewestSettled) return { status: 'unknown', reason: 'too-few-periods' };
	const cases = learned.flat().reduce<number>((sum, count) => sum + (count ?? 0), 0);
	if (cases < fewestCases) return { status: 'unknown', reason: 'too-few-cases' };
	const delay = learnDelay(learned, cases);
	const standings = increments.map((row) => ({
		reported: row.reduce<number>((sum, count) => sum + (count ?? 0), 0),
		knownShare: delay.knownShares[row.findLastIndex((count) => count !== null)] ?? 0
	}));
	const levels = expectLevels(standings);
	const periods = standings.map((standing, period) =>
		nowcastPeriod(standing, levels[period] ?? noLevel, delay)
	);
	return { status: 'nowcast', periods, dispersion: delay.dispersion };
}

const noLevel = { mean: 0, shape: 1 };

function checkCounts(increments: Triangle): number {
	const lags = checkTriangle(increments);
	for (const [period, row] of increments.entries()) {
		const lag = row.findIndex((count) => count !== null && count < 0);
		if (lag < 0) continue;
		throw new AnalyticsError(
			'negative',
			`Period ${period}, lag ${lag} is ${row[lag]}: counts of reports cannot be below 0.`,
			period * lags + lag
		);
	}
	return lags;
}

interface Delay {
	/** Cumulative, one a lag; the last is 1. */
	readonly knownShares: readonly number[];
	/** 1 = reports come independently of each other; above it in batches. Measured at `usualLevel`. */
	readonly dispersion: number;
	readonly usualLevel: number;
	readonly cases: number;
}

/** Periods without any report yet, and a lag that was never used, would leave the fit nothing to hold on to. */
function learnDelay(learned: Triangle, cases: number): Delay {
	const told = learned.filter((row) => row[0] !== null);
	const { shares, dispersion, cells, levels } = fitOverDispersedPoisson(toCumulative(told));
	const usualLevel = cells.reduce((total, { origin }) => total + (levels[origin] ?? 0), 0) / cells.length;
	let sum = 0;
	const knownShares = Array.from(shares, (share) => (sum = Math.min(1, sum + share)));
	return { knownShares, dispersion: Math.max(1, dispersion ?? 1), usualLevel, cases };
}

interface Standing {
	readonly reported: number;
	readonly knownShare: number;
}

function nowcastPeriod(
	{ reported, knownShare }: Standing,
	level: { readonly mean: number; readonly shape: number },
	{ dispersion: usual, usualLevel, cases }: Delay
): NowcastPeriod {
	const missing = 1 - knownShare;
	// Delays that differ from period to period (a holiday, a hospital that lags) move shares of the count, so that their
	// over-dispersion grows with it: an outbreak is not to be judged by the quiet weeks before it.
	const size = knownShare > 0.1 ? Math.max(reported / knownShare, level.mean) : level.mean;
	const dispersion = 1 + ((usual - 1) * size) / usualLevel;
	// Counts that come in batches of φ tell as much as a φ-th of them.
	const evidence = level.shape + reported / dispersion;
	const rate = evidence / (level.shape / level.mean + knownShare / dispersion);
	const mean = rate * missing;
	const shareError = knownShare > 0 && missing > 0 ? (dispersion * missing) / (knownShare * cases) : 0;
	const variance = mean * dispersion + mean ** 2 / evidence + rate ** 2 * shareError * knownShare ** 2;
	const bound = (p: number) => reported + quantileOfCount(p, mean, variance);
	return {
		reported,
		knownShare,
		expected: reported + mean,
		lower80: bound(0.1),
		upper80: bound(0.9),
		lower95: bound(0.025),
		upper95: bound(0.975)
	};
}

function quantileOfCount(p: number, mean: number, variance: number): number {
	if (!(mean > 1e-9)) return 0;
	const excess = variance - mean;
	if (excess < 1e-6 * mean) return poissonQuantile(p, mean);
	return negativeBinomialQuantile(p, { mean, size: mean ** 2 / excess });
}
