/** What came over FHIR and never joined, as the pages tell it; and a FHIR visit that is put right without its NIK. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { eventFromForm } from '../../src/lib/server/services/held-events.ts';
import { expireFhirResources } from '../../src/lib/server/store/fhir-waiting.ts';
import {
	bed,
	claimOf,
	condition,
	dispense,
	encounter,
	FhirSender,
	location,
	patient,
	put,
	statusesOf,
	visitIn,
	whole
} from './fhir-city.ts';
import {
	dumpTables,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	now,
	openCity,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let clock = now;
let hospital: FhirSender;
let other: FhirSender;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	endpoint = await serve(city.app);
	hospital = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalA));
	other = new FhirSender(endpoint, await keyFor(city.app, 'hospital', hospitalB));
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const admin: Viewer = { name: 'user:tester', role: 'admin', facility: null };
const hospitalViewer: Viewer = { name: 'user:rs', role: 'hospital', facility: hospitalA };
const load = (asOf: string | null = null, viewer: Viewer = admin) =>
	city.app.servicesFor(viewer).quality.load({
		...{ asOf, reason: null, source: null, type: null, page: null, url: '/quality' }
	});
const connect = (facility: string, asOf: string | null = null, viewer: Viewer = admin) =>
	city.app.servicesFor(viewer).connect.load({ facility, asOf });

/** The report made anew out of nothing but the rows, one by one. */
async function recount() {
	type Waiting = {
		party: string;
		type: string;
		missing: string;
		first: Date;
		isExpired: boolean;
		revision: number;
	};
	const rows = await city.database.sql<Waiting[]>`
		SELECT party, type, missing, first_received_at AS first, facts IS NULL AS "isExpired", revision
		FROM fhir_resource WHERE missing IS NOT NULL`;
	const groups = new Map<string, Waiting[]>();
	for (const row of rows.filter(({ first }) => clock.getTime() - first.getTime() > hourMs)) {
		const key = [row.party, row.type, row.missing].join('|');
		groups.set(key, [...(groups.get(key) ?? []), row]);
	}
	const count = (group: Waiting[], suits: (row: Waiting) => boolean) => group.filter(suits).length;
	return [...groups].map(([key, group]) => ({
		key,
		waiting: count(group, ({ isExpired }) => !isExpired),
		expired: count(group, ({ isExpired }) => isExpired),
		counted: count(group, ({ revision }) => revision > 0),
		since: new Date(Math.min(...group.map(({ first }) => first.getTime()))).toISOString()
	}));
}

async function reported() {
	const { unjoined } = await load();
	return (unjoined ?? []).map(({ party, facility, type, missing, ...counts }) => ({
		key: [facility ? `${party}:${facility.code}` : party, type, missing.join(', ')].join('|'),
		...counts
	}));
}
const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

