/** Forecasts of medicines with known figures, as the job over medicines would have left them. */
import {
	forecastChances,
	lastCompleteMonth,
	leadMonths,
	type DrugForecast
} from '../../src/lib/domain/drug-forecast.ts';
import { addMonths, jakartaDay, yearOf } from '../../src/lib/domain/period.ts';
import { keepDrugForecasts } from '../../src/lib/server/store/drug-forecasts.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';

export type PlantedItem = {
	item: string;
	/** Use of the planned year and the lead time at even odds; at P80 it is 1.2 times that, at P95 1.5 times. */
	median: number;
	/** Null where nobody reported. */
	stock: number | null;
	/** Units of the one past month that is known; the monthly mean of the use where left out. */
	past?: number;
	/** Which part of the use the stock serves: all where left out. */
	share?: number;
};

const factors: Readonly<Record<number, number>> = {
	...{ 0.05: 0.6, 0.1: 0.7, 0.2: 0.8, 0.5: 1, 0.8: 1.2, 0.9: 1.4, 0.95: 1.5 }
};

/** @returns the planned year */
export async function plantForecasts(
	sql: Sql,
	items: readonly PlantedItem[],
	now = new Date()
): Promise<number> {
	const madeOn = jakartaDay(now);
	const lastMonth = lastCompleteMonth(madeOn);
	const year = yearOf(lastMonth) + 1;
	for (const planted of items)
		await inTransaction(sql, (tx) => keepDrugForecasts(tx, [forecastOf(planted, { now, lastMonth, year })]));
	return year;
}

type When = { now: Date; lastMonth: string; year: number };

function forecastOf(
	{ item, median, stock, past, share = 1 }: PlantedItem,
	{ now, lastMonth, year }: When
): DrugForecast {
	const mean = median / (12 + leadMonths);
	const raw = past ?? mean;
	const first = addMonths(lastMonth, 1);
	const count = 12 + leadMonths + (12 - Number(lastMonth.slice(5, 7)));
	return {
		...{ item, facility: null, madeOn: jakartaDay(now), computedAt: now, version: 1 },
		inputs: { digest: 'planted', from: lastMonth.slice(0, 7), known: 1, facilities: 1 },
		lastMonth: lastMonth.slice(0, 7),
		plan: { from: `${year}-01`, to: `${year}-12`, leadMonths },
		history: [{ month: lastMonth.slice(0, 7), raw, adjusted: raw }],
		card: {
			...{ method: 'mean', reason: { code: 'too-short-for-model', observations: 1, needed: 2 } },
			...{ why: 'planted', demand: 'smooth', members: [], record: null, filled: 0 }
		},
		months: Array.from({ length: count }, (_, index) => ({
			month: addMonths(first, index).slice(0, 7),
			...{ mean, lower80: 0.8 * mean, upper80: 1.2 * mean, lower95: 0.5 * mean, upper95: 1.5 * mean }
		})),
		total: forecastChances.map((chance) => ({ chance, units: median * (factors[chance] ?? 1) })),
		morbidity: null,
		stock:
			stock === null
				? null
				: { closing: stock, oldest: lastMonth, newest: lastMonth, reported: 1, expected: 2, share }
	};
}
