/** The read API's pages, forms, keys, refusals and document. */
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { batchAnswer, readRefusal } from '../../src/lib/protocol/api/answers.ts';
import { eventExample } from '../../src/lib/protocol/api/event-docs.ts';
import { resourceNames } from '../../src/lib/protocol/api/queries.ts';
import { rows } from '../../src/lib/protocol/api/rows.ts';
import { eventTypes, type EventType } from '../../src/lib/protocol/events.ts';
import { ReadApiService } from '../../src/lib/server/services/read-api.ts';
import { bed, hospitalA, hospitalB, keyFor, senders, serve, visit } from './ingest-city.ts';
import {
	ask,
	at,
	city,
	past,
	planner,
	plannerViewer,
	read,
	refuse,
	useReadApiCity
} from './read-api-city.ts';

useReadApiCity();

describe('a page', () => {
	it('goes on after its last row when others are added before it', async () => {
		const first = await read('/api/v1/beds?limit=3');
		await city.app.ingest.submit(senders.importer, [
			bed(
				'early',
				{ ward: 'delivery', room: 'A', capacity: 2, occupied: 1 },
				past(hospitalA, at('2026-11-22'))
			)
		]);
		const second = await read(`/api/v1/beds?limit=3&cursor=${first.page.next}`);
		const keys = [...first.data, ...second.data].map(({ facility, ward }) => `${facility} ${ward}`);
		expect(new Set(keys).size).toBe(6);
	});

	it('names the next one in a Link header, in CSV too', async () => {
		const { headers, body } = await ask('/api/v1/visits?limit=5&format=csv');
		expect(headers['link']).toMatch(/^<\/api\/v1\/visits\?limit=5&format=csv&cursor=[\w-]+>; rel="next"$/);
		expect(body.trim().split('\r\n')).toHaveLength(6);
		const next = /<(.*)>/.exec(headers['link'] ?? '')?.[1] ?? '';
		expect((await ask(next)).body.split('\r\n')[1]).not.toBe(body.split('\r\n')[1]);
	});

	it.each([
		'x',
		'%00',
		Buffer.from('[1]').toString('base64url'),
		Buffer.from('["a",{}]').toString('base64url'),
		Buffer.from('null').toString('base64url')
	])('with the cursor %s is refused', async (cursor) =>
		expect(await refuse(`/api/v1/beds?cursor=${cursor}`)).toMatchObject({
			status: 400,
			code: 'bad-filter',
			field: 'cursor'
		})
	);
	it('with a cursor that no date fits is refused before the database sees it', async () => {
		const cursor = Buffer.from('["yesterday","a","b"]').toString('base64url');
		expect(await refuse(`/api/v1/visits?cursor=${cursor}`)).toMatchObject({ status: 400, field: 'cursor' });
	});
});

