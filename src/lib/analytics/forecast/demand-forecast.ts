import type { Bounds } from './bounds.ts';
import type { ForecastCard } from './forecast-card.ts';

/** Which methods of the pool compete. */
export type Effort = 'full' | 'quick';

/** How far a forecast reaches, from which of those periods on they are totalled, and how hard it tries. */
export interface Ahead {
	readonly horizon: number;
	/** From 1. */
	readonly totalFrom: number;
	readonly effort: Effort;
}

/** Demand of the whole horizon, or of its end from a chosen period on, to order by. */
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
