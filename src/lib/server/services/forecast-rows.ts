/** Figures of a forecast's page out of what is stored: sums of months, days on which a stock ends, both methods' needs. */
import { compareNeeds, needByConsumption, needByMorbidity } from '../../analytics/drugs/drug-need.ts';
import { findRunOut, findRunOutMonth, type RunOutInput } from '../../analytics/drugs/run-out.ts';
import { spanUse, type MonthBand } from '../../analytics/drugs/span-use.ts';
import { blurStep } from '../../domain/blur.ts';
import type { DrugForecast } from '../../domain/drug-forecast.ts';
import { findMedicine } from '../../domain/medicines.ts';
import { addMonths, eachMonth } from '../../domain/period.ts';
import type { ExpectedUse, ForecastRow, NeedsCompared } from '../../protocol/views/drug-forecast.ts';
import { stockInSteps, useInSteps } from './shown-forecast.ts';

const monthsAYear = 12;

/** @param forecast exact, whoever looks: what is rounded is the figure, and not what it is made of */
export function forecastRow(forecast: DrugForecast, isRounded: boolean): ForecastRow {
	const { item, months, madeOn } = forecast;
	const next = spanUse(months.slice(0, monthsAYear));
	return {
		...{ item, ven: findMedicine(item)?.ven ?? null, madeOn },
		...{ next: isRounded ? useInSteps(next) : next, ...stockFigures(forecast, isRounded) }
	};
}

/** The stock, and when it ends by the exact share of the use that it serves. */
export function stockFigures(
	forecast: DrugForecast,
	isRounded: boolean
): Pick<ForecastRow, 'stock' | 'runOut'> {
	const { stock } = forecast;
	const input = runOutInput(forecast);
	if (!isRounded) return { stock, runOut: input && findRunOut(input) };
	return { stock: stock && stockInSteps(stock), runOut: input && findRunOutMonth(input, blurStep) };
}

/** Those that run out first; then those whose end is beyond what is forecast; then those without a stock, the most used first. */
export function compareRows(a: ForecastRow, b: ForecastRow): number {
	const rank = ({ runOut }: ForecastRow) => (runOut === null ? 'b' : (runOut.expected ?? 'a'));
	if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
	return b.next.mean - a.next.mean || (a.item < b.item ? -1 : 1);
}

/** The planned year's twelve months, without the lead time. */
export function plannedYear({ months, plan }: DrugForecast, isRounded = false): ExpectedUse {
	const year = spanUse(months.filter(({ month }) => month >= plan.from && month <= plan.to));
	return isRounded ? useInSteps(year) : year;
}

/** From the month after the newest report on; what was used of it since is taken from the history. */
function runOutInput({ history, months, lastMonth, stock }: DrugForecast): RunOutInput | null {
	if (stock === null) return null;
	const from = addMonths(stock.newest, 1);
	const known = from.slice(0, 7) > lastMonth ? [] : eachMonth(from, `${lastMonth}-01`);
	const past = known.map((first): MonthBand => {
		const used = history.find(({ month }) => first.startsWith(month))?.adjusted ?? 0;
		return { mean: used, lower80: used, upper80: used };
	});
	const ahead = months.filter(({ month }) => month >= from.slice(0, 7));
	const ofHolders = [...past, ...ahead].map(({ mean, lower80, upper80 }) => ({
		...{ mean: mean * stock.share, lower80: lower80 * stock.share, upper80: upper80 * stock.share }
	}));
	// What is not used does not end, and neither is that worth a date.
	if (!ofHolders.some(({ mean }) => mean > 0)) return null;
	return { stock: Math.max(0, stock.closing), from, months: ofHolders };
}

/** RKO's sum by consumption and by morbidity, for the planned year; null where nobody counted the diseases. */
export function compareMethods(forecast: DrugForecast): NeedsCompared | null {
	const { morbidity, plan, stock } = forecast;
	if (morbidity === null) return null;
	const options = { leadMonths: plan.leadMonths, stock: Math.max(0, stock?.closing ?? 0) };
	const consumption = needByConsumption(plannedYear(forecast).mean / monthsAYear, options);
	const byMorbidity = needByMorbidity(morbidity.perDisease, options);
	return {
		...{ consumption, morbidity: byMorbidity, ...compareNeeds(consumption, byMorbidity) },
		...{ perDisease: morbidity.perDisease, unknown: morbidity.unknown }
	};
}
