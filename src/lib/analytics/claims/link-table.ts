import { checkTriangle, type Triangle } from './triangle.ts';

/** The step from one lag to the next, as a reader of the triangle sees it. */
export interface LinkRow {
	/** From this lag to the one after it. */
	readonly lag: number;
	/** Amounts after ÷ amounts before, over all origins that show both; null where nothing stood before. */
	readonly factor: number | null;
	/** Of the single origins' ratios; null where no origin has one. */
	readonly lowest: number | null;
	readonly highest: number | null;
	/** Origins that show both lags. */
	readonly origins: number;
	/** What usually stands at `lag` of what stands at the last one, 0 to 1 where nothing is taken back; null where a factor is missing. */
	readonly share: number | null;
}

/**
 * The link ratios of a cumulative triangle, to be shown beside it.
 *
 * Definition (chain ladder, Mack 1993): factor of a step = Σ C[k+1] ÷ Σ C[k] over the origins that show both. Unlike
 * estimateLinks it stands an origin that rises from nought (it has no ratio of its own and still counts in the sums), so that
 * a month without bills in its first weeks does not take the whole table away. The share at a lag is 1 ÷ the product of the
 * factors from it on.
 *
 * @param triangle origins × lags, cumulative amounts of one unit; holes are passed over
 * @returns lags − 1 rows, in order. O(cells).
 * @throws AnalyticsError as checkTriangle
 */
export function tabulateLinks(triangle: Triangle): LinkRow[] {
	const lags = checkTriangle(triangle);
	const rows = Array.from({ length: Math.max(0, lags - 1) }, (_, lag) => readStep(triangle, lag));
	let product: number | null = 1;
	return rows
		.reverse()
		.map((row) => {
			product = product === null || row.factor === null ? null : product * row.factor;
			return { ...row, share: product === null || product === 0 ? null : 1 / product };
		})
		.reverse();
}

function readStep(triangle: Triangle, lag: number): Omit<LinkRow, 'share'> {
	let before = 0;
	let after = 0;
	let origins = 0;
	const ratios: number[] = [];
	for (const row of triangle) {
		const from = row[lag] ?? null;
		const to = row[lag + 1] ?? null;
		if (from === null || to === null) continue;
		before += from;
		after += to;
		origins++;
		if (from > 0) ratios.push(to / from);
	}
	return {
		lag,
		factor: before > 0 ? after / before : null,
		lowest: ratios.length > 0 ? Math.min(...ratios) : null,
		highest: ratios.length > 0 ? Math.max(...ratios) : null,
		origins
	};
}
