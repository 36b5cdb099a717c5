/** What the OpenAPI document promises, held against what is really answered: status by status, row by row. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventExample } from '../../src/lib/protocol/api/event-docs.ts';
import { publicViewer, type Viewer } from '../../src/lib/domain/viewer.ts';
import type { OpenApiDocument } from '../../src/lib/protocol/api/openapi.ts';
import { resourceNames, type ResourceName } from '../../src/lib/protocol/api/queries.ts';
import { eventTypes, type EventType } from '../../src/lib/protocol/events.ts';
import { ReadApiService } from '../../src/lib/server/services/read-api.ts';
import {
	bed,
	hospitalA,
	hospitalB,
	keyFor,
	member,
	niks,
	openCity,
	senders,
	serve,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let document: OpenApiDocument;
let planner: string;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	document = city.app.services.readApi.document('en', 'http://localhost:3000');
	planner = await city.app.keys.create({ party: null, role: 'planner', facility: null });
	const examples = (Object.keys(eventTypes) as EventType[]).map(eventExample);
	const events = examples.map((event) => ({ ...event, subject: hospitalA }));
	const more = [hospitalA, hospitalB].flatMap((subject, n) =>
		Array.from({ length: 9 }, (_, index) =>
			visit(
				`v-${n}-${index}`,
				{ nik: niks[index % 4], drugs: [{ item: 'oralit', quantity: 3 }] },
				{ subject }
			)
		)
	);
	const beds = [bed('b', { free: 2, occupied: null, capacity: null }, { subject: hospitalB })];
	await city.app.ingest.submit(senders.importer, [...events, ...more, ...beds]);
	await city.database
		.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source) VALUES (2026, '2026-01-01', 'set', 5, 'test')`;
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

type Schema = Parameters<typeof z.fromJSONSchema>[0];

/** The schema that the document gives for a status, with those it refers to by name. */
function promised(path: string, method: string, status: number, type = 'application/json'): z.ZodType {
	const schema = document.paths[path]?.[method]?.responses[String(status)]?.content?.[type]?.schema;
	if (!schema) throw new Error(`${method} ${path} promises no ${status} in ${type}`);
	return checkerOf(schema);
}

function checkerOf(schema: object): z.ZodType {
	const whole = { ...schema, $defs: document.components.schemas };
	return z.fromJSONSchema(
		JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')) as Schema
	);
}

async function ask(
	resource: ResourceName,
	query = '',
	key: string | null = planner,
	readApiOf = (viewer: Viewer) => city.app.servicesFor(viewer).readApi
) {
	const { status, headers, body } = await city.app.servicesFor(publicViewer).readApi.answer(resource, {
		url: new URL(`http://localhost/api/v1/${resource}${query}`),
		...{ authorization: key === null ? null : `Bearer ${key}`, accept: null, acceptLanguage: null },
		findKey: (token) => city.app.keys.find(token),
		readApiOf
	});
	return { status, headers, body };
}

