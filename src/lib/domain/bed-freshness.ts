/**
 * What a bed report is worth. A ward class of a hospital is the sum of its rooms and as old as its oldest room's report
 * (where several ways tell it, of the rooms of one way: `bed-way.ts`);
 * within the class's limit its free beds are confirmed, after it they are only possible. A report without a time is
 * never fresh.
 */
import { roomsInTurn, type BedWay } from './bed-way.ts';
import { findWardClass } from './ward.ts';

/** A room whose last report lies further back than this before the city's newest is history, no bed. */
export const forgottenAfterDays = 30;

export type RoomState = {
	facility: string;
	ward: string;
	way: BedWay;
	capacity: number | null;
	occupied: number | null;
	free: number;
	queue: number | null;
	/** ISO instant; null where the report did not say. */
	reportedAt: string | null;
};

export type WardState = {
	facility: string;
	ward: string;
	capacity: number;
	occupied: number;
	free: number;
	queue: number;
	rooms: number;
	/** The oldest room's; null as soon as one room's is unknown. */
	reportedAt: string | null;
	fresh: boolean;
};

export type WardTotal = {
	ward: string;
	confirmedFree: number;
	possibleFree: number;
	capacity: number;
	occupied: number;
	queue: number;
	facilitiesFresh: number;
	facilities: number;
};

const defaultStaleAfterHours = 24;

export function isFresh(ward: string, reportedAt: string | null, now: Date): boolean {
	if (reportedAt === null) return false;
	const limitHours = findWardClass(ward)?.staleAfterHours ?? defaultStaleAfterHours;
	return now.getTime() - Date.parse(reportedAt) <= limitHours * 3_600_000;
}

/**
 * False for a room without a bed, a patient or a queue, which is how a room that was given up is reported: it is shown
 * nowhere, and its age must not make its class look stale.
 */
export function holdsBeds({
	capacity,
	occupied,
	free,
	queue
}: Pick<RoomState, 'capacity' | 'occupied' | 'free' | 'queue'>): boolean {
	return capacity !== 0 || free > 0 || (occupied ?? 0) > 0 || (queue ?? 0) > 0;
}

/** The rooms that make a figure: those that hold beds, of one way for each ward class. */
export const countedRooms = <Room extends RoomState>(rooms: Iterable<Room>): readonly Room[] =>
	roomsInTurn([...rooms].filter(holdsBeds));

/** Rooms → one state for each hospital's ward class. */
export function sumRooms(rooms: Iterable<RoomState>, now: Date): WardState[] {
	const wards = new Map<string, WardState>();
	for (const room of countedRooms(rooms)) {
		const key = `${room.facility}\u0001${room.ward}`;
		const standing = wards.get(key);
		if (standing) addRoom(standing, room);
		else wards.set(key, wardOf(room));
	}
	const states = [...wards.values()];
	for (const state of states) state.fresh = isFresh(state.ward, state.reportedAt, now);
	return states;
}

function wardOf(room: RoomState): WardState {
	const { facility, ward, capacity, occupied, free, queue, reportedAt } = room;
	return {
		facility,
		ward,
		capacity: capacity ?? 0,
		occupied: occupied ?? 0,
		free,
		queue: queue ?? 0,
		rooms: 1,
		reportedAt,
		fresh: false
	};
}

function addRoom(state: WardState, room: RoomState): void {
	state.capacity += room.capacity ?? 0;
	state.occupied += room.occupied ?? 0;
	state.free += room.free;
	state.queue += room.queue ?? 0;
	state.rooms += 1;
	state.reportedAt = olderOf(state.reportedAt, room.reportedAt);
}

function olderOf(a: string | null, b: string | null): string | null {
	if (a === null || b === null) return null;
	return Date.parse(a) < Date.parse(b) ? a : b;
}

/** Hospitals' ward classes → the city's, in the order of their first appearance. */
export function sumWards(states: Iterable<WardState>): WardTotal[] {
	const totals = new Map<string, WardTotal>();
	for (const state of states) {
		const total = totals.get(state.ward) ?? emptyTotal(state.ward);
		totals.set(state.ward, total);
		total[state.fresh ? 'confirmedFree' : 'possibleFree'] += state.free;
		total.capacity += state.capacity;
		total.occupied += state.occupied;
		total.queue += state.queue;
		total.facilities += 1;
		if (state.fresh) total.facilitiesFresh += 1;
	}
	return [...totals.values()];
}

function emptyTotal(ward: string): WardTotal {
	return {
		ward,
		confirmedFree: 0,
		possibleFree: 0,
		capacity: 0,
		occupied: 0,
		queue: 0,
		facilitiesFresh: 0,
		facilities: 0
	};
}
