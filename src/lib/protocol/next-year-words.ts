/** What the page of next year's budget and its two files say alike: names of rows, levers, assumptions and sources. */
import type { LeverName } from './views/budget-next-year.ts';
import type { Locale } from './refusals.ts';

export type Words = Readonly<Record<Locale, string>>;

export const proposalFormats = ['pdf', 'xlsx'] as const;
export type ProposalFormat = (typeof proposalFormats)[number];
export const isProposalFormat = (text: string): text is ProposalFormat =>
	(proposalFormats as readonly string[]).includes(text);

/** The finding; amounts come in as they are to be read. */
export const proposalTitles = {
	more: {
		id: 'Anggaran {year} perlu {amount} agar cukup dengan kepastian 80 %: {difference} di atas pagu {before}',
		en: 'The {year} budget needs {amount} to be enough with 80% certainty: {difference} above the ceiling of {before}'
	},
	less: {
		id: 'Anggaran {year} perlu {amount} agar cukup dengan kepastian 80 %: {difference} di bawah pagu {before}',
		en: 'The {year} budget needs {amount} to be enough with 80% certainty: {difference} below the ceiling of {before}'
	},
	carried: {
		id: 'Di dalamnya {carried} untuk tagihan {before} yang tidak tertampung pagunya. Untuk cukup di separuh dunia yang disimulasikan: {half}; di 95 dari 100: {most}.',
		en: 'Of it {carried} pays bills of {before} that its ceiling does not reach. To be enough in half of the simulated worlds: {half}; in 95 of 100: {most}.'
	},
	clear: {
		id: 'Tidak ada tagihan {before} yang terbawa. Untuk cukup di separuh dunia yang disimulasikan: {half}; di 95 dari 100: {most}.',
		en: 'No bill of {before} is carried over. To be enough in half of the simulated worlds: {half}; in 95 of 100: {most}.'
	}
} as const satisfies Record<string, Words>;

export const proposalRows = {
	cost: { id: 'Biaya layanan {year}', en: 'Cost of services in {year}' },
	costBefore: { id: 'Biaya layanan {year} sebelum tuas', en: 'Cost of services in {year} before levers' },
	factor: { id: '× semua tuas', en: '× all levers' },
	carried: {
		id: 'Tagihan {before} yang tidak tertampung pagu',
		en: 'Bills of {before} that its ceiling does not reach'
	},
	total: { id: 'Usulan anggaran {year}', en: 'Proposed budget {year}' },
	ceiling: { id: 'Pagu {before}', en: 'Ceiling of {before}' },
	difference: { id: 'Selisih dengan pagu {before}', en: 'Difference to the ceiling of {before}' },
	yearEnd: { id: 'Perkiraan terpakai akhir {before}', en: 'Expected use by the end of {before}' },
	members: { id: 'Peserta {year}', en: 'Members in {year}' },
	perMember: { id: 'Per peserta dan bulan', en: 'A member and month' },
	premium: {
		id: 'Iuran nasional (PBI) per orang dan bulan',
		en: 'National premium (PBI) a person and month'
	},
	check: { id: 'Menurut halaman saat diunduh', en: 'As on the page when downloaded' },
	checkDifference: { id: 'Selisih hitungan lembar ini', en: 'Difference of this sheet' },
	programme: { id: 'Seluruh program', en: 'Whole programme' }
} as const satisfies Record<string, Words>;

export const leverWords = {
	services: { id: 'Layanan yang dibayar', en: 'Services that are paid' },
	referral: { id: 'Rawat jalan dengan rujukan', en: 'Outpatient visits with a referral' },
	members: { id: 'Peserta', en: 'Members' },
	tariff: { id: 'Tarif', en: 'Tariff' }
} as const satisfies Record<LeverName, Words>;

export const leverStates = {
	none: {
		id: 'Tanpa tuas: semuanya berjalan seperti sekarang',
		en: 'No lever: everything goes on as it does'
	},
	now: { id: 'seperti sekarang', en: 'as now' },
	nowAt: { id: 'seperti sekarang ({share})', en: 'as now ({share})' },
	allPaid: { id: 'semua', en: 'all' },
	unpaid: { id: 'tanpa {names}', en: 'without {names}' }
} as const satisfies Record<string, Words>;

