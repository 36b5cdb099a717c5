import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnUuids } from '../support/uuids-like-niks.ts';
import {
	bed,
	claimOf,
	codeOf,
	condition,
	dispense,
	encounter,
	FhirSender,
	location,
	medication,
	patient,
	placeOf,
	put,
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
const claimRowOf = async (claimNo: string): Promise<Row | undefined> => {
	const [row] = await city.database.sql<Row[]>`
		SELECT * FROM claim WHERE claim_no = ${claimNo} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	return row;
};
const roomOf = async (room: string): Promise<Row | undefined> => {
	const [row] = await city.database.sql<Row[]>`SELECT * FROM bed_now WHERE room = ${room}`;
	return row;
};

describe('a resource that is known by its id alone', () => {
	it('is taken whatever the digits of its UUID look like, as a visit, a claim and a room', async () => {
		for (const uuid of drawnUuids) {
			const entries = [
				...whole(uuid).filter(({ resource }) => (resource as Row)['resourceType'] !== 'Encounter'),
				put(encounter(uuid, `Patient/p-${uuid}`, { identifier: [] })),
				put(claimOf(uuid, `Patient/p-${uuid}`, { identifier: [] }))
			];
			const { status, body } = await hospital.bundle('transaction', entries);
			expect([status, JSON.stringify(body.entry)]).toEqual([
				200,
				expect.not.stringContaining('identity-number')
			]);
			expect([uuid, (await claimRowOf(uuid))?.['claim_no']]).toEqual([uuid, uuid]);
		}
	});
});

describe('wards, drugs and diagnoses', () => {
	const classes = {
		ServiceClass: { extension: [{ url: 'value', valueCodeableConcept: { coding: [{ code: '3' }] } }] },
		LocationServiceClass: { valueCodeableConcept: { coding: [{ code: '3' }] } },
		nested: {
			extension: [{ url: 'inpatientServiceClass', valueCodeableConcept: { coding: [{ code: 'kelas_3' }] } }]
		}
	};
	it.each(Object.entries(classes))('reads the class in the spelling %s', async (name, extension) => {
		const url = `https://fhir.kemkes.go.id/r4/StructureDefinition/${name === 'nested' ? 'LocationServiceClass' : name}`;
		const id = `cl-${name}`;
		await hospital.bundle('transaction', [
			put(patient(`p-${id}`)),
			put(condition(`c-${id}`, `Encounter/${id}`, 'A91')),
			put(
				encounter(id, `Patient/p-${id}`, {
					class: { code: 'IMP' },
					location: [{ location: { reference: `Location/${id}` }, extension: [{ url, ...extension }] }]
				})
			)
		]);
		expect(await visitOf(`V-${id}`)).toMatchObject({
			service: 'inpatient-3',
			segments: [expect.objectContaining({ ward: 'inpatient-3' })]
		});
	});

	it('knows an intensive care room by its type, also through the bed in it, whenever that comes', async () => {
		await hospital.bundle('transaction', [
			...whole('icu').slice(0, 1),
			put(condition('c-icu', 'Encounter/icu', 'A91')),
			put(
				encounter('icu', 'Patient/p-icu', {
					class: { code: 'IMP' },
					location: [{ location: { reference: 'Location/icu-bed' } }]
				})
			)
		]);
		expect(await visitOf('V-icu')).toMatchObject({ service: 'inpatient-3', segments: null });
		await hospital.send('PUT', '/Location/icu-bed', bed('icu-bed', 'Location/icu-room', 'O'));
		await hospital.send(
			'PUT',
			'/Location/icu-room',
			location('icu-room', { type: [{ coding: [{ code: 'RT0007' }] }] })
		);
		expect(await visitOf('V-icu')).toMatchObject({
			service: 'icu',
			segments: [expect.objectContaining({ ward: 'icu' })]
		});
		expect(await roomOf('Ruang icu-room')).toMatchObject({ ward: 'icu', capacity: 1, occupied: 1, free: 0 });
	});

	it('counts drugs by id, contained, by name or under their own code, and never a measure as pieces', async () => {
		const contained = medication('m', '93009999', 'Parasetamol 120 mg/5 mL Sirup (CONTOH)');
		await hospital.bundle('transaction', [
			...whole('dr'),
			put(dispense('d1', 'Encounter/dr', 'Medication/m-oat', 120)),
			put(medication('m-oat')),
			put(
				dispense('d2', 'Encounter/dr', '#m', 60, {
					contained: [contained],
					quantity: { value: 60, code: 'mL' }
				})
			),
			put(
				dispense('d3', 'Encounter/dr', '#m', 1.5, {
					contained: [medication('m', '93007777', 'Obat Langka 5 mg')]
				})
			),
			put(dispense('d4', 'Encounter/dr', '#m', 9, { status: 'cancelled', contained: [contained] })),
			put(
				dispense('d5', 'Encounter/dr', '', 10, {
					medicationReference: undefined,
					medicationCodeableConcept: {
						coding: [{ system: 'x', code: 'z', display: 'Amlodipine 10 mg Tablet' }]
					}
				})
			)
		]);
		expect((await visitOf('V-dr'))?.['drugs']).toEqual([
			{ item: 'amlodipine-10', quantity: 10 },
			{ item: 'kfa-93007777', quantity: 2 },
			{ item: 'oat-fdc-1', quantity: 120 },
			{ item: 'paracetamol-syrup-ml', quantity: 60 }
		]);
	});

	it('lists diagnoses by rank and leaves out what was refuted', async () => {
		const listed = (id: string, rank: number) => ({ condition: { reference: `Condition/${id}` }, rank });
		await hospital.bundle('transaction', [
			put(patient('p-dx')),
			put(encounter('dx', 'Patient/p-dx', { diagnosis: [listed('dx2', 2), listed('dx1', 1)] })),
			put(condition('dx2', 'Encounter/dx', 'I10')),
			put(condition('dx1', 'Encounter/dx', 'E11.9')),
			put(condition('dx3', 'Encounter/dx', 'A91', { verificationStatus: { coding: [{ code: 'refuted' }] } })),
			put(
				condition('dx4', 'Encounter/dx', 'x', {
					category: [],
					code: { coding: [{ system: 'snomed', code: '1' }] }
				})
			)
		]);
		expect((await visitOf('V-dx'))?.['diagnoses']).toEqual(['E11.9', 'I10']);
	});

	it('takes EMER as an emergency and refuses classes that it does not know', async () => {
		await hospital.bundle('transaction', [
			put(patient('p-em')),
			put(encounter('em', 'Patient/p-em', { class: { code: 'EMER' } })),
			put(condition('c-em', 'Encounter/em', 'A91'))
		]);
		expect(await visitOf('V-em')).toMatchObject({ service: 'emergency', emergency: true });
		const answer = await hospital.send(
			'PUT',
			'/Encounter/vr',
			encounter('vr', 'Patient/p', { class: { code: 'VR' } })
		);
		expect([answer.status, codeOf(answer), placeOf(answer)]).toEqual([
			422,
			'not-a-code',
			'Encounter.class.code'
		]);
	});
});

