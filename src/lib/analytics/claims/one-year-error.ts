import { AnalyticsError } from '../analytics-error.ts';
import type { MackReserve } from './mack.ts';
import { readPositions, type Triangle } from './triangle.ts';

export interface OneYearError {
	/** One an origin: how far its ultimate may move when the next diagonal is known. Standard error, triangle's unit. */
	readonly origins: readonly number[];
	/** Of the sum of all origins. */
	readonly total: number;
}

/**
 * How much today's estimate may change by the next period's news: what a treasurer has to be ready for, where Mack's
 * error is about the end of all development.
 *
 * Merz & Wüthrich 2008, "Modelling the claims development result for solvency purposes": error of the claims development
 * result, first order. Written here step by step. At each lag j with S = amount behind the factor, L = amount of the
 * origins that stand there, v = σ² ÷ f²: an origin that stands there moves with variance v (1/C + 1/S); a younger one
 * through the factor that is estimated anew, by the share L ÷ (S + L) of the pooled news.
 *
 * @param triangle cumulative, as given to estimateMack
 * @param mack its answer with alpha 1 and without a tail
 * @returns O(origins × lags)
 * @throws AnalyticsError `bad-option` where the answer has a tail
 */
export function estimateOneYearError(triangle: Triangle, mack: MackReserve): OneYearError {
	if (mack.sigma.length === mack.factors.length)
		throw new AnalyticsError('bad-option', 'The one-year error is defined without a tail factor.');
	const positions = readPositions(triangle);
	const ultimates = mack.origins.map(({ ultimate }) => ultimate);
	const variances = ultimates.map(() => 0);
	let total = 0;
	for (const lag of mack.sigma.keys()) {
		const news = newsOfLag(triangle, mack, lag, positions);
		let standing = 0;
		let younger = 0;
		for (const [origin, position] of positions.entries()) {
			const ultimate = ultimates[origin] ?? 0;
			if (position.lag > lag || position.amount === 0) continue;
			if (position.lag < lag) {
				younger += ultimate;
				variances[origin] = (variances[origin] ?? 0) + ultimate ** 2 * news.shared;
				continue;
			}
			const own = ultimate ** 2 * (news.unit / position.amount);
			standing += ultimate;
			variances[origin] = (variances[origin] ?? 0) + own + ultimate ** 2 * news.parameter;
			total += own;
		}
		total +=
			standing ** 2 * news.parameter + 2 * standing * younger * news.between + younger ** 2 * news.shared;
	}
	return { origins: variances.map(Math.sqrt), total: Math.sqrt(total) };
}

/** Relative variances of what the next diagonal says about one lag. */
function newsOfLag(
	triangle: Triangle,
	mack: MackReserve,
	lag: number,
	positions: readonly { lag: number; amount: number }[]
) {
	const factor = mack.factors[lag] ?? 1;
	const unit = ((mack.sigma[lag] ?? 0) / factor) ** 2;
	let behind = 0;
	for (const row of triangle) if ((row[lag + 1] ?? null) !== null) behind += row[lag] ?? 0;
	let standing = 0;
	for (const position of positions) if (position.lag === lag) standing += position.amount;
	const share = standing / (behind + standing);
	const parameter = unit / behind;
	const pooled = standing === 0 ? 0 : unit / standing + parameter;
	return { unit, parameter, between: share * pooled, shared: share ** 2 * pooled };
}
