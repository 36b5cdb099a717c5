/** One hospital, several ways, other room names: its beds count once, now, live, on a past day and in every answer. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumWardRows, wardRows } from '../../src/lib/domain/bed-summary.ts';
import { bedWays } from '../../src/lib/domain/bed-way.ts';
import { BedMirror } from '../../src/lib/server/live/bed-mirror.ts';
import { readBedsNow } from '../../src/lib/server/store/beds.ts';
import { call, signed, sirsHeaders } from './bridging-city.ts';
import {
	bed,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	now,
	openCity,
	senders,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let clock = now;
let key: string;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	endpoint = await serve(city.app);
	key = await keyFor(city.app, 'hospital', hospitalA);
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const sirs = (method: string, body: unknown) =>
	call(`http://127.0.0.1:${endpoint.port}/fo/index.php/Fasyankes`, {
		method,
		headers: sirsHeaders(hospitalA, key, clock),
		body
	});
const aplicares = (action: string, body: unknown) =>
	call(`http://127.0.0.1:${endpoint.port}/aplicaresws/rest/bed/${action}/${hospitalA}`, {
		headers: signed(key, clock),
		body
	});
const tellSirs = (ruang: string, terpakai: number) =>
	sirs('POST', { id_tt: '5', ruang, jumlah: '10', terpakai: String(terpakai) });
const tellAplicares = (koderuang: string, tersedia: number) =>
	aplicares('create', {
		kodekelas: 'KL3',
		koderuang,
		namaruang: `Ruang ${koderuang}`,
		kapasitas: '10',
		tersedia
	});

const asking = { asOf: null, kecamatan: null, ward: 'inpatient-3', free: null, sort: null, url: '/beds' };
const loadBeds = (asOf: string | null = null) => city.app.services.beds.load({ ...asking, asOf });

/** The free beds of class 3 of the hospital, as each reader of beds tells them; they must all say the same. */
async function freeEverywhere(): Promise<number> {
	const { sql } = city.database;
	const view = await loadBeds();
	const mirror = new BedMirror();
	mirror.replace(await readBedsNow(sql));
	const [live] = mirror.totals(clock);
	const [reported] =
		await sql`SELECT free FROM report.bed WHERE facility = ${hospitalA} AND ward = 'inpatient-3'`;
	const readKey = await city.app.keys.create({ party: null, role: 'planner', facility: null });
	const answer = await city.app.services.readApi.answer('beds', {
		url: new URL(`http://localhost/api/v1/beds?facility=${hospitalA}`),
		...{ authorization: `Bearer ${readKey}`, accept: null, acceptLanguage: null },
		findKey: (token) => city.app.keys.find(token),
		readApiOf: (viewer) => city.app.servicesFor(viewer).readApi
	});
	const overview = await city.app.services.overview.load({ asOf: null });
	const sums = sumWardRows(wardRows(view.rooms, clock));
	const total = overview.beds.totals.find(({ ward }) => ward === 'inpatient-3');
	const told = [
		sums.confirmedFree + sums.possibleFree,
		(live?.confirmedFree ?? 0) + (live?.possibleFree ?? 0),
		(total?.confirmedFree ?? 0) + (total?.possibleFree ?? 0),
		Number(reported?.['free']),
		(JSON.parse(answer.body) as { data: { free: number }[] }).data[0]?.free
	];
	expect(new Set(told).size, told.join()).toBe(1);
	return told[0] ?? -1;
}

const curveAt = async (hour: Date) =>
	(await loadBeds()).curve.find((point) => point.hour === new Date(hour).toISOString())?.free;

