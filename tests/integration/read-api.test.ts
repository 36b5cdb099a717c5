import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publicViewer, type Viewer } from '../../src/lib/domain/viewer.ts';
import { resourceNames, type ResourceName } from '../../src/lib/protocol/api/queries.ts';
import { batchAnswer, evidence, pageOfRows, readRefusal } from '../../src/lib/protocol/api/answers.ts';
import { eventExample } from '../../src/lib/protocol/api/event-docs.ts';
import { rows } from '../../src/lib/protocol/api/rows.ts';
import { eventTypes, type EventType } from '../../src/lib/protocol/events.ts';
import { ReadApiService } from '../../src/lib/server/services/read-api.ts';
import { layDownFacilities } from '../../src/lib/server/store/facilities.ts';
import {
	bed,
	claim,
	event,
	hospitalA,
	hospitalB,
	keyFor,
	member,
	niks,
	openCity,
	senders,
	serve,
	stock,
	tally,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let planner: string;
const plannerViewer: Viewer = { name: 'key:planner', role: 'planner', facility: null };
const formulaName = '=HYPERLINK("http://evil.example")';
const trap = 'trap-01';

const at = (day: string, hour = 2) => `${day}T0${hour}:00:00Z`;

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

const past = (subject: string, time: string) => ({ subject, time, recordedtime: time });
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

async function ask(address: string, { key = planner, accept, language }: Asking = {}) {
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

type AnyRow = Record<string, string | number | boolean | null>;
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
async function read(address: string, asking?: Asking): Promise<Body> {
	const { status, body } = await ask(address, asking);
	expect([status, status === 200 ? '' : body]).toEqual([200, '']);
	const resource = new URL(address, 'http://localhost').pathname.replace('/api/v1/', '') as ResourceName;
	return answerOf(resource).parse(JSON.parse(body)) as Body;
}

async function refuse(address: string, asking?: Asking) {
	const { status, body } = await ask(address, asking);
	return { status, ...readRefusal.parse(JSON.parse(body)) };
}

/** All pages, a few rows each. */
async function readAll(address: string, limit = 7): Promise<AnyRow[]> {
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

const sorted = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();

describe('the rows of the read API', () => {
	it('of visits are what the visits themselves add up to, page by page, also by month', async () => {
		const { sql } = city.database;
		const counted = await sql`
			SELECT (arrived_at AT TIME ZONE 'Asia/Jakarta')::date::text AS period, facility, service, count(*)::int AS visits
			FROM (SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC) v
			WHERE (arrived_at AT TIME ZONE 'Asia/Jakarta')::date BETWEEN '2026-10-01' AND '2026-11-22' GROUP BY 1, 2, 3`;
		const got = await readAll('/api/v1/visits?from=2026-10-01&to=2026-11-22', 11);
		expect(
			sorted(got.map(({ period, facility, service, visits }) => ({ period, facility, service, visits })))
		).toEqual(sorted(counted));
		expect(got.length).toBeGreaterThan(100);
		const months = await readAll('/api/v1/visits?grain=month&from=2026-10-17&to=2026-10-17');
		const october = counted.filter(({ period }) => String(period).startsWith('2026-10'));
		const sum = (list: readonly Record<string, unknown>[]) =>
			list.reduce((total, { visits }) => total + Number(visits), 0);
		expect(sum(months)).toBe(sum(october));
		expect(new Set(months.map(({ period }) => period))).toEqual(new Set(['2026-10-01']));
	});

	it('of visits are as they were known on a past day', async () => {
		const rowsOf = (list: AnyRow[], service: string) =>
			list.filter((row) => row['service'] === service).length;
		const span = 'from=2026-11-05&to=2026-11-05';
		expect(rowsOf(await readAll(`/api/v1/visits?${span}&asOf=2026-11-06`), 'ambulance')).toBe(0);
		expect(rowsOf(await readAll(`/api/v1/visits?${span}`), 'ambulance')).toBe(3);
	});

	it('of claims are what the newest versions of the claims add up to', async () => {
		const counted = await city.database.sql`
			SELECT budget_year::int AS "budgetYear", state, date_trunc('month', service_to)::date::text AS "serviceMonth", facility, service,
				count(*)::int AS claims, sum(billed_rupiah)::float8 AS "billedRupiah",
				sum(coalesce(paid_rupiah, approved_rupiah, verified_rupiah, billed_rupiah))::float8 AS "amountRupiah"
			FROM (SELECT DISTINCT ON (facility, claim_no) * FROM claim ORDER BY facility, claim_no, version_time DESC) c
			GROUP BY 1, 2, 3, 4, 5`;
		const got = await readAll('/api/v1/claims?year=2026', 5);
		const bare = got.map(
			({ budgetYear, state, serviceMonth, facility, service, claims, billedRupiah, amountRupiah }) => ({
				...{ budgetYear, state, serviceMonth, facility, service, claims, billedRupiah, amountRupiah }
			})
		);
		expect(sorted(bare)).toEqual(sorted(counted));
		const paid = await readAll(
			`/api/v1/claims?year=2026&state=paid&facility=${hospitalA}&from=2026-02-01&to=2026-04-30`
		);
		expect(paid).toEqual(
			got.filter(
				(row) =>
					row['state'] === 'paid' &&
					row['facility'] === hospitalA &&
					String(row['serviceMonth']) >= '2026-02-01' &&
					String(row['serviceMonth']) <= '2026-04-01'
			)
		);
		expect(paid.length).toBeGreaterThan(0);
	});

	it('of claims as of a past day leave out what was not paid by then', async () => {
		const then = await readAll('/api/v1/claims?year=2026&asOf=2026-02-20');
		expect(
			then.filter(({ state, serviceMonth }) => state === 'paid' && serviceMonth === '2026-02-01')
		).toEqual([]);
		expect(
			then.some(({ state, serviceMonth }) => state === 'submitted' && serviceMonth === '2026-02-01')
		).toBe(true);
	});

	it('of beds are the newest reports, summed by ward class, with the oldest age', async () => {
		const got = await readAll('/api/v1/beds', 2);
		expect(got).toHaveLength(6);
		const ward = got.find((row) => row['facility'] === hospitalA && row['ward'] === 'inpatient-3');
		expect(ward).toMatchObject({
			rooms: 2,
			capacity: 30,
			occupied: 16,
			free: 14,
			reportedAt: null,
			fresh: false
		});
		const reports = await city.database.sql<{ free: number }[]>`
			SELECT sum(free)::int AS free FROM (SELECT DISTINCT ON (facility, ward, room) free FROM bed_report
				ORDER BY facility, ward, room, version_time DESC) r`;
		expect(got.reduce((sum, { free }) => sum + Number(free), 0)).toBe(reports[0]?.free);
		expect(await readAll('/api/v1/beds?ward=icu&kecamatan=32.75.03')).toMatchObject([
			{ facility: trap, free: 2, kecamatan: '32.75.03' }
		]);
		expect((await readAll('/api/v1/beds?asOf=2026-11-20')).map(({ rooms }) => rooms)).toEqual([1, 1, 1]);
	});

	it('of diseases are what the page shows: the whole, each kecamatan, the chosen basis', async () => {
		const page = await city.app.services.diseases.load({
			disease: 'dengue',
			kecamatan: null,
			grain: 'week',
			period: null,
			asOf: null
		});
		const got = await readAll('/api/v1/diseases?disease=dengue&from=2026-09-27&to=2026-11-22');
		const shown = page.trend.filter(({ period, now }) => period >= '2026-09-27' && now !== null);
		expect(
			got.map(({ period, cases, basis, ownCounts, isPartial, isOpen }) => ({
				period,
				cases,
				basis,
				ownCounts,
				isPartial,
				isOpen
			}))
		).toEqual(
			shown.map(({ period, now, isOpen }) => ({
				period,
				cases: now?.value,
				basis: now?.kind,
				ownCounts: now?.ownCounts,
				isPartial: now?.isPartial,
				isOpen
			}))
		);
		// Hospital B counted the week of 8 November itself: its visits give way to its count.
		expect(got.find(({ period }) => period === '2026-11-08')).toMatchObject({ basis: 'mixed', ownCounts: 1 });
		const areas = await readAll(
			`/api/v1/diseases?disease=dengue&by=kecamatan&from=${page.chosenPeriod}&to=${page.chosenPeriod}`
		);
		const told = page.areas.filter(({ now }) => now !== null).map(({ area, now }) => [area, now?.value]);
		expect(areas.map(({ area, cases }) => [area, cases])).toEqual(told);
	});

	it('of diseases count visits as the rows do, for one facility too', async () => {
		const counted = await city.database.sql`
			SELECT count(*)::int AS cases FROM (SELECT DISTINCT ON (facility, visit_no) * FROM visit ORDER BY facility, visit_no, version_time DESC) v
			WHERE facility = ${hospitalA} AND icd3 = 'A09' AND (arrived_at AT TIME ZONE 'Asia/Jakarta')::date BETWEEN '2026-11-01' AND '2026-11-07'`;
		const [row] = await readAll(
			`/api/v1/diseases?disease=diare&from=2026-11-01&to=2026-11-01&facility=${hospitalA}`
		);
		expect(row).toMatchObject({
			facility: hospitalA,
			cases: counted[0]?.cases,
			basis: 'visits',
			area: '32.75'
		});
		expect(counted[0]?.cases).toBeGreaterThan(0);
	});

	it('of diseases hold old ready-made counts, named as such', async () => {
		const got = await readAll('/api/v1/diseases?disease=dengue&grain=month&from=2025-10-01&to=2025-10-31');
		expect(got).toMatchObject([{ period: '2025-10-01', cases: 40, basis: 'tally', reporter: 'importer' }]);
	});

	it('of drugs are what the page shows', async () => {
		const page = await city.app.services.drugs.load({
			item: 'paracetamol-500',
			ven: null,
			kecamatan: null,
			facility: null,
			asOf: null
		});
		const got = await readAll('/api/v1/drugs?item=paracetamol-500&from=2026-08-01');
		const shown = page.trend.filter(({ month, now }) => month >= '2026-08-01' && now !== null);
		expect(got.map(({ month, used, basis }) => [month, used, basis])).toEqual(
			shown.map(({ month, now }) => [month, now?.value, now?.kind])
		);
		expect(got.find(({ month }) => month === '2026-10-01')).toMatchObject({
			used: 70 + 71 + 72,
			ownCounts: 3
		});
		const [stocked] = await readAll('/api/v1/drugs/stock?item=paracetamol-500');
		const row = page.rows.find(({ item }) => item === 'paracetamol-500');
		expect(stocked).toMatchObject({
			stock: row?.stock?.closing,
			monthsLeft: row?.monthsLeft,
			meanUse: row?.meanUse,
			stockRupiah: row?.stockRupiah
		});
		expect(stocked?.['stock']).toBe(24);
	});

	it('of the budget are the page’s months, and its paid money is what the claims say', async () => {
		const page = await city.app.services.budget.load({
			asOf: null,
			year: null,
			facility: null,
			service: null
		});
		const got = await readAll('/api/v1/budget');
		expect(
			got.map(({ month, paidRupiah, committedRupiah }) => ({ month, paidRupiah, committedRupiah }))
		).toEqual(
			page.months.map(({ month, paidRupiah, committedRupiah }) => ({ month, paidRupiah, committedRupiah }))
		);
		expect(got[0]).toMatchObject({ year: 2026, ceilingRupiah: 500_000_000 });
		const [paid] = await city.database.sql<
			{ sum: number }[]
		>`SELECT sum(paid_rupiah)::float8 AS sum FROM claim WHERE state = 'paid'`;
		expect(got.reduce((sum, { paidRupiah }) => sum + Number(paidRupiah), 0)).toBe(paid?.sum);
	});

	it('stand beside their evidence, whose address brings them back', async () => {
		const body = await read('/api/v1/beds?ward=inpatient-3&limit=1', { language: 'id' });
		expect(body.evidence).toMatchObject({
			measure: 'Tempat tidur yang dilaporkan',
			dateBasis: 'reported',
			completeness: { reported: 0, expected: 3 },
			rows: { table: 'bed_now', where: { ward: 'inpatient-3' } }
		});
		expect(body.asOf).toBe('2026-11-22T05:00:00.000Z');
		expect(await read(body.evidence.url, { language: 'id' })).toEqual(body);
	});

	it('hold no person: no NIK, no pseudonym', async () => {
		const persons = await city.database.sql<{ id: string }[]>`SELECT person_id AS id FROM person`;
		expect(persons.length).toBeGreaterThan(0);
		for (const resource of resourceNames) {
			const { body } = await ask(`/api/v1/${resource}?limit=1000`);
			for (const secret of [...niks, ...persons.map(({ id }) => id)]) expect(body).not.toContain(secret);
		}
	});
});

describe('a page', () => {
	it('goes on after its last row when others are added before it', async () => {
		const first = await read('/api/v1/beds?limit=3');
		await city.app.ingest.submit(senders.importer, [
			bed(
				'early',
				{ ward: 'delivery', room: 'A', capacity: 2, occupied: 1 },
				past(hospitalA, at('2026-11-22'))
			)
		]);
		const second = await read(`/api/v1/beds?limit=3&cursor=${first.page.next}`);
		const keys = [...first.data, ...second.data].map(({ facility, ward }) => `${facility} ${ward}`);
		expect(new Set(keys).size).toBe(6);
	});

	it('names the next one in a Link header, in CSV too', async () => {
		const { headers, body } = await ask('/api/v1/visits?limit=5&format=csv');
		expect(headers['link']).toMatch(/^<\/api\/v1\/visits\?limit=5&format=csv&cursor=[\w-]+>; rel="next"$/);
		expect(body.trim().split('\r\n')).toHaveLength(6);
		const next = /<(.*)>/.exec(headers['link'] ?? '')?.[1] ?? '';
		expect((await ask(next)).body.split('\r\n')[1]).not.toBe(body.split('\r\n')[1]);
	});

	it.each([
		'x',
		'%00',
		Buffer.from('[1]').toString('base64url'),
		Buffer.from('["a",{}]').toString('base64url'),
		Buffer.from('null').toString('base64url')
	])('with the cursor %s is refused', async (cursor) =>
		expect(await refuse(`/api/v1/beds?cursor=${cursor}`)).toMatchObject({
			status: 400,
			code: 'bad-filter',
			field: 'cursor'
		})
	);
	it('with a cursor that no date fits is refused before the database sees it', async () => {
		const cursor = Buffer.from('["yesterday","a","b"]').toString('base64url');
		expect(await refuse(`/api/v1/visits?cursor=${cursor}`)).toMatchObject({ status: 400, field: 'cursor' });
	});
});

describe('CSV', () => {
	it('comes for Accept: text/csv or format=csv, with the fields’ names above', async () => {
		for (const answer of [
			await ask('/api/v1/beds', { accept: 'text/csv' }),
			await ask('/api/v1/beds?format=csv')
		]) {
			expect(answer.headers['content-type']).toContain('text/csv');
			expect(answer.body.split('\r\n')[0]).toBe(Object.keys(rows.beds.shape).join(','));
		}
		expect((await ask('/api/v1/beds?format=json', { accept: 'text/csv' })).headers['content-type']).toContain(
			'json'
		);
		expect((await ask('/api/v1/beds', { accept: 'text/html, */*' })).headers['content-type']).toContain(
			'json'
		);
	});

	it('never lets a name begin a formula', async () => {
		const { body } = await ask('/api/v1/beds?format=csv');
		expect(body).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
		expect(body).not.toMatch(/(^|,)"?[=+@]/m);
	});
});

describe('who may read', () => {
	it('needs a key that reads: 401 without one, 403 for one that sends', async () => {
		expect(await refuse('/api/v1/beds', { key: null })).toMatchObject({
			status: 401,
			code: 'no-key',
			message: expect.stringContaining('--role planner')
		});
		expect(await refuse('/api/v1/beds', { key: 'dk_nobody' })).toMatchObject({
			status: 401,
			code: 'bad-key'
		});
		const sends = await keyFor(city.app, 'importer');
		expect(await refuse('/api/v1/beds', { key: sends })).toMatchObject({ status: 403, code: 'send-key' });
		expect((await ask('/api/v1/beds', { key: null })).headers['www-authenticate']).toBe('Bearer');
	});

	it('a hospital reads its own rows of everything and nobody else’s', async () => {
		const key = await city.app.keys.create({ party: null, role: 'hospital', facility: hospitalA });
		for (const resource of ['beds', 'visits', 'claims'] as const) {
			const { data } = await read(`/api/v1/${resource}`, { key });
			expect(data.length).toBeGreaterThan(0);
			expect(new Set(data.map(({ facility }) => facility))).toEqual(new Set([hospitalA]));
			expect(await refuse(`/api/v1/${resource}?facility=${hospitalB}`, { key })).toMatchObject({
				status: 403,
				code: 'other-facility',
				allowed: [hospitalA]
			});
		}
		const cases = await read('/api/v1/diseases?disease=diare&from=2026-11-01&to=2026-11-01', { key });
		const all = await read('/api/v1/diseases?disease=diare&from=2026-11-01&to=2026-11-01');
		expect(Number(cases.data[0]?.['cases'])).toBeLessThan(Number(all.data[0]?.['cases']));
		expect(
			(await read('/api/v1/drugs?item=paracetamol-500&from=2026-10-01&to=2026-10-31', { key })).data
		).toMatchObject([{ used: 70 }]);
	});

	it('an executive reads totals of the city only; an administrator no cases', async () => {
		const key = await city.app.keys.create({ party: null, role: 'executive', facility: null });
		expect(
			(await read('/api/v1/diseases?disease=dengue', { key })).data.every(({ area }) => area === '32.75')
		).toBe(true);
		expect(await refuse(`/api/v1/diseases?facility=${hospitalA}`, { key })).toMatchObject({
			status: 403,
			code: 'city-only'
		});
		const admin = await city.app.keys.create({ party: null, role: 'admin', facility: null });
		expect(await refuse('/api/v1/diseases', { key: admin })).toMatchObject({
			status: 403,
			code: 'not-for-role'
		});
		const verifier = await city.app.keys.create({ party: null, role: 'verifier', facility: null });
		expect((await read('/api/v1/claims', { key: verifier })).data.length).toBeGreaterThan(0);
	});

	it('a revoked key reads no more', async () => {
		const key = await city.app.keys.create({ party: null, role: 'planner', facility: null });
		await city.app.keys.revoke(key.split('_')[1] ?? '');
		expect(await refuse('/api/v1/beds', { key })).toMatchObject({ status: 401, code: 'bad-key' });
	});
});

describe('a filter that cannot be read is named with what it may be', () => {
	it.each([
		['beds?ward=penthouse', 'ward', 'inpatient-3'],
		['beds?kecamatan=32.75.99', 'kecamatan', '32.75.01'],
		['beds?facility=9999999', 'facility', 'a registered code, as 3275013'],
		['beds?asOf=yesterday', 'asOf', 'YYYY-MM-DD'],
		['beds?asOf=2026-02-30', 'asOf', 'YYYY-MM-DD'],
		['beds?limit=0', 'limit', '1–1000'],
		['beds?limit=1001', 'limit', '1–1000'],
		['beds?limit=1e3', 'limit', '1–1000'],
		['beds?ward=icu&ward=igd', 'ward', 'icu'],
		['beds?colour=red', 'colour', 'ward'],
		['beds?__proto__=1', '__proto__', 'ward'],
		['visits?service=spa', 'service', 'outpatient'],
		['visits?from=2024-01-01&to=2026-01-01', 'from', '≤ 400 days before 2026-01-01'],
		['visits?from=2026-05-02&to=2026-05-01', 'to', '≥ 2026-05-02'],
		['diseases?disease=plague', 'disease', 'dengue'],
		['diseases?from=1990-01-01', 'from', expect.stringContaining('160')],
		['drugs?item=%27;DROP', 'item', expect.stringContaining('a-z0-9')],
		['claims?state=lost', 'state', 'paid'],
		['claims?year=1999', 'year', '2000–2100'],
		['budget?format=xml', 'format', 'csv']
	])('%s', async (address, field, allowed) => {
		const refusal = await refuse(`/api/v1/${address}`);
		expect(refusal).toMatchObject({ status: 400, field });
		expect(refusal.allowed).toEqual(expect.arrayContaining([allowed]));
		expect(refusal.message).toContain(field);
	});

	it('in Indonesian where the reader asks for it', async () => {
		const { message } = await refuse('/api/v1/beds?ward=x', { language: 'id' });
		expect(message).toMatch(/^Penyaring «ward» tidak dapat dibaca/);
	});
});

describe('whatever is asked', () => {
	const word = fc.oneof(
		fc.string({ maxLength: 20 }),
		fc.constantFrom(
			'2026-11-01',
			'2026-11-30',
			'0001-01-01',
			'9999-12-31',
			'32.75.01',
			'icu',
			hospitalA,
			'1',
			'day',
			'week',
			'year',
			'kecamatan',
			'dengue',
			'paid',
			'\u0000',
			'\ud800',
			"' OR 1=1 --"
		),
		fc
			.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 7 })
			.map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'))
	);
	const name = fc.oneof(
		fc.constantFrom(
			'from',
			'to',
			'asOf',
			'limit',
			'cursor',
			'facility',
			'kecamatan',
			'ward',
			'service',
			'disease',
			'grain',
			'by',
			'item',
			'state',
			'year',
			'format',
			'ven'
		),
		fc.string({ maxLength: 8 })
	);

	it('is answered with rows or with a refusal that names the filter: never with a fault', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...resourceNames),
				fc.array(fc.tuple(name, word), { maxLength: 4 }),
				async (resource, filters) => {
					const { status, body } = await ask(`/api/v1/${resource}?${new URLSearchParams(filters)}`);
					expect([200, 400]).toContain(status);
					if (status === 400) expect(readRefusal.parse(JSON.parse(body)).field).toBeDefined();
				}
			),
			{ numRuns: 400, seed: 20261122 }
		);
	});

	it('is told to come back when the database is away, and the fault is logged without what was asked', async () => {
		const { context, drugs, readApi } = city.app.servicesFor(plannerViewer);
		const away = new ReadApiService(context, {
			drugs,
			budget: { load: () => Promise.reject(Object.assign(new Error('secret'), { code: 'ECONNREFUSED' })) }
		});
		const { status, headers, body } = await readApi.answer('budget', {
			...{ url: new URL('http://localhost/api/v1/budget'), accept: null, acceptLanguage: null },
			authorization: `Bearer ${planner}`,
			findKey: (token) => city.app.keys.find(token),
			readApiOf: () => away
		});
		expect([status, headers['retry-after'], JSON.parse(body)]).toMatchObject([
			503,
			'1',
			{ code: 'unavailable' }
		]);
		expect(city.logged()).toContain('ECONNREFUSED');
		expect(city.logged()).not.toContain('secret');
	});
});

