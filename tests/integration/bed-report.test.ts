/** The bed form's way in, asked as the browser asks it: through the handlers of its routes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maxReportBytes, type FacilityRooms, type ReportAnswer } from '../../src/lib/protocol/bed-report.ts';
import { BedReportService } from '../../src/lib/server/services/bed-report.ts';
import { POST } from '../../src/routes/(app)/beds/report/reports/+server.ts';
import { GET } from '../../src/routes/(app)/beds/report/rooms/+server.ts';
import {
	bed,
	dumpTables,
	findDifferences,
	hospitalA,
	hospitalB,
	niks,
	now,
	openCity,
	readTotals,
	senders,
	type IngestCity
} from './ingest-city.ts';

const origin = 'http://127.0.0.1:3000';
const path = `${origin}/beds/report/reports`;
let city: IngestCity;

beforeAll(async () => {
	city = await openCity();
	await city.app.ingest.submit(senders.hospitalA, [
		bed('first'),
		bed('second', { ward: 'icu', room: 'ICU', capacity: undefined, occupied: undefined, free: 2 }),
		bed('gone', { ward: 'igd', room: 'Lama', capacity: 0, occupied: 0 })
	]);
});
afterAll(() => city.close());

type Body = Record<string, unknown>;
const room = (rest: Body = {}): Body => ({
	id: randomUUID(),
	...{ ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 11, free: null, queue: 2 },
	...rest
});
const report = (rooms: Body[] = [room()], rest: Body = {}): Body => ({
	facility: hospitalA,
	time: now.toISOString(),
	rooms,
	...rest
});

/** As a hospital's account gets it. */
const formOf = (facility: string) =>
	city.app.servicesFor({ name: 'user:test', role: 'hospital', facility }).bedReport;

/** Only what the handlers look at of SvelteKit's event. */
function eventOf(url: string, request: Request, locale: 'id' | 'en', bedReport?: BedReportService) {
	const services = { bedReport: bedReport ?? formOf(hospitalA) };
	return { url: new URL(url), request, locals: { services, locale } } as never;
}

async function post(
	body: unknown,
	{
		headers = {},
		locale = 'en',
		bedReport
	}: { headers?: Record<string, string>; locale?: 'id' | 'en'; bedReport?: BedReportService } = {}
): Promise<{ status: number; body: ReportAnswer & { code: string; message: string }; headers: Headers }> {
	const request = new Request(path, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body)
	});
	const response = await POST(eventOf(path, request, locale, bedReport));
	return { status: response.status, body: await response.json(), headers: response.headers };
}

async function rooms(
	facility: string,
	bedReport?: BedReportService
): Promise<{ status: number; body: FacilityRooms }> {
	const url = `${origin}/beds/report/rooms?facility=${facility}`;
	const response = await GET(eventOf(url, new Request(url), 'id', bedReport));
	return { status: response.status, body: await response.json() };
}

describe('the rooms of the form', () => {
	it('are the last values of this hospital, without those given up', async () => {
		const { status, body } = await rooms(hospitalA);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			facility: { code: hospitalA },
			now: now.toISOString(),
			rooms: [
				{ ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 16, free: 4 },
				{ ward: 'icu', room: 'ICU', capacity: null, occupied: null, free: 2 }
			]
		});
		expect((await rooms(hospitalB, formOf(hospitalB))).body.rooms).toEqual([]);
	});

	it.each(['9999999', '', 'P3275010101'])(
		'of «%s» are refused: no hospital that may be reported for',
		async (code) => {
			expect(await rooms(code)).toMatchObject({ status: 403, body: { code: 'unknown-facility' } });
		}
	);
});

