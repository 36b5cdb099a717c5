import type { FittedModel } from './model.ts';

/** A moment of the past from which forecasts are judged: the first `length` observations were known. */
export interface Origin {
	readonly length: number;
	/** What came after, at most a horizon of it. */
	readonly actual: Float64Array;
}

/** What one method would have said at an origin. */
export interface PastForecast {
	readonly model: FittedModel;
	readonly mean: Float64Array;
}

const originsWanted = 8;

/**
 * Moments from which to judge (rolling origins, Tashman 2000): up to eight, a quarter of a period apart, the latest a
 * quarter of a period before the end. Late origins see fewer steps, so that the newest errors count as well.
 *
 * @param leastLength observations that a method needs before an origin
 * @returns latest first; empty where the history is too short
 */
export function chooseOrigins(
	values: Float64Array,
	period: number,
	horizon: number,
	leastLength: number
): Origin[] {
	const step = Math.max(1, Math.round(period / 4));
	const origins: Origin[] = [];
	for (let back = step; origins.length < originsWanted; back += step) {
		const length = values.length - back;
		if (length < Math.max(1, leastLength)) break;
		origins.push({ length, actual: values.slice(length, Math.min(values.length, length + horizon)) });
	}
	return origins;
}

/** Rolls a fitted model back to each origin (`refit`) and lets it forecast what came after. */
export function backtest(
	model: FittedModel,
	values: Float64Array,
	origins: readonly Origin[]
): PastForecast[] {
	return origins.map(({ length, actual }) => {
		const past = model.refit(values.slice(0, length));
		return { model: past, mean: past.mean(actual.length) };
	});
}
