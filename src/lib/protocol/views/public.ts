import type { Evidence } from '../../domain/evidence.ts';
import type { BedTotalCell } from '../live.ts';
import type { Snapshot } from './snapshot.ts';

/** A hospital with the ward class that the reader looks for. */
export type FoundHospital = {
	code: string;
	name: string;
	kecamatan: string | null;
	free: number;
	queue: number | null;
	/** The oldest room's report: the class is as old as that. */
	reportedAt: string | null;
};

export const publicMeasures = [
	'confirmed_free',
	'possible_free',
	'found',
	'reporting',
	'members',
	'visits_week',
	'visits_year',
	'ceiling',
	'paid',
	'owed'
] as const;
export type PublicMeasure = (typeof publicMeasures)[number];

export type PublicView = {
	snapshot: Snapshot;
	/** Asia/Jakarta day that the page shows. */
	today: string;
	filter: { ward: string; kecamatan: string | null };
	bedTotals: BedTotalCell[];
	/** How many hospitals ever reported a bed and still count, and how many of their reports are fresh. */
	hospitals: { fresh: number; all: number };
	found: FoundHospital[];
	/** Persons whose card is active. Null where no membership was ever reported. */
	members: number | null;
	/** Since Sunday, and since the year's first day. Not rounded: the page rounds what it shows. */
	visits: { weekStart: string; week: number; year: number };
	money: {
		year: number;
		/** Null while nobody has stated a budget for the year. */
		ceilingRupiah: number | null;
		paidRupiah: number;
		owedRupiah: number;
		/** Budget year's share that has passed, 0–1. */
		yearGone: number;
	};
	evidence: Record<PublicMeasure, Evidence>;
};
