import type { FittedModel } from '../model.ts';
import { applyIndices, type SeasonalAdjustment } from './seasonal-adjustment.ts';

/** Where a Theta pass over a seasonally adjusted history has arrived. */
export interface ThetaPass {
	/** One-step forecasts, without season. */
	readonly fitted: Float64Array;
	/** Forecast of the next period, without season. */
	readonly next: number;
	/** What each period after adds. */
	readonly drift: number;
	readonly alpha: number;
	/** Standard deviation of the one-step errors, without season. */
	readonly sigma: number;
}

/**
 * A pass as a model: the season put back, σ as of simple smoothing, σ √(1 + (h − 1) α²), times the season where that is
 * one of ratios.
 *
 * @param run the same pass over another seasonally adjusted stretch, for `refit`; the seasonal indices are kept
 */
export function dressTheta(
	method: string,
	values: Float64Array,
	season: SeasonalAdjustment,
	run: (adjusted: Float64Array) => ThetaPass
): FittedModel {
	const { fitted, next, drift, alpha, sigma } = run(season.adjusted);
	const length = values.length;
	return {
		method,
		// Made when somebody asks: a backtest makes eight models of each series, and looks at none of theirs.
		get residuals() {
			const restored = season.restore(fitted, 0);
			return values.map((value, t) => value - (restored[t] ?? 0));
		},
		mean: (horizon) => {
			const mean = new Float64Array(horizon);
			for (let step = 0; step < horizon; step += 1) mean[step] = next + step * drift;
			return season.restore(mean, length);
		},
		sigma: (horizon) => {
			const plain = new Float64Array(horizon);
			for (let step = 0; step < horizon; step += 1) plain[step] = sigma * Math.sqrt(1 + step * alpha * alpha);
			return season.kind === 'multiplicative' ? season.restore(plain, length) : plain;
		},
		refit: (other) => dressTheta(method, other, keepIndices(season, other), run)
	};
}

function keepIndices(season: SeasonalAdjustment, values: Float64Array): SeasonalAdjustment {
	return season.kind === 'none'
		? { ...season, adjusted: values }
		: applyIndices(values, season.kind, season.indices);
}
