/** A FHIR client library from npm in the place of a hospital's software, and native events beside it as the measure. */
import { CapabilityTool, Client, type FhirResource } from 'fhir-kit-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	bed,
	claimOf,
	condition,
	dispense,
	encounter,
	factsOf,
	leavesNothing,
	location,
	medication,
	patient,
	post,
	put,
	visitIn,
	type Entry,
	type FhirBody,
	type Outcome,
	type Resource,
	type Row
} from './fhir-city.ts';
import { faultsOf } from './fhir-validity.ts';
import {
	bed as bedEvent,
	claim as claimEvent,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	openCity,
	senders,
	serve,
	visit as visitEvent,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let client: Client;
let verifier: Client;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	const open = async (party: 'hospital' | 'verifier', facility: string | null) =>
		new Client({
			baseUrl: `http://127.0.0.1:${endpoint.port}/fhir`,
			bearerToken: await keyFor(city.app, party, facility)
		});
	client = await open('hospital', hospitalA);
	verifier = await open('verifier', null);
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const bundleOf = (type: string, entry: Entry[]): FhirResource => ({ resourceType: 'Bundle', type, entry });
const sent = (answer: Promise<FhirResource>) => answer as unknown as Promise<FhirBody>;
const httpOf = (resource: FhirResource | FhirBody) =>
	Client.httpFor(resource as unknown as FhirResource).response;

type Refused = { status: number; outcome: Outcome };
/** The library throws what the server refuses; its answer must be R4 all the same. */
async function refusalOf(asking: () => Promise<unknown>): Promise<Refused> {
	const error = await asking().then(
		() => null,
		(thrown: unknown) => thrown as { response: { status: number; data: Outcome } }
	);
	if (error === null) throw new Error('it was taken');
	const { status, data } = error.response;
	expect(faultsOf(data)).toEqual([]);
	return { status, outcome: data };
}
const said = ({ status, outcome: { issue } }: Refused) => [
	status,
	issue[0]?.details.coding[0]?.code,
	issue[0]?.expression?.[0]
];

const standing = async (table: 'visit' | 'claim' | 'bed_now', facility: string): Promise<Row[]> => {
	const { sql } = city.database;
	const rows =
		table === 'bed_now'
			? await sql<Row[]>`SELECT room, ward, capacity, occupied, free, queue FROM bed_now
				WHERE facility = ${facility} ORDER BY room`
			: await sql<Row[]>`SELECT * FROM ${sql(table)} WHERE facility = ${facility} AND posted_on IS NOT NULL
				AND reversed_on IS NULL ORDER BY ${sql(table === 'visit' ? 'visit_no' : 'claim_no')}`;
	return rows.map(factsOf);
};

const classExtension = {
	url: 'https://fhir.kemkes.go.id/r4/StructureDefinition/ServiceClass',
	extension: [{ url: 'value', valueCodeableConcept: { coding: [{ code: '3' }] } }]
};
const wardOf = (reference: string) => [
	{
		location: { reference },
		extension: [classExtension],
		period: { start: '2026-11-20T08:00:00+07:00', end: '2026-11-21T09:00:00+07:00' }
	}
];
const arrived = { start: '2026-11-20T08:00:00+07:00', end: '2026-11-21T09:00:00+07:00' };

/** A stay with drugs, the room that it lay in with its beds, and its bill: everything that a hospital sends. */
const stay = (): Entry[] => {
	const { id: _p, ...person } = patient('x', niks[1]);
	const uuid = 'c0ffee00-0000-4000-8000-000000000001';
	return [
		post(person as Resource, uuid),
		put(
			encounter('s', `urn:uuid:${uuid}`, {
				...{ class: { code: 'IMP' }, period: arrived, statusHistory: [] },
				hospitalization: { dischargeDisposition: { coding: [{ code: 'home' }] } },
				diagnosis: [
					{ condition: { reference: 'Condition/s2' }, rank: 2 },
					{ condition: { reference: 'Condition/s1' }, rank: 1 }
				],
				location: wardOf('Location/melati')
			})
		),
		put(condition('s1', 'Encounter/s', 'A91')),
		put(condition('s2', 'Encounter/s', 'E11.9')),
		put(medication('oat')),
		put(dispense('s3', 'Encounter/s', 'Medication/oat', 90)),
		put(location('melati', { name: 'Melati', extension: [classExtension] })),
		put(bed('melati-1', 'Location/melati', 'O')),
		put(bed('melati-2', 'Location/melati', 'U')),
		put(
			claimOf('s', `urn:uuid:${uuid}`, {
				supportingInfo: [
					{ category: { coding: [{ code: 'encounter' }] }, valueReference: { reference: 'Encounter/s' } }
				]
			})
		)
	];
};

/** The same as events of another hospital. */
const sameAsEvents = () => [
	visitEvent('s', {
		...{ visit: 'V-s', nik: niks[1], service: 'inpatient-3', diagnoses: ['A91', 'E11.9'], outcome: 'home' },
		...{ arrivedAt: arrived.start, dischargedAt: arrived.end, emergency: false },
		segments: [{ ward: 'inpatient-3', from: arrived.start, to: arrived.end }],
		drugs: [{ item: 'oat-fdc-1', quantity: 90 }]
	}),
	bedEvent('melati', { ward: 'inpatient-3', room: 'Melati', capacity: 2, occupied: 1, free: 1 }),
	claimEvent(
		's-claim',
		{
			...{ claim: 'C-s', visit: 'V-s', nik: niks[1], tariffCode: 'A-4-12-I', billedRupiah: 2_800_000 },
			...{ serviceFrom: '2026-10-01', serviceTo: '2026-10-03', diagnoses: ['A91'] }
		},
		{ time: '2026-11-01T05:00:00Z' }
	)
];

describe('the client', () => {
	it('reads what the server states, and finds nothing in it that is not so', async () => {
		const statement = await client.capabilityStatement();
		expect(faultsOf(statement)).toEqual([]);
		const can = new CapabilityTool(statement);
		expect([can.serverCan('transaction'), can.serverCan('batch'), can.serverCan('history-system')]).toEqual([
			...[true, true, false]
		]);
		expect(can.interactionsFor({ resourceType: 'Encounter' })).toEqual(['create', 'update']);
		expect(can.resourceCan('Observation', 'create')).toBe(false);
		const read = await refusalOf(() => client.read({ resourceType: 'Encounter', id: 's' }));
		expect(said(read)).toEqual([405, 'wrong-method', undefined]);
	});

	it('sends a transaction, which makes the rows of the equivalent events', async () => {
		const answer = await sent(client.transaction({ body: bundleOf('transaction', stay()) }));
		expect([httpOf(answer)?.status, answer.type]).toEqual([200, 'transaction-response']);
		expect(faultsOf(answer)).toEqual([]);
		expect(answer.entry.map(({ response }) => response.status)).toEqual(stay().map(() => '201 Created'));
		const native = await city.app.ingest.submit(senders.hospitalB, sameAsEvents());
		expect(native).toMatchObject({ accepted: 3, errors: [] });
		for (const table of ['visit', 'bed_now', 'claim'] as const) {
			const rows = await standing(table, hospitalA);
			expect([table, rows.length, rows]).toEqual([table, 1, await standing(table, hospitalB)]);
		}
	});

	it('sends a batch, whose entries stand each for itself', async () => {
		const answer = await sent(
			client.batch({
				body: bundleOf('batch', [
					put(patient('b', niks[2])),
					put(encounter('b', 'Patient/b')),
					put(condition('b', 'Encounter/b', 'J06.9')),
					put(patient('short', '123'))
				])
			})
		);
		expect(answer.type).toBe('batch-response');
		expect(faultsOf(answer)).toEqual([]);
		expect(answer.entry.map(({ response }) => response.status)).toEqual([
			...['201 Created', '201 Created', '201 Created', '422 Unprocessable Content']
		]);
		expect(await visitIn(city, 'V-b')).toMatchObject({ diagnoses: ['J06.9'] });
	});

	it('creates and updates single resources, and is given the id, the version and where it is', async () => {
		const { id: _, ...person } = patient('x', niks[3]);
		const created = await client.create({ resourceType: 'Patient', body: person as Resource });
		expect([httpOf(created)?.status, created['id']]).toEqual([201, expect.any(String)]);
		expect(httpOf(created)?.headers.get('location')).toBe(
			`/fhir/Patient/${String(created['id'])}/_history/1`
		);
		expect(httpOf(created)?.headers.get('etag')).toBe('W/"1"');
		const reference = `Patient/${String(created['id'])}`;
		const one = encounter('one', reference);
		for (const body of [one, { ...one, status: 'finished', class: { code: 'EMER' } }])
			await client.update({ resourceType: 'Encounter', id: 'one', body });
		await client.create({ resourceType: 'Condition', body: condition('one', 'Encounter/one', 'I10') });
		expect(await visitIn(city, 'V-one')).toMatchObject({ service: 'emergency', diagnoses: ['I10'] });
	});

	it('sends a verdict in the verifier’s name, and may not in the hospital’s', async () => {
		const verdict = {
			...{ resourceType: 'ClaimResponse', id: 'kr', status: 'active', use: 'claim', outcome: 'complete' },
			...{ created: '2026-11-10T05:00:00Z', request: { reference: 'Claim/s' } },
			requestor: { reference: `Organization/${hospitalA}` },
			total: [{ category: { coding: [{ code: 'benefit' }] }, amount: { value: 2_500_000, currency: 'IDR' } }]
		};
		const sending = (by: Client) => () =>
			by.update({ resourceType: 'ClaimResponse', id: 'kr', body: verdict });
		expect(said(await refusalOf(sending(client)))).toEqual([422, 'not-allowed', 'ClaimResponse.outcome']);
		await sending(verifier)();
		expect(await standing('claim', hospitalA)).toMatchObject([
			{ state: 'verified', amount_rupiah: 2_500_000 }
		]);
		const withdrawn = await refusalOf(() =>
			verifier.update({
				resourceType: 'ClaimResponse',
				id: 'kr',
				body: { ...verdict, status: 'entered-in-error' }
			})
		);
		expect(said(withdrawn)).toEqual([422, 'withdrawn', 'ClaimResponse.status']);
	});
});

describe('conditions of the client', () => {
	const nik = `https://fhir.kemkes.go.id/id/nik|${niks[1]}`;
	const here = (fields: Row = {}) => patient('cond', niks[1], fields);

	it('create only what is not there, and name what is', async () => {
		const { id: _, ...body } = here({ address: [] });
		const options = { headers: { 'If-None-Exist': `identifier=${encodeURIComponent(nik)}` } };
		const answer = await client.create({ resourceType: 'Patient', body: body as Resource, options });
		expect(httpOf(answer)?.status).toBe(200);
		expect(said({ status: 200, outcome: answer as unknown as Outcome })[1]).toBe('standing');
		// The stay's patient kept the address that it had.
		const found = httpOf(answer)?.headers.get('location')?.split('/')[3] ?? '';
		await client.transaction({
			body: bundleOf('transaction', [
				put(encounter('cond', `Patient/${found}`)),
				put(condition('cond', 'Encounter/cond', 'I10'))
			])
		});
		expect(await visitIn(city, 'V-cond')).toMatchObject({ kecamatan: '32.75.01' });
	});

	it('hold in a Bundle, and a reference by search finds the same', async () => {
		const room = location('r-cond', { identifier: [{ system: 'urn:ruang', value: 'K-1' }], name: 'Kenanga' });
		const entry = (name: string): Entry => {
			const body = { ...room, id: undefined, name, extension: [classExtension] };
			return { ...post(body), request: { method: 'POST', url: 'Location', ifNoneExist } };
		};
		const ifNoneExist = 'identifier=urn:ruang|K-1';
		const first = await sent(client.batch({ body: bundleOf('batch', [entry('Kenanga')]) }));
		const second = await sent(client.batch({ body: bundleOf('batch', [entry('Lain')]) }));
		expect([first, second].map(({ entry: [one] }) => one?.response.status)).toEqual([
			'201 Created',
			'200 OK'
		]);
		await client.update({
			resourceType: 'Location',
			id: 'k1',
			body: bed('k1', 'Location?identifier=urn:ruang|K-1', 'O')
		});
		expect(await standing('bed_now', hospitalA)).toContainEqual(
			expect.objectContaining({ room: 'Kenanga', capacity: 1, occupied: 1 })
		);
	});

	it('update what is searched for, or create it', async () => {
		const searchParams = { identifier: 'urn:ruang|K-2' };
		const body = (name: string) => {
			const { id: _, ...rest } = location('x', { name, identifier: [{ system: 'urn:ruang', value: 'K-2' }] });
			return rest as Resource;
		};
		const statuses: unknown[] = [];
		for (const name of ['Dahlia', 'Dahlia Baru'])
			statuses.push(
				httpOf(await client.update({ resourceType: 'Location', searchParams, body: body(name) }))?.status
			);
		expect(statuses).toEqual([201, 200]);
		const other = await refusalOf(() =>
			client.update({ resourceType: 'Location', searchParams: { name: 'Dahlia' }, body: body('x') })
		);
		expect(said(other)).toEqual([400, 'bad-condition', undefined]);
	});

	it('refuse a correction of another version than the one that stands', async () => {
		const sending = (version: string, fields: Row) => () =>
			client.update({
				resourceType: 'Patient',
				id: 'ver',
				body: patient('ver', niks[2], fields),
				options: { headers: { 'If-Match': `W/"${version}"` } }
			});
		await client.update({ resourceType: 'Patient', id: 'ver', body: patient('ver', niks[2]) });
		expect(httpOf(await sending('1', { address: [] })())?.headers.get('etag')).toBe('W/"2"');
		const stale = async () => said(await refusalOf(sending('1', {})));
		expect(await stale()).toEqual([412, 'stale', 'Patient.meta.versionId']);
		const entry = (version: string): Entry => ({
			resource: patient('ver', niks[2]),
			request: { method: 'PUT', url: 'Patient/ver', ifMatch: `W/"${version}"` }
		});
		const whole = await refusalOf(() =>
			client.transaction({ body: bundleOf('transaction', [entry('1'), ...stay().slice(2, 4)]) })
		);
		expect(said(whole)).toEqual([412, 'stale', 'Bundle.entry[0].resource.meta.versionId']);
		const batch = await sent(client.batch({ body: bundleOf('batch', [entry('1'), entry('2')]) }));
		expect(batch.entry.map(({ response }) => response.status)).toEqual(['412 Precondition Failed', '200 OK']);
	});
});

describe('a refusal', () => {
	it('is an OperationOutcome with a code and a place, and leaves nothing', async () => {
		const late = { period: { start: '2026-11-21T09:00:00+07:00', end: '2026-11-20T08:00:00+07:00' } };
		const wrong = [
			...[put(patient('w')), put(encounter('w', 'Patient/w', { ...late, statusHistory: [] }))],
			put(condition('w', 'Encounter/w', 'A91'))
		];
		const tries: [() => Promise<unknown>, unknown[]][] = [
			[
				() => client.transaction({ body: bundleOf('transaction', wrong) }),
				[422, 'bad-field', 'Bundle.entry[1].resource.period.end']
			],
			[
				() =>
					client.update({
						resourceType: 'Encounter',
						id: 's',
						body: encounter('s', 'Patient/none', { ...late, statusHistory: [] })
					}),
				[422, 'bad-field', 'Encounter.period.end']
			],
			[
				() => client.create({ resourceType: 'Patient', body: patient('w', '12') }),
				[422, 'bad-nik', 'Patient.identifier[0].value']
			],
			[
				() => client.create({ resourceType: 'Observation', body: { resourceType: 'Observation' } }),
				[404, 'unknown-resource', undefined]
			],
			[() => client.batch({ body: bundleOf('collection', []) }), [400, 'bundle-type', 'Bundle.type']],
			[() => client.delete({ resourceType: 'Patient', id: 'b' }), [405, 'wrong-method', undefined]],
			[
				() =>
					new Client({ baseUrl: client.baseUrl, bearerToken: 'nobody' }).create({
						resourceType: 'Patient',
						body: patient('w')
					}),
				[401, 'bad-key', undefined]
			]
		];
		for (const [asking, expected] of tries) {
			const refused = await leavesNothing(city, () => refusalOf(asking));
			expect(said(refused)).toEqual(expected);
		}
	});

	it('of one resource that is complete leaves nothing either, not even for correction', async () => {
		const tomorrow = {
			period: { start: '2026-11-24T08:00:00+07:00' },
			status: 'in-progress',
			statusHistory: []
		};
		await client.transaction({
			body: bundleOf('transaction', [put(patient('t')), put(condition('t', 'Encounter/t', 'A91'))])
		});
		const refused = await leavesNothing(city, () =>
			refusalOf(() =>
				client.update({ resourceType: 'Encounter', id: 't', body: encounter('t', 'Patient/t', tomorrow) })
			)
		);
		expect(said(refused)[0]).toBe(422);
	});
});

describe('a single resource that is R4', () => {
	const claimNeeds = {
		type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'institutional' }] },
		priority: { coding: [{ code: 'normal' }] },
		insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/v' } }]
	};
	const organization = { reference: 'Organization/10000005' };
	const resources: Resource[] = [
		patient('v'),
		encounter('v', 'Patient/v', { statusHistory: [{ status: 'arrived', period: arrived }] }),
		condition('v', 'Encounter/v', 'A91'),
		medication('v'),
		dispense('v', 'Encounter/v', 'Medication/v', 3),
		location('v', { extension: [classExtension] }),
		claimOf('v', 'Patient/v', claimNeeds),
		{
			...{ resourceType: 'MedicationRequest', id: 'v', status: 'completed', intent: 'order' },
			...{ medicationReference: { reference: 'Medication/v' }, subject: { reference: 'Patient/v' } }
		},
		{
			...{ resourceType: 'Coverage', id: 'v', status: 'active', payor: [organization] },
			beneficiary: { reference: 'Patient/v' }
		},
		{
			...{ resourceType: 'ClaimResponse', id: 'v', status: 'active', use: 'claim', outcome: 'queued' },
			...{ type: claimNeeds.type, patient: { reference: 'Patient/v' }, created: '2026-11-20' },
			...{ insurer: organization, request: { reference: 'Claim/v' } }
		}
	];

	it.each(resources)('comes back as R4: $resourceType', async (resource) => {
		expect(faultsOf(resource)).toEqual([]);
		const { resourceType } = resource;
		const answer = await client.update({ resourceType, id: 'v', body: resource });
		expect(faultsOf(answer)).toEqual([]);
		const created = await client.create({ resourceType, body: { ...resource, id: undefined } });
		expect(faultsOf(created)).toEqual([]);
	});
});

it('rollups equal a recount', async () => {
	expect(await findDifferences(city)).toEqual([]);
});
