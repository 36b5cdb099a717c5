import { AnalyticsError } from '../../analytics-error.ts';
import { usualFloor, type AlertFloor } from '../alert-floor.ts';
import { checkShare, checkWhole } from '../count-series.ts';

export interface SeasonalOptions {
	/** Yearly waves: 1 a single rise and fall, 2 also an uneven one. Default 2, and 1 before two years. */
	readonly harmonics?: number;
	/** Years back. Default 7, as endemic channels take five to seven: beyond it no trend is one line. */
	readonly years?: number;
	/**
	 * Newest observations to leave out, so that an outbreak under way does not become the norm. Default: two months,
	 * longer than a local outbreak mostly lasts, and short enough that a lasting change of level is learned.
	 */
	readonly pastWeeksNotIncluded?: number;
	/** Anscombe residual above which an observation is weighed down. Default 2.58 (Noufaily et al. 2013). */
	readonly weightsThreshold?: number;
	/** One-sided, for one or two observations together. Default 0.005. */
	readonly alpha?: number;
	/** Default 5 cases in 4 observations. */
	readonly limit54?: AlertFloor;
}

/** `harmonics` null: by the history there is. */
export type SeasonalPlan = Required<Omit<SeasonalOptions, 'harmonics'>> & {
	readonly harmonics: number | null;
};

/** A season can be told from a level once it has been seen one and a half times. */
export const yearsForSeason = 1.5;
/** An uneven season must have been seen twice, or it is last year's accident. */
export const yearsForSecondWave = 2;
/** With less, a trend and a season are easily mistaken for each other; Farrington et al. (1996) ask for as much. */
export const yearsForTrend = 3;

const monthsLeftOut = 2;
const monthsAYear = 12;

/** Fills in the defaults. Throws AnalyticsError `bad-option` naming the option at fault. */
export function planSeasonal(options: SeasonalOptions, frequency: number): SeasonalPlan {
	const plan = {
		harmonics: options.harmonics ?? null,
		years: options.years ?? 7,
		pastWeeksNotIncluded:
			options.pastWeeksNotIncluded ?? Math.floor((frequency * monthsLeftOut) / monthsAYear),
		weightsThreshold: options.weightsThreshold ?? 2.58,
		alpha: options.alpha ?? 0.005,
		limit54: options.limit54 ?? usualFloor
	};
	if (plan.harmonics !== null) checkWhole('harmonics', plan.harmonics, 0);
	checkWhole('years', plan.years, 2);
	checkWhole('pastWeeksNotIncluded', plan.pastWeeksNotIncluded, 0);
	checkShare('alpha', plan.alpha);
	if (!(plan.weightsThreshold > 0))
		throw new AnalyticsError('bad-option', `weightsThreshold is ${plan.weightsThreshold}, not above 0.`);
	return plan;
}
