import { AnalyticsError } from '../../lib/analytics/analytics-error.ts';
import { forecastDemand } from '../../lib/analytics/forecast/forecast-demand.ts';
import { UsageError } from '../run-command.ts';
import { readSeries, type SeriesToForecast } from './series-file.ts';

/** Lists are as long as the series' horizon. */
export interface ForecastAnswer {
	readonly id: string;
	/** Where the series named past moments to forecast from: how many observations were known. */
	readonly trainLength?: number;
	readonly method: string;
	readonly mean: readonly number[];
	readonly lower80: readonly number[];
	readonly upper80: readonly number[];
	readonly lower95: readonly number[];
	readonly upper95: readonly number[];
}

/**
 * Forecasts of every series in a file, in its order. Only the history is read: what came after, or what other software
 * made of it, may stand beside and is not looked at.
 *
 * @param input `{series: [{id, frequency, horizon, train}]}` or the list alone; `train` may hold null where nothing was
 * reported. `{id, frequency, horizon, values, origins: [{train_length}]}` gives one answer an origin.
 * @throws UsageError that names the series and the index
 */
export function analyseForecast(input: unknown): ForecastAnswer[] {
	return readSeries(input).map(answer);
}

function answer({ id, trainLength, train, frequency, horizon }: SeriesToForecast): ForecastAnswer {
	const { mean, lower80, upper80, lower95, upper95, card } = forecast(id, train, frequency, horizon);
	return {
		id,
		...(trainLength === undefined ? {} : { trainLength }),
		method: card.method,
		mean: Array.from(mean),
		lower80: Array.from(lower80),
		upper80: Array.from(upper80),
		lower95: Array.from(lower95),
		upper95: Array.from(upper95)
	};
}

function forecast(id: string, train: readonly (number | null)[], period: number, horizon: number) {
	try {
		return forecastDemand(train, { period, horizon });
	} catch (error) {
		if (error instanceof AnalyticsError) throw new UsageError(`Series ${id}: ${error.message}`);
		throw error;
	}
}