describe('the document', () => {
	it.each(['en', 'id'] as const)(
		'is valid OpenAPI 3.1 in %s, with every path and every event',
		async (locale) => {
			const document = city.app.services.readApi.document(locale, 'http://localhost:3000');
			const { valid, errors } = await new Validator().validate(structuredClone(document));
			expect([valid, errors]).toEqual([true, undefined]);
			expect(document.openapi).toMatch(/^3\.1\./);
			for (const resource of resourceNames)
				expect(document.paths[`/api/v1/${resource}`]?.['get']).toBeDefined();
			expect(Object.keys(document.components.schemas)).toEqual(
				expect.arrayContaining([
					'VisitEvent',
					'BedEvent',
					'ClaimEvent',
					'MemberEvent',
					'StockEvent',
					'TallyEvent',
					'BatchAnswer',
					'Health'
				])
			);
			expect(JSON.stringify(document)).not.toContain('x-id');
		}
	);

	it('speaks the reader’s language', () => {
		const of = (locale: 'en' | 'id') =>
			city.app.services.readApi.document(locale, 'http://x').tags[0]?.description;
		expect([of('en'), of('id')]).toEqual(['Send events', 'Mengirim kejadian']);
	});

	it('shows examples that the endpoint takes as they stand, and answers of the documented form', async () => {
		const endpoint = await serve(city.app);
		const key = await keyFor(city.app, 'importer');
		const events = (Object.keys(eventTypes) as EventType[]).map((type) => ({
			...eventExample(type),
			subject: hospitalA
		}));
		const response = await fetch(endpoint.url, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json' },
			body: JSON.stringify([...events, { ...visit('bad', { nik: '12' }), subject: hospitalA }])
		});
		const answer = z.strictObject(batchAnswer.shape).parse(await response.json());
		expect(answer).toMatchObject({ accepted: 6, quarantined: 1 });
		await endpoint.close();
	});
});
