/** The document's part on what is read: one path a resource. */
import { z } from 'zod';
import { languageParameter, retryAfter } from './openapi-events.ts';
import { refTo, rowSchemaName } from './openapi-schemas.ts';
import { queries, resourceNames, type ResourceName } from './queries.ts';
import { readRefusals, type ReadRefusalCode } from './refusals.ts';
import { readersOf, resources } from './resources.ts';
import { said, type Sentence } from './said.ts';

export function readPaths(): Record<string, Record<string, object>> {
	return Object.fromEntries(resourceNames.map((name) => [`/api/v1/${name}`, { get: operationOf(name) }]));
}

const both = ({ en, id }: Sentence) => said(en, id);
/** A summary is no description: it stands in English, and the page says it in the reader's language. */
function operationOf(name: ResourceName): object {
	const { title, summary } = resources[name];
	const roles = readersOf(name).join(', ');
	return {
		operationId: `read${rowSchemaName(name).replace(/Row$/, '')}`,
		tags: ['read'],
		summary: title.en,
		...said(`${summary.en} Roles: ${roles}.`, `${summary.id} Peran: ${roles}.`),
		security: [{ readKey: [] }, { sendKey: [] }],
		parameters: [...parametersOf(name), languageParameter],
		responses: { '200': answerOf(name), ...refusals() }
	};
}

/** Every filter may be left out: those with a default have it. */
function parametersOf(name: ResourceName): object[] {
	const { properties = {} } = z.toJSONSchema(queries[name], { io: 'output', unrepresentable: 'any' });
	return Object.entries(properties).map(([field, schema]) => {
		const { description, 'x-id': indonesian, ...shape } = schema as Record<string, unknown>;
		return {
			name: field,
			in: 'query',
			required: false,
			...(description !== undefined && { description, 'x-id': indonesian }),
			schema: shape
		};
	});
}

function answerOf(name: ResourceName): object {
	const asOf = {
		type: 'string',
		format: 'date-time',
		...said('The instant that the rows show.', 'Saat yang ditunjukkan baris-barisnya.')
	};
	const data = { type: 'array', items: refTo(rowSchemaName(name)) };
	return {
		...both(resources[name].measure),
		headers: {
			Link: {
				...said('The next page, rel="next".', 'Halaman berikut, rel="next".'),
				schema: { type: 'string' }
			}
		},
		content: {
			'application/json': {
				schema: {
					type: 'object',
					required: ['data', 'page', 'asOf', 'evidence'],
					properties: { data, page: refTo('Page'), asOf, evidence: refTo('Evidence') }
				}
			},
			'text/csv': {
				schema: {
					type: 'string',
					...said(
						'One heading line with the fields’ names. A text that begins with = + - @, tab or CR has an apostrophe before it.',
						'Satu baris judul berisi nama kolom. Teks yang diawali = + - @, tab, atau CR diberi apostrof di depannya.'
					)
				}
			}
		}
	};
}

function refusals(): Record<string, object> {
	const byStatus = new Map<number, ReadRefusalCode[]>();
	for (const code of Object.keys(readRefusals) as ReadRefusalCode[]) {
		const { status } = readRefusals[code];
		byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
	}
	return Object.fromEntries(
		[...byStatus].map(([status, codes]) => {
			const say = (locale: 'en' | 'id') =>
				codes.map((code) => `${code}: ${readRefusals[code][locale].replace(/\{\w+\}/g, '…')}`).join(' ');
			const headers = status === 503 ? { headers: retryAfter } : {};
			const content = { 'application/json': { schema: refTo('ReadRefusal') } };
			return [status, { ...said(say('en'), say('id')), ...headers, content }];
		})
	);
}
