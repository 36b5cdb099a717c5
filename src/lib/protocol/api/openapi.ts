/**
 * The OpenAPI 3.1 document, made of the very schemas that requests and answers are checked with: what it says is what
 * happens. Nothing of a person stands in it; its examples carry NIKs that nobody has.
 */
import { z } from 'zod';
import type { Locale } from '../refusals.ts';
import { readPaths } from './openapi-reads.ts';
import { coveragePaths } from './openapi-coverage.ts';
import { eventPath, healthPath } from './openapi-events.ts';
import { components } from './openapi-schemas.ts';
import { webhooks } from './openapi-webhooks.ts';
import { inLanguage, said } from './said.ts';

const info = {
	title: 'Denyut',
	version: '1',
	...said(
		'Events in, aggregates out. Every request but /api/v1/health carries a key as «Authorization: Bearer dk_…»; keys are made with npm run key. Answers hold counts and sums, never a row about a person.',
		'Kejadian masuk, agregat keluar. Setiap permintaan selain /api/v1/health membawa kunci sebagai «Authorization: Bearer dk_…»; kunci dibuat dengan npm run key. Jawaban berisi hitungan dan jumlah, tidak pernah baris tentang seseorang.'
	),
	license: { name: 'MIT', identifier: 'MIT' }
};

const securitySchemes = {
	sendKey: {
		type: 'http',
		scheme: 'bearer',
		...said(
			'A party’s key: npm run key -- create --facility CODE, or --party ….',
			'Kunci suatu pihak: npm run key -- create --facility KODE, atau --party ….'
		)
	},
	readKey: {
		type: 'http',
		scheme: 'bearer',
		...said(
			'A key with a role: npm run key -- create --role planner.',
			'Kunci dengan peran: npm run key -- create --role planner.'
		)
	}
};

const tags = [
	{ name: 'send', ...said('Send events', 'Mengirim kejadian') },
	{ name: 'coverage', ...said('Cards and guarantee letters', 'Kartu dan surat jaminan') },
	{ name: 'read', ...said('Read aggregates', 'Membaca agregat') },
	{ name: 'webhook', ...said('Alerts that we send', 'Peringatan yang kami kirim') },
	{ name: 'service', ...said('The service itself', 'Layanan itu sendiri') }
];

const documentPath = {
	get: {
		operationId: 'getOpenApi',
		tags: ['service'],
		summary: 'OpenAPI 3.1',
		...said('This document.', 'Dokumen ini.'),
		security: [],
		responses: {
			'200': {
				...said('The document.', 'Dokumennya.'),
				content: { 'application/json': { schema: { type: 'object' } } }
			}
		}
	}
};

/** @param origin of the server that hands it out, as `http://localhost:3000` */
export function openApiDocument(locale: Locale, origin: string): OpenApiDocument {
	const document = {
		openapi: '3.1.1',
		jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
		info,
		servers: [{ url: origin }],
		tags,
		paths: {
			'/api/v1/events': eventPath(),
			...coveragePaths(),
			...readPaths(),
			'/api/v1/health': healthPath(),
			'/api/v1/openapi.json': documentPath
		},
		webhooks: webhooks(),
		components: { schemas: components(), securitySchemes }
	};
	return openApi.parse(inLanguage(document, locale));
}

const schemaObject = z.record(z.string(), z.unknown());
const content = z.record(
	z.string(),
	z.looseObject({ schema: schemaObject.optional(), example: z.unknown().optional() })
);
const parameter = z.looseObject({
	name: z.string(),
	in: z.string(),
	required: z.boolean().optional(),
	description: z.string().optional(),
	schema: schemaObject
});
const operation = z.looseObject({
	operationId: z.string(),
	tags: z.array(z.string()),
	summary: z.string(),
	description: z.string().optional(),
	security: z.array(z.record(z.string(), z.array(z.string()))),
	parameters: z.array(parameter).optional(),
	requestBody: z.looseObject({ content }).optional(),
	responses: z.record(z.string(), z.looseObject({ description: z.string(), content: content.optional() }))
});

/** As much of OpenAPI as the page that shows the document reads. */
const openApi = z.looseObject({
	openapi: z.string(),
	info: z.looseObject({ title: z.string(), version: z.string(), description: z.string() }),
	servers: z.array(z.object({ url: z.string() })),
	tags: z.array(z.object({ name: z.string(), description: z.string() })),
	paths: z.record(z.string(), z.record(z.string(), operation)),
	webhooks: z.record(z.string(), z.record(z.string(), operation)),
	components: z.looseObject({ schemas: z.record(z.string(), schemaObject) })
});
export type OpenApiDocument = z.output<typeof openApi>;
