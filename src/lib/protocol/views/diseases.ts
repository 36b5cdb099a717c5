import type { Counted } from '../../domain/basis.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Grain } from '../../domain/grain.ts';
import type { SkdrRule } from '../../domain/surveillance-diseases.ts';
import type { Snapshot } from './snapshot.ts';

export type DiseaseTrendPoint = {
	/** First day of the period. */
	period: string;
	/** Null where nobody counted: not a nought. */
	now: Counted | null;
	lastYear: Counted | null;
	/** Still under way: what is known so far, drawn apart. */
	isOpen: boolean;
	/** The count from which on the SKDR rule alerts; null where it cannot or does not. Weeks only. */
	alertAt: number | null;
};

/** What a whole week will probably show when late reports are in. */
export type DiseaseNowcast = {
	period: string;
	/** Known so far. */
	reported: number;
	expected: number;
	lower80: number;
	upper80: number;
};

export type DiseaseAreaRow = {
	/** A kecamatan, or the buckets "outside the city" and "unknown". */
	area: string;
	now: Counted | null;
	previous: Counted | null;
	/** Estimated; null for the buckets. */
	population: number | null;
};

export type DiseaseGroupRow = {
	group: string;
	rule: SkdrRule | null;
	/** The period under way; the one chosen; the one before the chosen. */
	open: Counted | null;
	chosen: Counted | null;
	previous: Counted | null;
	/** From which count on the rule alerts. Weeks only. */
	openAlertAt: number | null;
	chosenAlertAt: number | null;
};

/** A week (or month) of the year shown, beside what past years make usual for it. */
export type SeasonPoint = {
	period: string;
	now: number | null;
	/** Under way or counted in part: held against nothing. */
	isOpen: boolean;
	/** Quartiles of past years, or the least, mean and most; null before three years are known. */
	low: number | null;
	middle: number | null;
	high: number | null;
	/** Past years known. */
	years: number;
	/** Where a whole period lies; null where nothing can be said. */
	zone: SeasonZone | null;
};

/** Of the channel the first four, from below the lower quartile to above the upper; of the range the last three. */
export type SeasonZone = 'success' | 'safety' | 'alert' | 'epidemic' | 'below' | 'within' | 'above';

export type DiseaseSeason = {
	/** Quartiles of weeks (endemic channel), or the range of months (maximum–minimum). */
	kind: 'channel' | 'max-min';
	year: number;
	/** Past years of which anything is known on the same basis. */
	pastYears: number[];
	points: SeasonPoint[];
};

/** Which figure an evidence explains; the row's own place is added where it is shown. */
export type DiseaseEvidence = Record<'trend' | 'areas' | 'rate' | 'groups' | 'season' | 'nowcast', Evidence>;

export type DiseasesView = {
	snapshot: Snapshot;
	filter: { disease: string; kecamatan: string | null; grain: Grain };
	/** The three-character categories counted as the disease. */
	icd10: string[];
	openPeriod: string;
	/** What the map, the tables and the answer speak of. */
	chosenPeriod: string;
	previousPeriod: string;
	trend: DiseaseTrendPoint[];
	areas: DiseaseAreaRow[];
	/** Weeks whose reports are still coming in; none for readers of rounded counts, nor where delays are unknown. */
	nowcast: DiseaseNowcast[];
	/** By kecamatan, one value a period of the trend; null where nobody counted. */
	areaTrend: { area: string; values: (number | null)[] }[];
	/** Null for half-years and years, where nothing of the year is known, and for readers of rounded counts. */
	season: DiseaseSeason | null;
	groups: DiseaseGroupRow[];
	/** Grains in which ready-made counts of the disease exist, with how many periods: where to look when this one is empty. */
	counted: { grain: Grain; periods: number }[];
	/** First day of which a visit is known. */
	feedStart: string | null;
	/** Facilities with visits in the chosen period, of those with visits lately; null where no feed is expected. */
	reporting: { reported: number; expected: number } | null;
	/** Frozen weeks, rounded: a nought means fewer than eight. */
	isRounded: boolean;
	evidence: DiseaseEvidence;
};
