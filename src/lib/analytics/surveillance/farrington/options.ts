import { AnalyticsError } from '../../analytics-error.ts';
import { usualFloor, type AlertFloor } from '../alert-floor.ts';
import { checkShare, checkWhole } from '../count-series.ts';

/** Scale on which a count is made nearly normal: 2/3 takes the skewness away, 1/2 evens the variance. */
export type PowerTransformation = '2/3' | '1/2' | 'none';

/** Names and defaults of `farrington` in R's package surveillance. */
export interface FarringtonOptions {
	/** Years back. Default 5. */
	readonly b?: number;
	/** Observations on either side of the same week of past years. Default 3. */
	readonly w?: number;
	/** Weigh past outbreaks down. Default true. */
	readonly reweight?: boolean;
	/** Allow a trend; it is kept where it is significant and the forecast stays within past counts. Default true. */
	readonly trend?: boolean;
	/** No alarm, and no threshold, unless the last `[1]` observations held at least `[0]` cases. Default [5, 4]. */
	readonly limit54?: AlertFloor;
	/** Default `2/3`. */
	readonly powertrans?: PowerTransformation;
	/** Default 0.05. `farrington`: two-sided; `farringtonFlexible`: one-sided. */
	readonly alpha?: number;
	/** Reference weeks by calendar date; else by position. Default false. Needs dates. */
	readonly epochAsDate?: boolean;
}

/** Names and defaults of `farringtonFlexible` in R's package surveillance. */
export interface FarringtonFlexibleOptions extends FarringtonOptions {
	/** Parts of the year with a mean of their own; 1 uses the windows alone. Default 1; Noufaily et al. advise 10. */
	readonly noPeriods?: number;
	/** Newest observations to leave out, as an outbreak under way must not raise its own threshold. Default `w`. */
	readonly pastWeeksNotIncluded?: number;
	/** Anscombe residual above which an observation is weighed down. Default 2.58. */
	readonly weightsThreshold?: number;
	/** Keep the trend where its p-value is below this; 1 keeps it always. Default 0.05. */
	readonly pThresholdTrend?: number;
	/** Default `delta`. */
	readonly thresholdMethod?: 'delta' | 'nbPlugin' | 'muan';
}

/** Every choice made, for both methods. */
export type FarringtonPlan = Required<FarringtonFlexibleOptions> & {
	/** The two methods judge the trend and the forecast's error by different dispersions. */
	readonly dispersion: 'pearson' | 'relative';
	/** Upper quantile of the standard normal at which the threshold lies. */
	readonly level: number;
};

/**
 * Fills in what `farrington` takes for granted (weights from residuals above 1, trend at 5 %, two-sided interval).
 *
 * @throws AnalyticsError `bad-option` naming the option at fault.
 */
export function planFarrington(options: FarringtonOptions): FarringtonPlan {
	const shared = fill(options);
	return check({
		...shared,
		noPeriods: 1,
		pastWeeksNotIncluded: shared.w,
		weightsThreshold: 1,
		pThresholdTrend: 0.05,
		thresholdMethod: 'delta',
		dispersion: 'pearson',
		level: 1 - shared.alpha / 2
	});
}

/** As `planFarrington`, for `farringtonFlexible`. */
export function planFlexible(options: FarringtonFlexibleOptions): FarringtonPlan {
	const shared = fill(options);
	return check({
		...shared,
		noPeriods: options.noPeriods ?? 1,
		pastWeeksNotIncluded: options.pastWeeksNotIncluded ?? shared.w,
		weightsThreshold: options.weightsThreshold ?? 2.58,
		pThresholdTrend: options.pThresholdTrend ?? 0.05,
		thresholdMethod: options.thresholdMethod ?? 'delta',
		dispersion: 'relative',
		level: 1 - shared.alpha
	});
}

function fill(options: FarringtonOptions): Required<FarringtonOptions> {
	return {
		b: options.b ?? 5,
		w: options.w ?? 3,
		reweight: options.reweight ?? true,
		trend: options.trend ?? true,
		limit54: options.limit54 ?? usualFloor,
		powertrans: options.powertrans ?? '2/3',
		alpha: options.alpha ?? 0.05,
		epochAsDate: options.epochAsDate ?? false
	};
}

function check(plan: FarringtonPlan): FarringtonPlan {
	checkWhole('b', plan.b, 1);
	checkWhole('w', plan.w, 0);
	checkWhole('noPeriods', plan.noPeriods, 1);
	checkWhole('pastWeeksNotIncluded', plan.pastWeeksNotIncluded, 0);
	checkWhole('limit54 observations', plan.limit54[1], 1);
	checkShare('alpha', plan.alpha);
	for (const name of ['weightsThreshold', 'pThresholdTrend'] as const)
		if (!(plan[name] > 0)) throw new AnalyticsError('bad-option', `${name} is ${plan[name]}, not above 0.`);
	if (!(plan.limit54[0] >= 0))
		throw new AnalyticsError('bad-option', `limit54 is ${plan.limit54[0]} cases, below 0.`);
	return plan;
}
