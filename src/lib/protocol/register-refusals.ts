/** Why a register's file is not taken, in words that say what to do. */
import type { Locale } from './refusals.ts';

export const registerRefusals = {
	'wrong-source': {
		status: 404,
		id: 'Sumber ini tidak dikenal: pakai dukcapil, dinsos atau jkn.',
		en: 'This source is not known: use dukcapil, dinsos or jkn.'
	},
	'wrong-mode': {
		status: 400,
		id: 'mode harus snapshot (seluruh register) atau delta (hanya yang berubah).',
		en: 'mode must be snapshot (the whole register) or delta (only what changed).'
	},
	'not-allowed': {
		status: 403,
		id: 'Kunci ini bukan milik register: minta administrator membuat kunci untuk pihak register.',
		en: 'This key is not a register’s: ask the administrator for a key of the party register.'
	},
	'is-running': {
		status: 409,
		id: 'Sumber ini sedang dibaca: tunggu sampai selesai, lalu kirim lagi.',
		en: 'This source is being read already: wait until that is done, then send again.'
	},
	'no-heading': {
		status: 400,
		id: 'Baris pertama harus berisi nama kolom, dan kolom yang wajib ada tidak ditemukan (lihat dokumentasi sumber ini).',
		en: 'The first line must name the columns, and a column that is needed is missing (see this source’s documentation).'
	},
	unreadable: {
		status: 400,
		id: 'Berkas ini bukan CSV atau NDJSON yang utuh (boleh dipadatkan dengan gzip): periksa, lalu kirim lagi.',
		en: 'This file is no whole CSV or NDJSON (gzip is fine): check it, then send it again.'
	},
	'too-large': {
		status: 413,
		id: 'Berkas ini lebih besar dari 1 GiB: padatkan dengan gzip, lalu kirim lagi.',
		en: 'This file is larger than 1 GiB: compress it with gzip and send it again.'
	},
	'cut-off': {
		status: 400,
		id: 'Kiriman terputus: tidak ada yang diubah. Kirim lagi dari awal.',
		en: 'The body was cut off: nothing was changed. Send it again from the beginning.'
	},
	empty: {
		status: 422,
		id: 'Tidak satu baris pun dapat dipakai: tidak ada yang diubah. Periksa isi berkas.',
		en: 'Not one line could be used: nothing was changed. Check what the file holds.'
	},
	'removes-many': {
		status: 422,
		id: 'Snapshot ini akan menghapus lebih dari 20 % orang: tidak ada yang diubah. Bila memang benar, kirim lagi dengan force=1 (baris perintah: --force).',
		en: 'This snapshot would remove more than 20 % of the people: nothing was changed. If it is right, send it again with force=1 (command line: --force).'
	},
	fault: {
		status: 503,
		id: 'Terjadi gangguan di pihak kami: tidak ada yang diubah. Kirim lagi nanti.',
		en: 'Something went wrong on our side: nothing was changed. Send it again later.'
	}
} as const satisfies Record<string, { status: number } & Record<Locale, string>>;
export type RegisterRefusalCode = keyof typeof registerRefusals;
