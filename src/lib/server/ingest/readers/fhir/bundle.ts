/** A request's body → what it brings, each with its own place, so that one bad entry of a batch harms no other. */
import { maxEventsPerRequest } from '../../../../protocol/events.ts';
import { searchedBy, unconditional, versionIn, type Condition } from './conditions.ts';
import { Element } from './element.ts';
import { isId } from './identity.ts';
import { isResourceType, type SentResource } from './read-entries.ts';
import { FhirRefusal } from './refusals.ts';

/** `other`: a type of FHIR that nothing here is counted by; software sends them along. */
export type Slot = { sent: SentResource } | { refusal: FhirRefusal } | { other: string };
export type Bundle = { type: 'transaction' | 'batch'; slots: Slot[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(utf8.decode(bytes)) as unknown;
	} catch {
		throw new FhirRefusal('not-json');
	}
}

/** @throws FhirRefusal for what is no Bundle of a type that is taken. */
export function parseBundle(value: unknown): Bundle {
	const bundle = new Element(value, 'Bundle');
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		throw new FhirRefusal('not-a-resource');
	const resourceType = bundle.at('resourceType').text() ?? '';
	if (resourceType !== 'Bundle')
		throw new FhirRefusal('wrong-resource', null, { expected: 'Bundle', value: resourceType });
	const type = bundle.at('type').needed();
	if (type !== 'transaction' && type !== 'batch')
		throw new FhirRefusal('bundle-type', 'Bundle.type', { value: type });
	const entries = bundle.items('entry');
	if (entries.length > maxEventsPerRequest) throw new FhirRefusal('too-many', 'Bundle.entry');
	return { type, slots: entries.map(slotOf) };
}

function slotOf(entry: Element): Slot {
	try {
		const request = entry.at('request');
		const method = request.at('method').needed();
		if (method !== 'POST' && method !== 'PUT')
			throw new FhirRefusal('bad-entry-request', `${request.path}.method`);
		const { type, id, query } = addressOf(request.at('url'), method);
		const resource = entry.at('resource');
		if (resource.isAbsent) throw new FhirRefusal('required', resource.path);
		const named = resource.at('resourceType').text() ?? '';
		if (named !== type)
			throw new FhirRefusal('wrong-resource', resource.path, {
				expected: type,
				value: named
			});
		if (!isResourceType(type)) return { other: type };
		const fullUrl = entry.at('fullUrl').text() ?? null;
		const condition = conditionOf(request, query);
		return { sent: { value: resource.value, type, naming: { method, id, fullUrl, condition } } };
	} catch (error) {
		if (error instanceof FhirRefusal) return { refusal: error };
		throw error;
	}
}

const typePattern = /^[A-Z][A-Za-z]{1,63}$/;

type Address = { type: string; id: string | null; query: string | null };

/** `Type` to create, `Type/id` or a search to update; whatever server's address stands before it. */
function addressOf(url: Element, method: 'POST' | 'PUT'): Address {
	const [path = '', ...rest] = url.needed().split('?');
	const query = method === 'PUT' && rest.length > 0 ? rest.join('?') : null;
	const parts = path.replace(/\/$/, '').split('/');
	const id = method === 'PUT' && query === null ? (parts.pop() ?? '') : null;
	const type = parts.at(-1) ?? '';
	if (!typePattern.test(type) || (method === 'POST' && rest.length > 0))
		throw new FhirRefusal('bad-entry-request', url.path);
	if (id !== null && !isId(id)) throw new FhirRefusal('bad-id', url.path);
	return { type, id, query };
}

function conditionOf(request: Element, query: string | null): Condition {
	const onlyNew = request.at('ifNoneExist');
	const standing = request.at('ifMatch');
	const version = standing.text() === undefined ? null : versionIn(standing.needed(), standing.path);
	if (query !== null)
		return { ...unconditional, searched: searchedBy(query, `${request.path}.url`), version };
	const search = onlyNew.text();
	if (search === undefined || request.at('method').text() !== 'POST') return { ...unconditional, version };
	return { searched: searchedBy(search, onlyNew.path), isOnlyNew: true, version: null };
}
