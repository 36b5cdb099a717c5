/** What came out of the worker, beside what went in, as it is stored. */
import type { HistoryMonth, PlaceHistory } from '../../../analytics/drugs/consumption-history.ts';
import type { PlaceForecast } from '../../../analytics/drugs/forecast-item.ts';
import type { DrugForecast, DrugHistoryMonth, ForecastStock } from '../../../domain/drug-forecast.ts';
import type { ItemFacts } from './read-item.ts';

export type Made = Pick<DrugForecast, 'item' | 'madeOn' | 'computedAt' | 'version' | 'plan' | 'morbidity'> & {
	digest: string;
	/** First day. */
	lastMonth: string;
	/** First days of the months to come. */
	months: readonly string[];
};

/** Of facilities, so that ninety times sixty of them a day stay small; what came before stands in their reports. */
const facilityMonths = 36;

/** The city first. */
export function toForecasts(
	places: readonly PlaceForecast[],
	facts: ItemFacts,
	{ digest, lastMonth, months, morbidity, ...made }: Made
): DrugForecast[] {
	const share = shareOfHolders(places, facts);
	const historyOf = new Map(facts.facilities.map((one) => [one.facility, one]));
	return places.map(({ facility, card, total, ...bands }): DrugForecast => {
		const history = facility === null ? facts.city : historyOf.get(facility);
		return {
			...made,
			...{ facility, card, total, lastMonth: monthText(lastMonth) },
			inputs: inputsOf(history, digest, facts.facilities.length),
			history: (history?.months ?? []).slice(facility === null ? 0 : -facilityMonths).map(historyMonth),
			months: months.map((month, i) => ({
				month: monthText(month),
				...{ mean: bands.mean[i] ?? 0, lower80: bands.lower80[i] ?? 0, upper80: bands.upper80[i] ?? 0 },
				...{ lower95: bands.lower95[i] ?? 0, upper95: bands.upper95[i] ?? 0 }
			})),
			morbidity: facility === null ? morbidity : null,
			stock: stockOf(facility, facts, share)
		};
	});
}

const monthText = (day: string) => day.slice(0, 7);

function inputsOf(
	history: PlaceHistory | undefined,
	digest: string,
	facilities: number
): DrugForecast['inputs'] {
	return {
		...{ digest, facilities, from: monthText(history?.months[0]?.month ?? '') },
		known: (history?.values ?? []).filter((value) => value !== null).length
	};
}

function historyMonth({ month, raw, adjusted, stockedOut }: HistoryMonth): DrugHistoryMonth {
	const rounded = adjusted === null ? null : Math.round(adjusted * 100) / 100;
	return { ...{ month: monthText(month), raw, adjusted: rounded }, ...(stockedOut && { stockedOut }) };
}

function stockOf(facility: string | null, facts: ItemFacts, share: number): ForecastStock | null {
	const stock = facility === null ? facts.stock : facts.stockOf.get(facility);
	return stock ? { ...stock, share: facility === null ? share : 1 } : null;
}

/** The part of the city's expected use that is of facilities whose stock is known: a few's stock must not serve all. */
function shareOfHolders(places: readonly PlaceForecast[], { stockOf: held }: ItemFacts): number {
	const parts = places.filter(({ facility }) => facility !== null);
	const useOf = (some: readonly PlaceForecast[]) =>
		some.reduce((sum, { mean }) => sum + mean.reduce((all, units) => all + units, 0), 0);
	const all = useOf(parts);
	return all > 0 ? useOf(parts.filter(({ facility }) => held.has(facility ?? ''))) / all : 1;
}
