import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	bed,
	codeOf,
	dispense,
	encounter,
	FhirSender,
	leavesNothing,
	location,
	patient,
	put
} from './fhir-city.ts';
import {
	dumpTables,
	findDifferences,
	hospitalA,
	keyFor,
	niks,
	openCity,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let hospital: FhirSender;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	hospital = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalA));
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

describe('a single resource', () => {
	it('is answered with itself, its id and version, as FHIR software expects', async () => {
		const { id: _, ...person } = patient('x', niks[3]);
		const answer = await hospital.send('POST', '/Patient', person);
		expect(answer.status).toBe(201);
		expect(answer.body).toMatchObject({
			...person,
			id: expect.any(String) as string,
			meta: { versionId: '1' }
		});
		expect(answer.headers.location).toBe(`/fhir/Patient/${answer.body.id}/_history/1`);
		const again = await hospital.send('POST', '/Patient', person);
		expect([again.status, again.body.id]).toEqual([200, answer.body.id]);
	});
	it('may be answered with nothing', async () => {
		const answer = await hospital.send('PUT', '/Patient/q', patient('q'), { prefer: 'return=minimal' });
		expect([answer.status, answer.body]).toEqual([201, {}]);
	});
	it('may come in gzip and as plain JSON', async () => {
		const answer = await hospital.send('PUT', '/Patient/z', gzipSync(JSON.stringify(patient('z'))), {
			'content-type': 'application/json; charset=utf-8',
			'content-encoding': 'gzip'
		});
		expect(answer.status).toBe(201);
	});
	it('that nothing counts is taken and not kept', async () => {
		const sent = { resourceType: 'Coverage', id: 'cov', status: 'active' };
		const answer = await leavesNothing(city, () =>
			hospital.send('PUT', '/Coverage/cov', sent, { prefer: 'return=OperationOutcome' })
		);
		expect([answer.status, codeOf(answer)]).toEqual([201, 'unused']);
	});
});

describe('a request that cannot be read', () => {
	type Try = [name: string, method: string, path: string, body: unknown, status: number, code: string];
	const tries: Try[] = [
		['no JSON', 'POST', '', '{', 400, 'not-json'],
		['no resource', 'POST', '', '[]', 400, 'not-a-resource'],
		['another resource than a Bundle', 'POST', '', patient('a'), 400, 'wrong-resource'],
		['a Bundle of another type', 'POST', '', { resourceType: 'Bundle', type: 'history' }, 400, 'bundle-type'],
		[
			'entries that are no list',
			'POST',
			'',
			{ resourceType: 'Bundle', type: 'batch', entry: {} },
			400,
			'structure'
		],
		['a type that is not taken', 'POST', '/Observation', {}, 404, 'unknown-resource'],
		['a longer address', 'PUT', '/Patient/1/x', {}, 404, 'unknown-resource'],
		[
			'another resource than the address says',
			'POST',
			'/Patient',
			encounter('a', 'Patient/b'),
			400,
			'wrong-resource'
		],
		['another id than the address says', 'PUT', '/Patient/b', patient('a'), 400, 'wrong-id'],
		['an id that is none', 'PUT', '/Patient/a_b', patient('a_b'), 400, 'bad-id'],
		['a reading', 'GET', '/Patient/a', '', 405, 'wrong-method'],
		['PUT without an id', 'PUT', '/Patient', patient('a'), 405, 'wrong-method'],
		['null', 'PUT', '/Patient/a', 'null', 400, 'not-a-resource']
	];
	it.each(tries)('is told what to do: %s', async (_, method, path, body, status, code) => {
		const answer = await leavesNothing(city, () => hospital.send(method, path, body));
		expect([answer.status, answer.body.resourceType, codeOf(answer)]).toEqual([
			status,
			'OperationOutcome',
			code
		]);
		expect(answer.body.issue[0]?.details.text.length).toBeGreaterThan(8);
	});
	it('needs a key, its media type and a bounded body', async () => {
		const asked = async (headers: Record<string, string>, body: unknown = {}) => {
			const answer = await leavesNothing(city, () => hospital.send('POST', '', body, headers));
			return [answer.status, codeOf(answer)];
		};
		expect(await asked({ authorization: 'Bearer x' })).toEqual([401, 'bad-key']);
		expect(await asked({ authorization: '' })).toEqual([401, 'no-key']);
		expect(await asked({ 'content-type': 'application/xml' })).toEqual([415, 'bad-media-type']);
		expect(await asked({ 'content-encoding': 'br' })).toEqual([415, 'bad-encoding']);
		expect(await asked({}, Buffer.alloc(8 * 1024 * 1024 + 1, 0x20))).toEqual([413, 'too-large']);
		const entry = Array.from({ length: 5_001 }, () => ({}));
		expect(await asked({}, { resourceType: 'Bundle', type: 'batch', entry })).toEqual([413, 'too-many']);
	});
	it('is told in Indonesian when asked so', async () => {
		const { body } = await hospital.send('POST', '', '[]', { 'accept-language': 'id' });
		expect(body.issue[0]?.details.text).toContain('objek JSON');
	});
});

