/** The resources of one request → what is kept of each, under which key; each that cannot be read with its reason. */
import { partyId, type Sender } from '../../sender.ts';
import { findPersonHint } from '../../screen.ts';
import type { Ingest } from '../../ingest.ts';
import type { Condition, Searched } from './conditions.ts';
import { Element } from './element.ts';
import { resourceTypes, type Facts, type Key, type ResourceType } from './facts.ts';
import {
	identify,
	identifyByContent,
	keysOf,
	searchNames,
	wordsFor,
	type Identity,
	type Keys,
	type Naming
} from './identity.ts';
import { claimNumberOf, readClaim, readClaimResponse } from './read-claim.ts';
import { readCondition } from './read-condition.ts';
import { statedAt, identifiersOf, type ReadContext } from './read-context.ts';
import { readEncounter, visitNumberOf } from './read-encounter.ts';
import { readLocation } from './read-location.ts';
import { lineNumberOf, readDispense, readMedication } from './read-medication.ts';
import { readPatient } from './read-patient.ts';
import { FhirRefusal } from './refusals.ts';

/** One resource as it was sent and where to. */
export type SentResource = { value: unknown; type: ResourceType; naming: Naming };

export type ReadEntry = Identity & {
	type: ResourceType;
	facts: Facts;
	/** When the sender's own server last changed it. */
	statedAt: number | null;
	condition: Pick<Condition, 'isOnlyNew' | 'version'> & { searched: Key | null };
};

export type Reading =
	{ ok: true; entry: ReadEntry } | { ok: false; refusal: FhirRefusal; type: ResourceType };

/** What others refer to is read before them, so that they know it by the key it is stored under. */
const readingOrder: readonly ResourceType[] = [
	...(['Patient', 'Location', 'Medication', 'Coverage', 'MedicationRequest'] as const),
	...(['Condition', 'MedicationDispense', 'Encounter', 'Claim', 'ClaimResponse'] as const)
];

export function isResourceType(type: string): type is ResourceType {
	return (resourceTypes as readonly string[]).includes(type);
}

function keysOfSender(sender: Sender, { pseudonymiser }: Ingest): Keys {
	return keysOf(partyId(sender), pseudonymiser.digestOf);
}

export function readEntries(
	sent: readonly SentResource[],
	sender: Sender,
	ingest: Ingest,
	now: Date
): Reading[] {
	const otherNames = new Map<Key, Key>();
	const keys = keysOfSender(sender, ingest);
	const context: ReadContext = {
		keys,
		keysOfHospital: (facility) => keysOfSender({ party: 'hospital', facility }, ingest),
		resolve: (key) => otherNames.get(key) ?? key,
		hintOf: (nik) => findPersonHint(nik, { pseudonymiser: ingest.pseudonymiser, now }),
		isFacility: (code) => ingest.facilities.find(code) !== undefined
	};
	const name = (identity: Identity) => {
		for (const other of identity.searchNames) if (!otherNames.has(other)) otherNames.set(other, identity.key);
		for (const other of identity.otherNames) otherNames.set(other, identity.key);
	};
	const named = sent.map((one) => attempt(() => identityOf(one, keys)));
	for (const identity of named) if (identity.ok && identity.value) name(identity.value);
	const readings: Reading[] = [];
	for (const i of inReadingOrder(sent)) {
		const one = sent[i];
		const identity = named[i];
		if (one === undefined || identity === undefined) continue;
		readings[i] = identity.ok
			? readOne(one, identity.value, context)
			: { ok: false, refusal: identity.refusal, type: one.type };
		const reading = readings[i];
		if (reading?.ok) name(reading.entry);
	}
	return readings;
}

function inReadingOrder(sent: readonly SentResource[]): number[] {
	const places = readingOrder.map((): number[] => []);
	sent.forEach(({ type }, i) => places[readingOrder.indexOf(type)]?.push(i));
	return places.flat();
}

type Attempt<T> = { ok: true; value: T } | { ok: false; refusal: FhirRefusal };

