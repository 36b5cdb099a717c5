import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, encounter, FhirSender, leavesNothing, patient } from './fhir-city.ts';
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
