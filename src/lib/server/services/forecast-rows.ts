/** Figures of a forecast's page out of what is stored: sums of months, days on which a stock ends, both methods' needs. */
import { compareNeeds, needByConsumption, needByMorbidity } from '../../analytics/drugs/drug-need.ts';
import { findRunOut } from '../../analytics/drugs/run-out.ts';
import { spanUse, type MonthBand } from '../../analytics/drugs/span-use.ts';
import type { DrugForecast } from '../../domain/drug-forecast.ts';
import { findMedicine } from '../../domain/medicines.ts';
import { addMonths, eachMonth } from '../../domain/period.ts';
import type {
	ExpectedRunOut,
	ExpectedUse,
	ForecastRow,
	NeedsCompared
} from '../../protocol/views/drug-forecast.ts';

const monthsAYear = 12;

export function forecastRow(forecast: DrugForecast): ForecastRow {
	const { item, months, stock, madeOn } = forecast;
	return {
		...{ item, ven: findMedicine(item)?.ven ?? null, stock, madeOn },
		next: spanUse(months.slice(0, monthsAYear)),
		runOut: runOutOf(forecast)
	};
}

/** Those that run out first; then those whose end is beyond what is forecast; then those without a stock, the most used first. */
export function compareRows(a: ForecastRow, b: ForecastRow): number {
	const rank = ({ runOut }: ForecastRow) => (runOut === null ? 'b' : (runOut.expected ?? 'a'));
	if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
	return b.next.mean - a.next.mean || (a.item < b.item ? -1 : 1);
}

/** The planned year's twelve months, without the lead time. */
export function plannedYear({ months, plan }: DrugForecast): ExpectedUse {
	return spanUse(months.filter(({ month }) => month >= plan.from && month <= plan.to));
}

/** From the month after the newest report on; what was used of it since is taken from the history. */
export function runOutOf({ history, months, lastMonth, stock }: DrugForecast): ExpectedRunOut | null {
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
	return findRunOut({ stock: Math.max(0, stock.closing), from, months: ofHolders });
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
