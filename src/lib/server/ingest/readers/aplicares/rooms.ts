/**
 * Rooms as Aplicares knows them: by `kodekelas` and `koderuang`, with a name beside. People read the name, so a room is
 * «name (code)» here; where several classes of the insurer make one of ours, all but the first stand before the code,
 * since software gives the rooms of one corridor the same code in each class.
 */
import { findAplicaresClass } from '../../../../domain/aplicares-classes.ts';
import { findWardClass, findWardClassByKodekelas } from '../../../../domain/ward.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';

const maxLength = 64;
const marked = /^(.*) \(([^()]*)\)$/s;
/** The code is read back from within brackets. */
const inBrackets = (code: string) => code.replaceAll('(', '[').replaceAll(')', ']');

export function markOf(kodekelas: string, koderuang: string): string {
	const isFirst = findWardClassByKodekelas(kodekelas)?.aplicaresKodekelas[0] === kodekelas.toUpperCase();
	return isFirst ? inBrackets(koderuang) : `${kodekelas.toUpperCase()}/${inBrackets(koderuang)}`;
}

export function roomName(namaruang: string, mark: string): string {
	const room = maxLength - mark.length - ' ()'.length;
	return room < 1 ? mark : `${[...namaruang].slice(0, room).join('')} (${mark})`;
}

export type AplicaresRoom = { kodekelas: string; namakelas: string; koderuang: string; namaruang: string };

/** A room that came another way goes by its name; undefined where Aplicares has no class for it. */
export function aplicaresRoomOf({ ward, room }: StandingRoom): AplicaresRoom | undefined {
	const codes = findWardClass(ward)?.aplicaresKodekelas ?? [];
	const [, name = room, mark = room] = marked.exec(room) ?? [];
	const kodekelas = codes.slice(1).find((code) => mark.startsWith(`${code}/`)) ?? codes[0];
	const known = findAplicaresClass(kodekelas ?? '');
	if (!known) return undefined;
	const koderuang = known.kodekelas === codes[0] ? mark : mark.slice(known.kodekelas.length + 1);
	return { ...known, koderuang, namaruang: name };
}

/** Whatever it is called meanwhile: a room given another name is the same room. */
export function isRoomOf(kodekelas: string, koderuang: string): (room: StandingRoom) => boolean {
	const ward = findWardClassByKodekelas(kodekelas)?.id;
	const mark = markOf(kodekelas, koderuang);
	return ({ ward: standing, room }) => standing === ward && (room === mark || room.endsWith(` (${mark})`));
}
