/** A city whose rows are read over the read API, and the asking: what its tests share. */
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { publicViewer, type Viewer } from '../../src/lib/domain/viewer.ts';
import { evidence, pageOfRows, readRefusal } from '../../src/lib/protocol/api/answers.ts';
import type { ResourceName } from '../../src/lib/protocol/api/queries.ts';
import { rows } from '../../src/lib/protocol/api/rows.ts';
import { layDownFacilities } from '../../src/lib/server/store/facilities.ts';
import {
	bed,
	claim,
	event,
	hospitalA,
	hospitalB,
	member,
	niks,
	openCity,
	senders,
	stock,
	tally,
	type IngestCity
} from './ingest-city.ts';

export let city: IngestCity;
export let planner: string;
export const plannerViewer: Viewer = { name: 'key:planner', role: 'planner', facility: null };
export const formulaName = '=HYPERLINK("http://evil.example")';
export const trap = 'trap-01';

export const at = (day: string, hour = 2) => `${day}T0${hour}:00:00Z`;

/** To be called by each file: a city of its own, whose rows are read. */
export function useReadApiCity(): void {
	beforeAll(async () => {
		city = await openCity();
		await layDownFacilities(city.database.sql, [
			{
				code: trap,
				name: formulaName,
				kind: 'hospital',
				hospitalClass: null,
				owner: null,
				beds: null,
				kecamatan: '32.75.03',
				location: null,
				demo: true
			} as never
		]);
		await city.app.facilities.load();
		planner = await city.app.keys.create({ party: null, role: 'planner', facility: null });
		await seed();
	});
	afterAll(() => city.close());
}

