/** What is stored of a medicine's expected use, for the city and for each facility. Months are `YYYY-MM`. */
import { addMonths, monthOf } from './period.ts';

/** Until an order arrives, beyond the planned year: RKO takes 3 to 6. */
export const leadMonths = 3;
/** Chances for which the use of the planned year is told. */
export const forecastChances = [0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95] as const;

export type ForecastReason =
	| {
			readonly code: 'combined';
			readonly observations: number;
			readonly members: number;
			readonly origins: number;
	  }
	/** Without its figures for who sees totals only. */
	| { readonly code: 'rare-demand'; readonly interval?: number; readonly sizeVariation?: number }
	| { readonly code: 'no-demand'; readonly observations: number }
	| { readonly code: 'too-short-for-season'; readonly observations: number; readonly needed: number }
	| { readonly code: 'too-short-for-model'; readonly observations: number; readonly needed: number }
	| { readonly code: 'too-many-gaps'; readonly observations: number; readonly missing: number };

/** The card of `analytics/forecast`: how a forecast was made and how such forecasts did before. */
export type DrugForecastCard = {
	readonly method: 'combination' | 'intermittent' | 'simple smoothing' | 'mean' | 'none';
	readonly reason: ForecastReason;
	/** The reason in an English sentence. */
	readonly why: string;
	readonly demand: string;
	/** Weights sum to 1; empty where nothing was combined. */
	readonly members: readonly {
		readonly name: string;
		readonly form: string;
		readonly weight: number;
		readonly mase: number | null;
	}[];
	/** Null where the history was too short for a single look back. */
	readonly record: {
		readonly origins: number;
		readonly pairs: number;
		readonly mase: number | null;
		readonly naiveMase: number | null;
		readonly coverage80: number;
		readonly coverage95: number;
	} | null;
	/** Months without a report that were filled in. */
	readonly filled: number;
};

/** One past month, in units. */
export type DrugHistoryMonth = {
	readonly month: string;
	/** As counted; null where nobody counted. */
	readonly raw: number | null;
	/** As it would have been with full shelves and every report; null where that cannot be said. */
	readonly adjusted: number | null;
	/** Some shelf was empty for some of the month. */
	readonly stockedOut?: boolean;
};

/** One month to come, in units: lower95 ≤ lower80 ≤ mean ≤ upper80 ≤ upper95. */
export type DrugForecastMonth = {
	readonly month: string;
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
	readonly lower95: number;
	readonly upper95: number;
};

/** What the planned year's cases would take by the standard treatment. */
export type DrugMorbidity = {
	/** Units over the twelve months of the planned year. */
	readonly use: number;
	readonly perDisease: readonly {
		/** Disease group. */
		readonly disease: string;
		/** Episodes expected in the planned year. */
		readonly cases: number;
		readonly quantityPerEpisode: number;
		readonly units: number;
	}[];
	/** Disease groups that the item treats, of which nobody counted enough: the use is without them. */
	readonly unknown: readonly string[];
};

/** Newest stock reports, as on the drugs page. Months are first days. */
export type ForecastStock = {
	/** Which part of the place's expected use the facilities in the sum stand for; 1 for a facility. */
	readonly share: number;
	readonly closing: number;
	readonly oldest: string;
	readonly newest: string;
	readonly reported: number;
	readonly expected: number;
};

export type DrugForecast = {
	readonly item: string;
	/** Null for the city: the sum of its facilities. */
	readonly facility: string | null;
	/** Day on which it was made. */
	readonly madeOn: string;
	readonly computedAt: Date;
	/** Of the method. */
	readonly version: number;
	/** What it rests on, in short. */
	readonly inputs: {
		readonly digest: string;
		readonly from: string;
		readonly known: number;
		readonly facilities: number;
	};
	/** Last complete month that it rests on. */
	readonly lastMonth: string;
	/** First and last month of the planned year, the calendar year after that of `lastMonth`; `leadMonths` follow it. */
	readonly plan: { readonly from: string; readonly to: string; readonly leadMonths: number };
	readonly history: readonly DrugHistoryMonth[];
	readonly card: DrugForecastCard;
	/** From the month after `lastMonth` to the last lead month of the plan. */
	readonly months: readonly DrugForecastMonth[];
	/** Use of the planned year and the lead time that is not exceeded with this chance; ascending. */
	readonly total: readonly { readonly chance: number; readonly units: number }[];
	/** Of the city only; null for facilities, and for whoever may not see cases by disease. */
	readonly morbidity: DrugMorbidity | null;
	/** Null where nobody reported lately. */
	readonly stock: ForecastStock | null;
};

/**
 * Last month that counts as complete. Monthly reports (LPLPO) come in over the first days of the next month, and visits
 * late; before the fifteenth the month before that is the last. Our rule.
 *
 * @param day of today
 * @returns `YYYY-MM-01`
 */
export function lastCompleteMonth(day: string): string {
	return addMonths(monthOf(day), Number(day.slice(8)) >= settledOn ? -1 : -2);
}

const settledOn = 15;