export const assumptionWords = {
	'settled-share': {
		id: 'Kunjungan tanpa rujukan yang wajib ditangani puskesmas',
		en: 'Visits without a referral that a puskesmas has to treat'
	},
	'outpatient-cost-share': {
		id: 'Rawat jalan dalam biaya yang dibayar',
		en: 'Outpatient care in the cost that is paid'
	},
	'use-elasticity': {
		id: 'Peserta baru memakai, dibanding yang lama',
		en: 'Use by new members ÷ by the old'
	},
	'tariff-share': { id: 'Tagihan yang mengikuti tarif', en: 'Bills that follow the tariff' }
} as const satisfies Record<string, Words>;

export const sourceWords = {
	given: {
		id: 'anggapan: tidak dapat dihitung dari data kota',
		en: 'assumed: it cannot be reckoned from the city’s data'
	},
	'given-tariff': {
		id: 'anggapan: tidak satu tagihan pun memuat kode tarif, jadi semuanya dianggap mengikutinya',
		en: 'assumed: no bill carries a tariff code, so all are taken to follow it'
	},
	'visits-all': { id: 'kunjungan {from} – {to}', en: 'visits of {from} – {to}' },
	'claims-all': { id: 'klaim {from} – {to}', en: 'claims of {from} – {to}' },
	visits: { id: 'kunjungan {from} – {to}', en: 'visits of {from} – {to}' },
	claims: { id: 'klaim {from} – {to}', en: 'claims of {from} – {to}' },
	register: { id: 'register peserta', en: 'register of members' },
	decision: { id: 'keputusan anggaran', en: 'decision on the budget' },
	projection: {
		id: 'proyeksi tagihan {from} – {to}, {worlds} dunia simulasi',
		en: 'projection from bills of {from} – {to}, {worlds} simulated worlds'
	},
	chosen: { id: 'dipilih', en: 'chosen' },
	unknown: {
		id: 'belum diketahui: tuas ini belum dapat dinilai',
		en: 'not known: this lever cannot be judged yet'
	}
} as const satisfies Record<string, Words>;

export const growthWords = {
	both: {
		id: 'Pertumbuhan yang dipelajari: kunjungan {visits} dan biaya per kunjungan {cost} sebulan; setiap dunia menariknya dengan ketidakpastiannya, dan meredakannya.',
		en: 'Growth as learned: visits {visits} and cost a visit {cost} a month; every world draws it with its doubt, and lets it fade.'
	},
	cost: {
		id: 'Pertumbuhan yang dipelajari: biaya {cost} sebulan (tanpa umpan kunjungan); setiap dunia menariknya dengan ketidakpastiannya, dan meredakannya.',
		en: 'Growth as learned: cost {cost} a month (no feed of visits); every world draws it with its doubt, and lets it fade.'
	}
} as const satisfies Record<string, Words>;

export const methodWords = {
	total: {
		id: 'Di tiap dunia simulasi: biaya dua belas bulan layanan {year} × tuas, ditambah yang dipakai {before} di atas pagunya. Usulan = persentil ke-50, 80 dan 95; kedua bagiannya adalah rata-rata dunia di sekitarnya, sehingga jumlahnya tepat.',
		en: 'In each simulated world: the cost of the twelve service months of {year} × levers, and what {before} uses above its ceiling. Proposed = the 50th, 80th and 95th percentile; its two parts are the means of the worlds next to it, so that they add up.'
	},
	services: {
		id: 'Per layanan menurut bagiannya dalam tagihan {from} – {to}; tidak diramalkan sendiri-sendiri. Data tidak membedakan program di dalam Kartu Sehat.',
		en: 'By service as their shares in the bills of {from} – {to}; not forecast one by one. The data tell no programmes apart within the health card.'
	},
	unknown: {
		id: 'Tidak diketahui, maka tidak dihitung: perubahan aturan yang belum dipilih sebagai tuas, tarif per layanan, dan perpindahan peserta ke JKN di luar tuas peserta.',
		en: 'Not known and therefore not counted: rules that were not chosen as a lever, tariffs by service, and members who move to JKN beyond the lever of members.'
	}
} as const satisfies Record<string, Words>;