function attempt<T>(work: () => T): Attempt<T> {
	try {
		return { ok: true, value: work() };
	} catch (error) {
		if (error instanceof FhirRefusal) return { ok: false, refusal: error };
		throw error;
	}
}

const elementOf = ({ value, type }: SentResource) => new Element(value, type);

function identityOf(sent: SentResource, keys: Keys): Identity | null {
	const resource = elementOf(sent);
	const type = resource.at('resourceType').text();
	if (type === undefined) throw new FhirRefusal('not-a-resource', sent.type);
	if (type !== sent.type)
		throw new FhirRefusal('wrong-resource', sent.type, {
			expected: sent.type,
			value: type
		});
	const identity = identify(resource, sent.type, sent.naming, numberIn(resource, sent), keys);
	return identity && withSearchNames(identity, resource, sent, keys);
}

/** So that it is found by what a search or a logical reference says of it. */
function withSearchNames(
	identity: Identity,
	resource: Element,
	{ type, naming }: SentResource,
	keys: Keys
): Identity {
	const { searched } = naming.condition;
	const names = [
		...searchNames(type, identifiersOf(resource), keys),
		...(searched === null ? [] : [searchedKey(type, searched, keys)])
	];
	return { ...identity, searchNames: [...new Set(names)].filter((name) => name !== identity.key) };
}

const searchedKey = (type: ResourceType, searched: Searched, keys: Keys): Key =>
	keys.keyOf(type, keys.idFrom(type, wordsFor(type, searched)));

/** A number of its own; of what is not counted by itself only where it comes without an id. */
function numberIn(resource: Element, { type, naming }: SentResource): string | null {
	if (type === 'Encounter') return visitNumberOf(resource);
	if (type === 'Claim') return claimNumberOf(resource);
	if (type === 'MedicationDispense') return lineNumberOf(resource);
	if (naming.id === null && naming.condition.searched !== null)
		return wordsFor(type, naming.condition.searched);
	// Software in the field gives all its medicines one number: what it says tells one from another.
	if (type === 'Medication') return null;
	if (naming.method === 'PUT' || !resource.at('id').isAbsent || type === 'MedicationRequest') return null;
	const [first] = identifiersOf(resource);
	return first === undefined ? null : wordsFor(type, first);
}

function readOne(sent: SentResource, identity: Identity | null, context: ReadContext): Reading {
	const reading = attempt((): ReadEntry => {
		const resource = elementOf(sent);
		const facts = factsOf(resource, sent, identity, context);
		const { naming, type } = sent;
		const known =
			identity ??
			withSearchNames(
				identifyByContent(resource, type, naming, JSON.stringify(facts), context.keys),
				resource,
				sent,
				context.keys
			);
		const { searched, isOnlyNew, version } = naming.condition;
		const condition = {
			...{ isOnlyNew, version },
			searched: searched && searchedKey(type, searched, context.keys)
		};
		return { ...known, type, facts, statedAt: statedAt(resource), condition };
	});
	return reading.ok
		? { ok: true, entry: reading.value }
		: { ok: false, refusal: reading.refusal, type: sent.type };
}

function factsOf(
	resource: Element,
	{ type }: SentResource,
	identity: Identity | null,
	context: ReadContext
): Facts {
	switch (type) {
		case 'Patient':
			return readPatient(resource, context);
		case 'Encounter':
			return readEncounter(resource, idFor(resource, identity, 'identifier'), context);
		case 'Condition':
			return readCondition(resource, context);
		case 'Medication':
			return readMedication(resource);
		case 'MedicationDispense':
			return readDispense(resource, context);
		case 'Location':
			return readLocation(resource, idFor(resource, identity, 'name'), context);
		case 'Claim':
			return readClaim(resource, idFor(resource, identity, 'identifier'), context);
		case 'ClaimResponse':
			return readClaimResponse(resource, context);
		default:
			return { type: 'unused' };
	}
}

/** What is counted under its id when it has nothing better must have one. */
function idFor(resource: Element, identity: Identity | null, instead: string): string {
	if (identity !== null) return identity.id;
	if (instead === 'name' && resource.at('name').text() !== undefined) return '';
	throw new FhirRefusal('required', `${resource.path}.${instead}`);
}
