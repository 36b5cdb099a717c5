import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	bed,
	claimOf,
	condition,
	dispense,
	encounter,
	FhirSender,
	location,
	medication,
	patient,
	put,
	type Entry,
	type FhirAnswer,
	type Outcome
} from './fhir-city.ts';
import {
	dumpTables,
	findDifferences,
	hospitalA,
	keyFor,
	niks,
	openCity,
	readTotals,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let hospital: FhirSender;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	hospital = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalA));
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const seconds = 240;
const issueTypes = new Set(
	(
		'invalid structure required value invariant security login unknown expired forbidden suppressed processing not-supported ' +
		'duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly business-rule conflict ' +
		'transient lock-error no-store exception timeout incomplete throttled informational'
	).split(' ')
);
const classExtension = {
	url: 'https://fhir.kemkes.go.id/r4/StructureDefinition/ServiceClass',
	extension: [{ url: 'value', valueCodeableConcept: { coding: [{ code: '3' }] } }]
};

const sound = (n: number): Entry[] => [
	put(patient(`p${n}`, niks[n % 4])),
	put(
		encounter(`e${n}`, `Patient/p${n}`, {
			class: { code: n % 2 === 0 ? 'IMP' : 'AMB' },
			diagnosis: [{ condition: { reference: `Condition/c${n}` }, rank: 1 }],
			location: [
				{ location: { reference: `Location/r${n}`, display: 'Ruang' }, extension: [classExtension] }
			],
			hospitalization: { dischargeDisposition: { coding: [{ code: 'home' }] } },
			meta: { lastUpdated: '2026-11-21T10:00:00Z' }
		})
	),
	put(condition(`c${n}`, `Encounter/e${n}`, 'A91', { recordedDate: '2026-11-21' })),
	put(medication(`m${n}`)),
	put(dispense(`d${n}`, `Encounter/e${n}`, '#m', 3, { contained: [medication('m')] })),
	put(location(`r${n}`, { type: [{ coding: [{ code: 'RT0007' }] }] })),
	put(bed(`b${n}`, `Location/r${n}`, 'O')),
	put(claimOf(`k${n}`, `Patient/p${n}`)),
	put({
		...{ resourceType: 'ClaimResponse', id: `kr${n}`, status: 'active', outcome: 'complete' },
		...{
			request: { reference: `Claim/k${n}` },
			created: '2026-11-20',
			requestor: { reference: 'Organization/x' }
		},
		total: [{ category: { coding: [{ code: 'benefit' }] }, amount: { value: 1 } }]
	}),
	{
		resource: patient(`p${n}`, niks[n % 4]),
		request: { method: 'PUT', url: `Patient/p${n}`, ifMatch: 'W/"1"' }
	},
	{
		fullUrl: `http://simrs.local/fhir/Location/q${n}`,
		resource: location(`q${n}`, { identifier: [{ system: 'urn:ruang', value: `q${n}` }] }),
		request: { method: 'POST', url: 'Location', ifNoneExist: `identifier=urn:ruang|q${n}` }
	},
	{
		resource: bed(`u${n}`, `Location?identifier=urn:ruang|q${n}`, 'U'),
		request: { method: 'PUT', url: `Location?identifier=urn:ruang|u${n}` }
	}
];
const kinds = sound(0).length;

