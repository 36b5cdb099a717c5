/** What is said of a spreadsheet, or of a cell in it, that cannot be used: one table, with what to do about it. */
import type { Locale } from './refusals.ts';
import type { SheetNote, SheetRefusalCode } from './views/upload.ts';

type Sentence = Record<Locale, string>;

export const sheetNoteSentences: Readonly<Record<SheetNote, Sentence>> = {
	'nik-rounded': {
		en: 'The spreadsheet kept this NIK as a number and cut off its sixteenth digit. Format the column as text and enter the NIK again.',
		id: 'Lembar kerja menyimpan NIK ini sebagai angka dan memotong digit ke-16. Format kolomnya sebagai teks lalu isi NIK lagi.'
	},
	'date-order': {
		en: 'Here the month stands before the day. Write dates as day/month/year, for example 22/11/2026.',
		id: 'Di sini bulan ditulis sebelum hari. Tulis tanggal sebagai hari/bulan/tahun, misalnya 22/11/2026.'
	},
	'formula-empty': {
		en: 'This formula was never calculated. Open the file in a spreadsheet program, save it, and upload it again.',
		id: 'Rumus ini belum pernah dihitung. Buka berkas di program lembar kerja, simpan, lalu unggah lagi.'
	},
	'item-unlisted': {
		en: 'Not on our list of medicines: it is kept under its own name.',
		id: 'Tidak ada dalam daftar obat kami: disimpan dengan namanya sendiri.'
	},
	'key-repeated': {
		en: 'An earlier row of this file is about the same thing and says something else. Keep the right one of the two.',
		id: 'Baris sebelumnya di berkas ini tentang hal yang sama tetapi isinya lain. Sisakan yang benar saja.'
	}
};

export const sheetRefusalSentences: Readonly<Record<SheetRefusalCode, Sentence>> = {
	'no-file': { en: 'Choose a file first.', id: 'Pilih berkasnya dahulu.' },
	'not-a-form': {
		en: 'The form could not be read. Open the page again and send the file from there.',
		id: 'Formulir tidak dapat dibaca. Buka lagi halamannya dan kirim berkas dari sana.'
	},
	'other-origin': {
		en: 'This form was sent from another website. Open the upload page here and send the file from there.',
		id: 'Formulir ini dikirim dari situs lain. Buka halaman unggah di sini dan kirim berkas dari sana.'
	},
	'wrong-method': { en: 'Use POST to send a file.', id: 'Pakai POST untuk mengirim berkas.' },
	'cut-off': {
		en: 'The file did not arrive whole. Send it again.',
		id: 'Berkas tidak tiba utuh. Kirim lagi.'
	},
	'too-large': {
		en: 'The file is too large: at most 64 MB, and 1 GB unpacked. Split it into several files.',
		id: 'Berkas terlalu besar: paling banyak 64 MB, dan 1 GB setelah dibuka. Bagi menjadi beberapa berkas.'
	},
	empty: {
		en: 'The file is empty. Fill it in, save it and upload it again, or begin with one of the templates.',
		id: 'Berkas ini kosong. Isi, simpan, lalu unggah lagi, atau mulai dari salah satu templat.'
	},
	'not-a-sheet': {
		en: 'This is no spreadsheet that we read. Save it as .xlsx or .csv and upload that.',
		id: 'Ini bukan lembar kerja yang dapat kami baca. Simpan sebagai .xlsx atau .csv lalu unggah.'
	},
	'old-excel': {
		en: 'This is an old Excel file (.xls) or has a password. Save it as .xlsx without a password and upload that.',
		id: 'Ini berkas Excel lama (.xls) atau berkata sandi. Simpan sebagai .xlsx tanpa kata sandi lalu unggah.'
	},
	'broken-zip': {
		en: 'The Excel file is damaged. Open it in a spreadsheet program, save it anew and upload that.',
		id: 'Berkas Excel ini rusak. Buka di program lembar kerja, simpan ulang, lalu unggah.'
	},
	'broken-sheet': {
		en: 'The sheet in the Excel file is damaged. Open it in a spreadsheet program, save it anew and upload that.',
		id: 'Lembar di dalam berkas Excel ini rusak. Buka di program lembar kerja, simpan ulang, lalu unggah.'
	},
	'broken-csv': {
		en: 'The CSV file cannot be read from this row on: mostly a quotation mark that is never closed. Correct it and upload again.',
		id: 'Berkas CSV tidak dapat dibaca mulai baris ini: biasanya tanda petik yang tidak ditutup. Perbaiki lalu unggah lagi.'
	},
	'too-many-rows': {
		en: 'At most 200,000 rows a file. Split it into several files.',
		id: 'Paling banyak 200.000 baris per berkas. Bagi menjadi beberapa berkas.'
	},
	'too-many-waiting': {
		en: 'Several uploads are waiting already. Finish or cancel one of them, or try again in a few minutes.',
		id: 'Sudah ada beberapa unggahan yang menunggu. Selesaikan atau batalkan salah satu, atau coba lagi beberapa menit kemudian.'
	},
	'unknown-sender': {
		en: 'Choose for whom the file is sent.',
		id: 'Pilih berkas ini dikirim untuk siapa.'
	},
	'unknown-kind': { en: 'Choose what the file holds.', id: 'Pilih isi berkasnya.' },
	'not-allowed': {
		en: 'This sender may not state what such a file holds. Choose another sender or another kind.',
		id: 'Pengirim ini tidak berwenang menyatakan isi berkas seperti itu. Pilih pengirim atau jenis lain.'
	},
	'not-for-role': {
		en: 'Sign in with an account that uploads files: of a hospital, the health office, the verifier or BPKAD.',
		id: 'Masuk dengan akun yang mengunggah berkas: rumah sakit, dinas kesehatan, verifikator, atau BPKAD.'
	},
	unavailable: {
		en: 'The database did not answer. Upload the same file again later: nothing counts twice.',
		id: 'Basis data tidak menjawab. Unggah berkas yang sama nanti: tidak ada yang terhitung dua kali.'
	},
	gone: {
		en: 'This upload is held no longer: it was left for half an hour, or the process that held it has stopped. What was sent stays. Upload the same file again: nothing counts twice.',
		id: 'Unggahan ini tidak disimpan lagi: setengah jam tidak dibuka, atau proses yang menyimpannya berhenti. Yang sudah terkirim tetap. Unggah lagi berkas yang sama: tidak ada yang terhitung dua kali.'
	},
	fault: {
		en: 'Something went wrong here. Upload the same file again: nothing counts twice.',
		id: 'Ada yang salah di pihak kami. Unggah lagi berkas yang sama: tidak ada yang terhitung dua kali.'
	}
};
