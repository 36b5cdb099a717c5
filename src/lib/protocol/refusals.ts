/**
 * Every reason for which an event or a request is refused: one table, with the sentence that says what to do.
 * Codes are for machines and stand in the database; sentences are for people and may be reworded.
 */
export type Locale = 'id' | 'en';
type Sentence = Record<Locale, string>;

export const eventRefusals = {
	'not-json': {
		en: 'This line is not valid JSON. Send one CloudEvents object a line.',
		id: 'Baris ini bukan JSON yang sah. Kirim satu objek CloudEvents per baris.'
	},
	'not-an-object': {
		en: 'An event must be a JSON object. Send CloudEvents 1.0 objects.',
		id: 'Kejadian harus berupa objek JSON. Kirim objek CloudEvents 1.0.'
	},
	'bad-envelope': {
		en: 'The field «{field}» is missing or not usable ({reason}). Send specversion, id, source, type, time (RFC 3339 with zone) and data.',
		id: 'Kolom «{field}» tidak ada atau tidak dapat dipakai ({reason}). Kirim specversion, id, source, type, time (RFC 3339 dengan zona) dan data.'
	},
	'unknown-type': {
		en: 'The type «{value}» is not known here. Use one of the six id.denyut.*.v1 types.',
		id: 'Jenis «{value}» tidak dikenal. Pakai salah satu dari enam jenis id.denyut.*.v1.'
	},
	'bad-field': {
		en: 'The field «{field}» is missing or not usable ({reason}). Correct it and send the event again.',
		id: 'Kolom «{field}» tidak ada atau tidak dapat dipakai ({reason}). Perbaiki lalu kirim lagi.'
	},
	'bad-nik': {
		en: 'A NIK has exactly 16 digits. Correct «{field}», or leave it out and name the mother for a newborn.',
		id: 'NIK terdiri dari tepat 16 angka. Perbaiki «{field}», atau kosongkan dan isi NIK ibu untuk bayi baru lahir.'
	},
	'identity-number': {
		en: '«{field}» carries what looks like a whole identity number. Number it another way: this field is kept in the clear.',
		id: '«{field}» memuat angka yang tampak seperti nomor identitas utuh. Pakai penomoran lain: kolom ini disimpan terbuka.'
	},
	'future-time': {
		en: '«{field}» is more than five minutes ahead of our clock. Set the sending machine’s clock and send again.',
		id: '«{field}» lebih dari lima menit di depan jam kami. Setel jam mesin pengirim lalu kirim lagi.'
	},
	'unknown-facility': {
		en: 'The facility «{value}» is not registered. Check the code, or ask the administrator to register it.',
		id: 'Fasilitas «{value}» belum terdaftar. Periksa kodenya, atau minta administrator mendaftarkannya.'
	},
	'facility-missing': {
		en: 'Name the facility in «subject»: this key belongs to no single facility.',
		id: 'Sebutkan fasilitas di «subject»: kunci ini bukan milik satu fasilitas.'
	},
	'other-facility': {
		en: 'This key belongs to another facility than «{value}». Use that facility’s own key.',
		id: 'Kunci ini milik fasilitas lain, bukan «{value}». Pakai kunci fasilitas itu sendiri.'
	},
	'not-allowed': {
		en: 'This key’s party may not assert {what}. The table of who may assert what is in the README.',
		id: 'Pihak pemilik kunci ini tidak berwenang menyatakan {what}. Tabel wewenang ada di README.'
	},
	'unknown-ward': {
		en: 'The ward class «{value}» is not known. Use one of the ward ids of the reference list.',
		id: 'Kelas ruang «{value}» tidak dikenal. Pakai id kelas ruang dari daftar acuan.'
	},
	'unknown-code': {
		en: 'The code «{value}» is not in the reference list for «{field}».',
		id: 'Kode «{value}» tidak ada dalam daftar acuan untuk «{field}».'
	},
	'unknown-name': {
		en: 'No facility is called «{value}». Nearest: {candidates}. Correct the name and replay.',
		id: 'Tidak ada fasilitas bernama «{value}». Terdekat: {candidates}. Perbaiki nama lalu putar ulang.'
	},
	'list-position': {
		en: '«{field}» {value} is a position in the sender’s list, it seems, and no code of the reference. Meant is perhaps {meant}. Give each class its code in the sending software and send again.',
		id: '«{field}» {value} tampaknya nomor urut pilihan di perangkat lunak pengirim, bukan kode referensi. Mungkin maksudnya {meant}. Petakan tiap kelas ke kodenya lalu kirim lagi.'
	},
	conflict: {
		en: 'An event with this source and id but other content was taken before. Give the new content a new id.',
		id: 'Kejadian dengan source dan id ini tetapi isi berbeda sudah diterima. Beri id baru untuk isi yang baru.'
	},
	unstorable: {
		en: 'The database refused this event ({reason}). Nothing of it was counted; correct it and replay.',
		id: 'Basis data menolak kejadian ini ({reason}). Tidak ada yang dihitung; perbaiki lalu putar ulang.'
	},
	'claim-unknown': {
		en: 'No bill of this number stands for this hospital, so there is nothing to answer. Check «{field}» and «subject», or ask the hospital to send the claim; then send this again.',
		id: 'Tidak ada tagihan bernomor ini dari rumah sakit itu, jadi belum ada yang dijawab. Periksa «{field}» dan «subject», atau minta rumah sakit mengirim klaimnya; lalu kirim ini lagi.'
	},
	'claim-settled': {
		en: 'This claim is «{standing}» by now: a hospital may send it again only while it is new, submitted or returned. Ask for it to be returned, or bill what is missing under a new number.',
		id: 'Klaim ini sudah «{standing}»: rumah sakit hanya boleh mengirimnya lagi selama baru, submitted, atau returned. Minta agar dikembalikan, atau tagihkan yang kurang dengan nomor baru.'
	},
	'claim-stage': {
		en: 'This claim is «{standing}»; «{state}» of this party does not follow from it. Wait for the step before, then send this again.',
		id: 'Klaim ini «{standing}»; «{state}» dari pihak ini tidak menyusul keadaan itu. Tunggu langkah sebelumnya, lalu kirim lagi.'
	},
	'claim-paid': {
		en: 'This claim was paid: nothing more can be said of it, and it is not paid twice. Check the claim’s number; a wrong payment is settled outside.',
		id: 'Klaim ini sudah dibayar: tidak ada lagi yang dapat dinyatakan dan tidak dibayar dua kali. Periksa nomor klaim; pembayaran yang salah diselesaikan di luar.'
	},
	'claim-four-eyes': {
		en: 'The account that sends this took an earlier step of the same claim, which this one checks. Another account has to send it.',
		id: 'Akun yang mengirim ini mengerjakan langkah sebelumnya pada klaim yang sama, yang diperiksa oleh langkah ini. Akun lain yang harus mengirimnya.'
	},
	'claim-amount': {
		en: '«{field}» is more than what the step before left of this claim (Rp {rupiah}). Send at most that.',
		id: '«{field}» melebihi jumlah yang tersisa dari langkah sebelumnya (Rp {rupiah}). Kirim paling banyak sebesar itu.'
	},
	'claim-differs': {
		en: '«{field}» is not what stands of this claim (Rp {rupiah}). An answer leaves the amounts of the steps before as they are: send that one, or leave it out where it may be.',
		id: '«{field}» tidak sama dengan yang tercatat pada klaim ini (Rp {rupiah}). Jawaban tidak mengubah jumlah langkah sebelumnya: kirim jumlah itu, atau kosongkan bila boleh.'
	},
	'claim-late': {
		en: 'This is dated before what stands of the claim («{standing}»), and did not follow from what it was then. Set the sending machine’s clock, and send it with the day and time of the answer.',
		id: 'Waktunya sebelum keadaan klaim sekarang («{standing}») dan tidak menyusul keadaan waktu itu. Setel jam mesin pengirim, lalu kirim dengan hari dan jam jawaban yang benar.'
	}
} as const satisfies Record<string, Sentence>;

