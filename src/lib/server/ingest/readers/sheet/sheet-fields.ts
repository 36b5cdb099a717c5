/**
 * What each kind of spreadsheet may say: the field of our events that a column stands for, its name in both languages (the
 * templates' headings), and what else programs and forms call it. Headings of LPLPO and W2 are those of the forms in use.
 */
import { skdrDiseases } from '../../../../domain/surveillance-diseases.ts';
import type { EventType } from '../../../../protocol/events.ts';
import type { SheetKind } from '../../../../protocol/views/upload.ts';
import { eklaimRows, vclaimRows } from './claim-export-rows.ts';
import { squeeze } from './squeeze.ts';

export type CellForm =
	| 'text'
	| 'nik'
	| 'whole'
	| 'day'
	| 'instant'
	| 'month'
	| 'diagnoses'
	| 'drugs'
	| 'yes-no'
	| 'choice'
	| 'slug'
	| 'ward'
	| 'area'
	| 'item'
	| 'disease'
	| 'tally-code'
	| 'facility';

export type SheetField = {
	/** A property of the event's data, or one of `virtualFields`, or `cases:A` for a disease's column. */
	id: string;
	form: CellForm;
	/** Which table of words, where the form is a choice. */
	choice: string | null;
	names: { id: string; en: string };
	/** Squeezed. */
	aliases: readonly string[];
	/** No row can do without it. */
	isNeeded: boolean;
	/** What the template's example says. */
	example: string | number;
};

export type Row = readonly [
	id: string,
	/** `choice:service` names the table; a star at the end: needed. */
	form: string,
	nameId: string,
	nameEn: string,
	aliases: string,
	example: string | number
];

function field([id, form, nameId, nameEn, aliases, example]: Row): SheetField {
	const [name = '', choice = null] = form.replace('*', '').split(':');
	const words = [nameId, nameEn, `${nameId} / ${nameEn}`, id, spaced(id), ...aliases.split('|')];
	return {
		id,
		form: name as CellForm,
		choice,
		names: { id: nameId, en: nameEn },
		aliases: [...new Set(words.map(squeeze))].filter((word) => word !== ''),
		isNeeded: form.endsWith('*'),
		example
	};
}
const spaced = (id: string) => id.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** No data of the event: who it is about, when it was said. */
export const virtualFields = new Set([
	'facility',
	'updated',
	'month-number',
	'year',
	'week',
	'disease',
	'deaths',
	'expiryMonth',
	'expiryQuantity'
]);

/** Serial 0000 and a day 99: no person has or can have it. */
const exampleNik = '3275019999990000';

const facilityRow: Row = [
	'facility',
	'facility',
	'Kode fasilitas',
	'Facility code',
	'kode rs|kode faskes|nama rs|rumah sakit|hospital|faskes|fasilitas|nama fasilitas|subject|nama pkm|pkm',
	''
];
const updatedRow: Row = [
	'updated',
	'instant',
	'Diperbarui',
	'Updated',
	'waktu pembaruan|tanggal update|last update|updated at|time',
	''
];

// prettier-ignore
const visitRows: readonly Row[] = [
	['visit', 'text*', 'Nomor kunjungan', 'Visit number', 'no reg|no registrasi|no rawat|no register|no pendaftaran|visit no|id kunjungan', 'CONTOH-1'],
	['nik', 'nik', 'NIK', 'NIK', 'nik pasien|no nik|no induk kependudukan|no ktp|no identitas', exampleNik],
	['mother', 'nik', 'NIK ibu (bayi baru lahir)', 'Mother’s NIK (newborn)', 'nik ibu|mother nik|nik mother', ''],
	['kecamatan', 'area', 'Kecamatan', 'Kecamatan', 'kecamatan domisili|kecamatan tempat tinggal|kecamatan pasien|kode kecamatan|district', 'Bekasi Timur'],
	['service', 'choice:service*', 'Layanan', 'Service', 'jenis layanan|jenis pelayanan|pelayanan|jenis rawat|jenis perawatan|unit layanan', 'Rawat jalan'],
	['diagnoses', 'diagnoses*', 'Diagnosis (ICD-10)', 'Diagnoses (ICD-10)', 'diagnosa|diagnosis|kode diagnosa|kode diagnosis|icd 10|icd10|kode icd|kode icd 10|diagnosa utama|diagnosis utama|diagnosis icd 10', 'A91'],
	['diagnoses2', 'diagnoses', 'Diagnosis lain', 'Other diagnoses', 'diagnosa sekunder|diagnosis sekunder|diagnosa tambahan|diagnosis tambahan|diagnosa lain|secondary diagnoses', ''],
	['arrivedAt', 'instant*', 'Waktu datang', 'Arrived at', 'tanggal kunjungan|tanggal masuk|waktu masuk|tanggal datang|tanggal registrasi|tanggal daftar|tanggal pelayanan|tanggal|admission date|visit date|arrived', '22/11/2026 08:15'],
	['dischargedAt', 'instant', 'Waktu pulang', 'Discharged at', 'tanggal pulang|tanggal keluar|waktu keluar|discharge date|discharged', ''],
	['outcome', 'choice:outcome', 'Cara keluar', 'Outcome', 'cara pulang|status pulang|keadaan keluar|kondisi pulang', ''],
	['referral', 'text', 'Nomor rujukan', 'Referral number', 'no surat rujukan|rujukan|referral no', ''],
	['emergency', 'yes-no', 'Gawat darurat', 'Emergency', 'emergensi|darurat', ''],
	['drugs', 'drugs', 'Obat yang diserahkan (nama: jumlah; …)', 'Drugs dispensed (name: quantity; …)', 'obat|obat diserahkan|drugs dispensed|resep', 'paracetamol-500: 10'],
	facilityRow,
	updatedRow
];