describe.each(resourceNames)('GET /api/v1/%s', (resource) => {
	const path = `/api/v1/${resource}`;
	const json = async (query = '', key: string | null = planner) => {
		const { status, body } = await ask(resource, query, key);
		const value: unknown = JSON.parse(body);
		expect(promised(path, 'get', status).safeParse(value).error).toBeUndefined();
		return { status, value: value as { data: Record<string, unknown>[]; evidence: { url: string } } };
	};

	it('answers rows and their evidence in the form that is promised', async () => {
		const { status, value } = await json();
		expect(status).toBe(200);
		expect(value.data.length).toBeGreaterThan(0);
		expect(value.evidence.url).toBe(path);
	});

	it('and would be found out if it did not', async () => {
		const { value } = await json();
		const [first, ...rest] = value.data;
		const check = promised(path, 'get', 200);
		const [field = ''] = Object.keys(first ?? {});
		expect(check.safeParse({ ...value, data: [{ ...first, [field]: { a: 1 } }, ...rest] }).success).toBe(
			false
		);
		expect(check.safeParse({ ...value, data: [{ ...first, surprise: 1 }, ...rest] }).success).toBe(false);
		expect(check.safeParse({ ...value, evidence: undefined }).success).toBe(false);
	});

	it('refuses with every status that is promised, in the form that is promised', async () => {
		const sends = await keyFor(city.app, 'importer');
		expect((await json('?colour=red')).status).toBe(400);
		expect((await json('', null)).status).toBe(401);
		expect((await json('', sends)).status).toBe(403);
		const wrongMethod = city.app.services.readApi.refuseMethod(null);
		expect(promised(path, 'get', wrongMethod.status).safeParse(JSON.parse(wrongMethod.body)).success).toBe(
			true
		);
		const broken = { load: () => Promise.reject(new Error('away')) };
		const sql = Object.assign(() => Promise.reject(new Error('away')), {
			begin: () => Promise.reject(new Error('away'))
		});
		const awayFor = (viewer: Viewer) => {
			const context = { ...city.app.servicesFor(viewer).context, sql: sql as never };
			return new ReadApiService(context, { budget: broken, drugs: broken });
		};
		const { status, body } = await ask(resource, '', planner, awayFor);
		expect([status, promised(path, 'get', 503).safeParse(JSON.parse(body)).success]).toEqual([503, true]);
		const tested = ['200', '400', '401', '403', '405', '503'];
		expect(Object.keys(document.paths[path]?.['get']?.responses ?? {}).sort()).toEqual(tested);
	});

	it('takes every parameter that it names', async () => {
		const { parameters = [] } = document.paths[path]?.['get'] ?? {};
		const names = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['limit', 'cursor', 'format', 'asOf']));
		for (const name of names) {
			const { body } = await ask(resource, `?${name}=%00`);
			expect(JSON.parse(body)).toMatchObject({ code: 'bad-filter', field: name });
		}
	});

	it('says the same in CSV as in JSON', async () => {
		const { value } = await json('?limit=1000');
		const { headers, body } = await ask(resource, '?limit=1000&format=csv');
		expect(document.paths[path]?.['get']?.responses['200']?.content).toHaveProperty('text/csv');
		expect(headers['content-type']).toContain('text/csv');
		const lines = parse(body, { columns: true }) as Record<string, string>[];
		expect(lines).toEqual(
			value.data.map((row) =>
				Object.fromEntries(
					Object.entries(row).map(([name, cell]) => [name, cell === null ? '' : String(cell)])
				)
			)
		);
	});
});

describe('POST /api/v1/events', () => {
	const post = async (body: unknown, query = '', authorization?: string, type = 'application/json') => {
		const response = await fetch(`${endpoint.url}${query}`, {
			method: 'POST',
			headers: { 'content-type': type, ...(authorization && { authorization }) },
			body: JSON.stringify(body)
		});
		const value: unknown = await response.json();
		const told = promised('/api/v1/events', 'post', response.status).safeParse(value);
		expect([response.status, told.error]).toEqual([response.status, undefined]);
		return response.status;
	};

	it('answers in the form that is promised, whatever it answers', async () => {
		const key = `Bearer ${await keyFor(city.app, 'hospital', hospitalA)}`;
		expect(await post([visit('one'), visit('two', { nik: '1' })], '', key)).toBe(200);
		expect(await post([visit('three'), visit('four', { nik: '1' })], '?mode=atomic', key)).toBe(422);
		expect(await post({}, '', key)).toBe(400);
		expect(await post([], '?mode=some', key)).toBe(400);
		expect(await post([], '')).toBe(401);
		expect(await post([], '', `Bearer ${planner}`)).toBe(403);
		expect(await post([], '', key, 'text/plain')).toBe(415);
		expect(
			await post(
				Array.from({ length: 5_001 }, () => 1),
				'',
				key
			)
		).toBe(413);
	});

	it('takes exactly what the schema of an event lets through, as far as a schema can say it', () => {
		const event = checkerOf({ $ref: '#/components/schemas/Event' });
		for (const type of Object.keys(eventTypes) as EventType[]) {
			const example = eventExample(type);
			expect(event.safeParse(example).error, type).toBeUndefined();
			expect(event.safeParse({ ...example, data: {} }).success, type).toBe(false);
			expect(event.safeParse({ ...example, type: 'id.denyut.weather.v1' }).success).toBe(false);
		}
	});
});

