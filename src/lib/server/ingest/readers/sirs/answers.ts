/** Answers as SIRS Online gives them: everything in a list `fasyankes`, figures as text. Client software compares words. */
import { sirsBedTypes } from '../../../../domain/sirs-bed-types.ts';
import { findWardClass } from '../../../../domain/ward.ts';
import type { StandingRoom } from '../../../store/facility-rooms.ts';
import { isStanding } from '../bridging/bed-events.ts';
import { jakartaTime } from '../bridging/stamp.ts';
import type { TheirRefusal } from '../bridging/told-fields.ts';
import { recordOf, sirsNameOf } from './rooms.ts';

export const referenceAnswer = () => ({
	tempat_tidur: sirsBedTypes.map(({ idTt, name }) => ({ kode_tt: idTt, nama_tt: name }))
});

export function listAnswer(facility: string, rooms: readonly StandingRoom[]) {
	return { fasyankes: rooms.filter(isStanding).flatMap((room) => listed(facility, room)) };
}

function listed(facility: string, room: StandingRoom) {
	const name = sirsNameOf(room);
	if (!name) return [];
	const used = room.occupied ?? Math.max(0, (room.capacity ?? room.free) - room.free);
	return [
		{
			id_tt: name.type.idTt,
			tt: name.type.name,
			ruang: name.ruang,
			kode_siranap: findWardClass(room.ward)?.siranapKelas[0] ?? '',
			jumlah_ruang: '1',
			jumlah: String(room.capacity ?? room.free + used),
			terpakai: String(used),
			terpakai_suspek: '0',
			terpakai_konfirmasi: '0',
			antrian: String(room.queue ?? 0),
			prepare: '0',
			prepare_plan: '0',
			kosong: String(room.free),
			covid: name.covid,
			terpakai_dbd: '0',
			terpakai_dbd_anak: '0',
			id_t_tt: recordOf(facility, room),
			tglupdate: jakartaTime(room.reportedAt ?? room.versionTime)
		}
	];
}

export const doneAnswer = (message: string, record: string) => ({
	fasyankes: [{ status: '200', message, id_t_tt: record }]
});

/** «Gagal» first: some software looks for that word and not for the status. */
export const refusalAnswer = (status: number, { code, field, message }: TheirRefusal) => ({
	fasyankes: [{ status: String(status), message: `Gagal: ${message}`, code, field }]
});

/** These words tell software that a room must be added, or is gone already. */
export const notFoundAnswer = (record: string) =>
	refusalAnswer(404, {
		code: 'unknown-code',
		field: 'id_t_tt',
		message: `data tempat tidur ${/^\d{1,12}$/.test(record) ? record : ''} tidak ditemukan, belum ada di database.`
	});
