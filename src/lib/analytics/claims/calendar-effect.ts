import { normalCdf } from '../stats/normal.ts';
import { readLinks } from './link-ratios.ts';
import { checkTriangle, type Triangle } from './triangle.ts';

export interface CalendarEffect {
	/** Σ over calendar periods of the rarer kind of ratio, large or small. */
	readonly statistic: number;
	readonly expected: number;
	readonly variance: number;
	/** Two-sided; 1 where there is nothing to test. */
	readonly p: number;
	/** One a calendar period (the diagonal that a ratio ends on, 1 = the second): how many were small and large. */
	readonly periods: readonly { readonly period: number; readonly small: number; readonly large: number }[];
}

/**
 * Did something change in the calendar, a tariff or a verifier's pace, that touches all origins at once? Then a diagonal's
 * ratios are mostly large or mostly small and the chain ladder's independence of origins does not hold.
 *
 * Mack 1994, "Measuring the variability of chain ladder reserve estimates", appendix H: within each lag ratios above the
 * median are large, below it small, the median itself neither; Z = Σ min(small, large) over diagonals against its
 * moments under chance. A small Z speaks of a calendar effect.
 *
 * @param triangle origins × lags, cumulative; one origin a calendar period, so that diagonals are periods
 * @returns O(links × log)
 * @throws AnalyticsError as estimateLinks for amounts that have no ratio
 */
export function testCalendarEffect(triangle: Triangle): CalendarEffect {
	const lags = checkTriangle(triangle);
	const periods = Array.from({ length: triangle.length + lags }, (_, period) => ({
		period,
		small: 0,
		large: 0
	}));
	for (let lag = 0; lag < lags - 1; lag++) {
		const ratios = readLinks(triangle, lag).map(({ origin, from, to }) => ({ origin, ratio: to / from }));
		const middle = medianOf(ratios.map(({ ratio }) => ratio));
		for (const { origin, ratio } of ratios) {
			const period = periods[origin + lag + 1];
			if (!period || ratio === middle) continue;
			if (ratio < middle) period.small++;
			else period.large++;
		}
	}
	const counted = periods.filter(({ small, large }) => small + large > 0);
	let statistic = 0;
	let expected = 0;
	let variance = 0;
	for (const { small, large } of counted) {
		const chance = momentsOfRarer(small + large);
		statistic += Math.min(small, large);
		expected += chance.mean;
		variance += chance.variance;
	}
	const p = variance === 0 ? 1 : 2 * normalCdf(-Math.abs(statistic - expected) / Math.sqrt(variance));
	return { statistic, expected, variance, p, periods: counted };
}

function medianOf(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const half = sorted.length / 2;
	return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}

/** Mean and variance of min(small, large) for `count` tosses of a coin. */
function momentsOfRarer(count: number): { mean: number; variance: number } {
	const middle = Math.floor((count - 1) / 2);
	let choose = 1;
	for (let k = 1; k <= middle; k++) choose = (choose * (count - k)) / k;
	const correction = (choose * count) / 2 ** count;
	const mean = count / 2 - correction;
	return { mean, variance: (count * (count - 1)) / 4 - correction * (count - 1) + mean - mean ** 2 };
}
