/**
 * Rooms as SIRS Online knows them. Its kinds of bed are finer than our ward classes: two rooms of one name and of two
 * kinds that make one class are two rooms here, so every kind but a class's first stands behind the name.
 */
import { findSirsBedType, type SirsBedType } from '../../../../domain/sirs-bed-types.ts';
import { findWardClass, findWardClassByIdTt } from '../../../../domain/ward.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import { hash } from 'node:crypto';

const suffix = / \(id_tt (\d{1,2})\)$/;

export function roomName(ruang: string, idTt: string): string {
	const isFirst = findWardClassByIdTt(idTt)?.sirsIdTt[0] === idTt;
	return isFirst ? ruang : `${ruang} (id_tt ${idTt})`;
}

/** How SIRS Online calls a room that stands here; undefined where it has no kind of bed for its class. */
export function sirsNameOf({ ward, room }: StandingRoom): { type: SirsBedType; ruang: string } | undefined {
	const [, coded] = suffix.exec(room) ?? [];
	const isCoded = coded !== undefined && findWardClassByIdTt(coded)?.id === ward;
	const type = findSirsBedType((isCoded ? coded : findWardClass(ward)?.sirsIdTt[0]) ?? '');
	if (!type) return undefined;
	const ruang = isCoded ? room.replace(suffix, '') : room;
	return { type, ruang: ruang === '-' ? '' : ruang };
}

const ownId = /^sirs:(\d{1,12}):/;

/**
 * The number of a room's record (`id_t_tt`): the one under which it was last told, else one made from its name. Client
 * software keeps it in columns for 32-bit numbers.
 */
export function recordOf(facility: string, { ward, room, versionId }: StandingRoom): string {
	const [, told] = ownId.exec(versionId) ?? [];
	return told ?? newRecord(facility, ward, room);
}

export function newRecord(facility: string, ward: string, room: string): string {
	const digest = parseInt(hash('sha256', JSON.stringify([facility, ward, room]), 'hex').slice(0, 12), 16);
	return String(100_000_000 + (digest % 2_000_000_000));
}