describe('a hospital that tells the same beds by SIRS Online and by Aplicares', () => {
	it('counts them once, by SIRS Online', async () => {
		await tellSirs('Anggrek', 6);
		await tellSirs('Melati', 8);
		expect(await freeEverywhere()).toBe(6);
		await tellAplicares('RG01', 5);
		await tellAplicares('RG02', 3);
		expect(await freeEverywhere()).toBe(6);
		expect(await curveAt(now)).toBe(6);
		const [hour] = await city.database.sql`SELECT free FROM report.bed_hour WHERE facility = ${hospitalA}`;
		expect(hour?.['free']).toBe(6);
	});

	it('is told so, with what counts and what is kept beside', async () => {
		const shared = { ward: 'inpatient-3', counted: 'sirs', beside: ['aplicares'] };
		const { chosen } = await city.app.services.connect.load({ facility: hospitalA, asOf: null });
		expect(chosen?.sharedClasses).toEqual([{ facility: hospitalA, ...shared }]);
		const other = await city.app.services.connect.load({ facility: hospitalB, asOf: null });
		expect(other.chosen?.sharedClasses).toEqual([]);
		const everything = { asOf: null, reason: null, source: null, type: null, page: null, url: '/quality' };
		const { sharedBeds } = await city.app.services.quality.load(everything);
		expect(sharedBeds).toMatchObject([
			{ facility: hospitalA, name: expect.any(String) as string, ...shared }
		]);
	});

	it('lets each protocol list and delete its own rooms only', async () => {
		const listed = await sirs('GET', undefined);
		const rows = listed.body['fasyankes'] as Record<string, string>[];
		expect(rows.map(({ ruang }) => ruang)).toEqual(['Anggrek', 'Melati']);
		const gone = await aplicares('delete', { kodekelas: 'KL3', koderuang: 'Anggrek' });
		expect(gone.body['metadata']).toMatchObject({ code: 0, field: 'koderuang' });
		expect(await freeEverywhere()).toBe(6);
	});

	it('goes on with Aplicares when SIRS Online has been silent for more than six hours', async () => {
		clock = hours(6);
		await tellAplicares('RG01', 1);
		expect(await freeEverywhere()).toBe(6);
		clock = new Date(hours(6).getTime() + 60_000);
		await tellAplicares('RG01', 2);
		expect(await freeEverywhere()).toBe(5);
		expect([await curveAt(now), await curveAt(hours(6))]).toEqual([6, 5]);
	});

	it('goes back to SIRS Online when that is heard of again', async () => {
		clock = hours(7);
		await tellSirs('Anggrek', 9);
		expect(await freeEverywhere()).toBe(3);
		expect(await findDifferences(city)).toEqual([]);
	});

	it('shows a past day as it stood', async () => {
		clock = hours(24);
		for (const room of ['RG01', 'RG02']) await tellAplicares(room, 9);
		expect(await freeEverywhere()).toBe(18);
		const { rooms } = await loadBeds('2026-11-22');
		expect(sumWardRows(wardRows(rooms, hours(11))).confirmedFree).toBe(3);
		const past = await city.app.services.connect.load({ facility: hospitalA, asOf: '2026-11-22' });
		expect(past.chosen?.sharedClasses).toMatchObject([{ counted: 'sirs' }]);
	});

	it('counts nothing of a way that gave all its rooms up', async () => {
		for (const koderuang of ['RG01', 'RG02']) await aplicares('delete', { kodekelas: 'KL3', koderuang });
		expect(await freeEverywhere()).toBe(3);
	});
});

