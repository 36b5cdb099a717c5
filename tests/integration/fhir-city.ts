/** Small FHIR resources of our own, and how they are sent: what the tests of `/fhir` share. Every answer is held against R4. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { faultsOf } from './fhir-validity.ts';
import { dumpTables, niks, type Endpoint, type IngestCity } from './ingest-city.ts';

export type Resource = Record<string, unknown> & { resourceType: string };
export type Entry = {
	fullUrl?: string;
	resource: unknown;
	request: { method: string; url: string; ifNoneExist?: string; ifMatch?: string };
};
type ResponseEntry = {
	response: { status: string; location?: string; etag?: string; lastModified?: string; outcome: Outcome };
};
export type Outcome = {
	resourceType: string;
	issue: {
		severity: string;
		code: string;
		details: { coding: { code: string }[]; text: string };
		expression?: string[];
	}[];
};
export type FhirBody = Outcome & {
	type: string;
	entry: ResponseEntry[];
	id: string;
	meta: Record<string, string>;
};
export type FhirAnswer = { status: number; headers: IncomingHttpHeaders; body: FhirBody };

export class FhirSender {
	constructor(
		readonly endpoint: Endpoint,
		readonly key: string
	) {}

	send(
		method: string,
		path: string,
		body: unknown,
		headers: Record<string, string> = {}
	): Promise<FhirAnswer> {
		return new Promise((resolve, reject) => {
			const outgoing = httpRequest(
				`http://127.0.0.1:${this.endpoint.port}/fhir${path}`,
				{
					method,
					headers: {
						authorization: `Bearer ${this.key}`,
						'content-type': 'application/fhir+json',
						...headers
					}
				},
				(response) => {
					const chunks: Buffer[] = [];
					response.on('data', (chunk: Buffer) => chunks.push(chunk));
					response.on('end', () => {
						const text = Buffer.concat(chunks).toString('utf8');
						const body = (text === '' ? {} : JSON.parse(text)) as FhirBody;
						const faults = isOurs(body) ? faultsOf(body) : [];
						if (faults.length > 0) reject(new Error(`no FHIR R4: ${faults.join('; ')} in ${text}`));
						else resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
					});
				}
			);
			outgoing.on('error', reject);
			outgoing.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
		});
	}

	bundle(type: string, entries: readonly Entry[]): Promise<FhirAnswer> {
		return this.send('POST', '', { resourceType: 'Bundle', type, entry: entries });
	}
}

/** What the server wrote itself; a single resource goes back as its sender wrote it. */
const isOurs = ({ resourceType }: Outcome) =>
	['Bundle', 'OperationOutcome', 'CapabilityStatement'].includes(resourceType);

export const put = (resource: Resource): Entry => ({
	resource,
	request: { method: 'PUT', url: `${resource.resourceType}/${String(resource['id'])}` }
});

export const post = (resource: Resource, uuid?: string): Entry => ({
	...(uuid !== undefined && { fullUrl: `urn:uuid:${uuid}` }),
	resource,
	request: { method: 'POST', url: resource.resourceType }
});

const nikSystem = 'https://fhir.kemkes.go.id/id/nik';

export const patient = (
	id: string,
	nik: string = niks[0],
	fields: Record<string, unknown> = {}
): Resource => ({
	resourceType: 'Patient',
	id,
	identifier: [{ use: 'official', system: nikSystem, value: nik }],
	name: [{ use: 'official', text: 'Nama Rahasia' }],
	address: [
		{
			use: 'home',
			line: ['Jalan Rahasia 1'],
			extension: [
				{
					url: 'https://fhir.kemkes.go.id/r4/StructureDefinition/administrativeCode',
					extension: [{ url: 'district', valueCode: '327501' }]
				}
			]
		}
	],
	...fields
});

export const encounter = (
	id: string,
	patientRef: string,
	fields: Record<string, unknown> = {}
): Resource => ({
	resourceType: 'Encounter',
	id,
	identifier: [{ system: 'http://sys-ids.kemkes.go.id/encounter/1000', value: `V-${id}` }],
	status: 'finished',
	class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
	subject: { reference: patientRef, display: 'Nama Rahasia' },
	period: { start: '2026-11-21T08:00:00+07:00', end: '2026-11-21T09:00:00+07:00' },
	statusHistory: [{ status: 'arrived', period: { start: '2026-11-21T08:00:00+07:00' } }],
	serviceProvider: { reference: 'Organization/10000004' },
	...fields
});

