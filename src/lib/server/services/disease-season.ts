/** The usual course of a disease's year, out of past years on the same basis, for whoever sees exact counts. */
import { findZone } from '../../analytics/surveillance/endemic-channel.ts';
import { placeInBand } from '../../analytics/surveillance/max-min-band.ts';
import { drawSeason, type SeasonKind, type SeasonSlot } from '../../analytics/surveillance/season-course.ts';
import type { ChosenBasis } from '../../analytics/basis/one-basis.ts';
import { areComparable, type Counted } from '../../domain/basis.ts';
import { eachPeriod, movePeriod, type Grain } from '../../domain/grain.ts';
import { epiWeek, epiWeekStart } from '../../domain/period.ts';
import type { DiseaseSeason } from '../../protocol/views/diseases.ts';

/** Bortman takes five to seven; the ministry three to five. */
const mostYears: Readonly<Record<SeasonKind, number>> = { channel: 7, 'max-min': 5 };

/** Which picture a grain has; none where a year has too few periods to have a season. */
export const seasonKindOf = (grain: Grain): SeasonKind | null =>
	grain === 'week' ? 'channel' : grain === 'month' ? 'max-min' : null;

/** Weeks of an epidemiological year, or months of a calendar year, by their first days. */
export function periodsOfYear(kind: SeasonKind, year: number): string[] {
	if (kind === 'max-min') return eachPeriod('month', `${year}-01-01`, `${year}-12-01`);
	const first = epiWeekStart(`${year}-01-04`);
	return eachPeriod('week', first, movePeriod('week', epiWeekStart(`${year + 1}-01-04`), -1));
}

export const seasonYearOf = (kind: SeasonKind, period: string): number =>
	kind === 'channel' ? epiWeek(period).year : Number(period.slice(0, 4));

/** From the first period of the oldest past year to the last of the year shown. */
export function seasonSpan(kind: SeasonKind, year: number): { from: string; to: string } {
	const from = periodsOfYear(kind, year - mostYears[kind])[0] ?? '';
	return { from, to: periodsOfYear(kind, year).at(-1) ?? '' };
}

type Asked = {
	kind: SeasonKind;
	year: number;
	/** The period under way. */
	openPeriod: string;
	figureOf: (period: string) => Counted | null;
};

/** @returns null where nothing of the year is known: there is no basis to look for in past years. */
export function courseOf({ kind, year, openPeriod, figureOf }: Asked): DiseaseSeason | null {
	const periods = periodsOfYear(kind, year);
	const figures = periods.map(figureOf);
	const base = figures.findLast((figure) => figure !== null && areComparable(figure, figure));
	if (!base) return null;
	const valueOf = (figure: Counted | null) => (figure && areComparable(figure, base) ? figure.value : null);
	const past = Array.from({ length: mostYears[kind] }, (_, back) => year - mostYears[kind] + back);
	const years = past.map((one) => periodsOfYear(kind, one).map((period) => valueOf(figureOf(period))));
	const slots = drawSeason(kind, years, periods.length);
	return {
		...{ kind, year },
		pastYears: past.filter((_, place) => years[place]?.some((count) => count !== null)),
		points: slots.map((slot, place) => {
			const period = periods[place] ?? '';
			const figure = figures[place] ?? null;
			// What is under way, or counted in part, is shown and held against nothing.
			const isOpen = period >= openPeriod || figure?.isPartial === true;
			const isSame = figure !== null && (figure.kind === 'tally') === (base.kind === 'tally');
			const now = isSame && period <= openPeriod ? figure.value : null;
			return { ...slot, period, isOpen, now, zone: isOpen ? null : zoneOf(kind, now, slot) };
		})
	};
}

function zoneOf(kind: SeasonKind, now: number | null, { low, middle, high, years }: SeasonSlot) {
	if (now === null || low === null || middle === null || high === null) return null;
	if (kind === 'channel')
		return findZone(now, { lowerQuartile: low, median: middle, upperQuartile: high, years });
	return placeInBand(now, { least: low, mean: middle, most: high, years });
}

/** Values by kecamatan for every period of the trend: what the slider under the map goes through. */
export function areaTrendOf(
	areas: readonly string[],
	periods: readonly string[],
	chosen: (period: string) => ChosenBasis
): { area: string; values: (number | null)[] }[] {
	const parts = periods.map((period) => chosen(period).parts);
	return areas.map((area) => ({ area, values: parts.map((part) => part.get(area)?.value ?? null) }));
}