describe('CSV', () => {
	it('comes for Accept: text/csv or format=csv, with the fields’ names above', async () => {
		for (const answer of [
			await ask('/api/v1/beds', { accept: 'text/csv' }),
			await ask('/api/v1/beds?format=csv')
		]) {
			expect(answer.headers['content-type']).toContain('text/csv');
			expect(answer.body.split('\r\n')[0]).toBe(Object.keys(rows.beds.shape).join(','));
		}
		expect((await ask('/api/v1/beds?format=json', { accept: 'text/csv' })).headers['content-type']).toContain(
			'json'
		);
		expect((await ask('/api/v1/beds', { accept: 'text/html, */*' })).headers['content-type']).toContain(
			'json'
		);
	});

	it('never lets a name begin a formula', async () => {
		const { body } = await ask('/api/v1/beds?format=csv');
		expect(body).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
		expect(body).not.toMatch(/(^|,)"?[=+@]/m);
	});
});

describe('who may read', () => {
	it('needs a key that reads: 401 without one, 403 for one that sends', async () => {
		expect(await refuse('/api/v1/beds', { key: null })).toMatchObject({
			status: 401,
			code: 'no-key',
			message: expect.stringContaining('--role planner')
		});
		expect(await refuse('/api/v1/beds', { key: 'dk_nobody' })).toMatchObject({
			status: 401,
			code: 'bad-key'
		});
		const sends = await keyFor(city.app, 'importer');
		expect(await refuse('/api/v1/beds', { key: sends })).toMatchObject({ status: 403, code: 'send-key' });
		expect((await ask('/api/v1/beds', { key: null })).headers['www-authenticate']).toBe('Bearer');
	});

	it('a hospital reads its own rows of everything and nobody else’s', async () => {
		const key = await city.app.keys.create({ party: null, role: 'hospital', facility: hospitalA });
		for (const resource of ['beds', 'visits', 'claims'] as const) {
			const { data } = await read(`/api/v1/${resource}`, { key });
			expect(data.length).toBeGreaterThan(0);
			expect(new Set(data.map(({ facility }) => facility))).toEqual(new Set([hospitalA]));
			expect(await refuse(`/api/v1/${resource}?facility=${hospitalB}`, { key })).toMatchObject({
				status: 403,
				code: 'other-facility',
				allowed: [hospitalA]
			});
		}
		const cases = await read('/api/v1/diseases?disease=diare&from=2026-11-01&to=2026-11-01', { key });
		const all = await read('/api/v1/diseases?disease=diare&from=2026-11-01&to=2026-11-01');
		expect(Number(cases.data[0]?.['cases'])).toBeLessThan(Number(all.data[0]?.['cases']));
		expect(
			(await read('/api/v1/drugs?item=paracetamol-500&from=2026-10-01&to=2026-10-31', { key })).data
		).toMatchObject([{ used: 70 }]);
	});

	it('an executive reads totals of the city only; an administrator no cases', async () => {
		const key = await city.app.keys.create({ party: null, role: 'executive', facility: null });
		expect(
			(await read('/api/v1/diseases?disease=dengue', { key })).data.every(({ area }) => area === '32.75')
		).toBe(true);
		expect(await refuse(`/api/v1/diseases?facility=${hospitalA}`, { key })).toMatchObject({
			status: 403,
			code: 'city-only'
		});
		const admin = await city.app.keys.create({ party: null, role: 'admin', facility: null });
		expect(await refuse('/api/v1/diseases', { key: admin })).toMatchObject({
			status: 403,
			code: 'not-for-role'
		});
		const verifier = await city.app.keys.create({ party: null, role: 'verifier', facility: null });
		expect((await read('/api/v1/claims', { key: verifier })).data.length).toBeGreaterThan(0);
	});

	it('a revoked key reads no more', async () => {
		const key = await city.app.keys.create({ party: null, role: 'planner', facility: null });
		await city.app.keys.revoke(key.split('_')[1] ?? '');
		expect(await refuse('/api/v1/beds', { key })).toMatchObject({ status: 401, code: 'bad-key' });
	});
});

describe('a filter that cannot be read is named with what it may be', () => {
	it.each([
		['beds?ward=penthouse', 'ward', 'inpatient-3'],
		['beds?kecamatan=32.75.99', 'kecamatan', '32.75.01'],
		['beds?facility=9999999', 'facility', 'a registered code, as 3275013'],
		['beds?asOf=yesterday', 'asOf', 'YYYY-MM-DD'],
		['beds?asOf=2026-02-30', 'asOf', 'YYYY-MM-DD'],
		['beds?limit=0', 'limit', '1–1000'],
		['beds?limit=1001', 'limit', '1–1000'],
		['beds?limit=1e3', 'limit', '1–1000'],
		['beds?ward=icu&ward=igd', 'ward', 'icu'],
		['beds?colour=red', 'colour', 'ward'],
		['beds?__proto__=1', '__proto__', 'ward'],
		['visits?service=spa', 'service', 'outpatient'],
		['visits?from=2024-01-01&to=2026-01-01', 'from', '≤ 400 days before 2026-01-01'],
		['visits?from=2026-05-02&to=2026-05-01', 'to', '≥ 2026-05-02'],
		['diseases?disease=plague', 'disease', 'dengue'],
		['diseases?from=1990-01-01', 'from', expect.stringContaining('160')],
		['drugs?item=%27;DROP', 'item', expect.stringContaining('a-z0-9')],
		['claims?state=lost', 'state', 'paid'],
		['claims?year=1999', 'year', '2000–2100'],
		['budget?format=xml', 'format', 'csv']
	])('%s', async (address, field, allowed) => {
		const refusal = await refuse(`/api/v1/${address}`);
		expect(refusal).toMatchObject({ status: 400, field });
		expect(refusal.allowed).toEqual(expect.arrayContaining([allowed]));
		expect(refusal.message).toContain(field);
	});

	it('in Indonesian where the reader asks for it', async () => {
		const { message } = await refuse('/api/v1/beds?ward=x', { language: 'id' });
		expect(message).toMatch(/^Penyaring «ward» tidak dapat dibaca/);
	});
});

describe('whatever is asked', () => {
	const word = fc.oneof(
		fc.string({ maxLength: 20 }),
		fc.constantFrom(
			'2026-11-01',
			'2026-11-30',
			'0001-01-01',
			'9999-12-31',
			'32.75.01',
			'icu',
			hospitalA,
			'1',
			'day',
			'week',
			'year',
			'kecamatan',
			'dengue',
			'paid',
			'\u0000',
			'\ud800',
			"' OR 1=1 --"
		),
		fc
			.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 7 })
			.map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'))
	);
	const name = fc.oneof(
		fc.constantFrom(
			'from',
			'to',
			'asOf',
			'limit',
			'cursor',
			'facility',
			'kecamatan',
			'ward',
			'service',
			'disease',
			'grain',
			'by',
			'item',
			'state',
			'year',
			'format',
			'ven'
		),
		fc.string({ maxLength: 8 })
	);

	it('is answered with rows or with a refusal that names the filter: never with a fault', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...resourceNames),
				fc.array(fc.tuple(name, word), { maxLength: 4 }),
				async (resource, filters) => {
					const { status, body } = await ask(`/api/v1/${resource}?${new URLSearchParams(filters)}`);
					expect([200, 400]).toContain(status);
					if (status === 400) expect(readRefusal.parse(JSON.parse(body)).field).toBeDefined();
				}
			),
			{ numRuns: 400, seed: 20261122 }
		);
	});

	it('is told to come back when the database is away, and the fault is logged without what was asked', async () => {
		const { context, drugs, readApi } = city.app.servicesFor(plannerViewer);
		const away = new ReadApiService(context, {
			drugs,
			budget: { load: () => Promise.reject(Object.assign(new Error('secret'), { code: 'ECONNREFUSED' })) }
		});
		const { status, headers, body } = await readApi.answer('budget', {
			...{ url: new URL('http://localhost/api/v1/budget'), accept: null, acceptLanguage: null },
			authorization: `Bearer ${planner}`,
			findKey: (token) => city.app.keys.find(token),
			readApiOf: () => away
		});
		expect([status, headers['retry-after'], JSON.parse(body)]).toMatchObject([
			503,
			'1',
			{ code: 'unavailable' }
		]);
		expect(city.logged()).toContain('ECONNREFUSED');
		expect(city.logged()).not.toContain('secret');
	});
});

