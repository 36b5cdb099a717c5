/** A process that posts Bundles, or the same visits as events, as fast as they are acknowledged. */
import http from 'node:http';
import { nikOf, visitEvent } from './visits.ts';

type Order = {
	origin: string;
	keys: string[];
	clients: number;
	seconds: number;
	/** Visits a request. */
	size: number;
	form: 'transaction' | 'batch' | 'events';
};

process.on('message', (order: Order) => {
	void run(order).then((result) => {
		process.send?.(result);
		process.disconnect();
	});
});

/** Far more than a second can take; made beforehand, since the client's own work is not the server's. */
const preparedASecond = { transaction: 120, batch: 120, events: 600 };

async function run({ origin, keys, clients, seconds, size, form }: Order) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
	const runId = `f${process.pid}-${Date.now().toString(36)}`;
	const count = Math.ceil((seconds * preparedASecond[form] * 50) / size);
	const bodies = Array.from({ length: count }, () =>
		form === 'events' ? events(runId, size) : bundle(runId, size, form)
	);
	const began = performance.now();
	const until = began + seconds * 1_000;
	let items = 0;
	let visits = 0;
	await Promise.all(
		Array.from({ length: clients }, async (_, client) => {
			for (;;) {
				const body = bodies.pop();
				if (body === undefined || performance.now() > until) return;
				await post(
					agent,
					origin + (form === 'events' ? '/api/v1/events' : '/fhir'),
					keys[client % keys.length] ?? '',
					body.bytes
				);
				items += body.items;
				visits += size;
			}
		})
	);
	const ms = performance.now() - began;
	agent.destroy();
	return { items, visits, ms, isSpent: bodies.length === 0 };
}

type Body = { bytes: Buffer; items: number };

const events = (runId: string, size: number): Body => ({
	bytes: Buffer.from(JSON.stringify(Array.from({ length: size }, () => visitEvent(runId)))),
	items: size
});

function bundle(runId: string, size: number, type: string): Body {
	const entry = Array.from({ length: size }, () => resourcesOf(visitEvent(runId))).flat();
	return { bytes: Buffer.from(JSON.stringify({ resourceType: 'Bundle', type, entry })), items: entry.length };
}

let serial = 0;

type Data = {
	visit: string;
	kecamatan: string;
	service: string;
	diagnoses: string[];
	arrivedAt: string;
	drugs: { item: string; quantity: number }[];
};

/** The same visit in FHIR's words: encounter, patient, diagnosis and, for half of them, a drug. */
function resourcesOf(event: Record<string, unknown>) {
	const data = event['data'] as Data;
	const n = serial++;
	const id = `${data.visit}`;
	const put = (resource: { resourceType: string; id: string }) => ({
		resource,
		request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` }
	});
	const subject = { reference: `Patient/p-${id}`, display: 'Pasien' };
	const encounter = { reference: `Encounter/${id}` };
	return [
		put(patientOf(`p-${id}`, nikOf(Math.imul(n, 7919) >>> 0), data.kecamatan)),
		put(encounterOf(id, subject, data)),
		put({
			...{ resourceType: 'Condition', id: `c-${id}`, subject, encounter },
			...{ category: [{ coding: [{ code: 'encounter-diagnosis' }] }] },
			code: {
				coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: data.diagnoses[0], display: 'Diagnosis' }]
			}
		} as never),
		...data.drugs.map(({ item, quantity }) =>
			put({
				...{
					resourceType: 'MedicationDispense',
					id: `d-${id}`,
					status: 'completed',
					subject,
					context: encounter
				},
				contained: [
					{
						resourceType: 'Medication',
						id: 'm',
						code: { coding: [{ system: 'http://sys-ids.kemkes.go.id/kfa', code: item }] }
					}
				],
				...{ medicationReference: { reference: '#m' }, quantity: { value: quantity, code: 'TAB' } },
				whenHandedOver: data.arrivedAt
			} as never)
		)
	];
}

function patientOf(id: string, nik: string, kecamatan: string) {
	const district = { url: 'district', valueCode: kecamatan.replaceAll('.', '') };
	const url = 'https://fhir.kemkes.go.id/r4/StructureDefinition/administrativeCode';
	return {
		...{ resourceType: 'Patient', id, active: true, gender: 'female' },
		identifier: [{ use: 'official', system: 'https://fhir.kemkes.go.id/id/nik', value: nik }],
		name: [{ use: 'official', text: 'Pasien' }],
		address: [{ use: 'home', city: 'Bekasi', country: 'ID', extension: [{ url, extension: [district] }] }]
	};
}

function encounterOf(id: string, subject: object, data: Data) {
	const arrived = { start: data.arrivedAt };
	return {
		...{ resourceType: 'Encounter', id, status: 'in-progress', subject, period: arrived },
		identifier: [{ system: 'http://sys-ids.kemkes.go.id/encounter/1000', value: id }],
		class: {
			system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
			code: data.service === 'emergency' ? 'EMER' : 'AMB'
		},
		participant: [{ individual: { reference: 'Practitioner/N10000001', display: 'Dokter' } }],
		statusHistory: [
			{ status: 'arrived', period: arrived },
			{ status: 'in-progress', period: arrived }
		],
		serviceProvider: { reference: 'Organization/10000004' }
	};
}

function post(agent: http.Agent, url: string, key: string, body: Buffer): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = http.request(
			url,
			{
				agent,
				method: 'POST',
				headers: {
					authorization: `Bearer ${key}`,
					'content-type': 'application/json',
					'content-length': body.length
				}
			},
			(response) => {
				response.resume();
				response.on('end', () =>
					response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`))
				);
			}
		);
		request.on('error', reject);
		request.end(body);
	});
}
