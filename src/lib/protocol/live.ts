/**
 * The live wire. Every commit gets the next change number; a snapshot names the number it was read at, a delta the
 * numbers it leads from and to. A viewer whose number is not a delta's `from` has missed something and asks again.
 */
import type { BedWay } from '../domain/bed-way.ts';

export const topics = ['overview', 'beds', 'diseases', 'drugs', 'budget', 'quality', 'public'] as const;
export type Topic = (typeof topics)[number];

/** A room's newest state: absolute, so applying it twice does no harm. `free` is what stands on the page. */
export type BedCell = {
	facility: string;
	ward: string;
	/** By which way it was told; rooms of two ways are never added (`domain/bed-way.ts`). */
	way: BedWay;
	room: string;
	capacity: number | null;
	occupied: number | null;
	free: number;
	queue: number | null;
	reportedAt: string | null;
};
/** Increments: added to what the viewer has. */
export type DiseaseCell = { icd3: string; kecamatan: string; day: string; visits: number };
export type ServiceCell = { facility: string; service: string; day: string; visits: number };
export type DrugCell = { item: string; month: string; quantity: number };
export type ClaimCell = {
	budgetYear: number;
	state: string;
	facility: string;
	service: string;
	serviceMonth: string;
	transitionMonth: string;
	claims: number;
	billedRupiah: number;
	amountRupiah: number;
};
export type MemberCell = { kecamatan: string; segment: string; status: string; jkn: string; persons: number };
export type SourceCell = {
	reporter: string;
	source: string;
	day: string;
	accepted: number;
	duplicate: number;
	quarantined: number;
	lastSeenAt: string;
};

/** Where a ward class of the whole city stands: absolute, made by the server, for viewers that get totals only. */
export type BedTotalCell = {
	ward: string;
	confirmedFree: number;
	possibleFree: number;
	capacity: number;
	occupied: number;
	queue: number;
	facilitiesFresh: number;
	facilities: number;
};

export type Cells = {
	bedTotals: BedTotalCell[];
	beds: BedCell[];
	diseases: DiseaseCell[];
	services: ServiceCell[];
	drugs: DrugCell[];
	claims: ClaimCell[];
	members: MemberCell[];
	sources: SourceCell[];
	/** Signals raised or moved. Told by `reload` only. */
	signals: { id: string }[];
	/** Weeks that were frozen. Too wide to send: told by `reload` only. */
	lattice: { week: string }[];
};
export type CellKind = keyof Cells;

/** What one commit, or several merged, changed. `reload` names kinds too wide to send: take a new snapshot instead. */
export type Changes = { [K in CellKind]?: Cells[K] } & { reload?: CellKind[] };

export type Delta = { topic: Topic; from: number; to: number; committedAt: string; changes: Changes };

/** Which kinds a topic carries. */
export const topicKinds: Record<Topic, readonly CellKind[]> = {
	overview: ['bedTotals', 'diseases', 'services', 'drugs', 'claims', 'members', 'sources', 'lattice'],
	beds: ['beds'],
	diseases: ['diseases', 'lattice', 'signals'],
	drugs: ['drugs'],
	budget: ['claims', 'members'],
	quality: ['sources'],
	public: ['bedTotals', 'services', 'claims', 'members']
};

export type WatchRequest = { topic: Topic; since: number };
/** `caughtUp`: here is what you missed; `resync`: too far back or ahead of us, load the page's data anew. */
export type WatchAnswer =
	| { status: 'caughtUp'; at: number; delta: Delta | null }
	| { status: 'resync' }
	| { status: 'refused'; reason: string };

/** Sent every few seconds while the feed of changes is read: silence means that the screen is stale. */
export type Pulse = { change: number; at: string };

export type ServerToClient = { delta: (delta: Delta) => void; pulse: (pulse: Pulse) => void };
export type ClientToServer = {
	watch: (request: WatchRequest, answer: (answer: WatchAnswer) => void) => void;
	unwatch: (topic: Topic) => void;
};

export const pulseIntervalMs = 3_000;
/** Without a pulse for this long a screen says that it is stale. */
export const staleAfterMs = 10_000;
