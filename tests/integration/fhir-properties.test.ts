import fc from 'fast-check';
import { hash } from 'node:crypto';
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
	post,
	put,
	type Entry,
	type Resource
} from './fhir-city.ts';
import {
	dumpTables,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	openCity,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let inOrder: FhirSender;
/** The same hospital at two processes. */
let shuffled: FhirSender[];
let second: Endpoint;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	inOrder = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalA));
	second = await serve(await city.openAnother());
	const key = await keyFor(city.app, 'hospital', hospitalB);
	shuffled = [new FhirSender(endpoint, key), new FhirSender(second, key)];
});
afterAll(async () => {
	await Promise.all([endpoint.close(), second.close()]);
	await city.close();
});

const seconds = 240;
let run = 0;

/** How a reference is written: by id, as `urn:uuid`, or by the address of another server. */
type Manner = 'id' | 'urn' | 'address';
const manner = fc.constantFrom<Manner[]>('id', 'urn', 'address');
const uuidOf = (name: string) =>
	hash('sha1', name, 'hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** The same resources are sent as PUT with ids, or as POST with a `urn:uuid` each. */
const write = (type: string, id: string, how: Manner) =>
	({ id: `${type}/${id}`, urn: `urn:uuid:${uuidOf(id)}`, address: `http://simrs.local/fhir/${type}/${id}` })[
		how
	];
const enter = (resource: Resource, how: Manner): Entry => {
	const { id, ...rest } = resource;
	return how === 'urn' ? post(rest as Resource, uuidOf(String(id))) : put(resource);
};

const stamped = (resource: Resource, minute: number | null): Resource =>
	minute === null
		? resource
		: { ...resource, meta: { lastUpdated: `2026-11-21T10:${String(minute).padStart(2, '0')}:00+07:00` } };

const icd = fc.constantFrom('A91', 'J06.9', 'E11.9', 'I10');
const encounterPlan = fc.record({
	how: manner,
	person: fc.integer({ min: 0, max: 2 }),
	kind: fc.constantFrom('AMB', 'EMER', 'IMP'),
	codes: fc.uniqueArray(icd, { minLength: 1, maxLength: 3 }),
	isListed: fc.boolean(),
	drugs: fc.array(
		fc.record({ medicine: fc.integer({ min: 0, max: 1 }), quantity: fc.integer({ min: 1, max: 30 }) }),
		{
			maxLength: 2
		}
	),
	room: fc.option(fc.integer({ min: 0, max: 1 })),
	hasEarlierState: fc.boolean(),
	correction: fc.option(icd),
	hasClaim: fc.boolean()
});
const plan = fc.record({
	patients: manner,
	/** Rooms and medicines are named by id, or searched for by their number. */
	isSearched: fc.boolean(),
	rooms: fc.array(fc.array(fc.constantFrom('O', 'U', 'C'), { maxLength: 3 }), { minLength: 2, maxLength: 2 }),
	encounters: fc.array(encounterPlan, { minLength: 1, maxLength: 4 })
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;
type EncounterPlan = Plan['encounters'][number];

const classExtension = (code: string) => ({
	url: 'https://fhir.kemkes.go.id/r4/StructureDefinition/LocationServiceClass',
	valueCodeableConcept: { coding: [{ code }] }
});

const numberOf = (id: string) => ({ identifier: [{ system: 'urn:nomor', value: id }] });
const nameOrNumber = (type: string, id: string, { isSearched }: Plan) =>
	isSearched ? `${type}?identifier=urn:nomor|${id}` : `${type}/${id}`;

function resourcesOf(plan: Plan, prefix: string): Entry[] {
	const { patients, rooms, encounters } = plan;
	return [
		...[0, 1, 2].map((n) => enter(patient(`${prefix}p${n}`, niks[n]), patients)),
		...[0, 1].map((n) =>
			n === 0
				? put({ ...medication(`${prefix}m0`), ...numberOf(`${prefix}m0`) })
				: put({
						...medication(`${prefix}m1`, '93000001', 'Amlodipine 5 mg Tablet (PT CONTOH)'),
						...numberOf(`${prefix}m1`)
					})
		),
		...rooms.flatMap((beds, n) => [
			put(
				location(`${prefix}r${n}`, {
					...numberOf(`${prefix}r${n}`),
					extension: [classExtension(String(n + 2))]
				})
			),
			...beds.map((state, i) =>
				put(bed(`${prefix}r${n}b${i}`, nameOrNumber('Location', `${prefix}r${n}`, plan), state))
			)
		]),
		...encounters.flatMap((one, n) => encounterOf(one, `${prefix}e${n}`, prefix, plan))
	];
}

function encounterOf(one: EncounterPlan, id: string, prefix: string, plan: Plan): Entry[] {
	const codes = one.codes.map((code, i) => ({ id: `${id}c${i}`, code }));
	const patientRef = write('Patient', `${prefix}p${one.person}`, plan.patients);
	const ref = write('Encounter', id, one.how);
	const whole = encounter(id, patientRef, {
		class: { code: one.kind },
		...(one.isListed && {
			diagnosis: codes.map((code, i) => ({
				condition: { reference: write('Condition', code.id, one.how) },
				rank: codes.length - i
			}))
		}),
		...(one.room !== null && {
			location: [{ location: { reference: nameOrNumber('Location', `${prefix}r${one.room}`, plan) } }]
		})
	});
	const before = { ...whole, status: 'in-progress', period: { start: '2026-11-21T08:00:00+07:00' } };
	const [first] = codes;
	return [
		enter(whole, one.how),
		...(one.hasEarlierState ? [enter(before, one.how)] : []),
		...codes.map((code, i) =>
			enter(stamped(condition(code.id, ref, code.code), one.correction && i === 0 ? 1 : null), one.how)
		),
		...(one.correction && first && one.how !== 'urn'
			? [enter(stamped(condition(first.id, ref, one.correction), 2), one.how)]
			: []),
		...one.drugs.map((drug, i) =>
			put(
				dispense(
					`${id}d${i}`,
					ref,
					nameOrNumber('Medication', `${prefix}m${drug.medicine}`, plan),
					drug.quantity
				)
			)
		),
		...(one.hasClaim
			? [
					put(
						claimOf(id, patientRef, {
							supportingInfo: [
								{ category: { coding: [{ code: 'encounter' }] }, valueReference: { reference: ref } }
							]
						})
					)
				]
			: [])
	];
}

/** Whole requests cut at the places given; those of one group go as a batch, or as a transaction where nothing stands twice. */
function cut(entries: readonly Entry[], sizes: readonly number[]): Entry[][] {
	const bundles: Entry[][] = [];
	for (let from = 0, i = 0; from < entries.length; i++) {
		const size = sizes[i % sizes.length] ?? 1;
		bundles.push(entries.slice(from, from + size));
		from += size;
	}
	return bundles;
}

const nameOf = ({ resource, fullUrl }: Entry) =>
	fullUrl ?? `${(resource as Resource).resourceType}/${String((resource as Resource)['id'])}`;
const isDistinct = (bundle: readonly Entry[]) => new Set(bundle.map(nameOf)).size === bundle.length;

async function send(
	senders: readonly FhirSender[],
	bundles: readonly Entry[][],
	isAtOnce: boolean
): Promise<void> {
	const one = async (bundle: Entry[], i: number) => {
		const type = i % 3 === 0 && isDistinct(bundle) ? 'transaction' : 'batch';
		const sender = senders[i % senders.length] as FhirSender;
		const { status, body } = await sender.bundle(type, bundle);
		expect([status, body.type]).toEqual([200, `${type}-response`]);
		for (const { response } of body.entry) expect(response.status).toMatch(/^20[01] /);
	};
	if (isAtOnce) await Promise.all(bundles.map(one));
	else for (const [i, bundle] of bundles.entries()) await one(bundle, i);
}

/** What stands of a facility, without what names the run or how often it was told. */
async function standingOf(facility: string): Promise<unknown> {
	const { sql } = city.database;
	const nameless = (rows: readonly unknown[]) =>
		JSON.parse(JSON.stringify(rows).replace(/[ab](\d+x)/g, '$1')) as unknown;
	const visits = await sql`
		SELECT visit_no, version_time, person_id, kecamatan, service, icd3, diagnoses, arrived_at, discharged_at, outcome,
			emergency, segments, drugs, occurred_on FROM visit
		WHERE facility = ${facility} AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY visit_no`;
	const claims = await sql`
		SELECT claim_no, version_time, person_id, visit_no, service, diagnoses, tariff_code, amount_rupiah FROM claim
		WHERE facility = ${facility} AND posted_on IS NOT NULL AND reversed_on IS NULL ORDER BY claim_no`;
	const rooms = await sql`
		SELECT room, ward, capacity, occupied, free, version_time FROM bed_now WHERE facility = ${facility} ORDER BY room`;
	return nameless([...visits, ...claims, ...rooms]);
}

async function rollupsOf(facility: string): Promise<unknown> {
	const { sql } = city.database;
	const diseases = await sql`
		SELECT icd3, occurred_on, kecamatan, known_on, visits FROM disease_effect
		WHERE facility = ${facility} AND visits <> 0 ORDER BY 1, 2, 3, 4`;
	const services = await sql`
		SELECT occurred_on, service, known_on, visits FROM service_effect
		WHERE facility = ${facility} AND visits <> 0 ORDER BY 1, 2, 3`;
	const items = await sql`
		SELECT item, month, known_on, quantity FROM item_effect
		WHERE facility = ${facility} AND quantity <> 0 ORDER BY 1, 2, 3`;
	const claims = await sql`
		SELECT service, state, sum(claims) AS claims, sum(amount_rupiah) AS amount FROM claim_standing
		WHERE facility = ${facility} GROUP BY 1, 2 HAVING sum(claims) <> 0 ORDER BY 1, 2`;
	return [diseases, services, items, claims].map((rows) => JSON.stringify(rows));
}

describe('the resources of encounters, their patients, diagnoses, drugs, rooms and claims', () => {
	it(
		'come to stand the same in any order, in any split over Bundles, and sent at once',
		async () => {
			const arrangement = fc.record({
				plan,
				seed: fc.infiniteStream(fc.nat()),
				sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
				isAtOnce: fc.boolean()
			});
			await fc.assert(
				fc.asyncProperty(arrangement, async ({ plan, seed, sizes, isAtOnce }) => {
					const [a, b] = [`a${++run}x`, `b${run}x`];
					await send([inOrder], cut(resourcesOf(plan, a), [1_000]), false);
					const entries = resourcesOf(plan, b).map((entry) => ({ entry, at: seed.next().value }));
					const mixed = entries.sort((x, y) => x.at - y.at).map(({ entry }) => entry);
					await send(shuffled, cut(mixed, sizes), isAtOnce);
					expect(await standingOf(hospitalB)).toEqual(await standingOf(hospitalA));
					expect(await rollupsOf(hospitalB)).toEqual(await rollupsOf(hospitalA));
				}),
				{ numRuns: 60, seed: 20261122, endOnFailure: true }
			);
			expect(await findDifferences(city)).toEqual([]);
		},
		seconds * 1_000
	);

	it('all found their partners', async () => {
		const waiting = await city.database
			.sql`SELECT type, missing FROM fhir_resource WHERE missing IS NOT NULL`;
		expect(waiting).toEqual([]);
	});

	it('left no name and no number of a person, and no fault', async () => {
		const dump = `${await dumpTables(city)}\n${city.logged()}`;
		for (const nik of niks) expect(dump).not.toContain(nik);
		expect(dump).not.toContain('Rahasia');
		expect(city.logged()).not.toContain('"level":50');
	});
});