describe('cards, letters and registers', () => {
	const send = async (template: string, path: string, { body = '', key = '', method = 'post' } = {}) => {
		const response = await fetch(new URL(path, endpoint.url), {
			method: method.toUpperCase(),
			headers: key === '' ? {} : { authorization: `Bearer ${key}` },
			...(method === 'post' && { body })
		});
		const value: unknown = await response.json();
		const told = promised(template, method, response.status).safeParse(value);
		expect([template, response.status, told.error]).toEqual([template, response.status, undefined]);
		return { status: response.status, value };
	};
	const question = { nik: niks[0], service: 'outpatient', referral: 'R-1' };

	it('answers about a card in the form that is promised, refusals too', async () => {
		const key = await keyFor(city.app, 'hospital', hospitalA);
		const path = '/api/v1/eligibility';
		const ask = async (body: string, token = key) => (await send(path, path, { body, key: token })).status;
		expect(await ask(JSON.stringify(question))).toBe(200);
		expect(await ask('{')).toBe(400);
		expect(await ask(JSON.stringify(question), '')).toBe(401);
		expect(await ask(JSON.stringify(question), planner)).toBe(403);
		expect(await ask(' '.repeat(20_000))).toBe(413);
		const asked = checkerOf({ $ref: '#/components/schemas/EligibilityQuestion' });
		expect(asked.safeParse(question).success).toBe(true);
		expect(asked.safeParse({ ...question, nik: '1' }).success).toBe(false);
	});

	it('issues, repeats, queues, refuses and cancels letters as promised', async () => {
		const key = await keyFor(city.app, 'hospital', hospitalA);
		const path = '/api/v1/sjp';
		const issue = (fields: object) =>
			send(path, path, { body: JSON.stringify({ key: 'A', ...question, ...fields }), key });
		await city.app.ingest.submit(senders.register, [member('m-doc', { nik: niks[0] })]);
		const first = await issue({});
		expect(first.status).toBe(201);
		expect((await issue({})).status).toBe(200);
		expect((await issue({ service: 'dialysis' })).status).toBe(409);
		expect((await issue({ key: 'B', kind: 'sktm', sktm: 'SKTM-1' })).status).toBe(202);
		expect((await issue({ key: 'C', referral: null })).status).toBe(422);
		const sktm = { kind: 'sktm', sktm: 'SKTM-2' };
		expect((await issue({ key: 'D', ...sktm, serviceDay: '2026-11-24' })).status).toBe(202);
		expect((await issue({ key: 'E', ...sktm, serviceDay: '2027-11-24' })).status).toBe(400);
		expect((await issue({ key: '' })).status).toBe(400);
		const { number } = (first.value as { letter: { number: string } }).letter;
		const cancel = async (reason: string, named = number) =>
			(
				await send(`${path}/{number}/cancel`, `${path}/${named}/cancel`, {
					...{ body: JSON.stringify({ reason }), key }
				})
			).status;
		expect(await cancel('x')).toBe(400);
		expect(await cancel('Pasien batal', 'SJP-0000-0000-00000')).toBe(404);
		expect([await cancel('Pasien batal'), await cancel('Pasien batal')]).toEqual([200, 409]);
		expect((await send(`${path}/key`, `${path}/key`, { method: 'get' })).status).toBe(200);
	});

	it('takes a register, and refuses one, as promised', async () => {
		const key = await keyFor(city.app, 'register');
		const sync = async (where: string, body: string, token = key) =>
			(await send('/api/v1/register/{source}', `/api/v1/register/${where}`, { body, key: token })).status;
		const csv = `nik,kecamatan,status\n${niks[0]},32.75.01,active\nnobody,32.75.01,active\n`;
		expect(await sync('dukcapil?mode=delta', csv)).toBe(200);
		expect(await sync('dukcapil', csv)).toBe(400);
		expect(await sync('nowhere?mode=delta', csv)).toBe(404);
		expect(await sync('dukcapil?mode=delta', '')).toBeGreaterThanOrEqual(400);
		expect(await sync('dukcapil?mode=delta', csv, '')).toBe(401);
		expect(await sync('dukcapil?mode=delta', csv, await keyFor(city.app, 'hospital', hospitalA))).toBe(403);
	});
});
