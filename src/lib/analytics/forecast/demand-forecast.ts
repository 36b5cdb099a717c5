import type { Bounds } from './bounds.ts';
import type { ForecastCard } from './forecast-card.ts';

/** Demand of the whole horizon, to order by. */
export interface TotalDemand {
	/** Sum of the means. */
	readonly mean: number;
	/** Demand not exceeded with chance `p`, 0 < p < 1: 0.5, 0.8 or 0.95. Rises with `p`, never below 0. */
	quantile(p: number): number;
}

/** The next periods with their intervals, their total, and the card. Arrays are as long as the horizon. */
export interface DemandForecast extends Bounds {
	readonly mean: Float64Array;
	readonly total: TotalDemand;
	readonly card: ForecastCard;
}
