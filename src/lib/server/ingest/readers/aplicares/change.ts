/** From the fields of Aplicares to events: a room added, updated, renamed or given up. */
import { findWardClassByKodekelas } from '../../../../domain/ward.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import type { RawItem } from '../../batch.ts';
import {
	bedEvent,
	givenUp,
	isStanding,
	refusedBed,
	type RoomState,
	type Telling
} from '../bridging/bed-events.ts';
import { textOf, wholeOf, type Fields } from '../bridging/payload.ts';
import { isRoomOf, markOf, roomName } from './rooms.ts';

/** Ours → theirs, for refusals. */
export const aplicaresFields = {
	'data.ward': 'kodekelas',
	'data.room': 'koderuang',
	'data.capacity': 'kapasitas',
	'data.free': 'tersedia',
	'data.reportedAt': 'X-Timestamp',
	time: 'X-Timestamp',
	id: 'koderuang',
	subject: 'kodeppk',
	type: 'X-Cons-ID'
} as const;

export type RoomKey = { kodekelas: unknown; koderuang: unknown };
export const keyOf = (fields: Fields): RoomKey => ({
	kodekelas: textOf(fields.kodekelas),
	koderuang: textOf(fields.koderuang)
});

/** The rooms that stand under this code, under whatever name. */
export function standingUnder(
	{ kodekelas, koderuang }: RoomKey,
	rooms: readonly StandingRoom[]
): StandingRoom[] {
	if (typeof kodekelas !== 'string' || typeof koderuang !== 'string') return [];
	return rooms.filter(isStanding).filter(isRoomOf(kodekelas, koderuang));
}

/** The room as it is told now; those that stood under the same code with another name are given up. */
export function tellRoom(fields: Fields, telling: Telling): RawItem[] {
	const key = keyOf(fields);
	const state = stateOf(fields, key);
	if (typeof key.kodekelas === 'string' && !findWardClassByKodekelas(key.kodekelas))
		return [refusedBed(state, unknownClass(key.kodekelas), telling)];
	const renamed = standingUnder(key, telling.rooms).filter(({ room }) => room !== state.room);
	return [state, ...renamed.map(givenUp)].map((one) => bedEvent(one, telling));
}

export const giveUp = (rooms: readonly StandingRoom[], telling: Telling) =>
	rooms.map((room) => bedEvent(givenUp(room), telling));

const unknownClass = (value: string) =>
	({ code: 'unknown-code', field: 'kodekelas', detail: { value: value.slice(0, 64) } }) as const;

function stateOf(fields: Fields, { kodekelas, koderuang }: RoomKey): RoomState {
	const ward = typeof kodekelas === 'string' ? findWardClassByKodekelas(kodekelas)?.id : undefined;
	return {
		ward: ward ?? kodekelas,
		room: namedRoom(fields, { kodekelas, koderuang }),
		capacity: wholeOf(fields.kapasitas),
		free: wholeOf(fields.tersedia)
	};
}

/** A room without a code is none: it could never be given up. */
function namedRoom(fields: Fields, { kodekelas, koderuang }: RoomKey): unknown {
	if (typeof kodekelas !== 'string' || typeof koderuang !== 'string') return koderuang ?? null;
	const mark = markOf(kodekelas, koderuang);
	const name = textOf(fields.namaruang);
	if (name !== undefined && typeof name !== 'string') return name;
	return name === undefined || name === koderuang ? mark : roomName(name, mark);
}