describe('what never joined', () => {
	it('is no fault for the first hour: it may be on its way', async () => {
		await hospital.bundle('batch', [
			put(condition('c1', 'Encounter/none-1', 'A91')),
			put(condition('c2', 'Encounter/none-2', 'A91')),
			put(dispense('d1', 'Encounter/none-1', 'Medication/none', 3)),
			put(encounter('e1', 'Patient/none')),
			put(location('r1')),
			put(bed('b1', 'Location/r1', 'O')),
			// Counted already, and yet without one of its drugs.
			...whole('full'),
			put(dispense('d2', 'Encounter/full', 'Medication/none', 3))
		]);
		expect((await load()).unjoined).toEqual([]);
	});

	it('is told then: how many, of which sender, since when, what is missing; as the rows have it', async () => {
		clock = new Date(now.getTime() + 2 * hourMs);
		await other.bundle('batch', [
			put(claimOf('k', 'Patient/none')),
			put(condition('c3', 'Encounter/x', 'A91'))
		]);
		clock = new Date(now.getTime() + 5 * hourMs);
		const found = await reported();
		expect(found.sort(byKey)).toEqual((await recount()).sort(byKey));
		expect(found.length).toBeGreaterThan(6);
		expect((await load()).unjoined).toContainEqual({
			...{ party: 'hospital', type: 'Condition', missing: ['Encounter'], waiting: 2, expired: 0, counted: 0 },
			facility: { code: hospitalA, name: expect.any(String) as string },
			since: now.toISOString()
		});
		expect(found).toContainEqual({
			...{ key: `hospital:${hospitalA}|Encounter|Medication`, waiting: 1, expired: 0, counted: 1 },
			since: now.toISOString()
		});
		expect(found).toContainEqual(
			expect.objectContaining({ key: `hospital:${hospitalA}|Location|service class`, waiting: 1 })
		);
	});

	it('can prove itself, and says of a past day that nobody can tell', async () => {
		const { evidence } = await load();
		expect(evidence.unjoined).toMatchObject({
			...{ unit: 'resources', dateBasis: 'known', completeness: null, url: '/quality' },
			rows: { table: 'fhir_resource', where: { missing: 'not null' } }
		});
		clock = new Date(now.getTime() + dayMs);
		expect((await load('2026-11-22')).unjoined).toBeNull();
		expect((await connect(hospitalA, '2026-11-22')).chosen?.unjoined).toBeNull();
	});

	it('is told to each hospital of its own, and of nobody else’s', async () => {
		const own = (await connect(hospitalA)).chosen?.unjoined ?? [];
		expect(own.length).toBeGreaterThan(0);
		expect(new Set(own.map(({ facility }) => facility?.code))).toEqual(new Set([hospitalA]));
		const asHospital = async (facility: string) =>
			(await connect(facility, null, hospitalViewer)).chosen?.unjoined;
		expect(await asHospital(hospitalA)).toEqual(own);
		await expect(asHospital(hospitalB)).rejects.toMatchObject({ name: 'InvalidFilter' });
		expect((await connect(hospitalB)).chosen?.unjoined).not.toEqual([]);
	});

	it('leaves the report once its partner comes', async () => {
		const of = async (key: string) =>
			(await reported()).find((one) => one.key === `hospital:${hospitalA}|${key}`);
		await hospital.bundle('batch', [put(patient('none')), put(condition('c4', 'Encounter/e1', 'I10'))]);
		expect(await of('Encounter|Condition, Patient')).toBeUndefined();
		expect(await visitIn(city, 'V-e1')).toBeDefined();
		expect((await of('Condition|Encounter'))?.waiting).toBe(2);
	});

	it('is told as expired after thirty days, and comes back to wait when it is sent again', async () => {
		clock = new Date(now.getTime() + 31 * dayMs);
		await expireFhirResources(city.database.sql, new Date(clock.getTime() - 30 * dayMs), new Date(0));
		const lost = async () =>
			(await reported()).find(({ key }) => key === `hospital:${hospitalA}|Condition|Encounter`);
		expect(await lost()).toMatchObject({ waiting: 0, expired: 2 });
		// What counts keeps its facts: it does not wait to be counted.
		expect(await reported()).toContainEqual(
			expect.objectContaining({ key: `hospital:${hospitalA}|Encounter|Medication`, waiting: 1, counted: 1 })
		);
		await hospital.send('PUT', '/Condition/c1', condition('c1', 'Encounter/none-1', 'A91'));
		expect(await lost()).toMatchObject({ waiting: 1, expired: 1 });
		expect((await reported()).sort(byKey)).toEqual((await recount()).sort(byKey));
		clock = now;
	});
});

