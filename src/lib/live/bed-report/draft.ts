/** The form's rooms while a person changes them: pure, so that what may be sent is decided in one place. */
import { mostBeds, mostOccupied } from '../../domain/bed-limits.ts';
import { holdsIdentityNumber } from '../../domain/nik.ts';
import type { FormRoom, SentRoom } from '../../protocol/bed-report.ts';

export type DraftRoom = {
	key: string;
	ward: string;
	room: string;
	/** As last stated; null for a room that is new here. */
	last: FormRoom | null;
	/** Null where nothing is filled in; NaN where it is no whole number, so that nothing else is sent in its place. */
	capacity: number | null;
	occupied: number | null;
	queue: number | null;
};

/** A count as it was typed: NaN for what is no whole number, such as `-5` or `12.5`. */
export function readCount(typed: string): number | null {
	const text = typed.trim();
	if (text === '') return null;
	return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

export type Counted = 'capacity' | 'occupied' | 'queue';
export type RoomFault = 'not-whole' | 'capacity-missing' | 'occupied-missing' | 'too-many' | 'above-capacity';
export type NameFault = 'ward-missing' | 'room-missing' | 'room-too-long' | 'room-identity' | 'room-taken';

const longestName = 64;
const emptyRoom = { capacity: null, occupied: null, queue: null };

export const keyOf = ({ ward, room }: { ward: string; room: string }): string => `${ward}\u0001${room}`;

export function draftOf(last: FormRoom): DraftRoom {
	const { ward, room, capacity, occupied, queue } = last;
	return { key: keyOf(last), ward, room, last, capacity, occupied, queue };
}

export function newRoom(ward: string, name: string): DraftRoom {
	const room = tidyName(name);
	return { key: keyOf({ ward, room }), ward, room, last: null, ...emptyRoom, queue: 0 };
}

export const tidyName = (name: string): string => name.trim().replace(/\s+/g, ' ');

const isCountChanged = ({ last, capacity, occupied }: DraftRoom) =>
	last === null || capacity !== last.capacity || occupied !== last.occupied;

export const isChanged = (draft: DraftRoom): boolean =>
	isCountChanged(draft) || draft.queue !== (draft.last?.queue ?? null);

/** What the two numbers leave free; as it was stated while nobody touched them. Null while one is not filled in. */
export function freeOf(draft: DraftRoom): number | null {
	const { last, capacity, occupied } = draft;
	if (last !== null && !isCountChanged(draft)) return last.free;
	if (capacity === null || occupied === null || Number.isNaN(capacity - occupied)) return null;
	return Math.max(0, capacity - occupied);
}

export function faultOf(draft: DraftRoom): RoomFault | null {
	const { capacity, occupied, queue } = draft;
	if ([capacity, occupied, queue].some(Number.isNaN)) return 'not-whole';
	if (Math.max(capacity ?? 0, occupied ?? 0, queue ?? 0) > mostBeds) return 'too-many';
	// What another system stated without its capacity may stand; whoever changes it says the whole.
	if (!isCountChanged(draft)) return null;
	if (capacity === null) return 'capacity-missing';
	if (occupied === null) return 'occupied-missing';
	return occupied > mostOccupied(capacity) ? 'above-capacity' : null;
}

/** Why a room of this class and name cannot be added; null where it can. */
export function nameFaultOf(ward: string, name: string, rooms: readonly DraftRoom[]): NameFault | null {
	const room = tidyName(name);
	if (ward === '') return 'ward-missing';
	if (room === '') return 'room-missing';
	if (room.length > longestName) return 'room-too-long';
	if (holdsIdentityNumber(room)) return 'room-identity';
	const isTaken = rooms.some((one) => one.ward === ward && one.room.toLowerCase() === room.toLowerCase());
	return isTaken ? 'room-taken' : null;
}

/** What is sent of it. `free` goes along only where capacity and occupied do not tell it: beds out of use, or no capacity. */
export function statementOf(draft: DraftRoom): Omit<SentRoom, 'id'> {
	const { ward, room, capacity, occupied, queue } = draft;
	const free = freeOf(draft);
	const isTold = capacity !== null && occupied !== null && free === Math.max(0, capacity - occupied);
	return { ward, room, capacity, occupied, free: isTold ? null : free, queue };
}

/** The rooms as they now stand, with what the person has changed and not yet sent. */
export function rebase(rooms: readonly FormRoom[], drafts: readonly DraftRoom[]): DraftRoom[] {
	const edited = new Map(drafts.filter(isChanged).map((draft) => [draft.key, draft]));
	const standing = rooms.map((last): DraftRoom => {
		const kept = edited.get(keyOf(last));
		edited.delete(keyOf(last));
		return kept ? { ...kept, last } : draftOf(last);
	});
	return [...standing, ...[...edited.values()].map((draft) => ({ ...draft, last: null }))];
}

/** Puts what a refused report said back into the form. */
export function refill(drafts: readonly DraftRoom[], rooms: readonly SentRoom[]): DraftRoom[] {
	const filled = new Map(drafts.map((draft) => [draft.key, draft]));
	for (const { ward, room, capacity, occupied, queue } of rooms) {
		const key = keyOf({ ward, room });
		filled.set(key, { key, ward, room, last: filled.get(key)?.last ?? null, capacity, occupied, queue });
	}
	return [...filled.values()];
}
