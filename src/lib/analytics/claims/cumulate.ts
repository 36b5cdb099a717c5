import type { Triangle } from './triangle.ts';

/**
 * Sums increments along each origin.
 *
 * A hole hides everything after it up to the next total, and increments hold no totals, so from the first `null` of a
 * row on all is `null`. O(cells), throws nothing.
 *
 * @param increments origins × lags, what became known in each lag
 */
export function toCumulative(increments: Triangle): (number | null)[][] {
	return increments.map((row) => {
		let sum: number | null = 0;
		return row.map((amount) => (sum = sum === null || amount === null ? null : sum + amount));
	});
}

/**
 * Differences along each origin: what became known in each lag.
 *
 * Beside a hole the difference is not known, so one missing total makes two missing increments (one at the end of a
 * row). O(cells), throws nothing.
 *
 * @param cumulative origins × lags
 */
export function toIncremental(cumulative: Triangle): (number | null)[][] {
	return cumulative.map((row) =>
		row.map((amount, lag) => {
			const before = lag === 0 ? 0 : (row[lag - 1] ?? null);
			return amount === null || before === null ? null : amount - before;
		})
	);
}