describe('a report', () => {
	it('is taken room by room, names the time, and stands on the bed page', async () => {
		const sent = report([room(), room({ ward: 'picu', room: 'PICU', capacity: 4, occupied: 4 })]);
		const { status, body, headers } = await post(sent);
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('no-store');
		expect(body.now).toBe(now.toISOString());
		expect(body.rooms.map(({ fate }) => fate)).toEqual(['accepted', 'accepted']);
		const standing = (await rooms(hospitalA)).body.rooms.find(({ ward }) => ward === 'inpatient-3');
		expect(standing).toMatchObject({ occupied: 11, free: 9, queue: 2, reportedAt: now.toISOString() });
		expect(await findDifferences(city)).toEqual([]);
	});

	it('sent twice counts once, also in the same instant', async () => {
		const sent = report([room({ room: 'Dua Kali' })]);
		const before = await readTotals(city);
		const answers = await Promise.all([post(sent), post(sent)]);
		const fates = [...answers, await post(sent)].map(({ body }) => body.rooms[0]?.fate).sort();
		expect(fates).toEqual(['accepted', 'duplicate', 'duplicate']);
		const after = await readTotals(city);
		expect(after.accepted - before.accepted).toBe(1);
		expect(after.ledger - before.ledger).toBe(1);
	});

	it('«unchanged» states what stands again with a new time', async () => {
		const before = (await rooms(hospitalA)).body.rooms.find(({ ward }) => ward === 'icu');
		const again = room({ ward: 'icu', room: 'ICU', capacity: null, occupied: null, free: 2, queue: null });
		expect((await post(report([again]))).body.rooms[0]).toMatchObject({ fate: 'accepted' });
		const after = (await rooms(hospitalA)).body.rooms.find(({ ward }) => ward === 'icu');
		expect(after).toEqual({ ...before, reportedAt: now.toISOString() });
		expect(before?.reportedAt).not.toBe(after?.reportedAt);
	});

	it.each([
		['id', 'jam kami'],
		['en', 'our clock']
	] as const)(
		'of a clock six minutes ahead is held, with the sentence in %s, and nothing changes',
		async (locale, said) => {
			const time = new Date(now.getTime() + 6 * 60_000).toISOString();
			const { status, body } = await post(report([room({ occupied: 1 })], { time }), { locale });
			expect(status).toBe(200);
			expect(body.rooms[0]).toMatchObject({ fate: 'quarantined', code: 'future-time', field: 'time' });
			expect(JSON.stringify(body.rooms[0])).toContain(said);
			expect((await rooms(hospitalA)).body.rooms[0]).toMatchObject({ occupied: 11 });
		}
	);

	it('of a clock four minutes ahead is taken', async () => {
		const time = new Date(now.getTime() + 4 * 60_000).toISOString();
		const { body } = await post(report([room({ room: 'Empat Menit' })], { time }));
		expect(body.rooms[0]).toMatchObject({ fate: 'accepted' });
	});

	it('with one room that cannot be used is taken for the others', async () => {
		const { body } = await post(
			report([
				room({ room: 'Baik' }),
				room({ room: 'Penuh', occupied: 99 }),
				room({ ward: 'attic' }),
				room({ room: 7 }),
				room({ room: `Ruang ${niks[0]}` })
			])
		);
		expect(body.rooms).toMatchObject([
			{ fate: 'accepted' },
			{ fate: 'quarantined', code: 'bad-field', field: 'data.occupied' },
			{ fate: 'quarantined', code: 'unknown-ward' },
			{ fate: 'quarantined', code: 'bad-field', field: 'data.room' },
			{ fate: 'quarantined' }
		]);
		expect(await dumpTables(city)).not.toContain(niks[0]);
	});
});

describe('refused as a whole, storing nothing', () => {
	let before: Awaited<ReturnType<typeof readTotals>>;
	beforeEach(async () => {
		before = await readTotals(city);
	});

	it.each([
		['another origin', report(), { origin: 'http://evil.example' }, 403, 'other-origin'],
		['an origin that is none', report(), { origin: 'null' }, 403, 'other-origin'],
		['a plain form', 'facility=1', { 'content-type': 'text/plain' }, 415, 'bad-media-type'],
		['no JSON', '{"facility":', {}, 400, 'bad-report'],
		['no report', '[]', {}, 400, 'bad-report'],
		['no rooms', report([]), {}, 400, 'bad-report'],
		['an id that is no UUID', report([room({ id: niks[0] })]), {}, 400, 'bad-report'],
		[
			'too many rooms',
			report(Array.from({ length: 301 }, () => room({ capacity: 1 }))),
			{},
			400,
			'bad-report'
		],
		['a body beyond the limit', ' '.repeat(maxReportBytes + 1), {}, 413, 'too-large'],
		['a hospital that is none', report([room()], { facility: '9999999' }), {}, 403, 'unknown-facility']
	] as const)('%s', async (_, body, headers, status, code) => {
		const answer = await post(body, { headers, locale: 'id' });
		expect(answer).toMatchObject({ status, body: { code } });
		expect(answer.body.message).toMatch(/[a-z]+ .+\.$/);
		expect(await readTotals(city)).toEqual(before);
	});

	it('no origin at all', async () => {
		const request = new Request(path, { method: 'POST', body: JSON.stringify(report()) });
		expect((await POST(eventOf(path, request, 'en'))).status).toBe(403);
	});

	it('while the database is away: 503, to be sent again', async () => {
		const away = async () => Promise.reject(Object.assign(new Error('away'), { code: 'unavailable' }));
		const { context } = formOf(hospitalA);
		const bedReport = new BedReportService({ ...context, submitEvent: away });
		const { status, body, headers } = await post(report(), { bedReport });
		expect({ status, code: body.code, after: headers.get('retry-after') }).toEqual({
			...{ status: 503, code: 'unavailable', after: '2' }
		});
		expect(city.logged()).not.toContain('away');
	});
});

describe('who may report', () => {
	it('is a hospital’s account for itself, and no other role', () => {
		const form = formOf(hospitalA);
		expect(form.findOwn()).toMatchObject({ code: hospitalA });
		expect(form.findOwn({ role: 'hospital', facility: null })).toBeUndefined();
		expect(form.findOwn({ role: 'hospital', facility: '9999999' })).toBeUndefined();
		for (const role of ['public', 'planner', 'executive', 'finance', 'verifier', 'admin', 'system'] as const)
			expect(form.findOwn({ role, facility: hospitalA }), role).toBeUndefined();
	});

	it('is refused another hospital than its own, storing nothing', async () => {
		const before = await readTotals(city);
		const bedReport = formOf(hospitalB);
		expect(await post(report(), { bedReport })).toMatchObject({
			status: 403,
			body: { code: 'unknown-facility' }
		});
		expect((await rooms(hospitalA, bedReport)).status).toBe(403);
		expect((await rooms(hospitalB, bedReport)).status).toBe(200);
		expect(await readTotals(city)).toEqual(before);
	});
});
