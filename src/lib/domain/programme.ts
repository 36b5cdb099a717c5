/**
 * What is published about the programme: *Kartu Sehat berbasis NIK* (KS-NIK) from January 2017, LKM-NIK from
 * 2020, at the city's own hospitals only from 1 April 2022 while its members move into JKN. Press figures:
 * they disagree, so each line keeps its date and its source, and a range stays a range.
 */
export type BudgetLineKind = 'budget' | 'bill' | 'paid' | 'unpaid';

export interface BudgetLine {
	/** Budget year that the money belongs to. */
	readonly year: number;
	readonly kind: BudgetLineKind;
	readonly lowRupiah: number;
	/** Equal to `lowRupiah` where one figure was given. */
	readonly highRupiah: number;
	readonly what: { readonly id: string; readonly en: string };
	/** Month that the figure describes, `2018-12`, or the year where no month was given. */
	readonly asOf: string;
	readonly source: string;
}

/** Reports that cover a figure together, where it was not kept which of them said it. */
const press =
	'posbekasi.com 2018-02-19; bekasipedia.com (DPRD: tunggakan Kartu Sehat); antaranews.com berita 47126; ' +
	'bekasipedia.com (pencairan utang KS-NIK)';
const tribun2017 = 'tribunnews.com 2017-07-14, "Utang Kartu Sehat di Bekasi tembus Rp 27 miliar"';

type Row = readonly [
	year: number,
	kind: BudgetLineKind,
	lowMiliar: number,
	highMiliar: number,
	id: string,
	en: string,
	asOf: string,
	source: string
];

// prettier-ignore
const rows: readonly Row[] = [
	[2016, 'unpaid', 10, 15, 'Tunggakan akhir 2016', 'Arrears at the end of 2016', '2016', press],
	[2017, 'budget', 100, 100, 'Anggaran 2017', '2017 budget', '2017', press],
	[2017, 'paid', 75, 75, 'Dibayar sampai Juli, termasuk tunggakan', 'Paid by July, arrears included', '2017-07', press],
	[2017, 'bill', 27, 27, 'Tagihan Januari–Juli dari 39 RS swasta', 'Bill Jan–Jul of 39 private hospitals', '2017-07', tribun2017],
	[2018, 'budget', 170, 185, 'Anggaran awal (55 RSUD + 130 lainnya)', 'Original budget (55 RSUD + 130 others)', '2018', press],
	[2018, 'budget', 419.7, 419.7, 'Anggaran setelah dua kali perubahan', 'Budget after two revisions', '2018', press],
	[2018, 'paid', 231.7, 231.7, 'Dibayar sampai Desember', 'Paid by December', '2018-12', press],
	[2018, 'unpaid', 129, 188, 'Belum dibayar ke 36 RS swasta (Pemkot)', 'Unpaid to 36 private hospitals (city)', '2018-12', press],
	[2018, 'unpaid', 200, 200, 'Belum dibayar (ARSSI)', 'Unpaid (hospital association)', '2018-12', press],
	[2019, 'budget', 300, 300, 'Anggaran Dinkes', 'Health office budget', '2019', press],
	[2019, 'budget', 105, 105, 'Anggaran RSUD', 'City hospital (RSUD) budget', '2019', press]
];

export const budgetHistory: readonly BudgetLine[] = rows.map(
	([year, kind, lowMiliar, highMiliar, id, en, asOf, source]) => ({
		year,
		kind,
		lowRupiah: Math.round(lowMiliar * 1e9),
		highRupiah: Math.round(highMiliar * 1e9),
		what: { id, en },
		asOf,
		source
	})
);

/** What the programme did when; no money in it, so not a budget line. */
export const programmeMilestones: readonly {
	readonly on: string;
	readonly what: { readonly id: string; readonly en: string };
}[] = [
	{ on: '2017-01', what: { id: 'KS-NIK dibuka untuk semua warga', en: 'KS-NIK opened to every resident' } },
	{ on: '2018-08', what: { id: 'Rujukan berjenjang diberlakukan lagi', en: 'Tiered referral returns' } },
	{
		on: '2020-01',
		what: {
			id: 'Menjadi LKM-NIK: terdaftar minimal 6 bulan dan bukan peserta JKN aktif',
			en: 'Becomes LKM-NIK: six months in the register and no active JKN membership'
		}
	},
	{
		on: '2022-04',
		what: { id: 'Hanya di RSUD, menuju integrasi JKN', en: 'City hospitals only, integrating into JKN' }
	}
];

export interface MembershipFigure {
	readonly asOf: string;
	readonly count: number;
	/** What was counted: the published figures are not one series. */
	readonly unit: 'persons' | 'families' | 'family-records';
	readonly source: string;
}

/** One card is one family (from the Kartu Keluarga), so these three cannot be drawn as one line. */
export const membershipHistory: readonly MembershipFigure[] = [
	{ asOf: '2017-05', count: 1_370_000, unit: 'persons', source: 'press, May 2017' },
	{ asOf: '2018', count: 743_000, unit: 'families', source: 'press, 2018' },
	{ asOf: '2019-12', count: 518_000, unit: 'family-records', source: 'press, December 2019' }
];

export interface NationalPremium {
	/** First day that it holds. */
	readonly from: string;
	readonly rupiahPerMemberMonth: number;
	readonly source: string;
}

/** What the state pays BPJS for a member whose premium it carries (PBI); the yardstick for our cost. */
export const nationalPremiums: readonly NationalPremium[] = [
	{ from: '2014-01-01', rupiahPerMemberMonth: 19_225, source: 'Perpres 111/2013' },
	{ from: '2016-01-01', rupiahPerMemberMonth: 23_000, source: 'Perpres 19/2016' },
	{ from: '2019-08-01', rupiahPerMemberMonth: 42_000, source: 'Perpres 75/2019; Perpres 64/2020' }
];

/** The premium that holds on a day; undefined before JKN began. */
export function findNationalPremium(day: string): NationalPremium | undefined {
	return nationalPremiums.findLast(({ from }) => from <= day);
}
