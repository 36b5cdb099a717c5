import type {
	DrugForecastCard,
	DrugForecastMonth,
	DrugHistoryMonth,
	DrugMorbidity,
	ForecastStock
} from '../../domain/drug-forecast.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Ven } from '../../domain/medicines.ts';
import type { Snapshot } from './snapshot.ts';

/** Units with their 80 % interval. */
export type ExpectedUse = { mean: number; low: number; high: number };

/** When the stock ends: a day, or a month `YYYY-MM` where units are told in steps; null for one beyond the months that are forecast. */
export type ExpectedRunOut = {
	expected: string | null;
	earliest: string | null;
	latest: string | null;
	/** Of cover at the expected use. */
	months: number | null;
};

/** What expires first of the stock that was reported last. */
export type ExpectedExpiry = {
	/** `YYYY-MM`. */
	month: string;
	/** Units of all that expire in that month. */
	quantity: number;
	/** Facilities whose newest report names an expiry. */
	reported: number;
	/** First day of the month of the newest of those reports. */
	newest: string;
};

export type ForecastRow = {
	item: string;
	ven: Ven | null;
	/** The first twelve months of the forecast, the one after the last complete month first. */
	next: ExpectedUse;
	stock: ForecastStock | null;
	/** Null where no stock is known. */
	runOut: ExpectedRunOut | null;
	madeOn: string;
};

/** RKO's sum by one method: units. */
export type NeedParts = { use: number; buffer: number; leadTime: number; stock: number; need: number };

export type NeedsCompared = {
	consumption: NeedParts;
	morbidity: NeedParts;
	divergence: 'agree' | 'consumption-higher' | 'morbidity-higher' | 'unknown';
	/** Use by consumption ÷ use by morbidity. */
	ratio: number | null;
	perDisease: DrugMorbidity['perDisease'];
	unknown: readonly string[];
};

export type FacilityUseRow = {
	facility: string;
	name: string;
	/** Of the planned year. */
	year: ExpectedUse;
	stock: ForecastStock | null;
	runOut: ExpectedRunOut | null;
	/** Null where no report names one. */
	expiry: ExpectedExpiry | null;
};

export type ForecastDetail = ForecastRow & {
	computedAt: string;
	version: number;
	/** `YYYY-MM`, as all months here. */
	lastMonth: string;
	plan: { from: string; to: string; leadMonths: number };
	/** Of the planned year's twelve months. */
	year: ExpectedUse;
	/** Units of the planned year and the lead time that suffice with each chance. */
	total: readonly { chance: number; units: number }[];
	history: readonly DrugHistoryMonth[];
	months: readonly DrugForecastMonth[];
	card: DrugForecastCard;
	/** Months with a figure that the forecast rests on, and since when. */
	known: { from: string; months: number };
	/** Null for a facility, for whoever may not see cases by disease, and where nobody counted them. */
	needs: NeedsCompared | null;
	/** Null where no report names one. */
	expiry: ExpectedExpiry | null;
	/** What the city's figures are the sum of; empty for a facility. */
	facilities: FacilityUseRow[];
};

export type ForecastMeasure = 'next' | 'runOut' | 'stock' | 'expiry' | 'year' | 'month' | 'need' | 'record';

export type DrugForecastView = {
	snapshot: Snapshot;
	filter: { item: string | null; facility: string | null };
	/** Units are told in steps of five: to whoever sees no single persons. */
	isRounded: boolean;
	/** Why the two methods are not compared, where they are not. */
	mayCompare: boolean;
	/** Those that run out first come first, then by expected use. */
	rows: ForecastRow[];
	/** The item asked for, else the first. */
	detail: ForecastDetail | null;
	facilities: { code: string; name: string }[];
	evidence: Record<ForecastMeasure, Evidence>;
};