/** Three hospitals, eight weeks, corrections among them; told by the importer, who may say when each became known. */
async function seed(): Promise<void> {
	const sent = [hospitalA, hospitalB, trap].flatMap((facility, f) => [
		...visitsOf(facility, f),
		...claimsOf(facility, f),
		bed(
			`b1-${f}`,
			{ room: 'Anggrek', capacity: 20, occupied: 12 + f, reportedAt: at('2026-11-22', 4) },
			past(facility, at('2026-11-22', 4))
		),
		bed(`b2-${f}`, { room: 'Melati', capacity: 10, occupied: 4 }, past(facility, at('2026-11-20'))),
		bed(`b3-${f}`, { ward: 'icu', room: 'ICU', free: f }, past(facility, at('2026-11-21', 9))),
		stock(`s-${f}`, { month: '2026-10', used: 70 + f }, past(facility, at('2026-11-03')))
	]);
	sent.push(
		tally(
			't-1',
			{ period: '2025-10-01', value: 40, area: '32.75' },
			{ time: at('2025-11-02'), recordedtime: at('2025-11-02'), subject: undefined }
		)
	);
	sent.push(
		tally('t-2', { period: '2026-11-08', grain: 'week', value: 9 }, past(hospitalB, at('2026-11-16')))
	);
	sent.push(
		...niks.map((nik, i) =>
			member(`m-${i}`, { nik }, { time: at('2026-01-05'), recordedtime: at('2026-01-05') })
		)
	);
	const answer = await city.app.ingest.submit(senders.importer, sent);
	expect(answer).toMatchObject({ accepted: sent.length, errors: [] });
	await city.database
		.sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source) VALUES (2026, '2026-01-01', 'set', 500000000, 'test')`;
}

export const past = (subject: string, time: string) => ({ subject, time, recordedtime: time });
const services = ['outpatient', 'emergency', 'inpatient-3'];

function visitsOf(facility: string, f: number): Record<string, unknown>[] {
	return Array.from({ length: 56 }, (_, n) => {
		const day = new Date(Date.parse('2026-11-22T00:00:00Z') - n * 86_400_000).toISOString().slice(0, 10);
		const data = {
			visit: `V-${n}`,
			nik: niks[n % niks.length],
			kecamatan: `32.75.0${1 + (n % 4)}`,
			service: services[(n + f) % 3],
			diagnoses: [n % 2 === 0 ? 'A91' : 'A09'],
			arrivedAt: `${day}T00:30:00Z`,
			drugs: [{ item: 'paracetamol-500', quantity: 10 }]
		};
		const first = event('visit', `v-${f}-${n}`, data, past(facility, at(day, 1)));
		// Every seventh is corrected two days later into another service.
		if (n % 7 !== 3) return [first];
		const later = new Date(Date.parse(day) + 2 * 86_400_000 + 3_600_000).toISOString();
		return [first, event('visit', `v-${f}-${n}-b`, { ...data, service: 'ambulance' }, past(facility, later))];
	}).flat();
}

function claimsOf(facility: string, f: number): Record<string, unknown>[] {
	return Array.from({ length: 12 }, (_, n) => {
		const month = String(1 + (n % 10)).padStart(2, '0');
		const data = {
			claim: `C-${n}`,
			nik: niks[n % 4],
			serviceFrom: `2026-${month}-01`,
			serviceTo: `2026-${month}-03`,
			service: services[n % 3],
			billedRupiah: 1_000_000 + n + f
		};
		const submitted = claim(`c-${f}-${n}`, data, past(facility, `2026-${month}-10T02:00:00Z`));
		if (n % 2 === 0) return [submitted];
		const paid = { state: 'paid', verifiedRupiah: 900_000, approvedRupiah: 900_000, paidRupiah: 900_000 - n };
		return [
			submitted,
			claim(`c-${f}-${n}-p`, { ...data, ...paid }, past(facility, `2026-${month}-25T02:00:00Z`))
		];
	}).flat();
}

type Asking = { key?: string | null; accept?: string; language?: string };

export async function ask(address: string, { key = planner, accept, language }: Asking = {}) {
	const url = new URL(address, 'http://localhost:3000');
	const resource = url.pathname.replace('/api/v1/', '') as ResourceName;
	const { status, headers, body } = await city.app.servicesFor(publicViewer).readApi.answer(resource, {
		url,
		authorization: key === null ? null : `Bearer ${key}`,
		accept: accept ?? null,
		acceptLanguage: language ?? null,
		findKey: (token) => city.app.keys.find(token),
		readApiOf: (viewer) => city.app.servicesFor(viewer).readApi
	});
	return { status, headers, body };
}

export type AnyRow = Record<string, string | number | boolean | null>;
type Body = {
	data: AnyRow[];
	page: z.output<typeof pageOfRows>;
	asOf: string;
	evidence: z.output<typeof evidence>;
};

const answerOf = (resource: ResourceName) =>
	z.strictObject({
		data: z.array(z.strictObject(rows[resource].shape)),
		page: pageOfRows,
		asOf: z.iso.datetime(),
		evidence
	});

/** Every answer is held against the schemas that the document is made of. */
export async function read(address: string, asking?: Asking): Promise<Body> {
	const { status, body } = await ask(address, asking);
	expect([status, status === 200 ? '' : body]).toEqual([200, '']);
	const resource = new URL(address, 'http://localhost').pathname.replace('/api/v1/', '') as ResourceName;
	return answerOf(resource).parse(JSON.parse(body)) as Body;
}

export async function refuse(address: string, asking?: Asking) {
	const { status, body } = await ask(address, asking);
	return { status, ...readRefusal.parse(JSON.parse(body)) };
}

/** All pages, a few rows each. */
export async function readAll(address: string, limit = 7): Promise<AnyRow[]> {
	const all: AnyRow[] = [];
	for (let cursor: string | null = ''; cursor !== null;) {
		const url = new URL(address, 'http://localhost');
		url.searchParams.set('limit', String(limit));
		if (cursor) url.searchParams.set('cursor', cursor);
		const { data, page } = await read(url.pathname + url.search);
		expect(data.length).toBeLessThanOrEqual(limit);
		all.push(...data);
		cursor = page.next;
	}
	return all;
}

export const sorted = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();
