/** What this server does, and nothing that it does not: each claim stands here once and is held against the server by a test. */
import { maxEventsPerRequest } from '../../../../protocol/events.ts';
import { resourceTypes, type ResourceType } from './facts.ts';
import { encounterClasses, encounterStatuses } from './read-encounter.ts';
import { bedStates } from './read-location.ts';
import { dispenseStatuses } from './read-medication.ts';
import { supportedRoomTypes } from './ward-codes.ts';

const published = '2026-11-22';

const documentation: Readonly<Record<ResourceType, string>> = {
	Encounter:
		`A visit. class ${Object.keys(encounterClasses).join(', ')}; status ${encounterStatuses.join(', ')} with statusHistory; ` +
		'subject, period, diagnosis, location (but planned and reserved) with the extension ServiceClass or LocationServiceClass, ' +
		'hospitalization.dischargeDisposition, preAdmissionIdentifier or basedOn (referral number), serviceProvider. ' +
		'Known by its identifier (visit number). It is counted once its Patient and one ICD-10 Condition are known; ' +
		'unknown, planned, cancelled and entered-in-error are not counted. One that was counted cannot be cancelled.',
	Condition:
		'A diagnosis of an Encounter: code with system http://hl7.org/fhir/sid/icd-10, verificationStatus ' +
		'(refuted and entered-in-error are not counted), recordedDate. Codes of other systems are taken and not counted.',
	MedicationDispense:
		`A drug of an Encounter (context): status ${dispenseStatuses.join(', ')}, of which completed is counted; ` +
		'medicationReference (also #contained) or medicationCodeableConcept, quantity, whenHandedOver.',
	MedicationRequest: 'Taken and not kept: a prescription is counted when it is dispensed.',
	Medication:
		'code with system http://sys-ids.kemkes.go.id/kfa. One that our list does not know is counted as kfa-CODE.',
	Location:
		`A bed (physicalType bd or type RT0004) with operationalStatus ${Object.keys(bedStates).join(', ')} and partOf its room; ` +
		`a room with type ${supportedRoomTypes.slice(1).join(', ')} or a service class (ServiceClass or LocationServiceClass: ` +
		'1, 2, 3, vip, vvip). Beds are counted room by room.',
	Claim:
		'use claim: identifier (claim number), patient, billablePeriod, created, provider, supportingInfo encounter, ' +
		'insurance.identifier, diagnosis, total in IDR, extension Package (INA-CBG code and value). ' +
		'One that is not active is not counted; one that was counted cannot be cancelled.',
	ClaimResponse:
		'A verdict by verifier, Dinkes or finance, never by a hospital: request, requestor, outcome ' +
		'(complete, partial, error; queued says nothing), total benefit, payment. One that is not active, ' +
		'or of a use other than claim, is not counted; one that was counted cannot be cancelled.',
	Coverage: 'Taken and not kept.',
	Patient:
		'identifier with system https://fhir.kemkes.go.id/id/nik (or nik-ibu for a newborn), address with administrativeCode district. ' +
		'The NIK is kept as a keyed digest; names are not kept.'
};

const ofResources =
	'Resources come in any order, in one request or many, and refer to each other by Type/id, urn:uuid, the fullUrl of an entry, ' +
	'a contained #id, Type?identifier=system|value or a logical identifier. What lacks a partner waits for thirty days. ' +
	'A resource sent again with the same identifier, or without one with the same content, is the same resource (200 instead of 201). ';
const ofBundles =
	`A Bundle has at most ${maxEventsPerRequest.toLocaleString('en')} entries, each POST or PUT. ` +
	'A transaction is taken whole or not at all; of a batch each entry is for itself. Entries of other types are passed over (200, no location). ';
const ofConditions =
	'ifNoneExist (If-None-Exist) and PUT Type?identifier=… understand identifier=system|value and no other search; ' +
	'ifMatch (If-Match) is honoured. Prefer: return=minimal, representation or OperationOutcome is honoured for a single resource. ' +
	'A refused resource leaves nothing; of a batch, a refused event is held for correction.';

export function capabilityStatement(url: string) {
	return {
		resourceType: 'CapabilityStatement',
		status: 'active',
		date: published,
		kind: 'instance',
		software: { name: 'Denyut' },
		implementation: { description: 'Takes what hospitals report; gives no resource back.', url },
		fhirVersion: '4.0.1',
		format: ['application/fhir+json', 'json'],
		rest: [
			{
				mode: 'server',
				documentation: ofResources + ofBundles + ofConditions,
				security: {
					cors: false,
					description: 'Authorization: Bearer with the key of the facility or office.'
				},
				resource: resourceTypes.map((type) => ({
					type,
					documentation: documentation[type],
					interaction: [{ code: 'create' }, { code: 'update' }],
					// Of what is not kept no version can be told from another.
					versioning: isKept(type) ? 'versioned-update' : 'no-version',
					readHistory: false,
					updateCreate: true,
					conditionalCreate: isKept(type),
					conditionalUpdate: isKept(type),
					referencePolicy: ['literal', 'logical', 'local']
				})),
				interaction: [{ code: 'transaction' }, { code: 'batch' }]
			}
		]
	};
}

const isKept = (type: ResourceType) => type !== 'Coverage' && type !== 'MedicationRequest';
