/**
 * What a resource is called. Ids are the sender's own, so each key is a keyed digest over who sent it, type and id: an id
 * may be a person's number. What carries a number of its own (visit, claim, line of a prescription) is known by that, under
 * whatever id or `urn:uuid` it comes; those are other names of it.
 */
import type { Condition, Searched } from './conditions.ts';
import type { Key, ResourceType } from './facts.ts';
import { FhirRefusal } from './refusals.ts';
import type { Element } from './element.ts';

export type Keys = {
	keyOf: (type: ResourceType, id: string) => Key;
	/** Stable id for what comes without one. */
	idFrom: (type: ResourceType, words: string) => string;
};

export type Naming = {
	method: 'POST' | 'PUT';
	id: string | null;
	fullUrl: string | null;
	condition: Condition;
};
export type Identity = {
	id: string;
	key: Key;
	/** Its own, whoever had them before. */
	otherNames: Key[];
	/** By which it may be searched for; the first that has one keeps it. */
	searchNames: Key[];
};

const numbered: readonly ResourceType[] = ['Encounter', 'Claim', 'MedicationDispense'];

/** Words that stand for an identifier. Visits, claims and lines are known by their number alone, whatever system it names. */
export const wordsFor = (type: ResourceType, { system, value }: Searched) =>
	numbered.includes(type) ? value : `${system}|${value}`;

const addressable: readonly ResourceType[] = ['Patient', 'Location', 'Medication', 'Condition'];
/** A family's and a mother's number are not one person's. */
const shared = /\/id\/(kk|nik-ibu)$/;
const maxIdentifiers = 8;

/** The names by which it may be searched for, beside its own number. */
export function searchNames(type: ResourceType, identifiers: readonly Searched[], keys: Keys): Key[] {
	if (!addressable.includes(type)) return [];
	return identifiers
		.filter(({ system }) => !shared.test(system))
		.slice(0, maxIdentifiers)
		.map((one) => keys.keyOf(type, keys.idFrom(type, wordsFor(type, one))));
}

/** @param namespace who sends. */
export function keysOf(namespace: string, digestOf: (text: string) => string): Keys {
	return {
		keyOf: (type, id) => digestOf(`fhir\u0000${namespace}\u0000${type}/${id}`),
		idFrom: (type, words) => uuidOf(digestOf(`fhir id\u0000${namespace}\u0000${type}\u0000${words}`))
	};
}

const uuidOf = (digest: string) => digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const idPattern = /^[A-Za-z0-9.-]{1,64}$/;
const urnPattern = /^urn:(?:uuid|oid):([A-Za-z0-9.-]{1,64})$/i;
const addressPattern = /^https?:\/\/.*\/([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})$/;

export function uuidOfUrn(text: string): string | undefined {
	return urnPattern.exec(text)?.[1]?.toLowerCase();
}

export function isId(text: string): boolean {
	return idPattern.test(text);
}

/**
 * Null when only its content tells it from others of its kind.
 * @param number its own number, if it has one.
 */
export function identify(
	resource: Element,
	type: ResourceType,
	naming: Naming,
	number: string | null,
	keys: Keys
): Identity | null {
	const given = givenNames(resource, type, naming);
	const [first] = given;
	if (number !== null) return named(type, keys.idFrom(type, number), given, keys);
	if (first === undefined || (naming.method === 'POST' && resource.at('id').isAbsent)) return null;
	return named(type, first, given, keys);
}

export function identifyByContent(
	resource: Element,
	type: ResourceType,
	naming: Naming,
	content: string,
	keys: Keys
): Identity {
	return named(type, keys.idFrom(type, content), givenNames(resource, type, naming), keys);
}

function named(type: ResourceType, own: string, given: string[], keys: Keys): Identity {
	const others = given.filter((name) => name !== own).map((name) => keys.keyOf(type, name));
	return { id: given[0] ?? own, key: keys.keyOf(type, own), otherNames: others, searchNames: [] };
}

/** The names that others may call it by; the first is the one it is told to be found under. */
function givenNames(resource: Element, type: ResourceType, { method, id, fullUrl }: Naming): string[] {
	const own = resource.at('id').text();
	if (own !== undefined && !isId(own)) throw new FhirRefusal('bad-id', `${resource.path}.id`);
	if (method === 'PUT' && id !== null) {
		if (own !== undefined && own !== id) throw new FhirRefusal('wrong-id', `${resource.path}.id`);
		return withFullUrl([id], type, fullUrl);
	}
	return withFullUrl(own === undefined ? [] : [own], type, fullUrl);
}

function withFullUrl(names: string[], type: ResourceType, fullUrl: string | null): string[] {
	if (fullUrl === null) return names;
	const [, named, id] = addressPattern.exec(fullUrl) ?? [];
	const name = uuidOfUrn(fullUrl) ?? (named === type ? id : undefined);
	return name === undefined || names.includes(name) ? names : [...names, name];
}
