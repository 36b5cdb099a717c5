import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countUnjoined, expireFhirResources } from '../../src/lib/server/store/fhir-waiting.ts';
import {
	codeOf,
	condition,
	dispense,
	encounter,
	FhirSender,
	leavesNothing,
	patient,
	placeOf,
	post,
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
	hospitalB,
	keyFor,
	niks,
	now,
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

const visitOf = (visitNo: string) => visitIn(city, visitNo);
const waitingOf = async (type: string) =>
	(await countUnjoined(city.database.sql, new Date(now.getTime() + 1))).filter((one) => one.type === type);

describe('what comes in pieces', () => {
	it('waits without a name, says for whom, and is joined when the partner comes', async () => {
		const first = await hospital.send('PUT', '/Condition/c-w', condition('c-w', 'Encounter/w', 'J06.9'), {
			prefer: 'return=OperationOutcome'
		});
		expect([first.status, codeOf(first), first.body.issue[0]?.details.text]).toEqual([
			201,
			'waiting',
			expect.stringContaining('Encounter')
		]);
		await hospital.send('PUT', '/Encounter/w', encounter('w', 'Patient/p-w'));
		expect(await visitOf('V-w')).toBeUndefined();
		expect(await waitingOf('Encounter')).toMatchObject([
			{ party: `hospital:${hospitalA}`, missing: 'Patient', count: 1, expired: 0 }
		]);
		await hospital.send('PUT', '/Patient/p-w', patient('p-w', niks[1]));
		expect(await visitOf('V-w')).toMatchObject({ icd3: 'J06', diagnoses: ['J06.9'] });
		expect(await waitingOf('Encounter')).toEqual([]);
	});

	it('that never finds its partner loses its facts and stays as a count', async () => {
		await hospital.send(
			'PUT',
			'/MedicationDispense/d-lost',
			dispense('d-lost', 'Encounter/lost', 'Medication/l', 4)
		);
		await hospital.send('PUT', '/Condition/c-lost', condition('c-lost', 'Encounter/lost', 'J06.9'));
		const later = new Date(now.getTime() + 31 * 86_400_000);
		await expireFhirResources(city.database.sql, later, new Date(now.getTime() - 86_400_000));
		expect(await waitingOf('MedicationDispense')).toMatchObject([
			{ missing: 'Encounter, Medication', count: 1, expired: 1 }
		]);
		await hospital.send('PUT', '/Condition/c-lost', condition('c-lost', 'Encounter/lost', 'J06.9'));
		await hospital.bundle('batch', [put(patient('p-lost')), put(encounter('lost', 'Patient/p-lost'))]);
		expect(await visitOf('V-lost')).toMatchObject({ icd3: 'J06' });
	});

	it('of one hospital is never joined with another’s', async () => {
		const other = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalB));
		await hospital.send('PUT', '/Encounter/own', encounter('own', 'Patient/p-own'));
		await other.bundle('batch', [put(patient('p-own')), put(condition('c-own', 'Encounter/own', 'A91'))]);
		expect(await visitOf('V-own')).toBeUndefined();
		const serviceProvider = { reference: `Organization/${hospitalB}` };
		const theirs = encounter('theirs', 'Patient/p-own', { serviceProvider });
		const answer = await leavesNothing(city, () => hospital.send('PUT', '/Encounter/theirs', theirs));
		expect([answer.status, codeOf(answer), placeOf(answer)]).toEqual([
			422,
			'other-facility',
			'Encounter.serviceProvider'
		]);
	});

	it('moves the visit on with each newer status, and not back', async () => {
		const at = (status: string, fields: Row = {}) => encounter('st', 'Patient/p-st', { status, ...fields });
		const started = { period: { start: '2026-11-20T08:00:00+07:00' }, statusHistory: [] };
		await hospital.bundle('transaction', [
			put(patient('p-st')),
			put(condition('c-st', 'Encounter/st', 'A91')),
			put(at('in-progress', started))
		]);
		expect(await visitOf('V-st')).toMatchObject({ discharged_at: null });
		const finished = await hospital.send('PUT', '/Encounter/st', at('finished'));
		expect([finished.status, finished.headers.etag]).toEqual([200, 'W/"2"']);
		expect(await visitOf('V-st')).toMatchObject({ discharged_at: new Date('2026-11-21T02:00:00Z') });
		const late = await hospital.send('PUT', '/Encounter/st', at('in-progress', started), {
			prefer: 'return=OperationOutcome'
		});
		expect([late.status, codeOf(late)]).toEqual([200, 'superseded']);
		expect(await visitOf('V-st')).toMatchObject({ discharged_at: new Date('2026-11-21T02:00:00Z') });
		const taken = await hospital.send('PUT', '/Encounter/st', at('cancelled'));
		expect([taken.status, codeOf(taken)]).toEqual([422, 'withdrawn']);
	});
});