// prettier-ignore
const bedRows: readonly Row[] = [
	['ward', 'ward*', 'Kelas ruang', 'Ward class', 'kelas|kelas perawatan|jenis ruang|tipe ruang|kode kelas|kodekelas|kelas tempat tidur|jenis tempat tidur', 'Rawat inap kelas 3'],
	['room', 'text', 'Nama ruang', 'Room', 'ruang|ruangan|nama ruangan|nama kamar|kamar|bangsal|namaruang', 'CONTOH Anggrek'],
	['capacity', 'whole', 'Kapasitas', 'Capacity', 'jumlah tempat tidur|jumlah tt|tt|total tt|jumlah bed|tempat tidur', 20],
	['occupied', 'whole', 'Terisi', 'Occupied', 'terpakai|tt terisi|jumlah terisi|terpakai pasien|isi', 16],
	['free', 'whole', 'Kosong', 'Free', 'tersedia|tt kosong|sisa|available|free beds|jumlah kosong', ''],
	['queue', 'whole', 'Antrean', 'Queue', 'antrian|daftar tunggu|menunggu|waiting', 2],
	['reportedAt', 'instant', 'Waktu laporan', 'Reported at', 'dilaporkan|tanggal laporan|waktu update|tanggal update|last update|jam laporan|reported', '22/11/2026 08:00'],
	facilityRow
];

// prettier-ignore
const claimRows: readonly Row[] = [
	['claim', 'text*', 'Nomor klaim', 'Claim number', 'no tagihan|no sep|nosep|claim no|id klaim', 'CONTOH-1'],
	['visit', 'text', 'Nomor kunjungan', 'Visit number', 'no reg|no registrasi|no rawat|visit no', ''],
	['letter', 'text', 'Nomor SJP', 'Guarantee letter', 'no surat jaminan|surat jaminan pelayanan|sjp|no jaminan|guarantee letter no', ''],
	['nik', 'nik', 'NIK', 'NIK', 'nik pasien|no nik|no induk kependudukan|no ktp', exampleNik],
	['state', 'choice:claim-state*', 'Status klaim', 'Claim state', 'status|state|status pengajuan', 'diajukan'],
	['updated', 'instant', 'Tanggal status', 'State date', 'tanggal pengajuan|tanggal verifikasi|tanggal bayar|tanggal dibayar|tanggal persetujuan|tanggal klaim|diperbarui|updated', '22/11/2026'],
	['service', 'choice:service*', 'Layanan', 'Service', 'jenis layanan|jenis pelayanan|pelayanan|jenis rawat|jenis perawatan', 'Rawat inap kelas 3'],
	['diagnoses', 'diagnoses', 'Diagnosis (ICD-10)', 'Diagnoses (ICD-10)', 'diagnosa|diagnosis|kode diagnosa|kode diagnosis|icd 10|icd10|kode icd|diagnosa utama|diagnosis utama', 'A91'],
	['serviceFrom', 'day*', 'Mulai layanan', 'Service from', 'tanggal masuk|tanggal mulai|admission date|tanggal pelayanan', '01/10/2026'],
	['serviceTo', 'day*', 'Akhir layanan', 'Service to', 'tanggal pulang|tanggal keluar|tanggal selesai|discharge date', '03/10/2026'],
	['tariffCode', 'text', 'Kode tarif', 'Tariff code', 'kode inacbg|inacbg|kode ina cbg|ina cbg|kode cbg|cbg', 'A-4-13-II'],
	['budgetYear', 'whole', 'Tahun anggaran', 'Budget year', 'tahun|anggaran', 2026],
	['billedRupiah', 'whole*', 'Ditagih (Rp)', 'Billed (Rp)', 'tagihan|jumlah tagihan|biaya diajukan|nilai klaim|biaya pengajuan|total tagihan|diajukan rp|ditagih|billed|jumlah klaim', 3_500_000],
	['verifiedRupiah', 'whole', 'Hasil verifikasi (Rp)', 'Verified (Rp)', 'biaya verifikasi|nilai verifikasi|jumlah verifikasi|hasil verifikasi|verified', ''],
	['approvedRupiah', 'whole', 'Disetujui (Rp)', 'Approved (Rp)', 'biaya disetujui|jumlah disetujui|nilai disetujui|disetujui|approved', ''],
	['paidRupiah', 'whole', 'Dibayar (Rp)', 'Paid (Rp)', 'jumlah dibayar|nilai dibayar|pembayaran|terbayar|dibayar|paid', ''],
	facilityRow
];

