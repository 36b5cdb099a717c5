import { AnalyticsError } from '../analytics-error.ts';

/**
 * What became known of each origin (row, oldest first) by each lag (column, 0 = the origin's own period).
 * `null` is not known: the future, or a hole. All rows have the same length.
 */
export type Triangle = readonly (readonly (number | null)[])[];

/** The newest known cell of an origin. */
export interface Position {
	readonly lag: number;
	readonly amount: number;
}

/** Amounts beyond these are no money and no counts but remains of arithmetic, and their powers leave the range of numbers. */
const smallestAmount = 1e-12;
const largestAmount = 1e18;

/**
 * Refuses what is no triangle.
 *
 * @param triangle origins × lags, cumulative or incremental
 * @returns the number of lags. O(cells).
 * @throws AnalyticsError `bad-shape` for no rows, no columns or rows of different length; `not-a-number` for NaN or an
 * infinite amount, or one beyond 1e18 or (but for 0) below 1e-12; `index` counts cells row by row
 */
export function checkTriangle(triangle: Triangle): number {
	const lags = triangle[0]?.length ?? 0;
	if (lags === 0) throw new AnalyticsError('bad-shape', 'The triangle has no cells.');
	for (const [origin, row] of triangle.entries()) {
		if (row.length !== lags) {
			throw new AnalyticsError(
				'bad-shape',
				`Origin ${origin} has ${row.length} lags where the first has ${lags}.`,
				origin * lags
			);
		}
		for (const [lag, amount] of row.entries()) {
			if (amount === null || amount === 0 || isAmount(amount)) continue;
			throw new AnalyticsError(
				'not-a-number',
				`Origin ${origin}, lag ${lag} is ${amount}, which is no amount.`,
				origin * lags + lag
			);
		}
	}
	return lags;
}

function isAmount(amount: number): boolean {
	const size = Math.abs(amount);
	return size >= smallestAmount && size <= largestAmount;
}

/**
 * The newest known cell of every origin: the latest diagonal.
 *
 * @param triangle origins × lags, cumulative
 * @throws AnalyticsError `too-short` for an origin of which nothing is known
 */
export function readPositions(triangle: Triangle): Position[] {
	return triangle.map((row, origin) => {
		for (let lag = row.length - 1; lag >= 0; lag--) {
			const amount = row[lag] ?? null;
			if (amount !== null) return { lag, amount };
		}
		throw new AnalyticsError('too-short', `Nothing is known of origin ${origin}.`, origin * row.length);
	});
}
