/** What the diseases page may be asked for, from the words of a URL. */
import { findKecamatan } from '../../domain/area.ts';
import { isGrain, lastDayOf, movePeriod, periodOf, type Grain } from '../../domain/grain.ts';
import { isDay } from '../../domain/period.ts';
import { findDiseaseGroup, type DiseaseGroup } from '../../domain/surveillance-diseases.ts';
import { InvalidFilter } from './context.ts';

export type DiseaseQuery = {
	disease: string | null;
	kecamatan: string | null;
	grain: string | null;
	/** Any day of the period that the map and the tables show; null for the newest complete one. */
	period: string | null;
	asOf: string | null;
};

export type DiseaseFilter = {
	group: DiseaseGroup;
	kecamatan: string | null;
	grain: Grain;
	period: string | null;
};

const defaultDisease = 'dengue';

/** @throws InvalidFilter */
export function readDiseaseFilter({ disease, kecamatan, grain, period }: DiseaseQuery): DiseaseFilter {
	const group = findDiseaseGroup(disease ?? defaultDisease);
	if (!group) throw new InvalidFilter('disease', disease ?? '');
	if (kecamatan !== null && !findKecamatan(kecamatan)) throw new InvalidFilter('kecamatan', kecamatan);
	if (grain !== null && !isGrain(grain)) throw new InvalidFilter('grain', grain);
	if (period !== null && !isDay(period)) throw new InvalidFilter('period', period);
	return { group, kecamatan, grain: grain ?? 'week', period };
}

/** How far back a trend reaches: a year of weeks, else as far as anything was counted, within reason. */
const longest = { week: 52, month: 120, 'half-year': 24, year: 15 } as const;
const shortest = { week: 52, month: 24, 'half-year': 6, year: 5 } as const;

export type Window = { first: string; open: string };

/** @param earliest first day of anything counted in this grain; null where nothing is */
export function trendWindow(grain: Grain, today: string, earliest: string | null): Window {
	const open = periodOf(grain, today);
	const back = (periods: number) => movePeriod(grain, open, -periods);
	const wanted = earliest === null ? open : periodOf(grain, earliest);
	const first = [back(longest[grain]), wanted].reduce((a, b) => (a > b ? a : b));
	return { first: first < back(shortest[grain]) ? first : back(shortest[grain]), open };
}

/** The asked period where the trend shows it, else the newest complete one that was counted. */
export function choosePeriod(
	grain: Grain,
	{ first, open }: Window,
	asked: string | null,
	isCounted: (period: string) => boolean
): string {
	const period = asked === null ? null : periodOf(grain, asked);
	if (period !== null && period >= first && period <= open) return period;
	const newest = movePeriod(grain, open, -1);
	for (let one = newest; one >= first; one = movePeriod(grain, one, -1)) if (isCounted(one)) return one;
	return newest;
}

export const spanOf = (grain: Grain, period: string) => ({ from: period, to: lastDayOf(grain, period) });
