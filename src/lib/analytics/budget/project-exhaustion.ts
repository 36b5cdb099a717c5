import { addDays, addMonths, daysBetween } from '../../domain/period.ts';
import { AnalyticsError } from '../analytics-error.ts';
import { type Quantiles, readQuantiles } from './quantiles.ts';
import type { SimulatedCosts } from './simulate-costs.ts';

export interface BudgetYear {
	/** First day of the budget year's first service month, and its place in the simulated months. */
	readonly firstMonth: string;
	readonly firstIndex: number;
	readonly ceilingRupiah: number;
	/** Services of before the year that are paid from its budget. */
	readonly carriedRupiah: number;
}

export interface ExhaustionMonth {
	/** First day. */
	readonly month: string;
	/** Chance that the money is gone by the month's end. */
	readonly probability: number;
	/** Used up by the month's end: the fan of the S-curve. Rupiah. */
	readonly used: Quantiles;
}

export interface Exhaustion {
	readonly months: readonly ExhaustionMonth[];
	/** Chance that the money is gone within the year. */
	readonly probability: number;
	/**
	 * Day on which it is gone; null = not within the year. Half of all worlds are earlier than `median`, a tenth earlier
	 * than `lower80`, a tenth later than `upper80`.
	 */
	readonly date: {
		readonly lower80: string | null;
		readonly median: string | null;
		readonly upper80: string | null;
	};
	/** Of the whole year, money or not. */
	readonly yearEnd: Quantiles;
}

/** A budget year has twelve service months. */
export const monthsAYear = 12;

/**
 * When the money will be gone, as a distribution: the share of simulated worlds in which it is, month by month, and the
 * day, read off between the ends of the months in proportion to the days.
 *
 * @param simulated as from simulateCosts, reaching to the end of the year
 * @returns O(simulations × (12 + log))
 * @throws AnalyticsError `bad-shape` where the simulated months do not hold the year, `bad-option` for a ceiling that is not
 * above 0 or carried rupiah below 0
 */
export function projectExhaustion(simulated: SimulatedCosts, year: BudgetYear): Exhaustion {
	const used = accumulateYear(simulated, year);
	const days = new Float64Array(simulated.simulations);
	for (let simulation = 0; simulation < days.length; simulation++)
		days[simulation] = dayOfExhaustion(used, simulation, year);
	days.sort();
	const share = (day: number) => days.filter((gone) => gone < day).length / days.length;
	const months = used.map((values, index) => {
		const month = addMonths(year.firstMonth, index);
		const end = daysBetween(year.firstMonth, addMonths(month, 1));
		return { month, probability: share(end), used: readQuantiles(values) };
	});
	const last = months.at(-1);
	const dayAt = (p: number) => {
		// The worlds in order: no mean of two, one of which may be "never".
		const day = days[Math.min(days.length - 1, Math.floor(p * days.length))] ?? Infinity;
		return day === Infinity ? null : addDays(year.firstMonth, day);
	};
	return {
		months,
		probability: last?.probability ?? 0,
		date: { lower80: dayAt(0.1), median: dayAt(0.5), upper80: dayAt(0.9) },
		yearEnd: last?.used ?? readQuantiles(new Float64Array(1))
	};
}

function checkYear(simulated: SimulatedCosts, year: BudgetYear): void {
	const { firstIndex, ceilingRupiah, carriedRupiah } = year;
	if (!(ceilingRupiah > 0 && ceilingRupiah < Infinity) || !(carriedRupiah >= 0 && carriedRupiah < Infinity))
		throw new AnalyticsError(
			'bad-option',
			'The ceiling has to be above 0 and what is carried over not below 0.'
		);
	if (!Number.isInteger(firstIndex) || firstIndex < 0 || firstIndex + monthsAYear > simulated.months)
		throw new AnalyticsError('bad-shape', 'The simulated months do not reach over the whole budget year.');
}

/**
 * Used by the end of each month of the year, carried rupiah included: one array a month, one place a simulation.
 * Throws as projectExhaustion.
 */
export function accumulateYear(simulated: SimulatedCosts, year: BudgetYear): Float64Array[] {
	checkYear(simulated, year);
	const { firstIndex, carriedRupiah } = year;
	const { simulations, months, costs } = simulated;
	const used = Array.from({ length: monthsAYear }, () => new Float64Array(simulations));
	for (let simulation = 0; simulation < simulations; simulation++) {
		let sum = carriedRupiah;
		for (const [index, values] of used.entries()) {
			// In range: checkYear saw to it.
			sum += costs[simulation * months + firstIndex + index] as number;
			values[simulation] = sum;
		}
	}
	return used;
}

/** Days from the year's first to the one on which the ceiling is reached; Infinity where it is not. */
function dayOfExhaustion(used: readonly Float64Array[], simulation: number, year: BudgetYear): number {
	let before = year.carriedRupiah;
	if (before >= year.ceilingRupiah) return 0;
	for (const [index, values] of used.entries()) {
		const after = values[simulation] as number;
		if (after < year.ceilingRupiah) {
			before = after;
			continue;
		}
		const month = addMonths(year.firstMonth, index);
		const length = daysBetween(month, addMonths(month, 1));
		const part = (year.ceilingRupiah - before) / (after - before);
		return daysBetween(year.firstMonth, month) + Math.min(length - 1, Math.floor(part * length));
	}
	return Infinity;
}
