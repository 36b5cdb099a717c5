/**
 * What every point method of this folder (seasonal naive, ETS, Theta, ARIMA, STL + ETS) hands over, so that backtests,
 * combination and intervals treat them alike.
 */
export interface FittedModel {
	/** Form as a reader would cite it, e.g. `ETS(M,Ad,M)`, `ARIMA(0,1,1)(0,1,1)[12]`, `Theta`. */
	readonly method: string;
	/** Expected value 1 … horizon periods after the last observation. May be negative: the caller floors. */
	mean(horizon: number): Float64Array;
	/** Standard deviation of the forecast error 1 … horizon periods ahead, as the model itself believes. Finite, ≥ 0. */
	sigma(horizon: number): Float64Array;
	/**
	 * `log-normal` where the model works on logarithms: `mean` is then the median, and `sigma` is that of the logarithm.
	 * Otherwise errors are taken as normal.
	 */
	readonly shape?: 'normal' | 'log-normal';
	/** One-step errors in the unit of the values, in time order; shorter than the history where the first few have none. */
	readonly residuals: Float64Array;
	/**
	 * The same form on another stretch of the same series: a prefix, or the series grown by new observations. States are
	 * run anew; parameters are kept, or moved a little from where they were, never searched from nothing, so that a
	 * backtest costs little more than a pass an origin.
	 */
	refit(values: Float64Array): FittedModel;
}

/** Estimates a method on one gapless, finite history. `period` is 12 for monthly data, 1 where there is no season. */
export type Fit = (values: Float64Array, period: number) => FittedModel;

/** A method and when it may be used. */
export interface Method {
	/** Short and stable: key of weights and cards, e.g. `ets`, `theta`, `arima`, `stl-ets`, `snaive`. */
	readonly name: string;
	/** Fewest observations on which the method is honest for that period. */
	minLength(period: number): number;
	readonly fit: Fit;
}
