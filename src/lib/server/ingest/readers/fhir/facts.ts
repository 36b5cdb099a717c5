/** What is kept of each resource: what an event needs and no more. No name, no NIK; a person is its keyed digest. */
import type { ServiceId } from '../../../../domain/service.ts';
import type { WardClassId } from '../../../../domain/ward.ts';
import type { PersonHint } from '../../screen.ts';

/** Keyed digest of who sent a resource, its type and its id. */
export type Key = string;

export const resourceTypes = [
	'Encounter',
	'Condition',
	'MedicationDispense',
	'MedicationRequest',
	'Medication',
	'Location',
	'Claim',
	'ClaimResponse',
	'Coverage',
	'Patient'
] as const;
export type ResourceType = (typeof resourceTypes)[number];

export type PatientFacts = {
	type: 'Patient';
	person: PersonHint | null;
	mother: PersonHint | null;
	kecamatan: string | null;
};
/** A person named in the resource itself needs no partner. */
export type PatientLink = { key: Key } | { inline: PatientFacts };

export type EncounterStatus =
	| 'unknown'
	| 'planned'
	| 'arrived'
	| 'triaged'
	| 'in-progress'
	| 'onleave'
	| 'finished'
	| 'cancelled'
	| 'entered-in-error';
export type Place = { location: Key | null; ward: WardClassId | null; from: string; to: string | null };
export type EncounterFacts = {
	type: 'Encounter';
	visit: string;
	status: EncounterStatus;
	kind: 'outpatient' | 'emergency' | 'stay';
	isDialysis: boolean;
	arrivedAt: string;
	dischargedAt: string | null;
	/** Newest instant that it tells of: orders its versions where the server's own stamp is missing. */
	latestAt: string;
	outcome: string | null;
	referral: string | null;
	facility: string | null;
	patient: PatientLink;
	diagnoses: { condition: Key; rank: number }[];
	places: Place[];
};
export type ConditionFacts = {
	type: 'Condition';
	code: string | null;
	encounter: Key | null;
	isActive: boolean;
	recordedAt: string | null;
};
export type MedicationFacts = { type: 'Medication'; item: string };
export type DispenseFacts = {
	type: 'MedicationDispense';
	encounter: Key;
	medication: { key: Key } | { item: string };
	quantity: number;
	/** `ml`, `g` …: a measure, not a count of the medicine's own unit. */
	measure: string | null;
	isGiven: boolean;
	handedOverAt: string | null;
};
export type BedState = 'occupied' | 'free' | 'unusable' | null;
export type LocationFacts = {
	type: 'Location';
	isBed: boolean;
	isActive: boolean;
	partOf: Key | null;
	name: string;
	ward: WardClassId | null;
	state: BedState;
	facility: string | null;
};
export type ClaimFacts = {
	type: 'Claim';
	claim: string;
	isActive: boolean;
	encounter: Key | null;
	patient: PatientLink;
	letter: string | null;
	diagnoses: ({ code: string } | { condition: Key })[];
	from: string;
	to: string;
	tariff: string | null;
	service: ServiceId | null;
	billedRupiah: number;
	createdAt: string;
	facility: string | null;
};
export type ClaimResponseFacts = {
	type: 'ClaimResponse';
	isActive: boolean;
	/** Where the claim may stand: the sender's own first, then the hospital's. */
	claims: Key[];
	outcome: 'complete' | 'error' | 'partial';
	amountRupiah: number | null;
	isPaid: boolean;
	createdAt: string;
	facility: string | null;
};
/** Taken and not kept: nothing is counted by a prescription, a coverage, or an answer that is only queued. */
export type UnusedFacts = { type: 'unused' };

export type Facts =
	| PatientFacts
	| EncounterFacts
	| ConditionFacts
	| MedicationFacts
	| DispenseFacts
	| LocationFacts
	| ClaimFacts
	| ClaimResponseFacts
	| UnusedFacts;

/** Why one refers to another: what must be looked at again when the other comes or changes. */
export type Role =
	'patient' | 'diagnosis' | 'encounter' | 'medicine' | 'place' | 'part' | 'visit' | 'response';
export type Link = { to: Key; role: Role };

const patientLinks = (patient: PatientLink): Link[] =>
	'key' in patient ? [{ to: patient.key, role: 'patient' }] : [];
const ifAny = (to: Key | null, role: Role): Link[] => (to === null ? [] : [{ to, role }]);

export function linksOf(facts: Facts): Link[] {
	switch (facts.type) {
		case 'Encounter':
			return [
				...patientLinks(facts.patient),
				...facts.diagnoses.map(({ condition }): Link => ({ to: condition, role: 'diagnosis' })),
				...facts.places.flatMap(({ location }) => ifAny(location, 'place'))
			];
		case 'Condition':
			return ifAny(facts.encounter, 'encounter');
		case 'MedicationDispense':
			return [
				{ to: facts.encounter, role: 'encounter' },
				...('key' in facts.medication ? [{ to: facts.medication.key, role: 'medicine' } as const] : [])
			];
		case 'Location':
			return ifAny(facts.partOf, 'part');
		case 'Claim':
			return [
				...patientLinks(facts.patient),
				...ifAny(facts.encounter, 'visit'),
				...facts.diagnoses.flatMap((one) => ('condition' in one ? ifAny(one.condition, 'diagnosis') : []))
			];
		case 'ClaimResponse':
			return facts.claims.map((to) => ({ to, role: 'response' }));
		default:
			return [];
	}
}
