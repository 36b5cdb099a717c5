/**
 * Rooms as SIRS Online knows them: by kind of bed, name and whether they are for COVID patients. Its kinds are finer than
 * our ward classes, and software tells its rooms apart by all three, adding and deleting by what the list says: so whatever
 * a class does not say by itself stands behind the name, and the list gives it back.
 */
import { findSirsBedType, type SirsBedType } from '../../../../domain/sirs-bed-types.ts';
import { findWardClass, findWardClassByIdTt } from '../../../../domain/ward.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import { hash } from 'node:crypto';

export type Covid = '0' | '1';
export type SirsName = { type: SirsBedType; ruang: string; covid: Covid };

/** What a kind says of itself where nobody says otherwise. */
export const usualCovid = ({ name }: SirsBedType): Covid => (/covid/i.test(name) ? '1' : '0');

const suffix = / \((?:id_tt (\d{1,2}))?(?:, )?(?:covid=([01]))?\)$/;

export function roomName({ ruang, type, covid }: SirsName): string {
	const isFirst = findWardClassByIdTt(type.idTt)?.sirsIdTt[0] === type.idTt;
	const marks = [
		...(isFirst ? [] : [`id_tt ${type.idTt}`]),
		...(covid === usualCovid(type) ? [] : [`covid=${covid}`])
	];
	return marks.length === 0 ? ruang : `${ruang} (${marks.join(', ')})`;
}

/** How SIRS Online calls a room that stands here; undefined where it has no kind of bed for its class. */
export function sirsNameOf({ ward, room }: StandingRoom): SirsName | undefined {
	const [mark = '', coded, covid] = suffix.exec(room) ?? [];
	const isOurs = mark !== '' && (coded === undefined || findWardClassByIdTt(coded)?.id === ward);
	const type = findSirsBedType((isOurs && coded) || (findWardClass(ward)?.sirsIdTt[0] ?? ''));
	if (!type) return undefined;
	const ruang = isOurs ? room.slice(0, -mark.length) : room;
	const isSaid = isOurs && (covid === '0' || covid === '1');
	return { type, ruang: ruang === '-' ? '' : ruang, covid: isSaid ? covid : usualCovid(type) };
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
