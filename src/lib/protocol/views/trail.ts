import type { TrailAction } from '../../domain/trail.ts';
import type { Snapshot } from './snapshot.ts';

/** Lines on a page of it. */
export const trailPageRows = 50;

export type TrailQueryFilter = {
	/** Empty for all. */
	who: string;
	action: TrailAction | '';
	/** Jakarta days, both included. */
	from: string;
	to: string;
	text: string;
	page: number;
};

export type TrailRow = {
	number: number;
	at: string;
	viewer: string;
	role: string;
	facility: { code: string; name: string } | null;
	address: string | null;
	/** As written; one that this version does not know is shown as it is. */
	action: string;
	what: string;
	/** The first of them. */
	rows: string[];
	/** How many rows were shown, or named where nobody counted. */
	rowCount: number | null;
	filter: { name: string; value: string }[];
	reason: string | null;
};

export type TrailStanding = {
	state: 'whole' | 'broken' | 'wrong-key';
	lines: number;
	/** The first bad line and what is wrong with it; null where no line is. */
	first: { kind: string; number: number | null } | null;
	problems: number;
	anchored: { day: string; number: number } | null;
	checkedAt: string;
};

export type TrailFacet = { value: string; count: number };

export type TrailView = {
	filter: TrailQueryFilter;
	standing: TrailStanding;
	rows: TrailRow[];
	total: number;
	pages: number;
	facets: { viewers: TrailFacet[]; actions: TrailFacet[] };
	/** User names, by the `user:<id>` and `account:<id>` of the lines and facets; of closed accounts too. */
	names: Record<string, string>;
	/** Lines an export holds at most. */
	mostExported: number;
	snapshot: Snapshot;
};
