import { AnalyticsError } from '../analytics-error.ts';

/** What one facility reported of one item for one month (LPLPO). */
export interface MonthlyUse {
	/** Units given out. */
	readonly used: number;
	/** Days of the month without stock; null where the report does not say. */
	readonly stockoutDays: number | null;
	/** Days of the month. */
	readonly days: number;
}

/** One month, as reported and as it would have been. */
export interface AdjustedMonth {
	/** Null where no report came. */
	readonly raw: number | null;
	/** For the days out of stock; null where no report came or the shelf was empty for most of the month. */
	readonly inStock: number | null;
	/** And with unknown months at the mean of the known ones; null where none is known. */
	readonly adjusted: number | null;
}

export interface AdjustedConsumption {
	readonly months: readonly AdjustedMonth[];
	/** Sum of the reports. */
	readonly raw: number;
	/** Raw plus what the days out of stock hid in months that still tell. */
	readonly inStock: number;
	/** And what unknown months are taken to hide; null where no month is known. */
	readonly adjusted: number | null;
	/** Months without a report. */
	readonly missing: number;
	/** Months whose report says too little of the demand, because stock was out for most of it. */
	readonly emptied: number;
	/** Months that do not say whether stock ran out; read as if it did not. */
	readonly silentOnStock: number;
	readonly stockoutDays: number;
}

/** With less than a third of the month in stock, the rest multiplies three days' chance by ten. Our rule. */
const leastShareInStock = 1 / 3;

/**
 * What would have been given out had the shelf never been empty and every report come: the demand to plan by,
 * beside what was reported.
 *
 * Definition: use × days ÷ days in stock (MSH, Managing Access to Medicines and Health Technologies 2012, ch.
 * 20, there over the whole period); RKO's mean "over months with stock" says the same. Months out of stock
 * for more than two thirds count as unknown, and unknown months as the mean of the known ones.
 *
 * @param reports of one facility and item, month by month, oldest first; null for a month without a report
 * @throws AnalyticsError `not-a-number`, `negative` or `bad-option` (more days out than the month has) with
 * the index. Cost: linear.
 */
export function adjustConsumption(reports: readonly (MonthlyUse | null)[]): AdjustedConsumption {
	reports.forEach((report, index) => report && requireReport(report, index));
	const inStock = reports.map((report) => report && useInStock(report));
	const known = inStock.filter((use) => use !== null);
	const mean = known.length > 0 ? known.reduce((sum, use) => sum + use, 0) / known.length : null;
	const months = reports.map((report, i): AdjustedMonth => {
		const use = inStock[i] ?? null;
		return { raw: report?.used ?? null, inStock: use, adjusted: use ?? fillOf(report, mean) };
	});
	const sent = reports.filter((report) => report !== null);
	return {
		months,
		raw: sent.reduce((sum, { used }) => sum + used, 0),
		inStock: months.reduce((sum, month) => sum + (month.inStock ?? month.raw ?? 0), 0),
		adjusted: mean === null ? null : months.reduce((sum, month) => sum + (month.adjusted ?? 0), 0),
		missing: reports.length - sent.length,
		emptied: sent.length - known.length,
		silentOnStock: sent.filter(({ stockoutDays }) => stockoutDays === null).length,
		stockoutDays: sent.reduce((sum, { stockoutDays }) => sum + (stockoutDays ?? 0), 0)
	};
}

/** An emptied month gave out at least what it reported. */
function fillOf(report: MonthlyUse | null, mean: number | null): number | null {
	return mean === null ? null : Math.max(mean, report?.used ?? 0);
}

function useInStock({ used, stockoutDays, days }: MonthlyUse): number | null {
	const shareInStock = (days - (stockoutDays ?? 0)) / days;
	return shareInStock < leastShareInStock ? null : used / shareInStock;
}

function requireReport({ used, stockoutDays, days }: MonthlyUse, index: number): void {
	const figures = [used, days, stockoutDays ?? 0];
	if (!figures.every(Number.isFinite))
		throw new AnalyticsError('not-a-number', `The report of month ${index + 1} holds no number.`, index);
	if (figures.some((figure) => figure < 0))
		throw new AnalyticsError('negative', `The report of month ${index + 1} holds a negative number.`, index);
	if (days === 0 || (stockoutDays ?? 0) > days)
		throw new AnalyticsError(
			'bad-option',
			`Month ${index + 1} was out of stock longer than it lasted.`,
			index
		);
}

/**
 * The city's consumption month by month: the facilities' sums, as reported and adjusted.
 *
 * @param facilities equally many months each, the same ones
 * @returns a month's `adjusted` leaves out facilities that never told; `facilitiesKnown` says how many did
 * @throws AnalyticsError `bad-shape` for unequal lengths. Cost: linear.
 */
export function sumConsumption(facilities: readonly AdjustedConsumption[]): {
	readonly months: readonly { readonly raw: number; readonly inStock: number; readonly adjusted: number }[];
	readonly facilitiesKnown: number;
} {
	const length = facilities[0]?.months.length ?? 0;
	const odd = facilities.findIndex(({ months }) => months.length !== length);
	if (odd >= 0)
		throw new AnalyticsError('bad-shape', `Facility ${odd + 1} has another number of months.`, odd);
	const months = Array.from({ length }, (_, i) => {
		const sum = (of: (month: AdjustedMonth) => number | null) =>
			facilities.reduce((total, { months: own }) => total + ((own[i] && of(own[i])) ?? 0), 0);
		return {
			raw: sum(({ raw }) => raw),
			inStock: sum(({ inStock, raw }) => inStock ?? raw),
			adjusted: sum(({ adjusted }) => adjusted)
		};
	});
	return { months, facilitiesKnown: facilities.filter(({ adjusted }) => adjusted !== null).length };
}