export const requestRefusals = {
	'no-key': {
		status: 401,
		en: 'Send your key as «Authorization: Bearer …». Keys are made with: npm run key -- create.',
		id: 'Kirim kunci Anda sebagai «Authorization: Bearer …». Kunci dibuat dengan: npm run key -- create.'
	},
	'bad-key': {
		status: 401,
		en: 'This key is not known or was revoked. Ask the administrator for a new one.',
		id: 'Kunci ini tidak dikenal atau sudah dicabut. Minta kunci baru kepada administrator.'
	},
	'read-key': {
		status: 403,
		en: 'This key may only read. Use the key of a party that sends events.',
		id: 'Kunci ini hanya untuk membaca. Pakai kunci pihak yang mengirim kejadian.'
	},
	'bad-mode': {
		status: 400,
		en: 'mode is «each» (default) or «atomic».',
		id: 'mode adalah «each» (bawaan) atau «atomic».'
	},
	'bad-media-type': {
		status: 415,
		en: 'Send application/cloudevents-batch+json, application/json or application/x-ndjson, plain or gzip.',
		id: 'Kirim application/cloudevents-batch+json, application/json atau application/x-ndjson, polos atau gzip.'
	},
	'bad-encoding': {
		status: 415,
		en: 'Only Content-Encoding gzip or identity is read.',
		id: 'Hanya Content-Encoding gzip atau identity yang dibaca.'
	},
	'bad-gzip': {
		status: 400,
		en: 'The gzip stream is broken or cut off. Send the whole body again.',
		id: 'Aliran gzip rusak atau terpotong. Kirim ulang seluruh isi.'
	},
	'too-large': {
		status: 413,
		en: 'The body is larger than 8 MiB (inflated). Send smaller batches.',
		id: 'Isi lebih besar dari 8 MiB (setelah dibuka). Kirim kelompok yang lebih kecil.'
	},
	'too-many': {
		status: 413,
		en: 'At most 5,000 events a request. Send smaller batches.',
		id: 'Paling banyak 5.000 kejadian per permintaan. Kirim kelompok yang lebih kecil.'
	},
	'not-json': {
		status: 400,
		en: 'The body is not valid JSON in UTF-8. Send an array of CloudEvents, or NDJSON with its media type.',
		id: 'Isi bukan JSON UTF-8 yang sah. Kirim larik CloudEvents, atau NDJSON dengan jenis medianya.'
	},
	'not-a-batch': {
		status: 400,
		en: 'Send a JSON array of CloudEvents 1.0 objects.',
		id: 'Kirim larik JSON berisi objek CloudEvents 1.0.'
	},
	'cut-off': {
		status: 400,
		en: 'The body ended before its announced length. Send it again.',
		id: 'Isi berakhir sebelum panjang yang diumumkan. Kirim lagi.'
	},
	rejected: {
		status: 422,
		en: 'Nothing was stored: in atomic mode every event must be usable. See errors.',
		id: 'Tidak ada yang disimpan: dalam mode atomic setiap kejadian harus dapat dipakai. Lihat errors.'
	},
	settled: {
		status: 409,
		en: 'This event was corrected or discarded meanwhile. Nothing was stored; look at the list again.',
		id: 'Kejadian ini sudah dikoreksi atau dibuang oleh orang lain. Tidak ada yang disimpan; lihat daftarnya lagi.'
	},
	busy: {
		status: 503,
		en: 'The queue is full. Nothing of this request was stored; send it again after Retry-After.',
		id: 'Antrean penuh. Tidak ada dari permintaan ini yang disimpan; kirim lagi setelah Retry-After.'
	},
	unavailable: {
		status: 503,
		en: 'The database did not answer. Send the same request again after Retry-After; nothing counts twice.',
		id: 'Basis data tidak menjawab. Kirim permintaan yang sama setelah Retry-After; tidak ada yang terhitung dua kali.'
	},
	'bad-payload': {
		status: 400,
		en: 'The body is not JSON of the form that this address takes. Send what the original interface takes.',
		id: 'Isi bukan JSON dengan bentuk yang diterima alamat ini. Kirim seperti ke antarmuka aslinya.'
	},
	'bad-timestamp': {
		status: 401,
		en: 'The timestamp is missing, no Unix time in seconds, or more than five minutes off our clock. Set the sending machine’s clock and send again.',
		id: 'Stempel waktu tidak ada, bukan waktu Unix dalam detik, atau berbeda lebih dari lima menit dari jam kami. Setel jam mesin pengirim lalu kirim lagi.'
	},
	'bad-signature': {
		status: 401,
		en: 'The signature is not this key’s. Sign «id&timestamp» with the key’s secret by HMAC-SHA256, in base64; the id is the key’s.',
		id: 'Tanda tangan bukan milik kunci ini. Tandatangani «id&timestamp» dengan rahasia kunci memakai HMAC-SHA256, dalam base64; id-nya id kunci.'
	},
	'foreign-facility': {
		status: 403,
		en: 'This key belongs to another facility than the one named. Use that facility’s own key; if an insurer’s code is yours, ask the administrator to set it with npm run alias.',
		id: 'Kunci ini milik fasilitas lain, bukan yang disebut. Pakai kunci fasilitas itu sendiri; bila kodeppk itu milik Anda, minta administrator menetapkannya dengan npm run alias.'
	},
	'no-facility': {
		status: 400,
		en: 'No registered facility is named. Give its code, or ask the administrator to register it.',
		id: 'Tidak ada fasilitas terdaftar yang disebut. Isi kodenya, atau minta administrator mendaftarkannya.'
	},
	'unknown-path': {
		status: 404,
		en: 'Nothing is served at this address. Check the path and the method.',
		id: 'Tidak ada layanan di alamat ini. Periksa alamat dan metodenya.'
	},
	'wrong-method': { status: 405, en: 'Use POST.', id: 'Pakai POST.' }
} as const satisfies Record<string, Sentence & { status: number }>;

