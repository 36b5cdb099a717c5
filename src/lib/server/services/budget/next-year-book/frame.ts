/** What the sheets of the workbook share: their words, their kinds of cells, and where the levers stand. */
import type { Certainty } from '../../../../domain/next-year.ts';
import type { BookCell, FormulaCell } from '../../../../protocol/book-cells.ts';
import type { Locale } from '../../../../protocol/refusals.ts';
import {
	leverNames,
	type NextYearView,
	type ProposalView
} from '../../../../protocol/views/budget-next-year.ts';
import type { Said } from '../next-year-said.ts';

export const whole = '#,##0';
export const share = '0.0%';
export const times = '0.0000';

export const texts = {
	sheets: { id: ['Usulan', 'Tuas', 'Skenario'], en: ['Proposal', 'Levers', 'Scenarios'] },
	part: { id: 'Rupiah', en: 'Rupiah' },
	source: { id: 'Asal', en: 'Source' },
	byService: { id: 'Biaya layanan menurut jenisnya', en: 'Cost by service' },
	all: { id: 'Jumlah', en: 'In all' },
	turn: {
		id: 'Ubah sel kolom B pada baris tuas; lembar lain ikut terhitung',
		en: 'Change column B of the levers; the other sheets follow'
	},
	lever: { id: 'Tuas dan asumsi', en: 'Lever or assumption' },
	value: { id: 'Nilai', en: 'Value' },
	low: { id: '80 % dari', en: '80% from' },
	high: { id: 'sampai', en: 'to' },
	membersChange: { id: 'TUAS: peserta, perubahan %', en: 'LEVER: members, change in %' },
	tariffChange: { id: 'TUAS: tarif, perubahan %', en: 'LEVER: tariff, change in %' },
	referralThen: {
		id: 'TUAS: rawat jalan dengan rujukan, %',
		en: 'LEVER: outpatient visits with a referral, %'
	},
	referralNow: {
		id: 'Rawat jalan dengan rujukan sekarang, %',
		en: 'Outpatient visits with a referral now, %'
	},
	membersNow: { id: 'Peserta sekarang', en: 'Members now' },
	multiply: { id: 'Pengali: {name}', en: 'Multiplies by: {name}' },
	multiplyAll: { id: 'Pengali: semua tuas', en: 'Multiplies by: all levers' },
	service: { id: 'Layanan', en: 'Service' },
	servicePaid: { id: 'TUAS: dibayar (1) atau tidak (0)', en: 'LEVER: paid (1) or not (0)' },
	kept: { id: 'bagian yang dibayar', en: 'share that is paid' },
	weight: { id: 'bagian dalam biaya', en: 'part of the cost' },
	paidShare: { id: 'Bagian yang dibayar', en: 'Share that is paid' },
	outpatient: { id: 'Rawat jalan di dalamnya', en: 'Outpatient care in it' },
	factor: { id: 'Pengali', en: 'Factor' },
	scenario: { id: 'Skenario', en: 'Scenario' },
	none: { id: 'Tanpa tuas', en: 'Without levers' },
	now: { id: 'Dipilih', en: 'Chosen' },
	asOf: { id: 'Menurut data sampai {at}', en: 'By what was known at {at}' },
	demo: {
		id: 'DATA SIMULASI (DEMO): bukan untuk penetapan anggaran',
		en: 'SIMULATED DATA (DEMO): no basis for a budget'
	},
	close: {
		id: 'Pada tuas saat diunduh angkanya sama dengan halaman. Bila tuas diubah di lembar ini, hasilnya mengikuti dunia yang sama dan dekat; halaman menimbang ulang semua dunia.',
		en: 'At the levers of the download the figures are the page’s. When levers are changed here the result keeps the same worlds and comes close; the page weighs all worlds anew.'
	}
} as const;

export const formula = (text: string, format: string = whole): FormulaCell => ({ formula: text, format });
export const figure = (value: number | null, format: string = whole): BookCell =>
	value === null ? null : { figure: value, format };

/** What the levers multiply, in the worlds next to a certainty. */
export function costBefore({ factors, points }: ProposalView, name: Certainty): number {
	const product = leverNames.reduce((all, lever) => all * factors[lever], 1);
	return product > 0 ? points[name].cost / product : 0;
}

export type Frame = { view: NextYearView; proposal: ProposalView; locale: Locale; say: Said };

/** Rows of the sheet of levers, by what stands in them; the first below title, hint and headings. */
const first = 4;
export const rowsOfLevers = [
	...(['members', 'tariff', 'referralThen', 'referralNow', 'settled', 'tariffShare', 'elasticity'] as const),
	...([
		'outpatient',
		'membersNow',
		'fServices',
		'fReferral',
		'fMembers',
		'fTariff',
		'fAll',
		'membersThen'
	] as const)
] as const;
export type LeverRow = (typeof rowsOfLevers)[number];
export const rowOf = (name: LeverRow) => first + rowsOfLevers.indexOf(name);
export const cell = (name: LeverRow) => `B${rowOf(name)}`;
/** Below a blank line and the headings of the services. */
export const firstService = first + rowsOfLevers.length + 2;
