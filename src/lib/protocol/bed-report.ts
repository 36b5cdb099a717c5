/**
 * The wire of the bed form: a person at a hospital without software states its rooms, perhaps hours before the phone has a
 * network. One report becomes one bed event a room; each carries an id made on the phone, so that sending twice counts once.
 */
import type { Locale } from './refusals.ts';

/** A room as it stands, or as the form states it anew. */
export type FormRoom = {
	ward: string;
	room: string;
	capacity: number | null;
	occupied: number | null;
	free: number;
	queue: number | null;
	/** ISO instant; null where nobody said. */
	reportedAt: string | null;
};

/** `free` only where the other two do not tell it. */
export type SentRoom = {
	/** The event's id: a UUID of the phone's. */
	id: string;
	ward: string;
	room: string;
	capacity: number | null;
	occupied: number | null;
	free: number | null;
	queue: number | null;
};

export type RoomAnswer = { id: string } & (
	| { fate: 'accepted' | 'duplicate' }
	| { fate: 'quarantined'; code: string; field: string | null; message: string }
);

/** `now` is the server's: the acknowledged time, and what the phone's own clock is held against. */
export type ReportAnswer = { now: string; rooms: RoomAnswer[] };

export type FacilityName = { code: string; name: string };
export type FacilityRooms = { facility: FacilityName; rooms: FormRoom[]; now: string };

/** As the address carries it: a page that belongs to nobody, which a phone may keep for when there is no network. */
export const shellQuery = 'shell';
export const maxReportBytes = 128 * 1024;
export const maxReportRooms = 300;

/** Why a report as a whole is not taken; of a single room the one validated path says why. */
export const reportRefusals = {
	'other-origin': {
		status: 403,
		en: 'This report did not come from the form of this server. Open the form here and send again.',
		id: 'Laporan ini tidak datang dari formulir server ini. Buka formulirnya di sini lalu kirim lagi.'
	},
	'bad-media-type': { status: 415, en: 'Send application/json.', id: 'Kirim application/json.' },
	'too-large': {
		status: 413,
		en: 'The report is larger than 128 KiB. Send fewer rooms at a time.',
		id: 'Laporan lebih besar dari 128 KiB. Kirim lebih sedikit ruang sekali kirim.'
	},
	'bad-report': {
		status: 400,
		en: 'The report cannot be read. Reload the form, correct the report there and send it again.',
		id: 'Laporan tidak dapat dibaca. Muat ulang formulir, perbaiki laporannya di sana, lalu kirim lagi.'
	},
	'unknown-facility': {
		status: 403,
		en: 'This account may not report for this hospital. Sign in with the hospital’s own account; the report stays on this phone.',
		id: 'Akun ini tidak boleh melapor untuk rumah sakit ini. Masuk dengan akun rumah sakit itu sendiri; laporan tetap di ponsel ini.'
	},
	unavailable: {
		status: 503,
		en: 'The database did not answer. The report stays on this phone and is sent again; nothing counts twice.',
		id: 'Basis data tidak menjawab. Laporan tetap di ponsel ini dan dikirim lagi; tidak ada yang terhitung dua kali.'
	}
} as const satisfies Record<string, Record<Locale, string> & { status: number }>;
export type ReportRefusalCode = keyof typeof reportRefusals;
