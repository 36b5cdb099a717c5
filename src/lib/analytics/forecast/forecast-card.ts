import type { DemandKind } from './intermittent/demand-pattern.ts';

/** Why this method and no other; the numbers that decided stand beside the code. */
export type Reason =
	| {
			/** Long enough for everything: every method that the values allow was tried. */
			readonly code: 'combined';
			readonly observations: number;
			readonly members: number;
			readonly origins: number;
	  }
	/** Many periods without demand: methods for rare demand. */
	| { readonly code: 'rare-demand'; readonly interval: number; readonly sizeVariation: number }
	| { readonly code: 'no-demand'; readonly observations: number }
	/** A season needs two full periods and some: only the level is followed. */
	| { readonly code: 'too-short-for-season'; readonly observations: number; readonly needed: number }
	/** Not even a level can be followed: the mean of what there is. */
	| { readonly code: 'too-short-for-model'; readonly observations: number; readonly needed: number }
	/** So many periods unreported that filling them would invent the series. */
	| { readonly code: 'too-many-gaps'; readonly observations: number; readonly missing: number };

/** How a method did at past origins, where what came after is known. */
export interface BacktestRecord {
	readonly origins: number;
	/** Forecast and outcome pairs over all origins and steps. */
	readonly pairs: number;
	/** Mean absolute error in units of the in-sample seasonal naive error; null where the history repeats itself. */
	readonly mase: number | null;
	/** The same for the seasonal naive forecast at the same origins. */
	readonly naiveMase: number | null;
	/** Shares of outcomes inside the intervals as they are drawn now, calibration included. */
	readonly coverage80: number;
	readonly coverage95: number;
}

export interface CardMember {
	readonly name: string;
	readonly form: string;
	readonly weight: number;
	readonly mase: number | null;
}

/** What a forecast shows of itself. */
export interface ForecastCard {
	readonly method: 'combination' | 'intermittent' | 'simple smoothing' | 'mean' | 'none';
	readonly reason: Reason;
	/** The reason in a sentence. */
	readonly why: string;
	readonly demand: DemandKind;
	/** Members of a combination with weights that sum to 1; empty otherwise. */
	readonly members: readonly CardMember[];
	/** Null where the history was too short for a single origin. */
	readonly record: BacktestRecord | null;
	/** Unreported periods that were filled in from their neighbours. */
	readonly filled: number;
}

/** English; a page that speaks another language builds its own from the code. */
export function explain(reason: Reason): string {
	switch (reason.code) {
		case 'combined':
			return `${reason.observations} observations let ${reason.members} methods compete at ${reason.origins} past moments; the forecast is the middle of them, weighted by their record.`;
		case 'rare-demand':
			return `Demand occurs only every ${reason.interval.toFixed(1)} periods, so methods for rare demand are used.`;
		case 'no-demand':
			return `Nothing was asked for in ${reason.observations} observations, which says nothing of a first demand.`;
		case 'too-short-for-season':
			return `${reason.observations} observations do not show a season (${reason.needed} would), so only the level is followed.`;
		case 'too-short-for-model':
			return `${reason.observations} observations bear no model (${reason.needed} would), so their mean is carried on.`;
		case 'too-many-gaps':
			return `${reason.missing} of ${reason.observations + reason.missing} periods were not reported, so only the level of the reported ones is followed.`;
	}
}
