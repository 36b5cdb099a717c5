/** Every resource of the read API: how its rows are ordered, what its figures say for themselves; who reads it says `domain/access`. */
import { scopeOfResource } from '../../domain/access.ts';
import type { EvidenceUnit, DateBasis } from '../../domain/evidence.ts';
import { roles, type Role } from '../../domain/role.ts';
import type { ResourceName } from './queries.ts';
import type { rows } from './rows.ts';
import type { Sentence } from './said.ts';

export type Resource<Name extends ResourceName = ResourceName> = {
	readonly title: Sentence;
	readonly summary: Sentence;
	/** Tells the rows apart and orders them; a cursor is the last row's. */
	readonly key: readonly (keyof (typeof rows)[Name]['shape'] & string)[];
	readonly measure: Sentence;
	readonly formula: Sentence;
	readonly unit: EvidenceUnit;
	readonly dateBasis: DateBasis;
};

/** Whose keys may read it. A hospital reads its own facility's rows only. */
export const readersOf = (resource: ResourceName): Role[] =>
	roles.filter((role) => scopeOfResource(role, resource) !== null);

export const resources: { readonly [Name in ResourceName]: Resource<Name> } = {
	beds: {
		title: { en: 'Beds', id: 'Tempat tidur' },
		summary: {
			en: 'Beds by hospital and ward class, with the age of the report: what the page Beds shows.',
			id: 'Tempat tidur menurut rumah sakit dan kelas ruang, dengan usia laporannya: isi halaman Tempat Tidur.'
		},
		key: ['facility', 'ward'],
		measure: { en: 'Beds reported', id: 'Tempat tidur yang dilaporkan' },
		formula: {
			en: 'sum of the rooms of a ward class, of one way where several tell it; as old as its oldest room’s report',
			id: 'jumlah kamar satu kelas ruang, dari satu jalan bila dilaporkan lewat beberapa; setua laporan kamar tertuanya'
		},
		unit: 'beds',
		dateBasis: 'reported'
	},
	visits: {
		title: { en: 'Visits', id: 'Kunjungan' },
		summary: {
			en: 'Visits by day or month, facility and service. At most 400 days, or ten years of months. Who sees the whole city only reads its rounded totals.',
			id: 'Kunjungan menurut hari atau bulan, fasilitas, dan layanan. Paling banyak 400 hari, atau sepuluh tahun bulan. Yang hanya melihat kota seutuhnya membaca totalnya yang dibulatkan.'
		},
		key: ['period', 'facility', 'service'],
		measure: { en: 'Visits', id: 'Kunjungan' },
		formula: {
			en: 'newest version of each visit, by its day of arrival',
			id: 'versi terbaru tiap kunjungan, menurut hari datangnya'
		},
		unit: 'visits',
		dateBasis: 'occurred'
	},
	diseases: {
		title: { en: 'Diseases', id: 'Penyakit' },
		summary: {
			en: 'Cases by disease, period and place, each figure on one basis: what the page Diseases shows. Who sees the whole city only reads its rounded totals, and by kecamatan those of frozen weeks; a hospital its own patients.',
			id: 'Kasus menurut penyakit, periode, dan tempat, tiap angka atas satu dasar: isi halaman Penyakit. Yang hanya melihat kota seutuhnya membaca totalnya yang dibulatkan, dan menurut kecamatan pekan-pekan beku; rumah sakit pasiennya sendiri.'
		},
		key: ['disease', 'period', 'area'],
		measure: { en: 'Cases of disease', id: 'Kasus penyakit' },
		formula: {
			en: 'visits by primary diagnosis, or a ready-made count where one stands by precedence; never both',
			id: 'kunjungan menurut diagnosis utama, atau hitungan jadi bila berlaku menurut urutannya; tidak pernah keduanya'
		},
		unit: 'cases',
		dateBasis: 'occurred'
	},
	drugs: {
		title: { en: 'Drug use', id: 'Pemakaian obat' },
		summary: {
			en: 'Units used by medicine and month: the trend of the page Drugs. At most 60 months.',
			id: 'Satuan terpakai menurut obat dan bulan: tren halaman Obat. Paling banyak 60 bulan.'
		},
		key: ['item', 'month'],
		measure: { en: 'Units of medicine used', id: 'Satuan obat terpakai' },
		formula: {
			en: 'dispensed in visits, or the facility’s own monthly report where it made one; never both',
			id: 'diserahkan dalam kunjungan, atau laporan bulanan fasilitas bila ada; tidak pernah keduanya'
		},
		unit: 'items',
		dateBasis: 'occurred'
	},
	'drugs/stock': {
		title: { en: 'Drug stock', id: 'Persediaan obat' },
		summary: {
			en: 'Stock, mean use and months left of each medicine: the table of the page Drugs.',
			id: 'Persediaan, pemakaian rata-rata, dan sisa bulan tiap obat: tabel halaman Obat.'
		},
		key: ['item'],
		measure: { en: 'Stock of medicine', id: 'Persediaan obat' },
		formula: {
			en: 'each facility’s newest report, summed; ÷ mean monthly use of those facilities = months left',
			id: 'laporan terbaru tiap fasilitas, dijumlahkan; ÷ pemakaian rata-rata bulanan fasilitas itu = sisa bulan'
		},
		unit: 'items',
		dateBasis: 'occurred'
	},
	claims: {
		title: { en: 'Claims ladder', id: 'Tangga klaim' },
		summary: {
			en: 'Where a budget year’s claims stand, with their money: each claim once, in its newest state.',
			id: 'Kedudukan klaim satu tahun anggaran beserta uangnya: tiap klaim sekali, pada status terbarunya.'
		},
		key: ['budgetYear', 'state', 'serviceMonth', 'transitionMonth', 'facility', 'service'],
		measure: { en: 'Claims by state', id: 'Klaim menurut status' },
		formula: {
			en: 'each claim once, in its newest state, with the amount that stands there',
			id: 'tiap klaim sekali, pada status terbarunya, dengan jumlah yang berlaku'
		},
		unit: 'rupiah',
		dateBasis: 'occurred'
	},
	budget: {
		title: { en: 'Budget', id: 'Anggaran' },
		summary: {
			en: 'The months of a budget year: ceiling, paid, committed, members, national premium: what the page Budget shows.',
			id: 'Bulan-bulan satu tahun anggaran: pagu, dibayar, terikat, peserta, iuran nasional: isi halaman Anggaran.'
		},
		key: ['month'],
		measure: { en: 'Money of the budget year', id: 'Uang tahun anggaran' },
		formula: {
			en: 'paid by month of payment; committed = paid and owed by month of service',
			id: 'dibayar menurut bulan pembayaran; terikat = dibayar dan terutang menurut bulan layanan'
		},
		unit: 'rupiah',
		dateBasis: 'occurred'
	}
};
