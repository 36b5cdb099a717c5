/** From the fields of SIRS Online to a room's state. */
import { wardOfSirsType, type SirsBedType } from '../../../../domain/sirs-bed-types.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import { type RoomState } from '../bridging/bed-events.ts';
import { textOf, wholeOf, type Fields } from '../bridging/payload.ts';
import { roomName, sirsNameOf, usualCovid, type Covid } from './rooms.ts';
import type { Judged } from './judge-bed-type.ts';

/** Ours → theirs, for refusals. */
export const sirsFields = {
	'data.ward': 'id_tt',
	'data.room': 'ruang',
	'data.capacity': 'jumlah',
	'data.occupied': 'terpakai',
	'data.free': 'jumlah',
	'data.queue': 'antrian',
	'data.reportedAt': 'X-Timestamp',
	time: 'X-Timestamp',
	id: 'id_t_tt',
	subject: 'X-rs-id',
	type: 'X-rs-id'
} as const;

/** @param before what stands where the room is only changed: an update may leave out what stays. */
export function roomStateOf(fields: Fields, judged: Judged | undefined, before?: StandingRoom): RoomState {
	const type = judged && 'type' in judged ? judged.type : undefined;
	const said = textOf(fields.ruang);
	const ruang = said ?? (before && sirsNameOf(before)?.ruang) ?? '';
	const named = typeof ruang === 'string' && type ? nameOf(ruang || '-', type, fields, before) : said;
	return {
		ward: type ? wardOfSirsType(type) : (textOf(fields.id_tt) ?? before?.ward),
		room: named ?? before?.room ?? '-',
		capacity: wholeOf(fields.jumlah) ?? before?.capacity ?? undefined,
		occupied: occupiedOf(fields) ?? before?.occupied ?? undefined,
		queue: wholeOf(fields.antrian) ?? before?.queue ?? undefined
	};
}

function nameOf(ruang: string, type: SirsBedType, fields: Fields, before?: StandingRoom): string {
	const known = before && sirsNameOf(before);
	const kept = known?.type === type ? known.covid : undefined;
	return roomName({ ruang, type, covid: covidOf(fields) ?? kept ?? usualCovid(type) });
}

/** Undefined where it is left unsaid. */
export const covidOf = ({ covid }: Fields): Covid | undefined => {
	const text = textOf(covid);
	return text === '0' || text === '1' ? text : undefined;
};

/**
 * COVID rooms are told by `terpakai_suspek` and `terpakai_konfirmasi`, and software differs in whether `terpakai` has
 * them in it: the larger of the two counts is right in both.
 */
function occupiedOf(fields: Fields): unknown {
	const [all, suspected, confirmed] = [
		fields.terpakai,
		fields.terpakai_suspek,
		fields.terpakai_konfirmasi
	].map(wholeOf);
	const parts = [all, suspected ?? 0, confirmed ?? 0];
	const odd = parts.find((part) => part !== undefined && typeof part !== 'number');
	if (odd !== undefined) return odd;
	const covid = Number(suspected ?? 0) + Number(confirmed ?? 0);
	return all === undefined && covid === 0 ? undefined : Math.max(Number(all ?? 0), covid);
}
