/** Forecasts of a medicine for the city and two facilities, as the job would have left them today. */
import { expectEpisodes } from '../../src/lib/analytics/drugs/expected-episodes.ts';
import { forecastItem } from '../../src/lib/analytics/drugs/forecast-item.ts';
import { forecastChances, lastCompleteMonth } from '../../src/lib/domain/drug-forecast.ts';
import { addMonths, eachMonth, jakartaDay, yearOf } from '../../src/lib/domain/period.ts';
import { toForecasts } from '../../src/lib/server/jobs/drug-forecast/to-forecasts.ts';
import type { Sql } from '../../src/lib/server/store/connect.ts';
import { keepDrugForecasts } from '../../src/lib/server/store/drug-forecasts.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';

/** None that the small city of the browser tests gives out: the job would forecast it anew from what it knows. */
const plantedItem = 'ambroxol-30';
const years = 4;
const season = (t: number) => 1 + 0.3 * Math.sin((2 * Math.PI * t) / 12);

/** @param facilities two of them; the second ran out of stock in its last month */
export async function plantDrugForecast(
	sql: Sql,
	facilities: readonly [string, string],
	{ now = new Date(), item = plantedItem, size = 1000 } = {}
): Promise<void> {
	const to = lastCompleteMonth(jakartaDay(now));
	const months = eachMonth(addMonths(to, 1 - years * 12), to);
	const parts = facilities.map((facility, n) => ({
		facility,
		values: months.map((_, t) => Math.round((size / (n + 1)) * season(t) + (t % 5)))
	}));
	const historyOf = (values: readonly number[]) => ({
		values,
		months: months.map((month, t) => ({
			...{ month, raw: values[t] ?? 0, adjusted: values[t] ?? 0, stockedOut: month === to }
		}))
	});
	const city = historyOf(months.map((_, t) => parts.reduce((sum, { values }) => sum + (values[t] ?? 0), 0)));
	const restOfYear = 12 - Number(to.slice(5, 7));
	const [horizon, totalFrom] = [restOfYear + 15, restOfYear + 1];
	const places = forecastItem({
		...{ city: city.values, facilities: parts, horizon, totalFrom },
		chances: forecastChances
	});
	const [ispa] = expectEpisodes([{ disease: 'ispa', cases: months.map((_, t) => 80 + (t % 4)) }], {
		...{ horizon: horizon - 3, from: totalFrom }
	});
	const cases = ispa?.cases ?? 0;
	// So little that it runs out before every other.
	const stock = { closing: size, oldest: to, newest: to, reported: 1, expected: 2 };
	const year = yearOf(to) + 1;
	const forecasts = toForecasts(
		places,
		{
			...{ city, facilities: parts.map(({ facility, values }) => ({ facility, ...historyOf(values) })) },
			...{ stock, stockOf: new Map([[facilities[0], { ...stock, expected: 1 }]]) }
		},
		{
			...{ item, madeOn: jakartaDay(now), computedAt: now, version: 1, digest: 'planted', lastMonth: to },
			...{ plan: { from: `${year}-01`, to: `${year}-12`, leadMonths: 3 } },
			months: eachMonth(addMonths(to, 1), addMonths(to, horizon)),
			morbidity: {
				use: cases * 5,
				perDisease: [{ disease: 'ispa', cases, quantityPerEpisode: 5, units: cases * 5 }],
				unknown: ['campak']
			}
		}
	);
	await inTransaction(sql, (tx) => keepDrugForecasts(tx, forecasts));
}
