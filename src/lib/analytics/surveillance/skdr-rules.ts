/**
 * The weekly alert rules of SKDR, the ministry's early warning and response system, as `domain/surveillance-diseases`
 * lists them: an absolute threshold, a rise against the week before, or no alert but a trend that is watched.
 *
 * Definition: Kemenkes, Pedoman SKDR; a rise is a week with at least 1.5 times the cases of the week before.
 */
import type { SkdrRule } from '../../domain/surveillance-diseases.ts';

/** `unsaid`: the rule compares with a week that is not known or had no case, so that no ratio exists. */
export type SkdrVerdict = 'alert' | 'quiet' | 'watched' | 'unsaid';

/**
 * The smallest count of a week that raises the alert; null where no count does.
 *
 * A week that is still under way may be held against it too: its count can only grow.
 *
 * @param rule of the disease
 * @param previous cases of the week before, on the same basis as the week that is judged; null where they are not known
 * @throws nothing. Cost: constant.
 */
export function alertCount(rule: SkdrRule, previous: number | null): number | null {
	if (rule.kind === 'threshold') return rule.minimum;
	if (rule.kind === 'watch' || previous === null || previous <= 0) return null;
	// 1.5 × 2 is exact in binary; other ratios are rounded before the ceiling, so that 1.1 × 10 is 11 and not 12.
	return Math.ceil(Number((rule.ratio * previous).toFixed(6)));
}

/**
 * What the rule says of a week.
 *
 * @param count cases of the week; null where they are not known
 * @param previous as in `alertCount`
 */
export function judgeWeek(rule: SkdrRule, count: number | null, previous: number | null): SkdrVerdict {
	if (rule.kind === 'watch') return 'watched';
	const needed = alertCount(rule, previous);
	if (count === null || needed === null) return 'unsaid';
	return count >= needed ? 'alert' : 'quiet';
}
