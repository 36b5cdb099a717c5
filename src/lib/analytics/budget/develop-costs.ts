import { AnalyticsError } from '../analytics-error.ts';
import { toIncremental } from '../claims/cumulate.ts';
import { fitOverDispersedPoisson } from '../claims/over-dispersed-poisson.ts';
import { checkTriangle, readPositions, type Triangle } from '../claims/triangle.ts';

/** What one service month cost, as far as its bills have come. */
export interface DevelopedMonth {
	readonly billed: number;
	/** Share of a month's cost that is usually billed by now, 0 to 1. */
	readonly billedShare: number;
	/** Estimated cost when all bills are in; null where no share of it is usually billed yet. */
	readonly cost: number | null;
	/** Variance of the log of `cost` because bills are still to come; 0 for a settled month, null without an estimate. */
	readonly logVariance: number | null;
}

export interface DevelopedCosts {
	readonly months: readonly DevelopedMonth[];
	/** Variance of what is billed ÷ its expectation, in the triangle's unit. */
	readonly dispersion: number;
}

/**
 * What each service month will have cost, from the bills so far: the chain ladder in its over-dispersed Poisson form, which
 * unlike Mack's stands a month in which no bill has come yet (bills come one to four months late).
 *
 * England & Verrall 2002. The error of a young month is that of its billed part, dispersion × (1 − share) ÷ billed, and of
 * the share itself, which is learned from all months.
 *
 * @param triangle service months (oldest first) × lag in months, cumulative committed amounts
 * @param given cumulative share billed by each lag, where they are known from elsewhere (a first year, in which no month
 * is old enough); learned from the triangle where left out
 * @returns in the triangle's unit. O(cells).
 * @throws AnalyticsError as fitOverDispersedPoisson; `bad-shape` for shares of another length
 */
export function developCosts(triangle: Triangle, given?: readonly number[]): DevelopedCosts {
	const lags = checkTriangle(triangle);
	if (given && given.length !== lags)
		throw new AnalyticsError('bad-shape', `There are ${given.length} billed shares for ${lags} lags.`);
	const {
		shares: known,
		dispersion,
		learnedFrom
	} = given ? judgeShares(triangle, given) : learnShares(triangle);
	const months = readPositions(triangle).map(({ lag, amount }) => {
		const share = known[lag] ?? 0;
		if (share <= smallestShare || amount <= 0)
			return { billed: amount, billedShare: share, cost: null, logVariance: null };
		const missing = 1 - share;
		const ofBilled = (dispersion * missing) / amount;
		const ofShare = (dispersion * missing) / (share * learnedFrom);
		return { billed: amount, billedShare: share, cost: amount / share, logVariance: ofBilled + ofShare };
	});
	return { months, dispersion };
}

/** Below it a month's bills are too few to multiply up: its cost is left to the trend. */
const smallestShare = 0.02;

interface Delay {
	/** Cumulative, one a lag. */
	readonly shares: readonly number[];
	readonly dispersion: number;
	/** Amount that the shares were learned from: the more, the surer. */
	readonly learnedFrom: number;
}

function learnShares(triangle: Triangle): Delay {
	const fit = fitOverDispersedPoisson(triangle);
	let sum = 0;
	return {
		shares: Array.from(fit.shares, (share) => (sum = Math.min(1, sum + share))),
		dispersion: fit.dispersion ?? 0,
		learnedFrom: fit.levels.reduce((total, level) => total + level, 0)
	};
}

/** Shares from elsewhere are taken as they are; how far bills stray from them is measured here. */
function judgeShares(triangle: Triangle, shares: readonly number[]): Delay {
	let squares = 0;
	let freedom = 0;
	for (const [month, { lag, amount }] of readPositions(triangle).entries()) {
		const level = amount / (shares[lag] ?? 1);
		if (!(level > 0 && level < Infinity)) continue;
		for (const [column, increment] of (toIncremental([triangle[month] ?? []])[0] ?? []).entries()) {
			const expected = level * ((shares[column] ?? 1) - (shares[column - 1] ?? 0));
			if (increment === null || expected <= 0) continue;
			squares += (increment - expected) ** 2 / expected;
			freedom++;
		}
		freedom--;
	}
	return { shares, dispersion: freedom > 0 ? squares / freedom : 0, learnedFrom: Infinity };
}
