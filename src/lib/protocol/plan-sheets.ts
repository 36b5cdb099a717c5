/**
 * The order plan's files: the columns of the drug plan (RKO, as in `rko.ts`) with what was decided of it, and of the monthly
 * report and request sheet (LPLPO), whose headings are those that our own upload reads.
 */
import type { Locale } from './refusals.ts';
import type { PlanState } from '../domain/drug-plan.ts';

type Words = Readonly<Record<Locale, string>>;

export const planColumns = {
	number: { id: 'No', en: 'No' },
	name: { id: 'Nama obat', en: 'Medicine' },
	item: { id: 'Kode', en: 'Code' },
	unit: { id: 'Satuan', en: 'Unit' },
	class: { id: 'VEN–ABC', en: 'VEN–ABC' },
	chance: { id: 'Tingkat layanan', en: 'Service level' },
	use: { id: 'Pemakaian setahun + waktu tunggu (B + D)', en: 'Use of the year + lead time (B + D)' },
	buffer: { id: 'Stok pengaman (C)', en: 'Buffer stock (C)' },
	stock: { id: 'Sisa stok (E)', en: 'Stock left (E)' },
	need: { id: 'Kebutuhan (A = B + C + D − E)', en: 'Need (A = B + C + D − E)' },
	override: { id: 'Jumlah yang diputuskan', en: 'Quantity decided on' },
	quantity: { id: 'Jumlah dipesan', en: 'Quantity ordered' },
	price: { id: 'Harga satuan (Rp, asumsi)', en: 'Unit price (Rp, assumed)' },
	cost: { id: 'Perkiraan biaya (Rp)', en: 'Estimated cost (Rp)' },
	bought: { id: 'Terbeli dalam pagu', en: 'Bought within the cap' },
	boughtCost: { id: 'Biaya dalam pagu (Rp)', en: 'Cost within the cap (Rp)' },
	remark: { id: 'Keterangan', en: 'Remarks' }
} as const satisfies Record<string, Words>;
export type PlanColumn = keyof typeof planColumns;

export const lplpoColumns = {
	facility: { id: 'Kode fasilitas', en: 'Facility code' },
	month: { id: 'Bulan', en: 'Month' },
	item: { id: 'Nama obat', en: 'Medicine' },
	unit: { id: 'Satuan', en: 'Unit' },
	opening: { id: 'Stok awal', en: 'Opening stock' },
	received: { id: 'Penerimaan', en: 'Received' },
	supply: { id: 'Jumlah tersedia', en: 'Total supply' },
	used: { id: 'Pemakaian', en: 'Used' },
	lost: { id: 'Rusak/kedaluwarsa', en: 'Lost or expired' },
	closing: { id: 'Sisa stok', en: 'Closing stock' },
	stockoutDays: { id: 'Hari kosong', en: 'Days out of stock' },
	optimum: { id: 'Kebutuhan sebulan menurut rencana', en: 'Need of a month by the plan' },
	request: { id: 'Permintaan', en: 'Request' }
} as const satisfies Record<string, Words>;
export type LplpoColumn = keyof typeof lplpoColumns;

/** The lines above the table; `{…}` is filled in. */
export const planFacts = {
	title: { id: 'RENCANA KEBUTUHAN OBAT (RKO) {year}', en: 'DRUG PLAN (RKO) {year}' },
	lplpo: {
		id: 'LAPORAN PEMAKAIAN DAN LEMBAR PERMINTAAN OBAT (LPLPO)',
		en: 'DRUG USE REPORT AND REQUEST SHEET (LPLPO)'
	},
	asOf: { id: 'Menurut data yang diketahui sampai', en: 'By what was known at' },
	state: { id: 'Status', en: 'State' },
	hash: { id: 'Sidik angka yang ditandatangani (SHA-256)', en: 'Hash of the signed figures (SHA-256)' },
	cap: { id: 'Pagu (Rp)', en: 'Cap (Rp)' },
	rounded: { id: 'Pembulatan', en: 'Rounding' },
	basis: { id: 'Dasar perhitungan', en: 'Basis' },
	request: { id: 'Dasar permintaan', en: 'Basis of the request' },
	price: { id: 'Harga', en: 'Prices' },
	data: { id: 'Data', en: 'Data' },
	total: { id: 'Jumlah', en: 'Total' }
} as const satisfies Record<string, Words>;

export const planSentences = {
	noCap: { id: 'tanpa pagu', en: 'no cap' },
	basis: {
		id: 'Pemakaian yang tidak terlampaui dengan peluang tingkat layanan, menurut perkiraan bulanan; C = selisihnya dari median; kebutuhan dibulatkan ke atas. Urutan baris: yang dibeli dahulu di atas',
		en: 'Use not exceeded with the chance of the service level, by the monthly forecasts; C = its distance from the median; needs are rounded up. Order of the lines: what is bought first stands first'
	},
	rounded: {
		id: 'Pemakaian dibulatkan ke atas ke kelipatan lima, jumlah dan biaya dihitung darinya; yang ditandatangani adalah angka persis para perencana. Obat yang hanya diberikan sedikit tidak dimuat: {count}',
		en: 'Uses are rounded up to steps of five, quantities and costs follow from them; signed are the planners’ exact figures. Medicines given in small amounts only are left out: {count}'
	},
	request: {
		id: 'Kebutuhan sebulan = pemakaian rencana kota per bulan × bagian fasilitas dalam pemakaian bulan laporan; permintaan = kebutuhan − sisa stok, paling sedikit 0',
		en: 'Need of a month = the plan’s use of the city a month × the facility’s part in the use of the reported month; request = need − closing stock, at least 0'
	},
	decided: { id: 'diputuskan {who}: {reason}', en: 'decided by {who}: {reason}' },
	noStock: { id: 'stok tidak dilaporkan: E dihitung 0', en: 'no stock was reported: E counted as 0' },
	noPrice: {
		id: 'harga tidak diketahui: tidak termasuk dalam biaya',
		en: 'no price is known: not part of the cost'
	},
	part: { id: 'hanya sebagian terbeli dalam pagu', en: 'bought in part within the cap' },
	out: { id: 'tidak terbeli dalam pagu', en: 'falls out of the cap' },
	draft: {
		id: 'DRAF: belum ditandatangani siapa pun, angkanya masih dapat berubah',
		en: 'DRAFT: signed by nobody, its figures may still change'
	},
	signed: { id: '{state}: {signers}', en: '{state}: {signers}' }
} as const satisfies Record<string, Words>;

export const planStateWords: Readonly<Record<PlanState, Words>> = {
	draft: { id: 'Draf', en: 'Draft' },
	proposed: { id: 'Diusulkan', en: 'Proposed' },
	approved: { id: 'Disetujui', en: 'Approved' },
	locked: { id: 'Terkunci', en: 'Locked' }
};