export const condition = (
	id: string,
	encounterRef: string,
	code: string,
	fields: Record<string, unknown> = {}
): Resource => ({
	resourceType: 'Condition',
	id,
	category: [{ coding: [{ code: 'encounter-diagnosis' }] }],
	code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code, display: 'Rahasia' }] },
	subject: { reference: 'Patient/any', display: 'Nama Rahasia' },
	encounter: { reference: encounterRef },
	...fields
});

export const medication = (id: string, code = '93001019', display = 'OAT KDT'): Resource => ({
	resourceType: 'Medication',
	id,
	code: { coding: [{ system: 'http://sys-ids.kemkes.go.id/kfa', code, display }] }
});

export const dispense = (
	id: string,
	encounterRef: string,
	medicationRef: string,
	quantity: number,
	fields: Record<string, unknown> = {}
): Resource => ({
	resourceType: 'MedicationDispense',
	id,
	status: 'completed',
	medicationReference: { reference: medicationRef },
	subject: { reference: 'Patient/any' },
	context: { reference: encounterRef },
	quantity: { value: quantity, code: 'TAB' },
	whenHandedOver: '2026-11-21T09:10:00+07:00',
	...fields
});

export const location = (id: string, fields: Record<string, unknown> = {}): Resource => ({
	resourceType: 'Location',
	id,
	status: 'active',
	name: `Ruang ${id}`,
	physicalType: { coding: [{ code: 'ro' }] },
	...fields
});

export const bed = (id: string, roomRef: string, state: string): Resource =>
	location(id, {
		physicalType: { coding: [{ code: 'bd' }] },
		operationalStatus: { system: 'http://terminology.hl7.org/CodeSystem/v2-0116', code: state },
		partOf: { reference: roomRef }
	});

export const claimOf = (id: string, patientRef: string, fields: Record<string, unknown> = {}): Resource => ({
	resourceType: 'Claim',
	id,
	identifier: [{ system: 'http://sys-ids.kemkes.go.id/claim-number/1000', value: `C-${id}` }],
	status: 'active',
	use: 'claim',
	patient: { reference: patientRef },
	billablePeriod: { start: '2026-10-01T01:00:00+00:00', end: '2026-10-03T04:00:00+00:00' },
	created: '2026-11-01T05:00:00+00:00',
	provider: { reference: 'Organization/10000004' },
	diagnosis: [
		{
			sequence: 1,
			diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'A91' }] }
		}
	],
	total: { value: 2_800_000, currency: 'IDR' },
	extension: [
		{
			url: 'https://fhir.kemkes.go.id/r4/StructureDefinition/Package',
			extension: [
				{
					url: 'basePackage',
					extension: [
						{ url: 'code', valueCodeableConcept: { coding: [{ code: 'A-4-12-I' }] } },
						{ url: 'value', valueInteger: 2_800_000 }
					]
				}
			]
		}
	],
	...fields
});

/** Messages of an answer's entries, in order. */
export const codesOf = ({ body }: FhirAnswer) =>
	body.entry.map(({ response }) => response.outcome.issue[0]?.details.coding[0]?.code);
export const statusesOf = ({ body }: FhirAnswer) =>
	body.entry.map(({ response }) => response.status.slice(0, 3));

export type Row = Record<string, unknown>;
const ownNames = ['facility', 'version_id', 'event_key', 'version_time'];
/** Of a row all but what names the sender and the event. */
export const factsOf = (row: Row): Row =>
	Object.fromEntries(Object.entries(row).filter(([name]) => !ownNames.includes(name)));

/** What stands of a visit. */
export async function visitIn({ database }: IngestCity, visitNo: string): Promise<Row | undefined> {
	const [row] = await database.sql<Row[]>`
		SELECT * FROM visit WHERE visit_no = ${visitNo} AND posted_on IS NOT NULL AND reversed_on IS NULL`;
	return row;
}

export const codeOf = ({ body }: FhirAnswer) => body.issue[0]?.details.coding[0]?.code;
export const placeOf = ({ body }: FhirAnswer) => body.issue[0]?.expression?.[0];

/** A refusal stores and counts nothing. */
export async function leavesNothing<Answer>(
	city: IngestCity,
	sending: () => Promise<Answer>
): Promise<Answer> {
	const before = await dumpTables(city);
	const answer = await sending();
	const after = await dumpTables(city);
	if (after !== before) throw new Error('something was kept or counted');
	return answer;
}

/** A visit complete in three resources. */
export const whole = (id: string) => [
	put(patient(`p-${id}`)),
	put(encounter(id, `Patient/p-${id}`)),
	put(condition(`c-${id}`, `Encounter/${id}`, 'A91'))
];
