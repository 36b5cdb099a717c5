/**
 * How a count of persons by condition is shown to whoever may see no more than totals and frozen weeks: as a multiple of
 * five, and nought for all small ones. Eight is the first that is not small, since the ends of every class then lie outside
 * one to four: {0–7}, {8–12}, {13–17} … With five as the first, {0–4} would end in four, and a total that is as large as it
 * can be would tell that each part of it is four.
 */

export const blurStep = 5;
/** The first count that is not shown as nought. */
export const firstShown = 8;

/** A count below this is nobody's to know. */
export const smallest = 5;

export function blurCount(count: number): number {
	return count < firstShown ? 0 : Math.round(count / blurStep) * blurStep;
}

/** What a blurred count leaves possible, both ends included. */
export function countsBehind(shown: number): { low: number; high: number } {
	const reach = Math.floor(blurStep / 2);
	return shown === 0 ? { low: 0, high: firstShown - 1 } : { low: shown - reach, high: shown + reach };
}
