/** The document's part on what is sent: `POST /api/v1/events` and health. */
import { eventTypes, maxBodyBytes, maxEventsPerRequest, type EventType } from '../events.ts';
import { requestRefusals, type RequestRefusalCode } from '../refusals.ts';
import { eventExample } from './event-docs.ts';
import { refTo } from './openapi-schemas.ts';
import { said } from './said.ts';

const json = (name: string) => ({ 'application/json': { schema: refTo(name) } });
/** Answers of other ways in than this one. */
const elsewhere: readonly string[] = ['rejected', 'settled'];

/** Every status with which a request is refused, and why. */
function refusals(): Record<string, object> {
	const byStatus = new Map<number, RequestRefusalCode[]>();
	for (const code of Object.keys(requestRefusals) as RequestRefusalCode[]) {
		const { status } = requestRefusals[code];
		if (!elsewhere.includes(code)) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
	}
	return Object.fromEntries(
		[...byStatus].map(([status, codes]) => {
			const say = (locale: 'en' | 'id') =>
				codes.map((code) => `${code}: ${requestRefusals[code][locale].replace(/\{\w+\}/g, '…')}`).join(' ');
			const headers = status === 503 ? { headers: retryAfter } : {};
			return [status, { ...said(say('en'), say('id')), ...headers, content: json('RequestRefusal') }];
		})
	);
}

export const retryAfter = {
	'Retry-After': { ...said('Seconds to wait.', 'Detik menunggu.'), schema: { type: 'integer' } }
};

export function eventPath(): Record<string, object> {
	const batch = { type: 'array', items: refTo('Event'), maxItems: maxEventsPerRequest };
	const example = (Object.keys(eventTypes) as EventType[]).map(eventExample);
	const mebibytes = maxBodyBytes / 1024 / 1024;
	return {
		post: {
			operationId: 'sendEvents',
			tags: ['send'],
			summary: 'CloudEvents 1.0',
			...said(
				`Up to ${maxEventsPerRequest} events and ${mebibytes} MiB (inflated) a request, plain or gzip. The answer comes after the commit: what is acknowledged is kept, and the same event again counts nothing.`,
				`Paling banyak ${maxEventsPerRequest} kejadian dan ${mebibytes} MiB (setelah dibuka) per permintaan, polos atau gzip. Jawaban datang setelah tersimpan: yang diakui tidak hilang, dan kejadian yang sama tidak terhitung lagi.`
			),
			security: [{ sendKey: [] }],
			parameters: [modeParameter, languageParameter],
			requestBody: {
				required: true,
				content: {
					'application/cloudevents-batch+json': { schema: batch, example },
					'application/json': { schema: batch },
					'application/x-ndjson': {
						schema: { type: 'string', ...said('One event a line.', 'Satu kejadian per baris.') }
					}
				}
			},
			responses: {
				'200': { ...said('The batch was taken.', 'Kiriman diterima.'), content: json('BatchAnswer') },
				'422': {
					...said(
						'mode=atomic: one event could not be used, so nothing was stored.',
						'mode=atomic: satu kejadian tidak dapat dipakai, jadi tidak ada yang disimpan.'
					),
					content: json('BatchAnswer')
				},
				...refusals()
			}
		}
	};
}

const modeParameter = {
	name: 'mode',
	in: 'query',
	required: false,
	...said(
		'each: every event for itself. atomic: all or nothing.',
		'each: tiap kejadian sendiri. atomic: semua atau tidak sama sekali.'
	),
	schema: { type: 'string', enum: ['each', 'atomic'], default: 'each' }
};

export const languageParameter = {
	name: 'Accept-Language',
	in: 'header',
	required: false,
	...said('Language of the sentences: id or en (default).', 'Bahasa kalimatnya: id atau en (bawaan).'),
	schema: { type: 'string' }
};

export function healthPath(): Record<string, object> {
	return {
		get: {
			operationId: 'getHealth',
			tags: ['service'],
			summary: 'Health',
			...said('Needs no key.', 'Tanpa kunci.'),
			security: [],
			responses: {
				'200': { ...said('All is well.', 'Semua baik.'), content: json('Health') },
				'503': {
					...said('The database does not answer.', 'Basis data tidak menjawab.'),
					content: json('Health')
				}
			}
		}
	};
}
