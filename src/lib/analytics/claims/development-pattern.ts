import { AnalyticsError } from '../analytics-error.ts';

/**
 * The share of the ultimate that is known at each lag, from development factors: 1 ÷ (product of the factors to come).
 *
 * @param factors one a lag, the last leading from the last lag to the end (1 without a tail), as in MackReserve
 * @returns one share a lag; the last is 1 without a tail. May exceed 1 where amounts are taken back later. O(lags).
 * @throws AnalyticsError `bad-option` for a factor that is not above 0
 */
export function readPattern(factors: readonly number[]): number[] {
	let toUltimate = 1;
	const shares: number[] = [];
	for (let lag = factors.length - 1; lag >= 0; lag--) {
		const factor = factors[lag] ?? 1;
		if (!(factor > 0 && factor < Infinity))
			throw new AnalyticsError('bad-option', `The factor of lag ${lag} is ${factor}, not above 0.`, lag);
		toUltimate *= factor;
		shares.unshift(1 / toUltimate);
	}
	return shares;
}
