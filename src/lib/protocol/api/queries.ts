/** What each resource of the read API may be asked for. The words of a URL; checked here once. */
import { z } from 'zod';
import { kecamatan } from '../../domain/area.ts';
import { grains } from '../../domain/grain.ts';
import { claimStates } from '../../domain/role.ts';
import { services } from '../../domain/service.ts';
import { diseaseGroups } from '../../domain/surveillance-diseases.ts';
import { wardClasses } from '../../domain/ward.ts';
import { said } from './said.ts';

export const maxRowsPerPage = 1_000;
const usualRows = 100;

const day = z.iso.date();
const whole = (min: number, max: number) =>
	z
		.string()
		.regex(/^\d{1,9}$/)
		.transform(Number)
		.pipe(z.number().int().min(min).max(max));

const ids = <Id extends string>(list: readonly { readonly id: Id }[]) => list.map(({ id }) => id);

const facility = z
	.string()
	.regex(/^[0-9A-Za-z-]{1,32}$/)
	.optional()
	.meta(
		said(
			'Code of a facility. A hospital’s key is always held to its own.',
			'Kode fasilitas. Kunci rumah sakit selalu terbatas pada fasilitasnya sendiri.'
		)
	);
const place = z
	.enum(kecamatan.map(({ code }) => code))
	.optional()
	.meta(said('Kecamatan in which the facility lies.', 'Kecamatan tempat fasilitas berada.'));
const service = z
	.enum(ids(services))
	.optional()
	.meta(
		said(
			'One of the eight services that the card covers.',
			'Salah satu dari delapan layanan yang dijamin kartu.'
		)
	);
const from = day
	.optional()
	.meta(
		said(
			'First day, included. A day of a longer period means that period.',
			'Hari pertama, termasuk. Satu hari dari periode yang lebih panjang berarti periode itu.'
		)
	);
const to = day.optional().meta(said('Last day, included.', 'Hari terakhir, termasuk.'));
const asOf = day
	.optional()
	.meta(
		said(
			'Shows what was known at the end of that day (Asia/Jakarta). Without it: now.',
			'Menampilkan apa yang diketahui pada akhir hari itu (WIB). Tanpa ini: sekarang.'
		)
	);
const item = z
	.string()
	.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)
	.optional()
	.meta(said('Id of a medicine.', 'Id obat.'));
const year = whole(2000, 2100)
	.optional()
	.meta(said('Budget year; without it the running one.', 'Tahun anggaran; tanpa ini tahun berjalan.'));

/** What every resource takes. */
const paging = {
	limit: whole(1, maxRowsPerPage).default(usualRows).meta(said('Rows a page.', 'Baris per halaman.')),
	cursor: z
		.string()
		.max(1_000)
		.optional()
		.meta(said('«page.next» of the page before.', '«page.next» dari halaman sebelumnya.')),
	format: z
		.enum(['json', 'csv'])
		.optional()
		.meta(
			said(
				'Without it, what «Accept» asks for: application/json (default) or text/csv.',
				'Tanpa ini, sesuai «Accept»: application/json (bawaan) atau text/csv.'
			)
		)
};

export const queries = {
	beds: z.strictObject({
		facility,
		kecamatan: place,
		ward: z.enum(ids(wardClasses)).optional().meta(said('Ward class.', 'Kelas ruang.')),
		asOf,
		...paging
	}),
	visits: z.strictObject({
		grain: z.enum(['day', 'month']).default('day').meta(said('Length of a period.', 'Panjang periode.')),
		from,
		to,
		facility,
		kecamatan: place,
		service,
		asOf,
		...paging
	}),
	diseases: z.strictObject({
		disease: z
			.enum(ids(diseaseGroups))
			.optional()
			.meta(said('Disease group; without it all.', 'Kelompok penyakit; tanpa ini semua.')),
		grain: z.enum(grains).default('week').meta(said('Length of a period.', 'Panjang periode.')),
		from,
		to,
		by: z
			.enum(['city', 'kecamatan'])
			.default('city')
			.meta(
				said(
					'One row for the whole, or one for each kecamatan.',
					'Satu baris untuk keseluruhan, atau satu per kecamatan.'
				)
			),
		kecamatan: z
			.enum(kecamatan.map(({ code }) => code))
			.optional()
			.meta(said('Kecamatan in which the patients live.', 'Kecamatan tempat tinggal pasien.')),
		facility,
		asOf,
		...paging
	}),
	drugs: z.strictObject({ item, from, to, facility, kecamatan: place, asOf, ...paging }),
	'drugs/stock': z.strictObject({
		item,
		ven: z
			.enum(['V', 'E', 'N'])
			.optional()
			.meta(said('Vital, essential or non-essential.', 'Vital, esensial, atau non-esensial.')),
		facility,
		kecamatan: place,
		asOf,
		...paging
	}),
	claims: z.strictObject({
		year,
		state: z.enum(claimStates).optional().meta(said('State of the claims.', 'Status klaim.')),
		from,
		to,
		facility,
		kecamatan: place,
		service,
		asOf,
		...paging
	}),
	budget: z.strictObject({ year, facility, service, asOf, ...paging })
} as const;

export type ResourceName = keyof typeof queries;
export const resourceNames = Object.keys(queries) as ResourceName[];
export type Query<Name extends ResourceName> = z.output<(typeof queries)[Name]>;