// prettier-ignore
const memberRows: readonly Row[] = [
	['nik', 'nik*', 'NIK', 'NIK', 'nik peserta|no nik|no induk kependudukan|no ktp', exampleNik],
	['family', 'nik', 'Nomor KK', 'Family card number', 'kk|no kartu keluarga|kartu keluarga|no kk', ''],
	['kecamatan', 'area', 'Kecamatan', 'Kecamatan', 'kecamatan domisili|kode kecamatan|district', 'Bekasi Timur'],
	['segment', 'slug*', 'Segmen', 'Segment', 'segmen peserta|jenis peserta|kategori', 'umum'],
	['registerStatus', 'choice:register-status*', 'Status kependudukan', 'Register status', 'status penduduk|status|status register|status peserta', 'aktif'],
	['ektp', 'yes-no', 'e-KTP terekam', 'e-KTP recorded', 'ektp|e ktp|rekam ektp|perekaman ektp', 'ya'],
	['jkn', 'choice:jkn', 'Status JKN', 'JKN status', 'jkn|bpjs|status bpjs|kepesertaan jkn', 'tidak'],
	updatedRow
];

const monthRows: readonly Row[] = [
	['month', 'month', 'Bulan', 'Month', 'bulan laporan|periode|bulan pelaporan|periode laporan', '2026-10'],
	['year', 'whole', 'Tahun', 'Year', 'tahun laporan', '']
];
// prettier-ignore
const itemRow: Row = ['item', 'item*', 'Nama obat', 'Medicine', 'obat|nama obat dan satuan|kode obat|nama item|item|nama barang|nama obat jadi|jenis obat|nama obat alkes', 'Parasetamol 500 mg'];
// prettier-ignore
const lplpoRows: readonly Row[] = [
	itemRow,
	['opening', 'whole', 'Stok awal', 'Opening stock', 'saldo awal|sisa awal|stock awal|persediaan awal', 1_000],
	['received', 'whole', 'Penerimaan', 'Received', 'diterima|masuk|terima|jumlah penerimaan', 500],
	['used', 'whole*', 'Pemakaian', 'Used', 'jumlah pemakaian|terpakai|keluar|pengeluaran|pakai', 700],
	['lost', 'whole', 'Rusak/kedaluwarsa', 'Lost or expired', 'rusak ed|rusak|ed|expired|kadaluarsa|kedaluwarsa|hilang rusak|lost', 0],
	['closing', 'whole', 'Sisa stok', 'Closing stock', 'stok akhir|saldo akhir|stock akhir|sisa|sisa akhir|sisa stock', 800],
	['stockoutDays', 'whole', 'Hari kosong', 'Days out of stock', 'jumlah hari kosong|hari kekosongan|lama kosong|stockout days', 0],
	['expiryMonth', 'month', 'ED terdekat (bulan)', 'Earliest expiry (month)', 'ed terdekat|bulan ed|bulan kedaluwarsa terdekat|kedaluwarsa terdekat|earliest expiry', '2027-06'],
	['expiryQuantity', 'whole', 'Jumlah ED terdekat', 'Quantity of the earliest expiry', 'jumlah ed|jumlah kedaluwarsa terdekat|stok ed terdekat|expiring quantity', 100],
	...monthRows,
	facilityRow
];

const stockRows: readonly Row[] = lplpoRows.map((row) =>
	['opening', 'received', 'closing'].includes(row[0])
		? [row[0], 'whole*', row[2], row[3], row[4], row[5]]
		: row
);

