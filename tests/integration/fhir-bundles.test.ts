import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	codesOf,
	codeOf,
	condition,
	encounter,
	FhirSender,
	leavesNothing,
	patient,
	placeOf,
	put,
	statusesOf,
	visitIn,
	whole,
	type Row
} from './fhir-city.ts';
import {
	dumpTables,
	findDifferences,
	hospitalA,
	keyFor,
	niks,
	now,
	openCity,
	senders,
	serve,
	visit,
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

const visitOf = (visitNo: string) => visitIn(city, visitNo);

describe('a transaction with an encounter, its patient and a diagnosis', () => {
	it('is a visit, and is answered entry by entry', async () => {
		const answer = await hospital.bundle('transaction', whole('e1'));
		expect(answer.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
		expect(answer.body).toMatchObject({ resourceType: 'Bundle', type: 'transaction-response' });
		expect([answer.status, statusesOf(answer), codesOf(answer)]).toEqual([
			200,
			['201', '201', '201'],
			['taken', 'taken', 'taken']
		]);
		expect(answer.body.entry[1]?.response).toMatchObject({
			status: '201 Created',
			location: 'Encounter/e1/_history/1',
			etag: 'W/"1"',
			lastModified: now.toISOString()
		});
		expect(await visitOf('V-e1')).toMatchObject({
			...{ facility: hospitalA, service: 'outpatient', icd3: 'A91', kecamatan: '32.75.01' },
			arrived_at: new Date('2026-11-21T01:00:00Z'),
			discharged_at: new Date('2026-11-21T02:00:00Z')
		});
	});

	it('makes the row that the same visit makes as an event, of the same person', async () => {
		await city.app.ingest.submit(senders.hospitalA, [
			visit('native', {
				arrivedAt: '2026-11-21T08:00:00+07:00',
				dischargedAt: '2026-11-21T09:00:00+07:00',
				emergency: false
			})
		]);
		const names = new Set(['visit_no', 'version_time', 'version_id', 'event_key']);
		const nameless = (row: Row | undefined) =>
			Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => !names.has(name)));
		expect(nameless(await visitOf('V-e1'))).toEqual(nameless(await visitOf('V-native')));
	});

	it('counts nothing twice when it is sent again, and says that it was there', async () => {
		const before = await dumpTables(city, ['source_day', 'change', 'change_counter', 'setting']);
		const answer = await hospital.bundle('transaction', whole('e1'));
		expect(statusesOf(answer)).toEqual(['200', '200', '200']);
		expect(await dumpTables(city, ['source_day', 'change', 'change_counter', 'setting'])).toBe(before);
		const [day] = await city.database
			.sql`SELECT duplicate FROM source_day WHERE source = ${`/fhir/${hospitalA}`}`;
		expect(day).toEqual({ duplicate: 1 });
	});

	it('is taken whole or not at all, and each fault has its entry', async () => {
		const entries = [...whole('e2'), put(condition('c-bad', 'Encounter/e2', 'not a code'))];
		const answer = await leavesNothing(city, () => hospital.bundle('transaction', entries));
		expect([answer.status, answer.body.resourceType, codeOf(answer), placeOf(answer)]).toEqual([
			422,
			'OperationOutcome',
			'not-a-code',
			'Bundle.entry[3].resource.code.coding[0].code'
		]);
	});

	it('is refused where only the event says what is wrong, also before it is complete', async () => {
		const period = { start: '2026-11-21T09:00:00+07:00', end: '2026-11-21T08:00:00+07:00' };
		const bad = put(encounter('e3', 'Patient/p-e3', { period, statusHistory: [] }));
		const complete = [put(patient('p-e3')), bad, put(condition('c-e3', 'Encounter/e3', 'A91'))];
		for (const [entries, index] of [[complete, 1] as const, [[bad], 0] as const]) {
			const answer = await leavesNothing(city, () => hospital.bundle('transaction', entries));
			expect([answer.status, codeOf(answer), placeOf(answer)]).toEqual([
				422,
				'bad-field',
				`Bundle.entry[${index}].resource.period.end`
			]);
		}
	});

	it('may not bring the same resource twice', async () => {
		const answer = await leavesNothing(city, () =>
			hospital.bundle('transaction', [put(patient('p-t')), put(patient('p-t'))])
		);
		expect([answer.status, codeOf(answer), placeOf(answer)]).toEqual([
			400,
			'twice',
			'Bundle.entry[1].resource'
		]);
	});
});

describe('a batch', () => {
	it('takes each entry for itself', async () => {
		const answer = await hospital.bundle('batch', [
			...whole('b1'),
			put(patient('p-short', '123')),
			{ resource: { resourceType: 'Observation' }, request: { method: 'POST', url: 'Observation' } },
			{ resource: patient('x'), request: { method: 'DELETE', url: 'Patient/x' } },
			{ resource: null, request: { method: 'POST', url: 'Patient' } }
		]);
		expect([answer.status, answer.body.type]).toEqual([200, 'batch-response']);
		expect(statusesOf(answer)).toEqual(['201', '201', '201', '422', '200', '400', '422']);
		expect(codesOf(answer).slice(3)).toEqual(['bad-nik', 'unused', 'bad-entry-request', 'required']);
		expect(await visitOf('V-b1')).toBeDefined();
	});

	it('lays an event that is refused at the door of the resource whose word it was', async () => {
		const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();
		const answer = await hospital.bundle('batch', [
			...whole('b2'),
			put(patient('p-b3')),
			put(encounter('b3', 'Patient/p-b3', { period: { start: tomorrow, end: tomorrow }, statusHistory: [] })),
			put(condition('c-b3', 'Encounter/b3', 'A91'))
		]);
		expect(statusesOf(answer)).toEqual(['201', '201', '201', '201', '422', '201']);
		expect(answer.body.entry[4]?.response.outcome.issue[0]).toMatchObject({
			severity: 'error',
			code: 'business-rule'
		});
		expect([await visitOf('V-b2'), await visitOf('V-b3')]).toEqual([expect.anything(), undefined]);
	});
});

describe('a person', () => {
	it('cannot be named from outside but by the number', async () => {
		const hint = { person: { mac: 'ab'.repeat(32), kind: 'person', sex: null, birthYear: null } };
		const { nik: _, ...data } = visit('hole')['data'] as Row;
		const answer = await city.app.ingest.submit(senders.hospitalA, [
			{ ...visit('hole'), persons: hint, data: { ...data, persons: hint } }
		]);
		expect(answer).toMatchObject({ accepted: 0, quarantined: 1 });
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
