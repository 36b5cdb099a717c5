import type { BedHospital, BedSort } from '../../domain/bed-summary.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { BedCell } from '../live.ts';
import type { BedForecastView } from './bed-forecast.ts';
import type { Snapshot } from './snapshot.ts';

export type BedsFilter = {
	/** Null: the whole city. */
	kecamatan: string | null;
	/** Null: all ward classes. */
	ward: string | null;
	/** The list shows only classes with a free bed, confirmed or possible. */
	onlyFree: boolean;
	sort: BedSort;
};

/** What stood at an hour's end, each room's last report carried forward for at most a day. */
export type BedCurvePoint = {
	/** ISO instant at which the hour begins. */
	hour: string;
	/** Hospitals with a report that is still carried. */
	hospitals: number;
	/** Null where nothing stood. */
	free: number | null;
	/** Over the rooms that state both; null where none does. */
	occupied: number | null;
	capacity: number | null;
};

export const bedMeasures = [
	'confirmed_free',
	'possible_free',
	'occupancy',
	'capacity',
	'queue',
	'reporting',
	'curve'
] as const;
export type BedMeasure = (typeof bedMeasures)[number];

export type BedsView = {
	snapshot: Snapshot;
	filter: BedsFilter;
	/** Every room of the city, whatever the filter: the map and the totals need them all. */
	rooms: BedCell[];
	/** Everyone who ever reported a bed: names for the rooms, and for those of changes to come. */
	hospitals: BedHospital[];
	/** Hospitals last heard of so long ago that they are no longer counted. */
	forgotten: number;
	/** 48 hours for the chosen ward class and kecamatan. */
	curve: BedCurvePoint[];
	/** How many hospitals are expected in the curve. */
	curveExpected: number;
	/** Null where none was stored on the page's day. */
	forecast: BedForecastView | null;
	evidence: Record<BedMeasure, Evidence>;
};
