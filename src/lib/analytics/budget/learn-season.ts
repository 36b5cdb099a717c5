import { AnalyticsError } from '../analytics-error.ts';
import { monthsAYear } from './project-exhaustion.ts';

/** Below two years nobody can tell a season from a year that happened so. */
const fewestMonths = 24;

/**
 * How much each month of the year usually differs from the mean month: for simulateCosts, which knows trends but no season.
 *
 * Classical multiplicative decomposition (ratio to a centred twelve-month mean, in logs), each calendar month's mean ratio
 * then drawn towards 1 by as much as the ratios of the same month differ between years (Stein 1956; Miller & Williams
 * 2003, who show that damped seasons forecast better).
 *
 * @param values visits (or costs) of consecutive months, oldest first; `null` is left out with the means that it is part of
 * @param months how many factors are wanted, from the first value's month on: history and months ahead
 * @returns factors around 1; all 1 below 24 months or where no season stands out. O(values).
 * @throws AnalyticsError `not-a-number` or `negative` (0 included, it has no ratio) with the month's index
 */
export function learnSeason(values: readonly (number | null)[], months: number): number[] {
	const bad = values.findIndex((value) => value !== null && !(value > 0 && value < Infinity));
	if (bad >= 0) {
		const code = Number.isFinite(values[bad]) ? 'negative' : 'not-a-number';
		throw new AnalyticsError(code, `Month ${bad} is ${values[bad]}, not a number above 0.`, bad);
	}
	const logs = values.map((value) => (value === null ? null : Math.log(value)));
	const effects = values.length < fewestMonths ? [] : shrink(readRatios(logs));
	const mean = effects.reduce((sum, effect) => sum + effect, 0) / Math.max(1, effects.length);
	return Array.from({ length: months }, (_, month) =>
		Math.exp((effects[month % monthsAYear] ?? mean) - mean)
	);
}

/** Log ratios to the centred mean, by month of the cycle. */
function readRatios(logs: readonly (number | null)[]): number[][] {
	const half = monthsAYear / 2;
	const ratios: number[][] = Array.from({ length: monthsAYear }, () => []);
	for (let month = half; month < logs.length - half; month++) {
		const around = logs.slice(month - half, month + half + 1);
		const here = logs[month] ?? null;
		if (here === null || around.includes(null)) continue;
		// Thirteen months with half weights at the ends: every month of the year counts once.
		const sum = around.reduce<number>(
			(total, log, place) => total + (log ?? 0) * (place % monthsAYear === 0 ? 0.5 : 1),
			0
		);
		ratios[month % monthsAYear]?.push(here - sum / monthsAYear);
	}
	return ratios;
}

/** Empty where a month of the year has no ratio. */
function shrink(ratios: readonly (readonly number[])[]): number[] {
	if (ratios.some((own) => own.length === 0)) return [];
	const means = ratios.map((own) => own.reduce((sum, ratio) => sum + ratio, 0) / own.length);
	const count = ratios.flat().length;
	const squares = ratios.reduce(
		(sum, own, month) => sum + own.reduce((total, ratio) => total + (ratio - (means[month] ?? 0)) ** 2, 0),
		0
	);
	const freedom = count - monthsAYear;
	// With a single ratio a month nothing tells noise from season: take a month's usual straying for it.
	const noise = freedom > 0 ? squares / freedom : usualStraying ** 2;
	const meanError = (noise * monthsAYear) / count;
	const between = means.reduce((sum, mean) => sum + mean ** 2, 0) / (monthsAYear - 1);
	const kept = between > 0 ? Math.max(0, 1 - meanError / between) : 0;
	return means.map((mean) => kept * mean);
}

const usualStraying = 0.1;