describe('a request that fails between counting and keeping', () => {
	it('is told to come again, and then counts nothing twice, whatever came meanwhile', async () => {
		const { sql } = city.database;
		await sql.unsafe(`
			CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'lost' USING ERRCODE = '40001'; END $$;
			CREATE TRIGGER fail BEFORE INSERT ON fhir_resource EXECUTE FUNCTION fail()`);
		const answer = await hospital.bundle('transaction', whole('crash'));
		await sql.unsafe('DROP TRIGGER fail ON fhir_resource; DROP FUNCTION fail()');
		expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'unavailable', '1']);
		expect(await visitOf('V-crash')).toBeDefined();
		const other = [...whole('crash').slice(0, 2), put(condition('c-crash', 'Encounter/crash', 'I10'))];
		expect(statusesOf(await hospital.bundle('transaction', other))).toEqual(['201', '201', '201']);
		expect(statusesOf(await hospital.bundle('transaction', whole('crash')))).toEqual(['200', '200', '200']);
		expect(await visitOf('V-crash')).toMatchObject({ diagnoses: ['A91'] });
		expect(await findDifferences(city)).toEqual([]);
	});
});

describe('references', () => {
	it('by urn:uuid, in the Bundle and after it; the id that was given is in the answer', async () => {
		const [p, e] = ['8f1d7b5e-0d5c-4d0f-9a57-0a0a0a0a0a01', '8f1d7b5e-0d5c-4d0f-9a57-0a0a0a0a0a02'];
		const { id: _p, ...person } = patient('x', niks[3]);
		const { id: _e, ...stay } = encounter('x', `urn:uuid:${p}`, {
			identifier: [{ system: 'http://sys-ids.kemkes.go.id/encounter/1', value: 'V-urn' }]
		});
		const answer = await hospital.bundle('transaction', [
			post(stay as never, e),
			post(person as never, p),
			post(condition('', `urn:uuid:${e}`, 'A91', { id: undefined }) as never)
		]);
		expect(statusesOf(answer)).toEqual(['201', '201', '201']);
		expect(await visitOf('V-urn')).toMatchObject({ diagnoses: ['A91'] });
		const id = answer.body.entry[0]?.response.location?.split('/')[1] ?? '';
		await hospital.send('POST', '/Condition', { ...condition('', `Encounter/${id}`, 'I10'), id: undefined });
		await hospital.send('POST', '/Condition', { ...condition('', `urn:uuid:${e}`, 'E11.9'), id: undefined });
		const visit = await visitOf('V-urn');
		expect([...(visit?.['diagnoses'] as string[])].sort()).toEqual(['A91', 'E11.9', 'I10']);
	});

	it('to a person by NIK need no Patient', async () => {
		const subject = { identifier: { system: 'https://fhir.kemkes.go.id/id/nik', value: niks[2] } };
		await hospital.bundle('transaction', [
			put(encounter('nik', '', { subject })),
			put(condition('c-nik', 'Encounter/nik', 'A91'))
		]);
		expect(await visitOf('V-nik')).toMatchObject({ person_id: expect.any(String) as string });
	});

	it('that lead nowhere that can be named are refused with their place', async () => {
		for (const reference of ['Group/1', 'urn:uuid:', '#nobody', 'x']) {
			const answer = await leavesNothing(city, () =>
				hospital.send('PUT', '/Encounter/r', encounter('r', reference))
			);
			expect([answer.status, placeOf(answer)]).toEqual([422, 'Encounter.subject.reference']);
		}
	});

	it('to a newborn carry the mother', async () => {
		const identifier = [{ system: 'https://fhir.kemkes.go.id/id/nik-ibu', value: niks[0] }];
		await hospital.bundle('transaction', [
			put(patient('p-nb', '', { identifier })),
			put(encounter('nb', 'Patient/p-nb')),
			put(condition('c-nb', 'Encounter/nb', 'P07.3'))
		]);
		expect(await visitOf('V-nb')).toMatchObject({ person_id: null, mother_id: expect.any(String) as string });
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
