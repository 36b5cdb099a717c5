/** What every reader of a resource needs of its surroundings, and how it reads what all of them have in common. */
import type { PersonHint } from '../../screen.ts';
import { searchedIn, type Searched } from './conditions.ts';
import type { Element } from './element.ts';
import type { Key, PatientFacts, PatientLink, ResourceType } from './facts.ts';
import { isId, uuidOfUrn, wordsFor, type Keys } from './identity.ts';
import { FhirRefusal } from './refusals.ts';

export type ReadContext = {
	keys: Keys;
	/** Ids as that hospital sent them. */
	keysOfHospital: (facility: string) => Keys;
	/** The name under which the resources of this request know each other → the one they are stored under. */
	resolve: (key: Key) => Key;
	hintOf: (nik: string) => PersonHint | undefined;
	isFacility: (code: string) => boolean;
};

const nikSystem = /\/id\/nik$/;
export const isNikSystem = (system: string | undefined) => system !== undefined && nikSystem.test(system);

type Target = { id: string } | { contained: string } | Searched;

const typeAndId = /^(?:.*\/)?([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;

function targetOf(reference: Element, type: ResourceType): Target | undefined {
	const text = reference.at('reference').text();
	if (text === undefined) return identifierOf(reference);
	if (text.startsWith('#')) return { contained: text.slice(1) };
	const uuid = uuidOfUrn(text);
	if (uuid !== undefined) return { id: uuid };
	const searched = text.startsWith(`${type}?`) ? searchedIn(text.slice(type.length + 1)) : undefined;
	if (searched !== undefined) return searched;
	const [, named, id] = typeAndId.exec(text) ?? [];
	if (named === type && id !== undefined && isId(id)) return { id };
	throw new FhirRefusal('bad-reference', `${reference.path}.reference`);
}

/** A logical reference: by number instead of by address. */
function identifierOf(reference: Element): Target | undefined {
	const identifier = reference.at('identifier');
	const value = identifier.at('value').text();
	return value === undefined ? undefined : { system: identifier.at('system').text() ?? '', value };
}

/** Undefined where nothing is referred to. A contained one is the caller's to read. */
export function referenceOf(
	reference: Element,
	type: ResourceType,
	{ keys, resolve }: Pick<ReadContext, 'keys' | 'resolve'>
): { key: Key } | { contained: string } | undefined {
	const target = targetOf(reference, type);
	if (target === undefined || 'contained' in target) return target;
	const id = 'id' in target ? target.id : keys.idFrom(type, wordsFor(type, target));
	return { key: resolve(keys.keyOf(type, id)) };
}

export function keyIfAny(reference: Element, type: ResourceType, context: ReadContext): Key | null {
	const found = referenceOf(reference, type, context);
	if (found === undefined) return null;
	if ('key' in found) return found.key;
	throw new FhirRefusal('bad-reference', `${reference.path}.reference`);
}

export function findContained(resource: Element, id: string, reference: Element): Element {
	const found = resource.items('contained').find((one) => one.at('id').text() === id);
	if (found === undefined)
		throw new FhirRefusal('not-contained', `${reference.path}.reference`, { value: id });
	return found;
}

/** @param readPatient reads a contained one. */
export function patientOf(
	resource: Element,
	reference: Element,
	context: ReadContext,
	readPatient: (patient: Element, context: ReadContext) => PatientFacts
): PatientLink {
	const target = targetOf(reference, 'Patient');
	if (target === undefined) throw new FhirRefusal('required', `${reference.path}.reference`);
	if ('contained' in target)
		return { inline: readPatient(findContained(resource, target.contained, reference), context) };
	if ('value' in target && isNikSystem(target.system))
		return { inline: byNik(target.value, reference, context) };
	const id = 'id' in target ? target.id : context.keys.idFrom('Patient', wordsFor('Patient', target));
	return { key: context.resolve(context.keys.keyOf('Patient', id)) };
}

function byNik(nik: string, reference: Element, { hintOf }: ReadContext): PatientFacts {
	const person = hintOf(nik);
	if (person === undefined) throw new FhirRefusal('bad-nik', reference.path);
	return { type: 'Patient', person, mother: null, kecamatan: null };
}

/** The facility that an Organization is, where it goes by our code; the ministry's own ids say nothing here. */
export function facilityOf(reference: Element, { isFacility }: ReadContext): string | null {
	const id = /^(?:.*\/)?Organization\/([^/?#]+)$/.exec(reference.at('reference').text() ?? '')?.[1];
	const named = [id, reference.at('identifier').at('value').text()];
	return named.find((code) => code !== undefined && isFacility(code)) ?? null;
}

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const dayPattern = /^\d{4}-\d\d-\d\d$/;

/** A day begins at midnight in Jakarta. */
export function instantOf(element: Element): string | undefined {
	const text = element.text();
	if (text === undefined) return undefined;
	const instant = dayPattern.test(text) ? `${text}T00:00:00+07:00` : text;
	if (!instantPattern.test(instant) || Number.isNaN(Date.parse(instant)))
		throw new FhirRefusal('bad-instant', element.path);
	return instant;
}

/** When the sender's own server last changed it. */
export function statedAt(resource: Element): number | null {
	const stated = instantOf(resource.at('meta').at('lastUpdated'));
	return stated === undefined ? null : Date.parse(stated);
}

type Identifier = { system: string; value: string; path: string };

export function identifiersOf(resource: Element): Identifier[] {
	// R4 has one identifier in some resources and a list in most; software mixes them up.
	const list = resource.at('identifier');
	const all = Array.isArray(list.value) || list.isAbsent ? resource.items('identifier') : [list];
	return all.flatMap((identifier) => {
		const value = identifier.at('value').text();
		const system = identifier.at('system').text() ?? '';
		return value === undefined ? [] : [{ system, value, path: `${identifier.path}.value` }];
	});
}

/** The identifier of the system with this word in it, else the first. */
export function numberOf(resource: Element, word: string): string | null {
	const all = identifiersOf(resource);
	return (all.find(({ system }) => system.includes(`/${word}`)) ?? all[0])?.value ?? null;
}
