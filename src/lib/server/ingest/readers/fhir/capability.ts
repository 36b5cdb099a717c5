/** What this server does, and nothing that it does not. */
import { resourceTypes, type ResourceType } from './facts.ts';
import { encounterClasses, encounterStatuses } from './read-encounter.ts';
import { bedStates } from './read-location.ts';
import { supportedRoomTypes } from './ward-codes.ts';

const published = '2026-11-22';

const documentation: Readonly<Record<ResourceType, string>> = {
	Encounter:
		`A visit. class ${Object.keys(encounterClasses).join(', ')}; status ${encounterStatuses.join(', ')} with statusHistory; ` +
		'subject, period, diagnosis, location with the extension ServiceClass or LocationServiceClass, ' +
		'hospitalization.dischargeDisposition, serviceProvider. Known by its identifier (visit number). ' +
		'It is counted once its Patient and one ICD-10 Condition are known. ' +
		'One that was counted cannot be cancelled.',
	Condition:
		'A diagnosis of an Encounter: code with system http://hl7.org/fhir/sid/icd-10, verificationStatus, recordedDate.',
	MedicationDispense:
		'A drug of an Encounter (context) when completed: medicationReference (also #contained) or medicationCodeableConcept, quantity.',
	MedicationRequest: 'Taken and not kept: a prescription is counted when it is dispensed.',
	Medication:
		'code with system http://sys-ids.kemkes.go.id/kfa. One that our list does not know is counted as kfa-CODE.',
	Location:
		`A bed (physicalType bd or type RT0004) with operationalStatus ${Object.keys(bedStates).join(', ')} and partOf its room; ` +
		`a room with type ${supportedRoomTypes.slice(1).join(', ')} or a service class. Beds are counted room by room.`,
	Claim:
		'use claim: identifier (claim number), patient, billablePeriod, created, provider, supportingInfo encounter, insurance.identifier, ' +
		'diagnosis, total in IDR, extension Package (INA-CBG code and value). A claim that was counted cannot be cancelled.',
	ClaimResponse:
		'A verdict by verifier, Dinkes or finance: request, requestor, outcome, total benefit, payment. queued says nothing.',
	Coverage: 'Taken and not kept.',
	Patient:
		'identifier with system https://fhir.kemkes.go.id/id/nik (or nik-ibu for a newborn), address with administrativeCode district. ' +
		'The NIK is kept as a keyed digest; names are not kept.'
};

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
				documentation:
					'Resources come in any order and refer to each other by Type/id, urn:uuid or a contained #id. ' +
					'In a Bundle, entries of other types are passed over.',
				security: {
					cors: false,
					description: 'Authorization: Bearer with the key of the facility or office.'
				},
				resource: resourceTypes.map((type) => ({
					type,
					documentation: documentation[type],
					interaction: [{ code: 'create' }, { code: 'update' }],
					versioning: 'versioned',
					readHistory: false,
					updateCreate: true,
					conditionalCreate: false,
					conditionalUpdate: false
				})),
				interaction: [{ code: 'transaction' }, { code: 'batch' }]
			}
		]
	};
}