/** What is wrong with a field; fills «{reason}». */
const fieldReasons = {
	missing: { en: 'missing', id: 'tidak ada' },
	'wrong-type': { en: 'of another type', id: 'jenisnya lain' },
	'not-in-list': { en: 'not one of the allowed values', id: 'bukan salah satu nilai yang diperbolehkan' },
	'too-large': { en: 'too large or too long', id: 'terlalu besar atau terlalu panjang' },
	'too-small': { en: 'too small or empty', id: 'terlalu kecil atau kosong' },
	'wrong-form': { en: 'not of the expected form', id: 'bentuknya tidak sesuai' },
	unstorable: { en: 'holds a NUL or half a character', id: 'memuat NUL atau karakter yang terpotong' },
	year: { en: 'a year before 1990 or after 2100', id: 'tahun sebelum 1990 atau sesudah 2100' },
	order: { en: 'ends before it begins', id: 'berakhir sebelum dimulai' },
	'nik-or-mother': { en: 'neither nik nor mother is given', id: 'nik maupun mother tidak diisi' },
	'free-or-occupied': {
		en: 'give free, or capacity and occupied',
		id: 'isi free, atau capacity dan occupied'
	},
	'above-capacity': { en: 'more than the room can hold', id: 'melebihi daya tampung ruang' },
	'first-day': {
		en: 'not the first day of its period; weeks begin on Sunday',
		id: 'bukan hari pertama periodenya; pekan mulai hari Minggu'
	},
	'missing-amount': { en: 'this state needs its amount', id: 'status ini memerlukan jumlahnya' },
	'above-previous-amount': {
		en: 'more than the amount of the step before',
		id: 'melebihi jumlah langkah sebelumnya'
	},
	'above-stock': {
		en: 'more expires than the closing stock holds',
		id: 'yang kedaluwarsa melebihi stok akhir'
	},
	'repeated-month': { en: 'names a month twice', id: 'menyebut satu bulan dua kali' }
} as const satisfies Record<string, Sentence>;
export type FieldReason = keyof typeof fieldReasons;
export const isFieldReason = (text: string): text is FieldReason => Object.hasOwn(fieldReasons, text);

export type EventRefusalCode = keyof typeof eventRefusals;
export type RequestRefusalCode = keyof typeof requestRefusals;

/** Why one event cannot be used; `detail` fills the sentence and never holds a NIK. */
export type EventRefusal = { code: EventRefusalCode; field: string | null; detail: Record<string, string> };

export const reasonText = (reason: string, locale: Locale): string =>
	isFieldReason(reason) ? fieldReasons[reason][locale] : reason;

export function refusalSentence(refusal: EventRefusal, locale: Locale): string {
	const reason = reasonText(refusal.detail['reason'] ?? '', locale);
	const values: Record<string, string> = { field: refusal.field ?? '', ...refusal.detail, reason };
	return eventRefusals[refusal.code][locale].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** Indonesian only where the sender asks for it: the API's readers are programs and their authors. */
export function localeOf(acceptLanguage: string | undefined): Locale {
	return /^\s*id\b/i.test(acceptLanguage ?? '') ? 'id' : 'en';
}
