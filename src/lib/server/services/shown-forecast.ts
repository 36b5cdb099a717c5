/**
 * A medicine's forecast as a viewer may know it. Who sees totals of persons is told units in steps of five, as on the drugs
 * page, small histories not at all, and how good it was in steps of a twentieth: a ratio to its last digit is the print of the
 * exact history, and whoever knows all of that but one patient finds the patient by it. Stock is no count of persons.
 */
import { blurCount, blurStep } from '../../domain/blur.ts';
import { explain } from '../../analytics/forecast/forecast-card.ts';
import type { DrugForecast, DrugForecastCard, ForecastReason } from '../../domain/drug-forecast.ts';
import type { Viewer } from '../../domain/viewer.ts';
import { seesOnlyTotals } from './frozen.ts';

export function shownForecasts(viewer: Viewer, forecasts: readonly DrugForecast[]): readonly DrugForecast[] {
	if (!seesOnlyTotals(viewer)) return forecasts;
	// Of what was never given out in more than small amounts nothing may be told: that it is forecast tells of somebody.
	return forecasts
		.map(shownForecast)
		.filter(({ history }) => history.some(({ raw }) => raw !== null && raw > 0));
}

function shownForecast(forecast: DrugForecast): DrugForecast {
	const blur = (units: number | null) => (units === null ? null : blurCount(units));
	const { history, stock, card } = forecast;
	return {
		...forecastInSteps(forecast),
		history: history.map((month) => ({
			...month,
			...{ raw: blur(month.raw), adjusted: blur(month.adjusted) }
		})),
		card: shownCard(card),
		morbidity: null,
		stock: stock && { ...stock, share: inTwentieths(stock.share) }
	};
}

/** Units to come in steps of five: what an order is planned by, so that a plan tells nobody more than the forecast's page. */
export function forecastInSteps(forecast: DrugForecast): DrugForecast {
	return {
		...forecast,
		months: forecast.months.map(({ month, ...bands }) => ({
			month,
			...{ mean: inSteps(bands.mean), lower80: inSteps(bands.lower80), upper80: inSteps(bands.upper80) },
			...{ lower95: inSteps(bands.lower95), upper95: inSteps(bands.upper95) }
		})),
		total: forecast.total.map(({ chance, units }) => ({ chance, units: inSteps(units) }))
	};
}

const inSteps = (units: number) => Math.round(units / blurStep) * blurStep;
const inTwentieths = (ratio: number) => Math.round(ratio * 20) / 20;

/** The record stays; how each method did and weighs is nobody's need who only reads the total. */
function shownCard(card: DrugForecastCard): DrugForecastCard {
	const { record } = card;
	const reason = shownReason(card.reason);
	const ratio = (value: number | null) => (value === null ? null : inTwentieths(value));
	return {
		...card,
		...{ reason, why: explain(reason), members: [] },
		record: record && {
			...record,
			...{ mase: ratio(record.mase), naiveMase: ratio(record.naiveMase) },
			...{ coverage80: inTwentieths(record.coverage80), coverage95: inTwentieths(record.coverage95) }
		}
	};
}

function shownReason(reason: ForecastReason): ForecastReason {
	if (reason.code !== 'rare-demand') return reason;
	const { code, interval, sizeVariation } = reason;
	return { code, interval: inTwentieths(interval), sizeVariation: inTwentieths(sizeVariation) };
}