describe('beds', () => {
	it('are counted by room; a state that changes moves the room, one repeated keeps it young', async () => {
		const room = location('r9', { type: [{ coding: [{ code: 'RT0012' }] }] });
		await hospital.bundle('batch', [
			put(bed('r9a', 'Location/r9', 'O')),
			put(bed('r9b', 'Location/r9', 'U')),
			put(bed('r9c', 'Location/r9', 'C')),
			put(room)
		]);
		expect(await roomOf('Ruang r9')).toMatchObject({ ward: 'nicu', capacity: 3, occupied: 1, free: 1 });
		await hospital.send('PUT', '/Location/r9b', bed('r9b', 'Location/r9', 'O'));
		expect(await roomOf('Ruang r9')).toMatchObject({ capacity: 3, occupied: 2, free: 0 });
		await hospital.send('PUT', '/Location/r9c', { ...bed('r9c', 'Location/r9', 'U'), status: 'inactive' });
		expect(await roomOf('Ruang r9')).toMatchObject({ capacity: 2, occupied: 2, free: 0, reported_at: now });
	});
});

describe('claims', () => {
	beforeAll(async () => void (await hospital.bundle('transaction', whole('e1'))));

	it('carry package, total and visit; their verdicts come from those who may give them', async () => {
		const supportingInfo = [
			{ category: { coding: [{ code: 'encounter' }] }, valueReference: { reference: 'Encounter/e1' } }
		];
		await hospital.bundle('transaction', [put(claimOf('k1', 'Patient/p-e1', { supportingInfo }))]);
		expect(await claimRowOf('C-k1')).toMatchObject({
			...{ state: 'submitted', visit_no: 'V-e1', tariff_code: 'A-4-12-I', service: 'outpatient' },
			...{ billed_rupiah: 2_800_000, service_from: '2026-10-01', service_to: '2026-10-03' }
		});
		const response = (fields: Row = {}) => ({
			...{ resourceType: 'ClaimResponse', id: 'kr1', status: 'active', use: 'claim', outcome: 'complete' },
			request: { reference: 'Claim/k1' },
			requestor: { reference: `Organization/${hospitalA}` },
			created: '2026-11-10T05:00:00Z',
			total: [{ category: { coding: [{ code: 'benefit' }] }, amount: { value: 2_500_000, currency: 'IDR' } }],
			...fields
		});
		const own = await hospital.send('PUT', '/ClaimResponse/kr1', response());
		expect([own.status, codeOf(own), placeOf(own)]).toEqual([422, 'not-allowed', 'ClaimResponse.outcome']);
		const verifier = new FhirSender(endpoint, await keyFor(city.app, 'verifier'));
		await verifier.send('PUT', '/ClaimResponse/kr1', response());
		expect(await claimRowOf('C-k1')).toMatchObject({
			state: 'verified',
			amount_rupiah: 2_500_000,
			visit_no: 'V-e1'
		});
		const finance = new FhirSender(endpoint, await keyFor(city.app, 'finance'));
		const pay = () =>
			finance.send(
				'PUT',
				'/ClaimResponse/kr2',
				response({ id: 'kr2', created: '2026-11-12T05:00:00Z', payment: { amount: { value: 2_400_000 } } })
			);
		const early = await pay();
		expect([early.status, codeOf(early)]).toEqual([422, 'claim-stage']);
		const dinkes = new FhirSender(endpoint, await keyFor(city.app, 'dinkes'));
		await dinkes.send('PUT', '/ClaimResponse/kr3', response({ id: 'kr3', created: '2026-11-11T05:00:00Z' }));
		expect(await claimRowOf('C-k1')).toMatchObject({ state: 'approved', amount_rupiah: 2_500_000 });
		await pay();
		expect(await claimRowOf('C-k1')).toMatchObject({ state: 'paid', amount_rupiah: 2_400_000 });
	});

	it('are not set back behind a verdict when their encounter comes late', async () => {
		const supportingInfo = [
			{ category: { coding: [{ code: 'encounter' }] }, valueReference: { reference: 'Encounter/late' } }
		];
		await hospital.bundle('batch', [put(claimOf('k2', 'Patient/p-e1', { supportingInfo }))]);
		expect(await claimRowOf('C-k2')).toMatchObject({ visit_no: null, service: 'inpatient-3' });
		const importer = new FhirSender(endpoint, await keyFor(city.app, 'importer'));
		await importer.send('POST', '/ClaimResponse', {
			...{
				resourceType: 'ClaimResponse',
				status: 'active',
				outcome: 'error',
				created: '2026-11-10T05:00:00Z'
			},
			...{ request: { reference: 'Claim/k2' }, requestor: { reference: `Organization/${hospitalA}` } }
		});
		expect(await claimRowOf('C-k2')).toMatchObject({ state: 'rejected' });
		await hospital.send('PUT', '/Encounter/late', encounter('late', 'Patient/p-e1'));
		expect(await claimRowOf('C-k2')).toMatchObject({ state: 'rejected' });
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