const oddText = fc.constantFrom(
	...['', ' ', '\u0000', '\ud800', '#', '#m', 'Patient/', '__proto__', 'constructor', 'a'.repeat(3_000)],
	...[
		'3275015203890000',
		'32.7501.520389.0000',
		'2026-02-30T00:00:00Z',
		'9999-01-01',
		'0001-01-01T00:00:00Z'
	],
	...[
		'2026-11-21T08:00:00+99:99',
		'urn:uuid:',
		'Encounter/e1',
		'Condition?identifier=|x',
		'Infinity',
		'-0',
		'1e999'
	]
);
const odd = fc.oneof(
	oddText,
	fc.constantFrom<unknown[]>(null, true, -1, 0, 0.5, 2 ** 53, -(2 ** 60), 1e300, [], {}, [[]], [null], [{}]),
	fc.string({ maxLength: 20 }),
	fc.jsonValue({ maxDepth: 3 })
);
const mutation = fc.record({
	at: fc.nat(),
	how: fc.constantFrom('replace', 'remove', 'wrap', 'double', 'add'),
	value: odd
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;
type Holder = Record<string, unknown> | unknown[];

/** Every place in a value, as its holder and name. */
function placesIn(value: unknown, places: [Holder, string][] = []): [Holder, string][] {
	if (typeof value !== 'object' || value === null) return places;
	for (const [name, inner] of Object.entries(value)) {
		places.push([value as Holder, name]);
		placesIn(inner, places);
	}
	return places;
}

function mutate(entry: Entry, mutations: readonly Mutation[]): Entry {
	const copy = structuredClone(entry);
	for (const { at, how, value: odd } of mutations) {
		// Its own: one that was put within itself would have no end.
		const value = structuredClone(odd);
		const places = placesIn(copy);
		const place = places[at % places.length];
		if (place === undefined) continue;
		const [holder, name] = place as [Record<string, unknown>, string];
		if (how === 'replace') holder[name] = value;
		else if (how === 'remove') Reflect.deleteProperty(holder, name);
		else if (how === 'wrap') holder[name] = [holder[name]];
		else if (how === 'double') holder[name] = [holder[name], holder[name]];
		else holder[`${name}x`] = value;
	}
	return copy;
}

let serial = 0;
/** How many were sent, so that the number in the promise is one that was counted. */
let sent = 0;
const promised = 10_000;
const mutated = fc
	.record({
		kind: fc.nat(kinds - 1),
		mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
		fresh: fc.boolean()
	})
	.map(({ kind, mutations, fresh }) =>
		mutate(sound(fresh ? 100 + (serial++ % 500) : 1)[kind] as Entry, mutations)
	);

/** An error has a code out of R4's list, a sentence, and a place. */
function judge(outcome: Outcome, isRefused: boolean): void {
	expect(outcome.resourceType).toBe('OperationOutcome');
	expect(outcome.issue.length).toBeGreaterThan(0);
	for (const { severity, code, details, expression } of outcome.issue) {
		expect(issueTypes).toContain(code);
		expect(details.text.length).toBeGreaterThan(3);
		if (severity === 'error') expect(expression?.[0]).toMatch(/^[A-Z]/);
	}
	expect(outcome.issue.some(({ severity }) => severity === 'error')).toBe(isRefused);
}

function judgeBatch({ status, body }: FhirAnswer, entries: number): void {
	expect([status, body.resourceType, body.type]).toEqual([200, 'Bundle', 'batch-response']);
	expect(body.entry).toHaveLength(entries);
	for (const { response } of body.entry) {
		expect(response.status).toMatch(/^(200|201|400|404|412|422) [A-Z]/);
		const isRefused = response.status.startsWith('4');
		judge(response.outcome, isRefused);
		if (isRefused) expect(response.location).toBeUndefined();
		else if (response.location !== undefined)
			expect(response.location).toMatch(/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}\/_history\/\d+$/);
	}
}

describe('mutated resources', () => {
	it(
		'in batches never make a fault of ours, and each refusal says why and where',
		async () => {
			await hospital.bundle('transaction', sound(1).slice(0, 8));
			await fc.assert(
				fc.asyncProperty(fc.array(mutated, { minLength: 45, maxLength: 50 }), async (entries) => {
					judgeBatch(await hospital.bundle('batch', entries), entries.length);
					sent += entries.length;
				}),
				{ numRuns: 200, seed: 20261122, endOnFailure: true }
			);
		},
		seconds * 1_000
	);

	it(
		'in a transaction are taken whole or leave nothing',
		async () => {
			const totals = async () => [
				await readTotals(city),
				await city.database
					.sql`SELECT count(*), max(version) AS version, sum(revision) AS revision FROM fhir_resource`
			];
			await fc.assert(
				fc.asyncProperty(fc.array(mutated, { minLength: 1, maxLength: 4 }), async (some) => {
					const before = await totals();
					const { status, body } = await hospital.bundle('transaction', [...some, ...sound(2).slice(0, 3)]);
					expect([200, 400, 404, 412, 413, 422]).toContain(status);
					sent += some.length;
					if (status === 200) expect(body.type).toBe('transaction-response');
					else {
						judge(body, true);
						expect(await totals()).toEqual(before);
					}
				}),
				{ numRuns: 300, seed: 20261122, endOnFailure: true }
			);
		},
		seconds * 1_000
	);

	it(
		'alone, and bodies that are no resource, are answered in FHIR too',
		async () => {
			const body = fc.oneof(
				mutated.map(({ resource }) => JSON.stringify(resource) ?? 'null'),
				fc.json(),
				fc.string(),
				fc.constant(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
				fc
					.array(mutated, { maxLength: 2 })
					.map((entry) => JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry: [entry] }))
			);
			const path = fc.constantFrom(
				'',
				'/',
				'/Patient',
				'/Encounter/e1',
				'/Claim/k1',
				'/Location/r1',
				'/x/y',
				'/Patient/%00'
			);
			await fc.assert(
				fc.asyncProperty(body, path, fc.constantFrom('POST', 'PUT', 'PATCH'), async (text, path, method) => {
					const { status, body } = await hospital.send(method, path, text);
					expect([200, 201, 400, 404, 405, 413, 422]).toContain(status);
					sent += 1;
					if (status >= 400) expect(body.resourceType).toBe('OperationOutcome');
				}),
				{ numRuns: 400, seed: 20261122, endOnFailure: true }
			);
		},
		seconds * 1_000
	);

	it('left rollups that equal a recount, no number of a person and no fault', async () => {
		expect(sent).toBeGreaterThanOrEqual(promised);
		expect(await findDifferences(city)).toEqual([]);
		const dump = `${await dumpTables(city)}\n${city.logged()}`;
		for (const nik of niks) expect(dump).not.toContain(nik);
		expect(dump).not.toContain('Rahasia');
		expect(city.logged()).not.toContain('"level":50');
	});
});
