import type { Evidence } from '../../domain/evidence.ts';
import type { RegisterSource, ValidityReason } from '../../domain/membership-validity.ts';
import type { Snapshot } from './snapshot.ts';

/** Null where it was not counted, or where so few people stand behind it that it is nobody's to know. */
export type MemberCounts = {
	persons: number;
	families: number | null;
	claims: number | null;
	paidRupiah: number | null;
};

export type ReasonRow = MemberCounts & {
	reason: ValidityReason;
	/** Persons more or fewer than on `changeSince`; null where nothing was counted then. */
	change: number | null;
};

export type AreaRow = {
	kecamatan: string;
	members: number;
	valid: number;
	/** Estimate of `domain/area`, at a demo's scale; null outside the city. */
	population: number | null;
};

/** The end of a week: `week` is its last day, or the day shown where the week is not over. */
export type MemberWeek = { week: string; members: number; valid: number };

export type SyncRow = {
	source: RegisterSource;
	mode: string;
	state: string;
	startedAt: string;
	endedAt: string | null;
	sender: string;
	lines: number;
	rejected: number;
	rejections: { reason: string; count: number; lines: number[] }[];
	added: number;
	changed: number;
	removed: number;
	fault: string | null;
};

export type SourceHealth = {
	source: RegisterSource;
	/** When what stands of it was read last; null for never. */
	lastAt: string | null;
	ageDays: number | null;
	expectedDays: number;
	isLate: boolean;
	last: SyncRow | null;
};

export type MembersEvidence = Record<
	'members' | 'valid' | 'reason' | 'paid' | 'coverage' | 'change',
	Evidence
>;

export type MembersView = {
	snapshot: Snapshot;
	/** `city`: totals only, rounded. */
	scope: 'all' | 'city';
	/** The day whose end is shown, and when it was counted; null before anything was. */
	day: string | null;
	countedAt: string | null;
	member: MemberCounts | null;
	valid: MemberCounts | null;
	invalid: MemberCounts | null;
	/** Of the whole city, at a demo's scale. */
	population: number;
	/** Share of the people that a demo has; 1 for a city. */
	populationScale: number;
	/** The counted day before the newest reading of a register. */
	changeSince: string | null;
	/** Members more or fewer since. */
	change: number | null;
	reasons: ReasonRow[];
	areas: AreaRow[];
	weeks: MemberWeek[];
	sources: SourceHealth[];
	syncs: SyncRow[];
	evidence: MembersEvidence;
};

export type MemberPerson = {
	/** The first eight characters of the random id. */
	id: string;
	kecamatan: string;
	segment: string;
	registerStatus: string | null;
	jkn: string;
	reasons: ValidityReason[];
	since: string;
	claims: number;
	paidRupiah: number;
};

/** People on a page of the list. */
export const peoplePageRows = 50;

export type MemberPeopleView = {
	snapshot: Snapshot;
	filter: { reason: ValidityReason; kecamatan: string | null; page: number };
	rows: MemberPerson[];
	total: number;
	pages: number;
	mostExported: number;
};
