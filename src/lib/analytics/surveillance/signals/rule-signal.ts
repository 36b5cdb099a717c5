import { leastRise } from '../../../domain/outbreak-signal.ts';
import type { SkdrRule } from '../../../domain/surveillance-diseases.ts';
import type { CountSeries } from '../count-series.ts';
import { alertCount, judgeWeek } from '../skdr-rules.ts';
import { isFirstCase } from './first-case.ts';

/** What SKDR's rule says of a week, statistics or not. */
export interface RuleSignal {
	/** The first cases in a year, the absolute count of the disease, or a rise against the week before. */
	readonly rule: 'first-case' | 'threshold' | 'rise';
	/** Cases from which on the rule alerts. */
	readonly alertAt: number;
	/** What the rule holds the week against: for a rise the week before; null for an absolute count. */
	readonly previous: number | null;
}

/** As far back as it is asked what is everyday, and how much of that must be known. */
const weeksBack = 52;
const leastKnown = 13;
/** Where the count was reached in so many of the weeks it is no longer what the rule was made to hear. */
const everydayShare = 0.5;

/**
 * Whether SKDR's rule asks for a check of this week, beside whatever statistics say.
 *
 * Definition: the rules of SKDR (`skdr-rules`, Kemenkes). An absolute count always holds, except in a place that reached it
 * in every second week of the last year: there it would alarm without end, and statistics tell what is unusual. A rise
 * holds only where no statistics can speak, which tell it better, and from `leastRise` cases on. Both limits are ours.
 *
 * @param position 0-based, the week that is judged
 * @param rule of the disease; null for one outside SKDR
 * @param hasMethod whether the history supports a statistical method
 * @returns null where the rule is quiet or says nothing, also for a week that nobody reported. Throws nothing; cost constant.
 */
export function findRuleSignal(
	counts: CountSeries['counts'],
	position: number,
	{ rule, hasMethod }: { rule: SkdrRule | null; hasMethod: boolean }
): RuleSignal | null {
	const count = counts[position] ?? null;
	const before = counts[position - 1] ?? null;
	if (rule === null || count === null || judgeWeek(rule, count, before) !== 'alert') return null;
	if (rule.kind === 'threshold') {
		const alertAt = rule.minimum;
		if (isFirstCase(counts, position, alertAt)) return { rule: 'first-case', alertAt, previous: null };
		if (hasMethod && isEveryday(counts, position, alertAt)) return null;
		return { rule: 'threshold', alertAt, previous: null };
	}
	const alertAt = alertCount(rule, before);
	if (hasMethod || alertAt === null || count < leastRise) return null;
	return { rule: 'rise', alertAt: Math.max(alertAt, leastRise), previous: before };
}

function isEveryday(counts: CountSeries['counts'], position: number, minimum: number): boolean {
	const known = counts
		.slice(Math.max(0, position - weeksBack), position)
		.flatMap((count) => (count === null ? [] : [count]));
	const reached = known.filter((count) => count >= minimum).length;
	return known.length >= leastKnown && reached >= everydayShare * known.length;
}
