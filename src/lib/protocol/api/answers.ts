/** What the API answers, as schemas: the document is made of them, and the tests hold every answer against them. */
import { z } from 'zod';
import { eventRefusals, requestRefusals } from '../refusals.ts';
import type { BatchAnswer } from '../events.ts';
import { readRefusals } from './refusals.ts';
import { said } from './said.ts';

const count = z.number().int().min(0);
const codes = <Code extends string>(table: Record<Code, unknown>) => z.enum(Object.keys(table) as Code[]);

export const eventError = z.object({
	index: count.meta(said('Place in the batch, from 0.', 'Urutan dalam kiriman, dari 0.')),
	id: z.string().nullable(),
	code: codes(eventRefusals),
	field: z
		.string()
		.nullable()
		.meta(said('Path of the field, as «data.nik».', 'Letak kolom, seperti «data.nik».')),
	message: z
		.string()
		.meta(
			said(
				'What to do, in the language of Accept-Language.',
				'Apa yang harus dilakukan, dalam bahasa Accept-Language.'
			)
		)
});

export const batchAnswer = z
	.object({
		accepted: count,
		duplicate: count.meta(
			said('Taken before with the same content: no effect.', 'Sudah diterima dengan isi sama: tanpa akibat.')
		),
		quarantined: count.meta(
			said('Held for correction; see errors.', 'Ditahan untuk dikoreksi; lihat errors.')
		),
		rejected: count
			.optional()
			.meta(
				said(
					'Only with mode=atomic and status 422: nothing was stored.',
					'Hanya dengan mode=atomic dan status 422: tidak ada yang disimpan.'
				)
			),
		errors: z.array(eventError)
	})
	.meta(
		said('accepted + duplicate + quarantined = sent.', 'accepted + duplicate + quarantined = terkirim.')
	) satisfies z.ZodType<BatchAnswer>;

export const requestRefusal = z.object({ code: codes(requestRefusals), message: z.string() });

export const readRefusal = z.object({
	code: codes(readRefusals),
	message: z.string(),
	field: z.string().optional().meta(said('The filter that is meant.', 'Penyaring yang dimaksud.')),
	allowed: z.array(z.string()).optional().meta(said('What it may be.', 'Nilai yang diperbolehkan.'))
});

export const healthAnswer = z.object({
	status: z.enum(['ok', 'unavailable']),
	database: z.enum(['ok', 'unavailable']),
	change: count.nullable().meta(said('Number of the newest commit.', 'Nomor perubahan terbaru.'))
});

export const pageOfRows = z.object({
	limit: count,
	rows: count.meta(said('Rows in this page.', 'Baris di halaman ini.')),
	next: z
		.string()
		.nullable()
		.meta(
			said(
				'The cursor of the next page; null on the last.',
				'Kursor halaman berikut; null di halaman terakhir.'
			)
		)
});

export const evidence = z
	.object({
		measure: z.string().meta(said('What is measured.', 'Apa yang diukur.')),
		unit: z.string(),
		asOf: z.iso.datetime().meta(said('Up to when changes are known.', 'Sampai kapan perubahan diketahui.')),
		dateBasis: z.enum(['occurred', 'known', 'reported']),
		completeness: z
			.object({ reported: count, expected: count })
			.nullable()
			.meta(
				said(
					'How many of the sources that should report did.',
					'Berapa dari sumber yang seharusnya melapor sudah melapor.'
				)
			),
		formula: z.string(),
		rows: z.object({ table: z.string(), where: z.record(z.string(), z.string()) }),
		url: z.string().meta(said('Brings back the same view.', 'Memunculkan kembali tampilan yang sama.')),
		demo: z.boolean().meta(said('Simulated data went into it.', 'Mengandung data simulasi.'))
	})
	.meta(said('What the figures can say for themselves.', 'Keterangan angka-angka ini tentang dirinya.'));
