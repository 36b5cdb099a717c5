/** The ministry's own sample payloads, as they are but for their placeholders, where they stand beside the checkout. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasReference, readReference, sayWhenMissing } from '../reference/reference-data.ts';
import {
	codesOf,
	condition,
	factsOf,
	FhirSender,
	put,
	statusesOf,
	type Resource,
	type Row
} from './fhir-city.ts';
import {
	claim,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	openCity,
	senders,
	serve,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

sayWhenMissing('Samples of SATUSEHAT');

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

const uuid = '5f1d7b5e-0d5c-4d0f-9a57-0a0a0a0a0a0a';
const fills: Record<string, string> = {
	'{{Encounter_uuid}}': uuid,
	'{idEncounter}': uuid,
	'{{Org_id}}': '10000004',
	'{orgRS}': '10000004',
	'{orgPenjamin}': '10000005',
	'{idRuang}': 'b017aa54-f1df-4ec2-9d84-8823815d7228',
	'{idCoverage}': 'cov-1',
	'Patient/P00000000001': 'Patient/100000030009'
};

/** Only the placeholders, and the id under which the others name a resource that has none in its sample. */
function sample(name: string, id?: string): Resource {
	let text = JSON.stringify(readReference<unknown>(`satusehat/${name}.json`));
	for (const [placeholder, value] of Object.entries(fills)) text = text.replaceAll(placeholder, value);
	return { ...(JSON.parse(text) as Resource), ...(id !== undefined && { id }) };
}

const visitNow = async () => {
	const [row] = await city.database.sql`
		SELECT * FROM visit WHERE visit_no = 'P20240001' AND facility = ${hospitalA} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	return row;
};

/** The number that stands in every sample; nobody has it. */
const sampleNik = '3275010000000001';

/** What an equivalent event makes at another hospital, beside what the samples made here. */
async function besides(table: 'visit' | 'claim', event: Record<string, unknown>): Promise<[Row[], Row[]]> {
	const { sql } = city.database;
	const answer = await city.app.ingest.submit(senders.hospitalB, [event]);
	expect(answer).toMatchObject({ accepted: 1, errors: [] });
	const of = async (facility: string) => {
		const rows = await sql<Row[]>`SELECT * FROM ${sql(table)} WHERE facility = ${facility}
			AND posted_on IS NOT NULL AND reversed_on IS NULL`;
		return rows.map(factsOf);
	};
	return [await of(hospitalA), await of(hospitalB)];
}

describe.runIf(hasReference)('the sample payloads', () => {
	it('are taken one by one, and make a visit', async () => {
		const created = await hospital.send('POST', '/Encounter', sample('encounter-create'));
		expect(created.status).toBe(201);
		const single = [
			sample('condition-diagnosis', 'c-1'),
			sample('medicationrequest-create', 'b5293e6d-31c6-4111-8214-609ae5890838'),
			sample('location-create', 'b017aa54-f1df-4ec2-9d84-8823815d7228'),
			sample('medication-create', '2b78a453-dd36-4d5f-8264-d575e3321a8b'),
			sample('patient-create-by-nik', '100000030009')
		];
		for (const resource of single) {
			const { status } = await hospital.send(
				'PUT',
				`/${resource.resourceType}/${String(resource['id'])}`,
				resource
			);
			expect([resource.resourceType, status]).toEqual([resource.resourceType, 201]);
		}
		const updated = await hospital.send('PUT', `/Encounter/${uuid}`, sample('encounter-update-finished'));
		expect([updated.status, updated.body.id]).toEqual([200, uuid]);
		expect(await visitNow()).toMatchObject({
			...{ facility: hospitalA, service: 'outpatient', diagnoses: ['K35.8'], drugs: null },
			arrived_at: new Date('2022-06-14T00:00:00Z'),
			discharged_at: new Date('2022-06-14T02:00:00Z')
		});
		await hospital.send('POST', '/MedicationDispense', sample('medicationdispense-create'));
		expect(await visitNow()).toMatchObject({ drugs: [{ item: 'oat-fdc-1', quantity: 120 }] });
		const listed = (id: string, code: string) => put(condition(id, `Encounter/${uuid}`, code));
		await hospital.bundle('batch', [
			listed('666970c2-d79f-4242-89f9-d0ffab9e36cf', 'E11.9'),
			listed('4bbbe654-14f5-4ab3-a36e-a1e307f67bb8', 'A15.0')
		]);
		expect(await visitNow()).toMatchObject({ diagnoses: ['A15.0', 'E11.9', 'K35.8'] });
	});

	it('made the row that the equivalent event makes', async () => {
		const [ours, native] = await besides(
			'visit',
			visit('native', {
				...{ visit: 'P20240001', nik: sampleNik, kecamatan: null, service: 'outpatient', emergency: false },
				...{ arrivedAt: '2022-06-14T07:00:00+07:00', dischargedAt: '2022-06-14T09:00:00+07:00' },
				...{ diagnoses: ['A15.0', 'E11.9', 'K35.8'], drugs: [{ item: 'oat-fdc-1', quantity: 120 }] }
			})
		);
		expect(ours).toHaveLength(1);
		expect(ours).toEqual(native);
	});

	it('of a claim is taken in a transaction', async () => {
		const answer = await hospital.bundle('transaction', [
			{ resource: sample('claim-shape'), request: { method: 'POST', url: 'Claim' } }
		]);
		expect([answer.status, statusesOf(answer), codesOf(answer)]).toEqual([200, ['201'], ['taken']]);
		const rows = await city.database.sql`SELECT * FROM claim WHERE facility = ${hospitalA}`;
		expect(rows).toMatchObject([
			{
				...{
					claim_no: 'NO-SEP-ATAU-SJP',
					visit_no: 'P20240001',
					letter: 'NO-SEP-ATAU-SJP',
					state: 'submitted'
				},
				...{ billed_rupiah: 2_800_000, tariff_code: 'A-4-12-I', diagnoses: ['A91'] },
				...{ service_from: '2025-01-10', service_to: '2025-01-14' }
			}
		]);
		const [ours, native] = await besides(
			'claim',
			claim(
				'native-claim',
				{
					...{ claim: 'NO-SEP-ATAU-SJP', visit: 'P20240001', letter: 'NO-SEP-ATAU-SJP', nik: sampleNik },
					...{ service: 'outpatient', tariffCode: 'A-4-12-I', billedRupiah: 2_800_000, diagnoses: ['A91'] },
					...{ serviceFrom: '2025-01-10', serviceTo: '2025-01-14' }
				},
				{ time: '2025-01-14T05:00:00Z' }
			)
		);
		expect(ours).toEqual(native);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('together in one transaction, in any order, are taken', async () => {
		const names: [string, string | undefined][] = [
			['claim-shape', 'k'],
			['medicationdispense-create', 'd'],
			['condition-diagnosis', 'c'],
			['encounter-update-finished', undefined],
			['medication-create', '2b78a453-dd36-4d5f-8264-d575e3321a8b'],
			['location-create', 'ef011065-38c9-46f8-9c35-d1fe68966a3e'],
			['patient-create-by-nik', '100000030009'],
			['medicationrequest-create', 'r']
		];
		const answer = await hospital.bundle(
			'transaction',
			names.map(([name, id]) => put(sample(name, id)))
		);
		expect(answer.status).toBe(200);
	});
});

it('stand beside the checkout, or the run says so', () => {
	expect(typeof hasReference).toBe('boolean');
});
