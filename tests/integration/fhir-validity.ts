/**
 * Is it FHIR R4? First the structure definitions and required code systems of R4, as the library `fhir` carries them (no
 * network); then what that validator passes over: the rules of JSON, the forms of instants, URIs and paths, and the
 * invariants of R4 (bdl-…, cpb-…) that concern what this server answers.
 */
import { Fhir } from 'fhir';

type Fields = Record<string, unknown>;

const validator = new Fhir();

/** What is wrong with a resource, in words; none where it is R4. */
export function faultsOf(resource: object): string[] {
	const { messages } = validator.validate(resource, { errorOnUnexpected: true });
	// A warning is a code outside a list that R4 gives as an example only, such as our codes and ICD-10's.
	const structural = messages
		.filter(({ severity }) => severity === 'error' || severity === 'fatal')
		.map(({ location = '', message = '' }) => `${location}: ${message}`);
	return [...structural, ...faultsOfJson(resource, ''), ...(ruleOf(resource)?.(resource as Fields) ?? [])];
}

/** JSON of FHIR has no null, nothing empty, and no text that is blank or has blanks around it. */
function faultsOfJson(value: unknown, path: string): string[] {
	if (value === null) return [`${path}: null`];
	if (typeof value === 'string') return value.trim() === '' ? [`${path}: blank text`] : [];
	if (typeof value !== 'object') return [];
	const entries = Object.entries(value);
	if (entries.length === 0) return [`${path}: empty`];
	return entries.flatMap(([name, inner]) => faultsOfJson(inner, `${path}.${name}`));
}

const rules: Readonly<Record<string, (resource: Fields) => string[]>> = {
	Bundle: faultsOfBundle,
	OperationOutcome: faultsOfOutcome,
	CapabilityStatement: faultsOfCapabilities
};
const ruleOf = (resource: object) => rules[String((resource as Fields)['resourceType'])];

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? (value as Fields[]) : []);
const fieldsOf = (value: unknown): Fields =>
	typeof value === 'object' && value !== null ? (value as Fields) : {};
const check = (isWell: boolean, fault: string): string[] => (isWell ? [] : [fault]);
const isText = (value: unknown, form: RegExp) => typeof value === 'string' && form.test(value);
const ifGiven = (value: unknown, form: RegExp) => value === undefined || isText(value, form);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const status = /^[1-5]\d\d( [A-Z][A-Za-z -]+)?$/;
const location = /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}(\/_history\/[A-Za-z0-9.-]{1,64})?$/;
const etag = /^(W\/)?"[^"]+"$/;
const absolute = /^(https?:\/\/\S+|urn:[a-z0-9][a-z0-9-]{0,31}:\S+)$/;
/** The subset of FHIRPath that R4 allows here: names, indices and nothing that searches. */
const simplePath = /^[A-Z][A-Za-z]+(\[\d+\])?(\.[a-z][A-Za-z]*(\[\d+\])?)*$/;

function faultsOfBundle({ type, total, entry, link }: Fields): string[] {
	const isResponse = isText(type, /-response$/);
	return [
		...check(total === undefined || type === 'searchset' || type === 'history', 'bdl-1: total'),
		...check(link === undefined || isResponse === false, 'link in a response'),
		...listOf(entry).flatMap((one, i) => faultsOfEntry(one, isResponse, `Bundle.entry[${i}]`))
	];
}

function faultsOfEntry(entry: Fields, isResponse: boolean, path: string): string[] {
	const response = fieldsOf(entry['response']);
	const outcome = response['outcome'];
	return [
		...check(entry['search'] === undefined, `${path}: bdl-2: search`),
		...check((entry['request'] === undefined) === isResponse, `${path}: bdl-3: request`),
		...check((entry['response'] !== undefined) === isResponse, `${path}: bdl-4: response`),
		...check(ifGiven(entry['fullUrl'], absolute), `${path}: fullUrl`),
		...check(isText(response['status'], status), `${path}.response.status`),
		...check(ifGiven(response['location'], location), `${path}.response.location`),
		...check(ifGiven(response['etag'], etag), `${path}.response.etag`),
		...check(ifGiven(response['lastModified'], instant), `${path}.response.lastModified`),
		...(outcome === undefined ? [] : faultsOfOutcome(fieldsOf(outcome)))
	];
}

function faultsOfOutcome({ issue }: Fields): string[] {
	return listOf(issue).flatMap((one, i) => {
		const path = `OperationOutcome.issue[${i}]`;
		const expressions = one['expression'] ?? [];
		const paths: unknown[] = Array.isArray(expressions) ? expressions : [];
		const codings = listOf(fieldsOf(one['details'])['coding']);
		return [
			...check(Array.isArray(expressions), `${path}.expression`),
			...paths.flatMap((each) => check(isText(each, simplePath), `${path}.expression: ${String(each)}`)),
			...codings.flatMap(({ system, code }) => [
				...check(isText(system, absolute), `${path}.details.coding.system`),
				...check(isText(code, /^\S+( \S+)*$/), `${path}.details.coding.code`)
			])
		];
	});
}

function faultsOfCapabilities(statement: Fields): string[] {
	const { kind, implementation, software, description, document, messaging } = statement;
	const rests = listOf(statement['rest']);
	const types = rests.flatMap(({ resource }) => listOf(resource).map(({ type }) => type));
	return [
		...check(rests.length > 0 || Boolean(messaging ?? document), 'cpb-1: no rest, messaging or document'),
		...check(Boolean(description ?? software ?? implementation), 'cpb-2: nothing says what it is'),
		...check(messaging === undefined || kind !== 'requirements', 'cpb-3: endpoint'),
		...check(new Set(types).size === types.length, 'cpb-9: a type twice'),
		...check(
			kind !== 'instance' || implementation !== undefined,
			'cpb-14: an instance without implementation'
		),
		...check(ifGiven(fieldsOf(implementation)['url'], absolute), 'implementation.url'),
		...check(isText(statement['date'], /^\d{4}(-\d\d(-\d\d(T.+)?)?)?$/), 'date'),
		...check(statement['fhirVersion'] === '4.0.1', 'fhirVersion is not R4')
	];
}