describe('GET /fhir/metadata', () => {
	it('states what is taken, without a key', async () => {
		const { status, headers, body } = await hospital.send('GET', '/metadata', '', { authorization: '' });
		expect([status, headers['content-type']]).toEqual([200, 'application/fhir+json; charset=utf-8']);
		expect(body).toMatchObject({
			resourceType: 'CapabilityStatement',
			status: 'active',
			kind: 'instance',
			fhirVersion: '4.0.1'
		});
		const [rest] = (
			body as unknown as { rest: { resource: { type: string; interaction: { code: string }[] }[] }[] }
		).rest;
		for (const { type, interaction } of rest?.resource ?? []) {
			expect(interaction.map(({ code }) => code)).toEqual(['create', 'update']);
			const answer = await hospital.send('POST', `/${type}`, 'no json');
			expect([type, answer.status]).toEqual([type, 400]);
		}
	});
});

type Stated = {
	type: string;
	documentation: string;
	versioning: string;
	conditionalCreate: boolean;
	conditionalUpdate: boolean;
};

describe('what the statement says', () => {
	let stated: Map<string, Stated>;
	beforeAll(async () => {
		const { body } = await hospital.send('GET', '/metadata', '');
		const { rest } = body as unknown as { rest: { resource: Stated[] }[] };
		stated = new Map(rest[0]?.resource.map((one) => [one.type, one]));
	});
	/** The words of a list in the sentences about a type. */
	const wordsAfter = (type: string, word: string, until: RegExp) =>
		(stated.get(type)?.documentation.split(`${word} `)[1]?.split(until)[0] ?? '').split(', ');
	const taken = async (path: string, body: Record<string, unknown>) =>
		(await hospital.send('PUT', path, body)).status < 300;

	it('of classes and statuses of an Encounter is so, and no other is taken', async () => {
		const at = (fields: Record<string, unknown>) =>
			taken('/Encounter/doc', encounter('doc', 'Patient/doc', fields));
		const classes = wordsAfter('Encounter', 'class', /;/);
		expect(classes).toEqual(['AMB', 'EMER', 'IMP']);
		for (const code of classes) expect([code, await at({ class: { code } })]).toEqual([code, true]);
		const statuses = wordsAfter('Encounter', 'status', / with/);
		expect(statuses).toHaveLength(9);
		for (const status of statuses) expect([status, await at({ status })]).toEqual([status, true]);
		expect(await at({ class: { code: 'HH' } })).toBe(false);
		expect(await at({ status: 'completed' })).toBe(false);
	});

	it('of dispensing and of beds is so, and no other is taken', async () => {
		const handed = (status: string) =>
			taken('/MedicationDispense/doc', dispense('doc', 'Encounter/doc', 'Medication/doc', 1, { status }));
		const statuses = wordsAfter('MedicationDispense', 'status', / of which|, of which/);
		expect(statuses).toHaveLength(9);
		for (const status of statuses) expect([status, await handed(status)]).toEqual([status, true]);
		expect(await handed('done')).toBe(false);
		const states = wordsAfter('Location', 'operationalStatus', / and partOf/);
		expect([...states].sort()).toEqual(['C', 'H', 'I', 'K', 'O', 'U']);
		for (const state of states)
			expect([state, await taken('/Location/doc', bed('doc', 'Location/room', state))]).toEqual([
				state,
				true
			]);
		expect(await taken('/Location/doc', bed('doc', 'Location/room', 'X'))).toBe(false);
	});

	it('of the kinds of room is so: each of them makes its beds a ward', async () => {
		const kinds = wordsAfter('Location', 'a room with type', / or a service/);
		expect(kinds).toHaveLength(25);
		for (const code of kinds) {
			const id = code.toLowerCase();
			await hospital.bundle('transaction', [
				put(location(id, { type: [{ coding: [{ code }] }] })),
				put(bed(`${id}-b`, `Location/${id}`, 'U'))
			]);
			const rows = await city.database.sql`SELECT ward FROM bed_now WHERE room = ${`Ruang ${id}`}`;
			expect([code, rows.length]).toEqual([code, 1]);
		}
	});

	it('of versions and conditions is so: what is not kept has none', async () => {
		for (const { type, versioning, conditionalCreate, conditionalUpdate } of stated.values()) {
			const isKept = type !== 'Coverage' && type !== 'MedicationRequest';
			expect([type, versioning]).toEqual([type, isKept ? 'versioned-update' : 'no-version']);
			expect([conditionalCreate, conditionalUpdate]).toEqual([isKept, isKept]);
		}
		const answer = await hospital.send('PUT', '/Coverage/doc', { resourceType: 'Coverage', id: 'doc' });
		expect([answer.status, answer.headers.etag, answer.headers.location]).toEqual([
			...[201, undefined, '/fhir/Coverage/doc']
		]);
		expect(answer.body.meta['versionId']).toBeUndefined();
	});
});

describe('afterwards', () => {
	it('rollups equal a recount, and nobody can be named', async () => {
		expect(await findDifferences(city)).toEqual([]);
		const dump = `${await dumpTables(city)}\n${city.logged()}`;
		for (const nik of niks) expect(dump).not.toContain(nik);
		expect(dump).not.toContain('Rahasia');
		const faults = city.logged().match(/"level":50[^\n]*/g) ?? [];
		expect(faults.filter((line) => !line.includes('40001'))).toEqual([]);
	});
});