describe('the document', () => {
	it.each(['en', 'id'] as const)(
		'is valid OpenAPI 3.1 in %s, with every path and every event',
		async (locale) => {
			const document = city.app.services.readApi.document(locale, 'http://localhost:3000');
			const { valid, errors } = await new Validator().validate(structuredClone(document));
			expect([valid, errors]).toEqual([true, undefined]);
			expect(document.openapi).toMatch(/^3\.1\./);
			for (const resource of resourceNames)
				expect(document.paths[`/api/v1/${resource}`]?.['get']).toBeDefined();
			expect(Object.keys(document.components.schemas)).toEqual(
				expect.arrayContaining([
					'VisitEvent',
					'BedEvent',
					'ClaimEvent',
					'MemberEvent',
					'StockEvent',
					'TallyEvent',
					'BatchAnswer',
					'Health'
				])
			);
			expect(JSON.stringify(document)).not.toContain('x-id');
		}
	);

	it('speaks the reader’s language', () => {
		const of = (locale: 'en' | 'id') =>
			city.app.services.readApi.document(locale, 'http://x').tags[0]?.description;
		expect([of('en'), of('id')]).toEqual(['Send events', 'Mengirim kejadian']);
	});

	it('shows examples that the endpoint takes as they stand, and answers of the documented form', async () => {
		const endpoint = await serve(city.app);
		const key = await keyFor(city.app, 'importer');
		const events = (Object.keys(eventTypes) as EventType[]).map((type) => ({
			...eventExample(type),
			subject: hospitalA
		}));
		const response = await fetch(endpoint.url, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
			body: JSON.stringify([...events, { ...visit('bad', { nik: '12' }), subject: hospitalA }])
		});
		const answer = z.strictObject(batchAnswer.shape).parse(await response.json());
		expect(answer).toMatchObject({ accepted: 6, quarantined: 1 });
		await endpoint.close();
	});
});
