import { AnalyticsError } from '../analytics-error.ts';
import { leastLengthToCombine } from './combine-methods.ts';
import type { Ahead, DemandForecast, Effort } from './demand-forecast.ts';
import { fillGaps } from './fill-gaps.ts';
import { requireHorizon } from './intermittent/demand.ts';
import { describeDemand } from './intermittent/demand-pattern.ts';
import { forecastRare } from './rare-forecast.ts';
import { forecastRegular } from './regular-forecast.ts';
import { roundOutwards } from './round-outwards.ts';
import { forecastSimply, leastLengthToSmooth } from './simple-forecast.ts';

export interface ForecastOptions {
	/** Observations a season: 12 for monthly data, 1 for none. */
	readonly period: number;
	/** Periods ahead, 1 to 10,000. */
	readonly horizon: number;
	/** Whole units: means are rounded, bounds outwards. The total stays as it is. */
	readonly isCounted?: boolean;
	/** First period of the total, from 1: a planned year that does not begin with the next month. */
	readonly totalFrom?: number;
	/** `quick` leaves out the methods that search long: for thousands of small series under one total. */
	readonly effort?: Effort;
}

/** Above this share of unreported periods nothing is filled in. */
const mostMissing = 0.25;

/**
 * Forecasts one demand series by whatever its history supports, and says what that was, why, and how it did before.
 *
 * Regular demand with two seasons and some: the trimmed weighted mean of seasonal naive, ETS, damped ETS on logarithms,
 * both Theta methods, ARIMA and STL on both scales, weighted by rolling-origin backtests; the intervals are the members'
 * own, calibrated on the same backtests. Rare demand (Syntetos, Boylan & Croston 2005): `forecastIntermittent`. Less
 * history: simple smoothing; hardly any: the mean.
 *
 * @param values demand a period, oldest first, any unit, not negative; null for an unreported period. Up to a quarter of
 * unreported periods are filled in (`fillGaps`, counted on the card); above that only the level is followed.
 * @returns 0 ≤ lower95 ≤ lower80 ≤ mean ≤ upper80 ≤ upper95. About 60 ms for 204 monthly values on one core
 * @throws {AnalyticsError} as `readDemand`: `not-a-number` or `negative` with the index, `too-short` where nothing was
 * reported; `bad-option` for a period or horizon that is no whole number from 1, or a horizon above 10,000, or a total that begins beyond it
 */
export function forecastDemand(
	values: readonly (number | null)[],
	{ period, horizon, isCounted = false, totalFrom = 1, effort = 'full' }: ForecastOptions
): DemandForecast {
	requirePeriod(period);
	requireHorizon(horizon);
	requireTotalFrom(totalFrom, horizon);
	const forecast = chooseForecast(values, period, { horizon, totalFrom, effort });
	return isCounted ? { ...forecast, ...roundOutwards(forecast) } : forecast;
}

function chooseForecast(values: readonly (number | null)[], period: number, ahead: Ahead): DemandForecast {
	const pattern = describeDemand(values);
	const { kind } = pattern;
	if (kind === 'none' || kind === 'intermittent' || kind === 'lumpy') {
		return forecastRare(values, ahead, pattern);
	}
	const { values: history, filled } = fillGaps(values, period);
	const known = Float64Array.from(values.filter((value) => value !== null));
	const observations = known.length;
	if (filled > mostMissing * history.length) {
		return forecastSimply(known, ahead, kind, { code: 'too-many-gaps', observations, missing: filled });
	}
	const needed = Math.max(leastLengthToSmooth, leastLengthToCombine(period));
	if (history.length >= needed) return forecastRegular(history, period, ahead, kind, filled);
	return observations < leastLengthToSmooth
		? forecastSimply(known, ahead, kind, {
				code: 'too-short-for-model',
				observations,
				needed: leastLengthToSmooth
			})
		: forecastSimply(known, ahead, kind, { code: 'too-short-for-season', observations, needed });
}

function requirePeriod(period: number): void {
	if (!Number.isInteger(period) || period < 1) {
		throw new AnalyticsError(
			'bad-option',
			`The period has to be a whole number of 1 or more, not ${period}.`
		);
	}
}

function requireTotalFrom(totalFrom: number, horizon: number): void {
	if (!Number.isInteger(totalFrom) || totalFrom < 1 || totalFrom > horizon) {
		throw new AnalyticsError(
			'bad-option',
			`The total has to begin within the horizon of ${horizon}, not at period ${totalFrom}.`
		);
	}
}
