/** From the fields of SIRS Online to a room's state. */
import { wardOfSirsType } from '../../../../domain/sirs-bed-types.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import { type RoomState } from '../bridging/bed-events.ts';
import { textOf, wholeOf, type Fields } from '../bridging/payload.ts';
import { roomName } from './rooms.ts';
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
	const ruang = textOf(fields.ruang);
	const named = typeof ruang === 'string' && type ? roomName(ruang, type.idTt) : ruang;
	return {
		ward: type ? wardOfSirsType(type) : (textOf(fields.id_tt) ?? before?.ward),
		room: named ?? before?.room ?? '-',
		capacity: wholeOf(fields.jumlah) ?? before?.capacity ?? undefined,
		occupied: occupiedOf(fields) ?? before?.occupied ?? undefined,
		queue: wholeOf(fields.antrian) ?? before?.queue ?? undefined
	};
}

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
