/** That the measure itself refuses what is no R4: a validator that takes everything would show nothing. */
import { describe, expect, it } from 'vitest';
import {
	issueOf,
	issueOfEvent,
	issueOfRequest,
	operationOutcome
} from '../../src/lib/server/ingest/readers/fhir/issues.ts';
import {
	fhirRefusals,
	FhirRefusal,
	type FhirRefusalCode
} from '../../src/lib/server/ingest/readers/fhir/refusals.ts';
import { eventRefusals, requestRefusals, type RequestRefusalCode } from '../../src/lib/protocol/refusals.ts';
import { faultsOf } from './fhir-validity.ts';

type Fields = Record<string, unknown>;

const outcome = (): Fields => ({
	resourceType: 'OperationOutcome',
	issue: [
		{
			severity: 'error',
			code: 'value',
			details: { coding: [{ system: 'urn:denyut:refusal', code: 'bad-nik' }], text: 'A NIK has 16 digits.' },
			expression: ['Bundle.entry[2].resource.identifier[0].value']
		}
	]
});
const response = (): Fields => ({
	resourceType: 'Bundle',
	type: 'batch-response',
	entry: [
		{
			response: {
				status: '201 Created',
				location: 'Encounter/e1/_history/1',
				etag: 'W/"1"',
				lastModified: '2026-11-22T05:00:00.000Z',
				outcome: outcome()
			}
		}
	]
});
const capabilities = (): Fields => ({
	resourceType: 'CapabilityStatement',
	status: 'active',
	date: '2026-11-22',
	kind: 'instance',
	implementation: { description: 'Takes reports.', url: 'http://localhost/fhir' },
	fhirVersion: '4.0.1',
	format: ['json'],
	rest: [{ mode: 'server', resource: [{ type: 'Patient', interaction: [{ code: 'create' }] }] }]
});

/** Sets, or with undefined removes, what stands at a path such as `entry.0.response.status`. */
function changed(resource: Fields, path: string, value: unknown): Fields {
	const names = path.split('.');
	const last = names.pop() ?? '';
	const holder = names.reduce((at, name) => at[name] as Fields, resource);
	if (value === undefined) Reflect.deleteProperty(holder, last);
	else holder[last] = value;
	return resource;
}

describe('what is R4', () => {
	it.each([outcome(), response(), capabilities()])('is found to be so: $resourceType', (resource) => {
		expect(faultsOf(resource)).toEqual([]);
	});
	it('may be a resource as a hospital sends it', () => {
		const patient = {
			resourceType: 'Patient',
			identifier: [{ system: 'urn:x:y', value: '1' }],
			gender: 'female'
		};
		expect(faultsOf(patient)).toEqual([]);
		expect(faultsOf({ ...patient, gender: 'perempuan' })).not.toEqual([]);
	});
});

describe('every refusal that there is', () => {
	const locales = ['id', 'en'] as const;
	it('of a resource, of a request and of an event is an OperationOutcome of R4, in both languages', () => {
		const outcomes = locales.flatMap((locale) => [
			...(Object.keys(fhirRefusals) as FhirRefusalCode[]).map((code) => {
				const detail = { value: 'x', expected: 'y' };
				return issueOf(new FhirRefusal(code, 'Bundle.entry[0].resource.subject', detail), locale);
			}),
			...(Object.keys(requestRefusals) as RequestRefusalCode[]).map((code) => issueOfRequest(code, locale)),
			...Object.keys(eventRefusals).map((code) => issueOfEvent(code, 'x', 'Encounter.period.end'))
		]);
		for (const issue of outcomes)
			expect([issue.code, faultsOf(operationOutcome([issue]))]).toEqual([issue.code, []]);
	});
});

describe('what is no R4 is found', () => {
	const at = 'entry.0.response';
	type Break = [what: string, resource: Fields, path: string, value: unknown];
	const breaks: Break[] = [
		['a type out of no list', response(), 'type', 'batch-answer'],
		['a response without its status', response(), `${at}.status`, undefined],
		['a status that is a number', response(), `${at}.status`, 201],
		['a status without its number', response(), `${at}.status`, 'Created'],
		['an entry without a response (bdl-4)', response(), 'entry.0', { fullUrl: 'urn:uuid:1' }],
		['a request in an answer (bdl-3)', response(), 'entry.0.request', { method: 'PUT', url: 'Patient/1' }],
		['a search in an answer (bdl-2)', response(), 'entry.0.search', { mode: 'match' }],
		['a total (bdl-1)', response(), 'total', 1],
		['an instant that is none', response(), `${at}.lastModified`, 'yesterday'],
		['an instant without its zone', response(), `${at}.lastModified`, '2026-11-22T05:00:00'],
		['an ETag without quotes', response(), `${at}.etag`, 'W/1'],
		['a place that is none', response(), `${at}.location`, '/fhir/Encounter/e1/'],
		['an element that R4 does not know', response(), `${at}.code`, 'x'],
		['an empty list', response(), 'entry', []],
		['a fault in an outcome within', response(), `${at}.outcome.issue.0.code`, 'nonsense'],
		['an issue type out of no list', outcome(), 'issue.0.code', 'nonsense'],
		['a severity out of no list', outcome(), 'issue.0.severity', 'bad'],
		['no issue', outcome(), 'issue', []],
		['issues left out', outcome(), 'issue', undefined],
		['an expression that is no list', outcome(), 'issue.0.expression', 'Patient.name'],
		['an expression that is no path', outcome(), 'issue.0.expression', ['data.nik.']],
		['a system that is no URI', outcome(), 'issue.0.details.coding.0.system', 'denyut'],
		['a blank text', outcome(), 'issue.0.details.text', ' '],
		['a null', outcome(), 'issue.0.details.text', null],
		['another kind', capabilities(), 'kind', 'thing'],
		['no date', capabilities(), 'date', undefined],
		['another version of FHIR', capabilities(), 'fhirVersion', '5.0.0'],
		['an instance without implementation (cpb-14)', capabilities(), 'implementation', undefined],
		['an interaction out of no list', capabilities(), 'rest.0.resource.0.interaction.0.code', 'put'],
		['a type that R4 does not know', capabilities(), 'rest.0.resource.0.type', 'Bed'],
		['no resourceType', outcome(), 'resourceType', 'Outcome']
	];
	it.each(breaks)('%s', (_, resource, path, value) => {
		expect(faultsOf(changed(resource, path, value))).not.toEqual([]);
	});
});
