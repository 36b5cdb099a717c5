import type { CountSeries } from '../count-series.ts';

/** Weeks that must have been without a case. */
const quietWeeks = 52;
/** So many of them must be known: where a feed has just begun everything is a first. */
const leastKnown = 13;

/**
 * A disease that is to be reported from its first case on has come to a place where there was none for a year.
 *
 * Definition: the thresholds of SKDR (Kemenkes), held against each place only when it was free of the disease: a place that
 * has a case every month would alarm every month, and there the statistical methods tell what is unusual.
 *
 * @param minimum cases in a week at which SKDR alerts; null for a disease without such a rule
 * @returns false also for a week that nobody reported, and where less than a quarter of a year is known. Throws nothing.
 */
export function isFirstCase(
	counts: CountSeries['counts'],
	position: number,
	minimum: number | null
): boolean {
	const now = counts[position] ?? null;
	if (minimum === null || now === null || now < minimum) return false;
	const before = counts.slice(Math.max(0, position - quietWeeks), position).filter((count) => count !== null);
	return before.length >= leastKnown && before.every((count) => count === 0);
}
