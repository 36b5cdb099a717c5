import type { BedHospital } from '../../domain/bed-summary.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { FindSort } from '../../domain/find-bed.ts';
import type { BedCell } from '../live.ts';
import type { Snapshot } from './snapshot.ts';

export type FindBedFilter = {
	ward: string;
	/** From where; null where nobody said. */
	kecamatan: string | null;
	sort: FindSort;
};

export const findBedMeasures = ['found', 'distance'] as const;
export type FindBedMeasure = (typeof findBedMeasures)[number];

export type FindBedView = {
	snapshot: Snapshot;
	filter: FindBedFilter;
	/** The classes that anybody reports; the others cannot be chosen. */
	wards: string[];
	/** Rooms of the chosen class, everywhere. */
	rooms: BedCell[];
	hospitals: BedHospital[];
	evidence: Record<FindBedMeasure, Evidence>;
};
