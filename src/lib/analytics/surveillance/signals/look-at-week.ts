import type { SkdrRule } from '../../../domain/surveillance-diseases.ts';
import type { CountSeries } from '../count-series.ts';
import { chooseMethod, type SurveillanceMethod } from '../choice/choose-method.ts';
import { judgeByChoice } from '../choice/judge-by-choice.ts';
import { adjustChances } from './adjust-chances.ts';
import { levelForBudget, type AlarmBudget } from './alarm-budget.ts';
import { followsPersistence } from './persistence-rule.ts';
import { findRuleSignal, type RuleSignal } from './rule-signal.ts';

/** One disease in one place, oldest week first; the last one is judged. */
export interface WatchedSeries extends CountSeries {
	readonly id: string;
	/** SKDR's rule for the disease; null where it has none. */
	readonly rule: SkdrRule | null;
}

/** What was seen at one look. */
export interface Look {
	readonly id: string;
	/** Null where the history supports no statistics, or nobody reported the week. */
	readonly method: SurveillanceMethod | null;
	readonly count: number | null;
	readonly expected: number | null;
	/** A count above it is a signal; null where nothing can be said, and below the alert floor. */
	readonly threshold: number | null;
	/** Chance of as much, were nothing going on. */
	readonly chance: number | null;
	/** Share of false ones to be expected among all looks of the week at least as striking (Benjamini–Hochberg). */
	readonly falseShare: number | null;
	readonly isSignal: boolean;
	/** SKDR's rule asks for a check, whatever statistics say; outside the alarm budget, which chances share. */
	readonly bySkdr: RuleSignal | null;
	/** Whether the simple rule would have alarmed, which expects last week's count again. */
	readonly isPersistence: boolean;
}

export interface WeekOfLooks {
	readonly looks: readonly Look[];
	/** At how many looks a chance could be told. */
	readonly told: number;
	/** The chance at or below which a look became a signal. */
	readonly level: number;
}

/**
 * Looks at a week of every disease in every place at once, and lets through no more than the alarm budget allows.
 *
 * Definition: each series by the method that its history supports (`judgeByChoice`), all at the level that `levelForBudget`
 * leaves for that many looks. Beside them SKDR's own rules (`findRuleSignal`), which know no chance and share no budget.
 *
 * @param series each ends with the week that is judged; an empty one is not looked at
 * @returns one look a series, in order
 * @throws AnalyticsError as `judgeByChoice` and `levelForBudget` do. Cost: about 4 ms a series.
 */
export function lookAtWeek(series: readonly WatchedSeries[], budget: AlarmBudget = {}): WeekOfLooks {
	const told = series.filter(canSpeak).length;
	const level = levelForBudget(told, budget);
	const judged = series.map((one) => judgeLast(one, level));
	const shares = adjustChances(judged.map(({ chance }) => chance));
	return {
		looks: judged.map((look, place) => ({ ...look, falseShare: shares[place] ?? null })),
		told,
		level
	};
}

function canSpeak(series: WatchedSeries): boolean {
	const last = series.counts.length - 1;
	return (series.counts[last] ?? null) !== null && chooseMethod(series, last).method !== null;
}

function judgeLast(series: WatchedSeries, level: number): Omit<Look, 'falseShare'> {
	const position = series.counts.length - 1;
	const hasMethod = canSpeak(series);
	const week = hasMethod
		? judgeByChoice(series, { from: position, to: position }, { alpha: level })[0]
		: undefined;
	return {
		id: series.id,
		method: week?.choice.method ?? null,
		count: series.counts[position] ?? null,
		expected: week?.expected ?? null,
		threshold: week?.upperbound ?? null,
		chance: week?.exceedance ?? null,
		isSignal: week?.alarm ?? false,
		bySkdr: findRuleSignal(series.counts, position, { rule: series.rule, hasMethod }),
		isPersistence: position >= 0 && followsPersistence(series.counts, position)
	};
}
