import type { Counted } from '../../domain/basis.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Ven } from '../../domain/medicines.ts';
import type { Snapshot } from './snapshot.ts';

export type DrugTrendPoint = {
	/** First day of the month. */
	month: string;
	/** Units used; null where nobody counted. */
	now: Counted | null;
	lastYear: Counted | null;
	/** Still under way. */
	isOpen: boolean;
};

export type DrugStock = {
	/** Units, each facility's newest report summed. */
	closing: number;
	/** The oldest and the newest month among those reports. */
	oldest: string;
	newest: string;
	/** Facilities with a report young enough, of those that reported the item in half a year. */
	reported: number;
	expected: number;
};

export type DrugRow = {
	item: string;
	/** Null for an item outside the list. */
	ven: Ven | null;
	/** Units used in the month under way and in the last complete one. */
	open: Counted | null;
	last: Counted | null;
	/** Units a month over the last three complete ones, all facilities of the view. */
	meanUse: number | null;
	stock: DrugStock | null;
	/** Stock ÷ mean use of the facilities that reported it; null where it cannot be said. */
	monthsLeft: number | null;
	/** Estimated: units × a plausible price. */
	meanUseRupiah: number | null;
	stockRupiah: number | null;
};

export type DrugEvidence = Record<'use' | 'meanUse' | 'stock' | 'monthsLeft' | 'value', Evidence>;

export type DrugsView = {
	snapshot: Snapshot;
	filter: { item: string | null; ven: Ven | null; kecamatan: string | null; facility: string | null };
	openMonth: string;
	lastMonth: string;
	/** The item of the trend: the one asked for, else the one that runs out first, else the most used. */
	trendItem: string | null;
	trend: DrugTrendPoint[];
	/** Those that run out first come first; what cannot be said comes last, the most used before. */
	rows: DrugRow[];
	/** Facilities that ever reported anything, for the filter. */
	facilities: { code: string; name: string }[];
	feedStart: string | null;
	evidence: DrugEvidence;
};

/** Less than this and the item is gone before the next delivery. */
export const scarceMonths = 1;
