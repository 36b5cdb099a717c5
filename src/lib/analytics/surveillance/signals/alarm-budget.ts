import { AnalyticsError } from '../../analytics-error.ts';
import { checkShare } from '../count-series.ts';

export interface AlarmBudget {
	/** So many false signals a week may be expected, over all looks together. Default 3: as many as a planner can look into. */
	readonly falseSignals?: number;
	/** However few the looks, a single one may not be wrong more often. Default 0.005. */
	readonly mostChance?: number;
}

export const usualFalseSignals = 3;
const usualMostChance = 0.005;
/**
 * Chances out of short histories are smaller than they should be: on seeded counts without an outbreak EARS made 1.7 to 1.8 times
 * the alarms that its level promised, the seasonal regression 0.8 to 1.4 times (`false-signals.test.ts`). The budget is kept
 * for the worst of them.
 */
export const optimism = 1.8;

/**
 * How small a look's chance must be to become a signal, so that a week of looks makes no more false ones than the budget.
 *
 * Definition: the expected number of false signals of m looks at level α is at most mα, however the looks hang together
 * (Bonferroni's inequality before it is turned into a probability; "per-family error rate", Tukey 1953). With 60 diseases ×
 * 12 kecamatan and three a week, `optimism` allowed for: 3 ÷ (1.8 × 720) = 0.0023. Benjamini and Hochberg's rule bounds a
 * share of the signals instead; its adjusted chances stand beside each signal (`adjustChances`).
 *
 * @param looks every look at which a chance was told, also where the alert floor then kept still: the floor depends on the
 * counts, and leaving such looks out would spend the budget twice
 * @returns a level above 0; with no look at all the level of a single one. Throws AnalyticsError `bad-option`. Cost: constant.
 */
export function levelForBudget(
	looks: number,
	{ falseSignals = usualFalseSignals, mostChance = usualMostChance }: AlarmBudget = {}
): number {
	checkShare('mostChance', mostChance);
	if (!(falseSignals > 0))
		throw new AnalyticsError('bad-option', `A budget of ${falseSignals} false signals lets none through.`);
	if (!Number.isInteger(looks) || looks < 0)
		throw new AnalyticsError('bad-option', `${looks} is no number of looks.`);
	return looks === 0 ? mostChance : Math.min(mostChance, falseSignals / (optimism * looks));
}
