import { reachesFloor, usualFloor } from '../alert-floor.ts';
import type { CountSeries } from '../count-series.ts';

/** The rise that SKDR's own rule for common diseases asks for. */
export const persistenceRatio = 1.5;

/**
 * The simplest rule there is, which everything cleverer must beat: next week will be as this one, so a week with half as
 * many cases again is an alarm. With the same alert floor as the statistical methods, or it would alarm at every second case.
 *
 * Definition: persistence forecast with the ratio of SKDR's rule for a rise (Kemenkes, Pedoman SKDR).
 *
 * @param position 0-based. A missing week, or a missing one before it, raises no alarm; after a week without cases any
 * count that reaches the floor does. Throws nothing; cost: constant.
 */
export function followsPersistence(counts: CountSeries['counts'], position: number): boolean {
	const now = counts[position] ?? null;
	const before = counts[position - 1] ?? null;
	if (now === null || before === null || now === 0) return false;
	return now >= persistenceRatio * before && reachesFloor(counts, position, usualFloor);
}