describe('a FHIR visit that is held', () => {
	const heldOf = async (visit: string) => {
		const [row] = await city.database.sql<{ id: string }[]>`
			SELECT id FROM quarantine WHERE resolved_at IS NULL AND event_type = 'id.denyut.visit.v1'
			ORDER BY received_at DESC, event_id LIMIT 1`;
		if (row === undefined) throw new Error(`nothing is held of ${visit}`);
		return row.id;
	};
	const tomorrow = new Date(now.getTime() + dayMs).toISOString();
	const late = (id: string, nik: string) => [
		put(patient(`p-${id}`, nik)),
		put(
			encounter(id, `Patient/p-${id}`, {
				period: { start: tomorrow },
				status: 'in-progress',
				statusHistory: []
			})
		),
		put(condition(`c-${id}`, `Encounter/${id}`, 'A91'))
	];
	const openForm = async (id: string, change: Record<string, string>) => {
		const payload = await city.app.services.heldEvents.open(admin, id, 'jam salah ketik');
		expect(payload).toMatchObject({ hasPerson: true });
		const fields = Object.fromEntries((payload?.fields ?? []).map(({ path, value }) => [path, value]));
		const form = new FormData();
		for (const [name, value] of Object.entries({ ...fields, ...change })) form.set(name, value);
		return eventFromForm('id.denyut.visit.v1', form);
	};
	const personOf = async (visit: string) => (await visitIn(city, visit))?.['person_id'];
	const corrected = { 'data.arrivedAt': '2026-11-21T08:00:00+07:00', time: now.toISOString() };

	it('keeps whose it is: it is put right and sent again without the NIK', async () => {
		await hospital.bundle('batch', [
			put(patient('p-known', niks[3])),
			put(encounter('known', 'Patient/p-known')),
			put(condition('c-known', 'Encounter/known', 'I10'))
		]);
		const answer = await hospital.bundle('batch', late('held', niks[3]));
		expect(statusesOf(answer)).toEqual(['201', '422', '201']);
		const id = await heldOf('V-held');
		const event = await openForm(id, corrected);
		expect(JSON.stringify(event)).not.toMatch(/persons|mac/);
		expect(await city.app.services.heldEvents.replay(admin, id, event, 'id')).toEqual({
			outcome: 'accepted'
		});
		expect(await personOf('V-held')).toBe(await personOf('V-known'));
	});

	it('is whose the typed NIK says, where one is typed', async () => {
		await hospital.bundle('batch', late('typed', niks[3]));
		const id = await heldOf('V-typed');
		const event = await openForm(id, { ...corrected, 'data.nik': niks[2] });
		expect(await city.app.services.heldEvents.replay(admin, id, event, 'id')).toEqual({
			outcome: 'accepted'
		});
		expect(await personOf('V-typed')).not.toBe(await personOf('V-known'));
	});

	it('is nobody else’s for what the corrected event says of persons', async () => {
		await hospital.bundle('batch', late('forged', niks[3]));
		const id = await heldOf('V-forged');
		const event = (await openForm(id, corrected)) as Record<string, unknown>;
		const forged = {
			person: { mac: 'ab'.repeat(32), kind: 'person', sex: null, birthYear: null },
			mother: null
		};
		const data = { ...(event['data'] as object), persons: forged, person_id: 'x' };
		const result = await city.app.services.heldEvents.replay(
			admin,
			id,
			{ ...event, data, persons: forged },
			'id'
		);
		expect(result).toEqual({ outcome: 'accepted' });
		expect(await personOf('V-forged')).toBe(await personOf('V-known'));
	});

	it('of a native event without a reader’s word still needs the number', async () => {
		const persons = { person: { mac: 'cd'.repeat(32), kind: 'person' }, mother: null };
		const answer = await city.app.ingest.submit({ party: 'hospital', facility: hospitalA }, [
			{
				...{
					specversion: '1.0',
					id: 'n',
					source: '/simrs',
					type: 'id.denyut.visit.v1',
					time: now.toISOString()
				},
				data: {
					visit: 'V-n',
					service: 'outpatient',
					diagnoses: ['A91'],
					arrivedAt: tomorrow,
					nik: '1',
					persons
				},
				persons
			}
		]);
		expect(answer.quarantined).toBe(1);
		const [row] = await city.database.sql<{ id: string }[]>`SELECT id FROM quarantine WHERE event_id = 'n'`;
		const payload = await city.app.services.heldEvents.open(admin, row?.id ?? '', 'lihat isinya');
		expect(payload?.hasPerson).toBe(false);
		expect(JSON.stringify(payload)).not.toContain('cdcd');
	});
});

it('rollups equal a recount, and nobody can be named', async () => {
	expect(await findDifferences(city)).toEqual([]);
	const dump = `${await dumpTables(city)}\n${city.logged()}`;
	for (const nik of niks) expect(dump).not.toContain(nik);
	expect(dump).not.toContain('Rahasia');
});