// prettier-ignore
const tallyRows: readonly Row[] = [
	['measure', 'choice:measure*', 'Ukuran', 'Measure', 'jenis angka', 'kasus'],
	['code', 'tally-code*', 'Kode', 'Code', 'penyakit|kode penyakit|nama penyakit|disease|jenis penyakit|nama obat|obat', 'dengue'],
	['area', 'area*', 'Wilayah', 'Area', 'kecamatan|kode wilayah|kode kecamatan|district', '32.75.01'],
	['period', 'day*', 'Hari pertama periode', 'First day of the period', 'periode|tanggal|mulai|period', '01/10/2026'],
	['grain', 'choice:grain*', 'Jenis periode', 'Kind of period', 'satuan periode|periodisitas', 'bulan'],
	['value', 'whole*', 'Jumlah', 'Value', 'kasus|jumlah kasus|nilai|angka|count', 12],
	['reporter', 'slug', 'Pelapor', 'Reporter', 'sumber', ''],
	facilityRow
];

// prettier-ignore
const w2Rows: readonly Row[] = [
	['year', 'whole', 'Tahun', 'Year', 'tahun epidemiologi', 2026],
	['week', 'whole', 'Minggu ke', 'Week', 'minggu|pekan|minggu epidemiologi|mg|minggu epid|pekan ke|epi week', 43],
	['period', 'day', 'Hari pertama pekan', 'First day of the week', 'tanggal|periode|tanggal mulai', ''],
	['disease', 'disease', 'Penyakit', 'Disease', 'nama penyakit|jenis penyakit|kode|kode penyakit|penyakit sindrom|jenis penyakit sindrom', 'C'],
	['value', 'whole', 'Jumlah kasus', 'Cases', 'kasus|jumlah|jumlah penderita|jumlah kasus baru', 4],
	['deaths', 'whole', 'Kematian', 'Deaths', 'jumlah kematian|meninggal|jumlah meninggal', 0],
	['area', 'area', 'Kecamatan', 'Kecamatan', 'wilayah|kode kecamatan', ''],
	facilityRow
];

/** The form with a column a disease: its letter, its name, or both. */
const diseaseFields: readonly SheetField[] = skdrDiseases.map(({ code, names, group }) => ({
	...field([
		`cases:${code}`,
		'whole',
		`${code} – ${names.id}`,
		`${code} – ${names.en}`,
		`${group}|${names.id}|${names.en}|${code} ${names.id}|${code} ${names.en}`,
		''
	]),
	aliases: [
		...new Set(
			[
				code,
				group,
				names.id,
				names.en,
				`${code} ${names.id}`,
				`${code} ${names.en}`,
				`${code} ${names.id} ${code} ${names.en}`
			].map(squeeze)
		)
	]
}));

export type SheetShape = {
	type: EventType;
	fields: readonly SheetField[];
	/** A row without any of these says nothing: a title, a section, a signature. */
	figures: readonly string[] | null;
	/** The period that a title above the table may give. */
	period: 'month' | 'week' | null;
};

const monthFigures = ['opening', 'received', 'used', 'closing', 'lost'];

export const sheetShapes: Readonly<Record<SheetKind, SheetShape>> = {
	visit: shape('id.denyut.visit.v1', visitRows),
	bed: shape('id.denyut.bed.v1', bedRows),
	claim: shape('id.denyut.claim.v1', claimRows),
	eklaim: shape('id.denyut.claim.v1', [...eklaimRows, facilityRow]),
	vclaim: shape('id.denyut.claim.v1', [...vclaimRows, facilityRow]),
	member: shape('id.denyut.member.v1', memberRows),
	stock: { ...shape('id.denyut.stock.v1', stockRows), figures: monthFigures, period: 'month' },
	lplpo: { ...shape('id.denyut.stock.v1', lplpoRows), figures: monthFigures, period: 'month' },
	tally: { ...shape('id.denyut.tally.v1', tallyRows), figures: ['value'] },
	w2: {
		type: 'id.denyut.tally.v1',
		fields: [...w2Rows.map(field), ...diseaseFields],
		figures: ['value', 'deaths', ...diseaseFields.map(({ id }) => id)],
		period: 'week'
	}
};

function shape(type: EventType, rows: readonly Row[]): SheetShape {
	return { type, fields: rows.map(field), figures: null, period: null };
}

const byId = new Map(
	Object.entries(sheetShapes).map(([kind, { fields }]) => [kind, new Map(fields.map((one) => [one.id, one]))])
);
export const findSheetField = (kind: SheetKind, id: string): SheetField | undefined =>
	byId.get(kind)?.get(id);
