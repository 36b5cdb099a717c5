/**
 * The drug plan (*rencana kebutuhan obat*, RKO) as a file: its columns after the ministry's form (name, unit, stock left,
 * mean use a month, sufficiency in months, need, remark; as in the programmes' forms of Ditjen Kefarmasian) with the parts
 * of the consumption method between them, and what stands above the table.
 */
import type { Locale } from './refusals.ts';

type Words = Readonly<Record<Locale, string>>;

export const rkoFormats = ['xlsx', 'csv'] as const;
export type RkoFormat = (typeof rkoFormats)[number];
export const isRkoFormat = (text: string): text is RkoFormat =>
	(rkoFormats as readonly string[]).includes(text);

export const rkoColumns = {
	number: { id: 'No', en: 'No' },
	name: { id: 'Nama obat', en: 'Medicine' },
	item: { id: 'Kode', en: 'Code' },
	unit: { id: 'Satuan', en: 'Unit' },
	ven: { id: 'VEN', en: 'VEN' },
	abc: { id: 'ABC', en: 'ABC' },
	stock: { id: 'Sisa stok (E)', en: 'Stock left (E)' },
	stockMonth: { id: 'Bulan laporan stok', en: 'Month of the stock report' },
	reported: { id: 'Fasilitas melapor', en: 'Facilities that reported' },
	meanUse: { id: 'Pemakaian rata-rata per bulan', en: 'Mean use a month' },
	monthsLeft: { id: 'Kecukupan (bulan)', en: 'Sufficient for (months)' },
	use: { id: 'Pemakaian periode rencana (B)', en: 'Use of the planned period (B)' },
	buffer: { id: 'Stok pengaman (C)', en: 'Buffer stock (C)' },
	leadTime: { id: 'Pemakaian selama waktu tunggu (D)', en: 'Use during lead time (D)' },
	need: { id: 'Kebutuhan (A = B + C + D − E)', en: 'Need (A = B + C + D − E)' },
	price: { id: 'Harga satuan (Rp, asumsi)', en: 'Unit price (Rp, assumed)' },
	cost: { id: 'Perkiraan biaya (Rp)', en: 'Estimated cost (Rp)' },
	remark: { id: 'Keterangan', en: 'Remarks' }
} as const satisfies Record<string, Words>;
export type RkoColumn = keyof typeof rkoColumns;

/** The lines above the table; `{…}` is filled in. */
export const rkoFacts = {
	title: { id: 'RENCANA KEBUTUHAN OBAT (RKO) {year}', en: 'DRUG PLAN (RKO) {year}' },
	asOf: { id: 'Menurut data yang diketahui sampai', en: 'By what was known at' },
	scope: { id: 'Cakupan', en: 'Scope' },
	basis: { id: 'Dasar perhitungan', en: 'Basis' },
	price: { id: 'Harga', en: 'Prices' },
	total: { id: 'Perkiraan biaya seluruhnya (Rp)', en: 'Estimated cost in all (Rp)' },
	state: { id: 'Status', en: 'State' },
	data: { id: 'Data', en: 'Data' }
} as const satisfies Record<string, Words>;

export const rkoSentences = {
	basis: {
		id: 'Metode konsumsi: B = 12 × pemakaian rata-rata {from} s.d. {to} (angka halaman Obat; hari kosong stok tidak dikoreksi); C = {buffer} % dari B; D = {lead} bulan pemakaian; kebutuhan dibulatkan ke atas',
		en: 'Consumption method: B = 12 × mean use of {from} to {to} (the figure of the page Drugs; days out of stock are not corrected for); C = {buffer} % of B; D = {lead} months of use; needs are rounded up'
	},
	price: {
		id: 'Asumsi menurut kisaran e-katalog, bukan harga resmi: jangan dipakai untuk membayar',
		en: 'Assumed after the order of magnitude of public catalogues, not official: never pay by them'
	},
	draft: {
		id: 'Hitungan otomatis, belum diperiksa dan belum ditandatangani siapa pun',
		en: 'Computed; nobody has checked or signed it'
	},
	demo: { id: 'SIMULASI (DEMO): bukan untuk pengadaan', en: 'SIMULATED (DEMO): not for procurement' },
	real: { id: 'Laporan fasilitas', en: 'Reports of the facilities' },
	city: { id: 'Seluruh kota', en: 'Whole city' },
	class: { id: 'kelas VEN {ven}', en: 'VEN class {ven}' },
	noUse: {
		id: 'pemakaian belum diketahui: kebutuhan tidak dihitung',
		en: 'use is not known: no need computed'
	},
	noStock: { id: 'stok tidak dilaporkan: E dihitung 0', en: 'no stock was reported: E counted as 0' },
	partStock: {
		id: 'stok hanya dari {reported} dari {expected} fasilitas: kebutuhan mungkin terlalu besar',
		en: 'stock of {reported} of {expected} facilities only: the need may be too high'
	},
	surplus: { id: 'stok melebihi kebutuhan sebanyak {surplus}', en: 'stock exceeds the need by {surplus}' },
	unlisted: { id: 'di luar daftar obat: harga tidak diketahui', en: 'not on the list: no price is known' }
} as const satisfies Record<string, Words>;

/** Units as the form writes them. */
export const rkoUnits = {
	tablet: { id: 'tablet', en: 'tablet' },
	capsule: { id: 'kapsul', en: 'capsule' },
	bottle: { id: 'botol', en: 'bottle' },
	ampoule: { id: 'ampul', en: 'ampoule' },
	vial: { id: 'vial', en: 'vial' },
	sachet: { id: 'sachet', en: 'sachet' },
	tube: { id: 'tube', en: 'tube' },
	piece: { id: 'buah', en: 'piece' }
} as const satisfies Record<string, Words>;

/** A sentence with its gaps filled. */
export function fillWords(
	words: Words,
	locale: Locale,
	values: Record<string, string | number> = {}
): string {
	return words[locale].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
