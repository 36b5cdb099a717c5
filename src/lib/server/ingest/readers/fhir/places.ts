/** Which element of which resource a field of an event came from. */
import type { EventType } from '../../../../protocol/events.ts';

const visitPlaces: Readonly<Record<string, string>> = {
	visit: 'Encounter.identifier',
	nik: 'Patient.identifier',
	mother: 'Patient.identifier',
	kecamatan: 'Patient.address',
	service: 'Encounter.class',
	segments: 'Encounter.location',
	diagnoses: 'Condition.code',
	arrivedAt: 'Encounter.period.start',
	dischargedAt: 'Encounter.period.end',
	outcome: 'Encounter.hospitalization.dischargeDisposition',
	referral: 'Encounter.hospitalization.preAdmissionIdentifier',
	drugs: 'MedicationDispense.quantity'
};
const claimPlaces: Readonly<Record<string, string>> = {
	claim: 'Claim.identifier',
	visit: 'Claim.supportingInfo',
	letter: 'Claim.insurance.identifier',
	nik: 'Patient.identifier',
	diagnoses: 'Claim.diagnosis',
	service: 'Claim.supportingInfo',
	serviceFrom: 'Claim.billablePeriod.start',
	serviceTo: 'Claim.billablePeriod.end',
	tariffCode: 'Claim.extension',
	billedRupiah: 'Claim.total',
	state: 'ClaimResponse.outcome',
	verifiedRupiah: 'ClaimResponse.total',
	approvedRupiah: 'ClaimResponse.total',
	paidRupiah: 'ClaimResponse.payment.amount'
};
const bedPlaces: Readonly<Record<string, string>> = {
	ward: 'Location.extension',
	room: 'Location.name',
	capacity: 'Location.status',
	occupied: 'Location.operationalStatus',
	free: 'Location.operationalStatus',
	reportedAt: 'Location.meta.lastUpdated'
};

const placesByType: Partial<Record<EventType, Readonly<Record<string, string>>>> = {
	'id.denyut.visit.v1': visitPlaces,
	'id.denyut.claim.v1': claimPlaces,
	'id.denyut.bed.v1': bedPlaces
};
const envelopePlaces: Readonly<Record<string, string>> = {
	subject: 'serviceProvider',
	time: 'meta.lastUpdated'
};
const owners: Readonly<Record<string, string>> = {
	Encounter: 'serviceProvider',
	Claim: 'provider',
	ClaimResponse: 'requestor',
	Location: 'managingOrganization'
};

const typeOf = (place: string) => place.split('.', 1)[0] ?? '';

/** Where one resource refers to another: the nearest that it has of a place in that other one. */
const references: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	Encounter: { Patient: 'subject', Condition: 'diagnosis' },
	Claim: { Patient: 'patient', Encounter: 'supportingInfo', Condition: 'diagnosis' },
	ClaimResponse: { Claim: 'request', Patient: 'request', Encounter: 'request' }
};

/** A place in the resource that is refused, whoever's word it was. */
export function placeWithin(type: string, place: string): string {
	const other = typeOf(place);
	if (other === type) return place;
	const reference = references[type]?.[other];
	return reference === undefined ? type : `${type}.${reference}`;
}

/** @param field of the event, such as `data.drugs.0.quantity`. @param rootType whose word the event is. */
export function placeOf(type: EventType, rootType: string, field: string | null): string {
	if (field === null) return rootType;
	const [first = '', name = ''] = field.split('.');
	if (first === 'subject') return `${rootType}.${owners[rootType] ?? 'serviceProvider'}`;
	if (first === 'type') return rootType;
	if (first !== 'data') return `${rootType}.${envelopePlaces[first] ?? 'identifier'}`;
	return placesByType[type]?.[name] ?? rootType;
}
