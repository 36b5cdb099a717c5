/** One row of each resource of the read API: flat, so that the same row is a line of CSV. */
import { z } from 'zod';
import { grains } from '../../domain/grain.ts';
import { claimStates } from '../../domain/role.ts';
import { said } from './said.ts';

const text = z.string();
const count = z.number().int();
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable();
const day = z.iso.date();
const facility = text.meta(said('Code of the facility.', 'Kode fasilitas.'));
const name = text.meta(said('Its name.', 'Namanya.'));
const item = text.meta(said('Id of the medicine.', 'Id obat.'));
const medicine = text.meta(said('Its Indonesian name.', 'Nama Indonesianya.'));
const service = text.meta(said('One of the eight services.', 'Salah satu dari delapan layanan.'));
const rupiah = count.meta(said('Whole rupiah.', 'Rupiah penuh.'));

const counted = {
	basis: z
		.enum(['visits', 'tally', 'mixed'])
		.meta(
			said(
				'What the figure stands on; the two are never added for one reporter.',
				'Dasar angkanya; keduanya tidak pernah dijumlahkan untuk satu pelapor.'
			)
		),
	reporter: maybe(text).meta(said('Whose ready-made count it is.', 'Pemilik hitungan jadi.')),
	ownCounts: count.meta(
		said('Facilities that stand with their own count.', 'Fasilitas yang memakai hitungannya sendiri.')
	),
	isPartial: z
		.boolean()
		.meta(
			said(
				'Visits do not reach back to the period’s first day.',
				'Data kunjungan tidak mencakup sejak hari pertama periode.'
			)
		),
	isOpen: z.boolean().meta(said('The period is still under way.', 'Periode masih berjalan.'))
};

