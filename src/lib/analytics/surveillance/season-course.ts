import { drawEndemicChannel } from './endemic-channel.ts';
import { drawMaxMinBand } from './max-min-band.ts';

/** `channel`: quartiles of each week over past years. `max-min`: least, mean and most of each month. */
export type SeasonKind = 'channel' | 'max-min';

export interface SeasonSlot {
	/** All three null where fewer than three past years are known. */
	readonly low: number | null;
	readonly middle: number | null;
	readonly high: number | null;
	/** Past years with a known count. */
	readonly years: number;
}

/**
 * The usual course of a year from past ones, by either definition in one shape, so that one picture shows both.
 *
 * Definition: `drawEndemicChannel` (Bortman 1999) and `drawMaxMinBand` (Kemenkes), which see.
 *
 * @param years past years, oldest first, each from its first week or month; null where nobody reported
 * @param slots weeks or months of the year that is shown: one that no past year has is unknown
 * @returns one entry a slot. Throws as those two do; cost: theirs.
 */
export function drawSeason(
	kind: SeasonKind,
	years: readonly (readonly (number | null)[])[],
	slots: number
): SeasonSlot[] {
	const course = kind === 'channel' ? channelOf(years) : bandOf(years);
	return Array.from({ length: slots }, (_, slot) => {
		const known = years.filter((year) => (year[slot] ?? null) !== null).length;
		const usual = course[slot] ?? null;
		return { low: null, middle: null, high: null, ...usual, years: known };
	});
}

const channelOf = (years: readonly (readonly (number | null)[])[]) =>
	drawEndemicChannel(years).map(
		(week) => week && { low: week.lowerQuartile, middle: week.median, high: week.upperQuartile }
	);

const bandOf = (years: readonly (readonly (number | null)[])[]) =>
	drawMaxMinBand(years).map((month) => month && { low: month.least, middle: month.mean, high: month.most });
