/** What is sent, each time another: an event of every kind, and a whole visit as FHIR has it. */
import { eventKinds, type ClaimState } from '../../../src/lib/domain/role.ts';

let serial = 0;
export const nextId = () => `m${String(++serial).padStart(6, '0')}`;

/** Serial 0000: no person has such a NIK. */
const nik = '3275015203890000';
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Claims have states, and are told apart below. */
export const eventKindsSent = eventKinds.filter((kind) => kind !== 'claim');

type Data = Record<string, unknown>;
type Event = { type: string; data: Data } & Data;

function envelope(kind: string, data: Data): Event {
	return {
		...{ specversion: '1.0', id: nextId(), source: '/matrix', type: `id.denyut.${kind}.v1` },
		...{ time: minutesAgo(30), data }
	};
}

const dataOf: Readonly<Record<(typeof eventKindsSent)[number], () => Data>> = {
	visit: () => ({
		...{ visit: nextId(), nik, kecamatan: '32.75.01', service: 'outpatient', diagnoses: ['A91'] },
		arrivedAt: minutesAgo(60)
	}),
	bed: () => ({ ward: 'inpatient-3', room: `Ruang ${nextId()}`, capacity: 20, occupied: 16 }),
	member: () => ({ nik, kecamatan: '32.75.02', segment: 'general', registerStatus: 'active' }),
	stock: () => ({
		...{ item: 'paracetamol-500', month: '2026-10', opening: 10, received: 5, used: 7, closing: 8 }
	}),
	tally: () => ({
		...{ measure: 'cases', code: 'dengue', area: '32.75.01', period: '2026-10-01', grain: 'month', value: 12 }
	})
};

export const eventOf = (kind: string): Event =>
	envelope(kind, dataOf[kind as (typeof eventKindsSent)[number]]());

export const claimEvent = (state: ClaimState): Event =>
	envelope('claim', {
		...{ claim: nextId(), nik, state, diagnoses: ['A91'], service: 'inpatient-3' },
		...{ serviceFrom: '2026-10-01', serviceTo: '2026-10-03', billedRupiah: 3_500_000 },
		...{ verifiedRupiah: 3_000_000, approvedRupiah: 3_000_000, paidRupiah: 3_000_000 }
	});

type Resource = Data & { resourceType: string; id: string };

/** A visit in three resources; `provider` is the organisation that gave it. */
export function fhirWhole(
	id: string,
	provider = 'Organization/10000004'
): { bundle: Data; resources: Resource[] } {
	const resources: Resource[] = [
		{
			...{ resourceType: 'Patient', id: `p-${id}` },
			identifier: [{ use: 'official', system: 'https://fhir.kemkes.go.id/id/nik', value: nik }]
		},
		{
			...{ resourceType: 'Encounter', id, status: 'finished' },
			identifier: [{ system: 'http://sys-ids.kemkes.go.id/encounter/1000', value: `V-${id}` }],
			class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
			subject: { reference: `Patient/p-${id}` },
			period: { start: minutesAgo(90), end: minutesAgo(30) },
			serviceProvider: { reference: provider }
		},
		{
			...{ resourceType: 'Condition', id: `c-${id}` },
			category: [{ coding: [{ code: 'encounter-diagnosis' }] }],
			code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'A91' }] },
			subject: { reference: `Patient/p-${id}` },
			encounter: { reference: `Encounter/${id}` }
		}
	];
	const entry = resources.map((resource) => ({
		resource,
		request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` }
	}));
	return { bundle: { resourceType: 'Bundle', type: 'batch', entry }, resources };
}