describe('the bed form, where software tells the beds too', () => {
	const form = (id: string, data: object) =>
		city.app.ingest.submit(senders.hospitalA, [
			bed(
				id,
				{ capacity: 10, reportedAt: clock.toISOString(), ...data },
				{ source: '/beds/report', time: clock.toISOString() }
			)
		]);
	const waysOf = async (facility = hospitalA) =>
		(
			await city.database.sql`
			SELECT way, room FROM bed_now WHERE facility = ${facility} AND capacity > 0 ORDER BY way, room`
		).map(({ way, room }) => `${String(way)} ${String(room)}`);

	it('corrects the rooms that count instead of standing beside them', async () => {
		clock = hours(25);
		await tellSirs('Anggrek', 5);
		clock = new Date(clock.getTime() + 60_000);
		expect((await form('f1', { room: 'Anggrek', occupied: 2 })).accepted).toBe(1);
		expect(await freeEverywhere()).toBe(8 + 2);
		expect(await waysOf()).toEqual(['sirs Anggrek', 'sirs Melati']);
	});

	it('leaves a room the number by which its software knows it', async () => {
		await sirs('PUT', { id_t_tt: '30000001', id_tt: '6', ruang: 'ICU', jumlah: '4', terpakai: '1' });
		clock = new Date(clock.getTime() + 60_000);
		await form('f0', { ward: 'icu', room: 'ICU', capacity: 4, occupied: 4 });
		clock = new Date(clock.getTime() + 60_000);
		const told = await sirs('PUT', { id_t_tt: '30000001', terpakai: '2' });
		expect(told.body['fasyankes']).toMatchObject([{ status: '200', id_t_tt: '30000001' }]);
		await sirs('DELETE', { id_t_tt: '30000001' });
	});

	it('adds a room to the way whose turn it is, and gives way to what the software says next', async () => {
		await form('f2', { room: 'Kenanga', occupied: 10 });
		clock = hours(26);
		await tellSirs('Anggrek', 7);
		expect(await freeEverywhere()).toBe(3 + 2);
		expect(await waysOf()).toEqual(['sirs Anggrek', 'sirs Kenanga', 'sirs Melati']);
	});

	it('is a way of its own where nobody else told the class, and counts once when it is sent twice', async () => {
		await form('f3', { ward: 'dialysis', room: 'HD', occupied: 1 });
		expect(await form('f3', { ward: 'dialysis', room: 'HD', occupied: 1 })).toMatchObject({ duplicate: 1 });
		expect(await waysOf()).toContain('form HD');
		expect(await findDifferences(city)).toEqual([]);
	});
});

describe('whatever comes by whatever way', () => {
	const source = {
		events: '/simrs/x',
		fhir: '/fhir/x',
		sirs: '/sirs/x',
		aplicares: '/aplicares/x',
		file: '/import/x'
	};
	const told = fc.record({
		way: fc.constantFrom(...bedWays.filter((way) => way !== 'form')),
		ward: fc.constantFrom('icu', 'vip'),
		room: fc.constantFrom('A', 'B', 'C'),
		free: fc.nat(9),
		capacity: fc.constantFrom(0, 10),
		hour: fc.integer({ min: 27, max: 45 }),
		isDated: fc.boolean()
	});

	it('pages, report views and the curve count the same rooms, and a recount agrees', async () => {
		let round = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 10 }), async (list) => {
				round += 1;
				await city.database.sql`TRUNCATE bed_now, bed_report, bed_hour, event_ledger, source_day`;
				clock = hours(46);
				const events = list.map(({ way, ward, room, free, capacity, hour, isDated }, index) => {
					const time = hours(hour).toISOString();
					const data = { ward, room, capacity, occupied: null, free: Math.min(free, capacity) };
					return bed(
						`any-${round}-${index}`,
						{ ...data, ...(isDated && { reportedAt: time }) },
						{
							source: source[way],
							time
						}
					);
				});
				await city.app.ingest.submit(senders.hospitalA, events);
				const view = await city.app.services.beds.load({ ...asking, ward: null });
				const shown = wardRows(view.rooms, clock).map(({ ward, free, rooms }) => [ward, free, rooms.length]);
				const reported = await city.database.sql`SELECT ward, free, rooms FROM report.bed ORDER BY ward`;
				expect(reported.map((row) => Object.values(row))).toEqual(shown.sort());
				const free = shown.reduce((sum, [, count]) => sum + Number(count), 0);
				expect(view.curve.at(-1)?.free ?? 0).toBe(free);
				expect(await findDifferences(city)).toEqual([]);
			}),
			{ numRuns: 60, seed: 20261122 }
		);
	});
});
