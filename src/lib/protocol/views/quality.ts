import type { SharedClass } from '../../domain/bed-way.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Party } from '../../domain/role.ts';
import type { EventRefusal } from '../refusals.ts';
import type { Snapshot } from './snapshot.ts';

export type SourceCounts = { accepted: number; duplicate: number; quarantined: number };

/** What one source of one reporter sent. */
export type SourceRow = {
	/** Facility code, or the party where it is none. */
	reporter: string;
	/** The facility's name; null for a party, which the page names. */
	name: string | null;
	isHospital: boolean;
	/** The address the sender gives itself; empty for what could not be read that far. */
	source: string;
	/** ISO instant. */
	lastSeenAt: string;
	today: SourceCounts;
	/** Events taken on each of the last fourteen days, today last. */
	days: number[];
	/** Of the fourteen days: how many events came within an hour, 6 hours, 24 hours, 7 days of their time, or later. */
	delays: [number, number, number, number, number];
	/** How long it usually stays away between two days on which it sends. */
	usualHours: number;
};

/** An event that could not be used and waits for somebody. */
export type HeldRow = {
	id: string;
	refusal: EventRefusal;
	party: Party;
	facility: { code: string; name: string } | null;
	source: string;
	eventId: string | null;
	eventType: string | null;
	receivedAt: string;
	/** How often the same was sent; null in a view of the past, where nobody can tell any more. */
	times: number | null;
};

/** Resources of one kind that one sender sent over FHIR, and that wait for the same partners. */
export type UnjoinedRow = {
	party: Party;
	facility: { code: string; name: string } | null;
	/** FHIR's word, such as `MedicationDispense`. */
	type: string;
	/** FHIR's words for what has not come; or the element of a room that it lacks. */
	missing: string[];
	waiting: number;
	/** Waited thirty days and were given up: their content is gone. */
	expired: number;
	/** Of those that wait: what counts already, without what it lacks. */
	counted: number;
	/** ISO instant at which the first of them came. */
	since: string;
};

/** Rows on a page of what waits. */
export const heldPageRows = 25;

export type QualityFilter = { reason: string; source: string; type: string; page: number };
/** A choice of a filter; `name` where it is a facility. */
export type Facet = { value: string; count: number; name: string | null };

export type QualityView = {
	snapshot: Snapshot;
	today: string;
	filter: QualityFilter;
	sources: SourceRow[];
	/** Ward classes that several ways tell: counted once, by one of them. `name` is the facility's. */
	sharedBeds: (SharedClass & { name: string })[];
	waiting: number;
	held: { rows: HeldRow[]; total: number; pages: number };
	facets: { reasons: Facet[]; sources: Facet[]; types: Facet[] };
	/** Null for a past day, of which nobody can tell any more. */
	unjoined: UnjoinedRow[] | null;
	evidence: {
		hospitals: Evidence;
		waiting: Evidence;
		silent: Evidence;
		accepted: Evidence;
		unjoined: Evidence;
	};
};

export type HeldField = {
	/** `time` or `data.visit`. */
	path: string;
	kind: 'text' | 'number' | 'choice' | 'list' | 'json';
	options: string[];
	isRequired: boolean;
	/** The one that the refusal names. */
	isRefused: boolean;
	value: string;
};
/**
 * Either the fields of a known type, or, where the type is not known, the whole as JSON. `hasPerson`: whose it is was told
 * before it was held, so that a NIK need not be typed.
 */
export type HeldPayload = { hasPerson: boolean } & (
	{ fields: HeldField[]; json: null } | { fields: null; json: string }
);

export type HeldState = 'waiting' | 'replayed' | 'discarded' | 'expired';
export type HeldView = HeldRow & {
	state: HeldState;
	resolvedAt: string | null;
	/** Until when what was sent is held. */
	expiresAt: string;
	/** False for bytes that could not be read: only their length and place are known. */
	hasPayload: boolean;
	demo: boolean;
};
