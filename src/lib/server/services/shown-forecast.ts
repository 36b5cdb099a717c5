/**
 * A medicine's forecast as a viewer may know it. Who sees totals of persons is told units in steps of five, as on the drugs
 * page, small histories not at all, and how good it was in steps of a twentieth: a ratio to its last digit is the print of the
 * exact history, and whoever knows all of that but one patient finds the patient by it. Stock is no count of persons.
 */
import { blurCount, blurStep } from '../../domain/blur.ts';
import { explain } from '../../analytics/forecast/forecast-card.ts';
import type {
	DrugForecast,
	DrugForecastCard,
	DrugForecastMonth,
	ForecastReason,
	ForecastStock
} from '../../domain/drug-forecast.ts';
import type { Viewer } from '../../domain/viewer.ts';
import type { ExpectedUse } from '../../protocol/views/drug-forecast.ts';
import { seesOnlyTotals } from './frozen.ts';

/** Of what was never given out in more than small amounts nothing may be told: that it is forecast or ordered tells of somebody. */
export const isToldToAll = ({ history }: Pick<DrugForecast, 'history'>): boolean =>
	history.some(({ raw }) => raw !== null && blurCount(raw) > 0);

/** Those of which the viewer may know at all, exact as they are. */
export function toldForecasts(viewer: Viewer, forecasts: readonly DrugForecast[]): readonly DrugForecast[] {
	return seesOnlyTotals(viewer) ? forecasts.filter(isToldToAll) : forecasts;
}

/** What is told of single months. Sums of them are made of the exact ones: many small months are no small year. */
export function shownForecast(viewer: Viewer, forecast: DrugForecast): DrugForecast {
	if (!seesOnlyTotals(viewer)) return forecast;
	const blur = (units: number | null) => (units === null ? null : blurCount(units));
	const { history, stock, card } = forecast;
	return {
		...forecast,
		months: forecast.months.map(monthInSteps),
		total: forecast.total.map(({ chance, units }) => ({ chance, units: upToStep(units) })),
		history: history.map((month) => ({
			...month,
			...{ raw: blur(month.raw), adjusted: blur(month.adjusted) }
		})),
		card: shownCard(card),
		morbidity: null,
		stock: stock && stockInSteps(stock)
	};
}

const monthInSteps = ({ month, ...bands }: DrugForecastMonth): DrugForecastMonth => ({
	month,
	...{ mean: inSteps(bands.mean), lower80: inSteps(bands.lower80), upper80: inSteps(bands.upper80) },
	...{ lower95: inSteps(bands.lower95), upper95: inSteps(bands.upper95) }
});

export const useInSteps = ({ mean, low, high }: ExpectedUse): ExpectedUse => ({
	...{ mean: inSteps(mean), low: inSteps(low), high: inSteps(high) }
});
export const stockInSteps = (stock: ForecastStock): ForecastStock => ({
	...stock,
	share: inTwentieths(stock.share)
});

/** What is expected: to the nearest step. */
export const inSteps = (units: number) => Math.round(units / blurStep) * blurStep;
/**
 * What suffices with a chance: never less of it. Here and in the order plan alike, of two decimals as that keeps them: a second
 * way of rounding the same use would tell more of it.
 */
export const upToStep = (units: number) => Math.ceil(Math.round(100 * units) / 100 / blurStep) * blurStep;
const inTwentieths = (ratio: number) => Math.round(ratio * 20) / 20;

/** The record stays; how each method did and weighs is nobody's need who only reads the total. */
function shownCard(card: DrugForecastCard): DrugForecastCard {
	const { record } = card;
	const reason = shownReason(card.reason);
	const ratio = (value: number | null) => (value === null ? null : inTwentieths(value));
	return {
		...card,
		...{ reason, why: whyOf(reason), members: [] },
		record: record && {
			...record,
			...{ mase: ratio(record.mase), naiveMase: ratio(record.naiveMase) },
			...{ coverage80: inTwentieths(record.coverage80), coverage95: inTwentieths(record.coverage95) }
		}
	};
}

/** How often it is asked for, and how evenly, says nearly all of a history of small months. */
const shownReason = (reason: ForecastReason): ForecastReason =>
	reason.code === 'rare-demand' ? { code: reason.code } : reason;

function whyOf(reason: ForecastReason): string {
	if (reason.code !== 'rare-demand') return explain(reason);
	return 'Demand is rare, so methods for rare demand are used.';
}