export const rows = {
	beds: z.object({
		facility,
		name,
		kecamatan: maybe(text).meta(said('Where the facility lies.', 'Lokasi fasilitas.')),
		ward: text.meta(said('Ward class: the sum of its rooms.', 'Kelas ruang: jumlah kamarnya.')),
		rooms: count.meta(said('Rooms that report.', 'Kamar yang melapor.')),
		free: count.meta(said('Free beds of all rooms.', 'Tempat kosong semua kamar.')),
		fresh: z
			.boolean()
			.meta(
				said(
					'True: the free beds are confirmed. False: the report is older than the class’s limit, they are only possible.',
					'True: tempat kosong terkonfirmasi. False: laporan melewati batas usia kelasnya, baru mungkin kosong.'
				)
			),
		capacity: maybe(count).meta(
			said('Null where a room leaves it unsaid.', 'Null bila ada kamar yang tidak menyebutnya.')
		),
		occupied: maybe(count).meta(
			said('Null where a room leaves it unsaid.', 'Null bila ada kamar yang tidak menyebutnya.')
		),
		queue: maybe(count).meta(
			said(
				'People waiting; null where no room says.',
				'Orang menunggu; null bila tidak ada kamar yang menyebut.'
			)
		),
		reportedAt: maybe(z.iso.datetime()).meta(said('The oldest room’s report.', 'Laporan kamar tertua.')),
		demo: z.boolean().meta(said('An invented facility.', 'Fasilitas rekaan.'))
	}),
	visits: z.object({
		period: day.meta(said('The day, or the month’s first day.', 'Harinya, atau hari pertama bulan.')),
		facility: text.meta(
			said('Code of the facility; empty for the whole city.', 'Kode fasilitas; kosong untuk seluruh kota.')
		),
		name: text.meta(said('Its name; empty for the whole city.', 'Namanya; kosong untuk seluruh kota.')),
		kecamatan: maybe(text).meta(said('Where the facility lies.', 'Lokasi fasilitas.')),
		service: text.meta(
			said(
				'One of the eight services; empty for the whole city.',
				'Salah satu dari delapan layanan; kosong untuk seluruh kota.'
			)
		),
		visits: count.meta(
			said(
				'Visits that began in the period; of the whole city rounded to five.',
				'Kunjungan yang dimulai pada periode itu; untuk seluruh kota dibulatkan ke lima.'
			)
		)
	}),
	diseases: z.object({
		disease: text.meta(said('Disease group.', 'Kelompok penyakit.')),
		grain: z.enum(grains),
		period: day.meta(said('First day; weeks begin on Sunday.', 'Hari pertama; pekan mulai hari Minggu.')),
		area: text.meta(
			said(
				'City (32.75), kecamatan of residence, outside (99.99.99) or unknown (00.00.00).',
				'Kota (32.75), kecamatan tempat tinggal, luar kota (99.99.99), atau tidak diketahui (00.00.00).'
			)
		),
		facility: maybe(text).meta(
			said('The one facility that was asked for.', 'Fasilitas yang diminta, bila ada.')
		),
		cases: count.meta(said('Cases on the one basis that stands.', 'Kasus menurut satu dasar yang berlaku.')),
		...counted
	}),
	drugs: z.object({
		item,
		name: medicine,
		month: day.meta(said('The month’s first day.', 'Hari pertama bulan.')),
		used: count.meta(said('Units used.', 'Satuan terpakai.')),
		...counted
	}),
	'drugs/stock': z.object({
		item,
		name: medicine,
		ven: maybe(z.enum(['V', 'E', 'N'])).meta(
			said(
				'Vital, essential, non-essential; null off the list.',
				'Vital, esensial, non-esensial; null di luar daftar.'
			)
		),
		meanUse: maybe(z.number()).meta(
			said(
				'Units a month over the last three complete months.',
				'Satuan per bulan selama tiga bulan lengkap terakhir.'
			)
		),
		stock: maybe(count).meta(
			said('Each facility’s newest report, summed.', 'Jumlah laporan terbaru tiap fasilitas.')
		),
		oldestReport: maybe(day).meta(said('Oldest month among them.', 'Bulan tertua di antaranya.')),
		newestReport: maybe(day).meta(said('Newest month among them.', 'Bulan terbaru di antaranya.')),
		facilitiesReported: maybe(count).meta(said('Facilities in the sum.', 'Fasilitas dalam jumlah itu.')),
		facilitiesExpected: maybe(count).meta(
			said(
				'Facilities that reported the item in half a year.',
				'Fasilitas yang melaporkan obat ini dalam setengah tahun.'
			)
		),
		monthsLeft: maybe(z.number()).meta(
			said(
				'Stock ÷ mean use of the facilities that reported it.',
				'Persediaan ÷ pemakaian rata-rata fasilitas yang melapor.'
			)
		),
		meanUseRupiah: maybe(count).meta(
			said('Estimated: units × a plausible price.', 'Perkiraan: satuan × harga wajar.')
		),
		stockRupiah: maybe(count).meta(
			said('Estimated: units × a plausible price.', 'Perkiraan: satuan × harga wajar.')
		)
	}),
	claims: z.object({
		budgetYear: count.meta(said('Year whose budget pays.', 'Tahun anggaran yang membayar.')),
		state: z.enum(claimStates).meta(said('Newest state.', 'Status terbaru.')),
		serviceMonth: day.meta(said('Month in which the service ended.', 'Bulan layanan berakhir.')),
		transitionMonth: day.meta(
			said('Month in which the claims came into this state.', 'Bulan klaim masuk status ini.')
		),
		facility,
		name,
		service,
		claims: count.meta(said('How many claims.', 'Banyaknya klaim.')),
		billedRupiah: rupiah.meta(said('As billed.', 'Sebagaimana ditagih.')),
		amountRupiah: count.meta(
			said(
				'What stands in this state: paid, else approved, else verified, else billed.',
				'Jumlah pada status ini: dibayar, atau disetujui, atau diverifikasi, atau ditagih.'
			)
		)
	}),
	budget: z.object({
		month: day.meta(said('The month’s first day.', 'Hari pertama bulan.')),
		year: count.meta(said('Budget year.', 'Tahun anggaran.')),
		ceilingRupiah: maybe(count).meta(
			said('The whole year’s ceiling as last set.', 'Pagu setahun penuh menurut penetapan terakhir.')
		),
		paidRupiah: rupiah.meta(said('Paid within this month.', 'Dibayar pada bulan ini.')),
		committedRupiah: rupiah.meta(
			said(
				'Paid and owed for services that ended in this month.',
				'Dibayar dan terutang untuk layanan yang berakhir pada bulan ini.'
			)
		),
		carriedRupiah: rupiah.meta(
			said(
				'Services before the year that this budget pays; the same in each row.',
				'Layanan sebelum tahun ini yang dibayar anggaran ini; sama di tiap baris.'
			)
		),
		members: maybe(count).meta(
			said('Members at the month’s end, or now.', 'Peserta pada akhir bulan, atau sekarang.')
		),
		premiumRupiah: maybe(count).meta(
			said(
				'What the national scheme would cost a member in this month.',
				'Iuran skema nasional per peserta pada bulan ini.'
			)
		),
		isSettled: z
			.boolean()
			.meta(
				said(
					'Ended long enough ago that most bills are in.',
					'Sudah cukup lama berakhir sehingga sebagian besar tagihan masuk.'
				)
			)
	})
} as const satisfies Record<string, z.ZodObject>;

export type Row<Name extends keyof typeof rows> = z.output<(typeof rows)[Name]>;
