/** BOR, AvLOS, TOI and BTO by hospital and month: as the raw reports and stays have them, and to whom they are shown. */
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastBeds } from '../../src/lib/analytics/beds/bed-forecast.ts';
import { hospitals } from '../../src/lib/domain/hospitals.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { BedUseView } from '../../src/lib/protocol/views/bed-use.ts';
import { BedAnalysis } from '../../src/lib/server/jobs/bed-analysis/bed-analysis.ts';
import type { BedUseRequest } from '../../src/lib/server/services/bed-use.ts';
import { bed, niks, now, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

const month = '2026-10-01';
const [monthFrom, monthTo] = ['2026-10-01T00:00:00+07:00', '2026-11-01T00:00:00+07:00'];
/** Seven of one class, and one of another. */
const peers = hospitals.filter(({ hospitalClass }) => hospitalClass === 'C').slice(0, 7);
const other = hospitals.filter(({ hospitalClass }) => hospitalClass === 'B').slice(0, 1);
const [own] = peers;
if (!own) throw new Error('no hospital of class C');
const hourMs = 3_600_000;

let city: IngestCity;

/** Reports with gaps of 8 and 40 hours, so that some hours have none; an emergency room that must not count. */
function bedEvents(facility: string, size: number) {
	const first = Date.parse('2026-09-29T03:00:00Z');
	return Array.from({ length: 34 }, (_, n) => {
		const at = new Date(first + (Math.floor(n / 2) * 48 + (n % 2) * 8) * hourMs).toISOString();
		const capacity = 20 + size;
		const rooms = [
			{
				ward: 'inpatient-3',
				room: 'A',
				capacity,
				occupied: Math.round(capacity * (0.6 + ((n + size) % 5) / 20))
			},
			{ ward: 'icu', room: 'I', capacity: 6, occupied: (n + size) % 7 },
			{ ward: 'igd', room: 'G', capacity: 9, occupied: 9 }
		];
		const envelope = { subject: facility, time: at, recordedtime: at, source: '/test' };
		return rooms.map((room) => bed(`${facility}-${room.room}-${n}`, { ...room, reportedAt: at }, envelope));
	}).flat();
}

/** Stays of 0 to 5 days; the last hospital has too few. */
function stayEvents(facility: string, size: number) {
	return Array.from({ length: size === 6 ? 4 : 14 }, (_, n) => {
		const arrivedAt = new Date(Date.parse('2026-09-28T01:00:00Z') + n * 50 * hourMs);
		const dischargedAt = new Date(arrivedAt.getTime() + (5 + ((n + size) % 6) * 24) * hourMs).toISOString();
		const data = {
			...{ nik: niks[n % niks.length], service: n % 3 === 0 ? 'icu' : 'inpatient-3', dischargedAt },
			...{ arrivedAt: arrivedAt.toISOString(), outcome: 'home' }
		};
		const envelope = { subject: facility, time: dischargedAt, recordedtime: dischargedAt, source: '/test' };
		return visit(`${facility}-${n}`, data, envelope);
	});
}

beforeAll(async () => {
	city = await openCity();
	for (const [size, { code }] of [...peers, ...other].entries()) {
		const answer = await city.app.ingest.submit(senders.importer, [
			...bedEvents(code, size),
			...stayEvents(code, size)
		]);
		expect(answer.errors).toEqual([]);
	}
	await new BedAnalysis({
		...{ sql: city.app.sql, clock: () => now, log: pino({ level: 'silent' }), lastChange: () => 0 },
		forecast: (input) => Promise.resolve(forecastBeds(input))
	}).refresh();
});
afterAll(() => city.close());

const load = (
	role: Role,
	facility: string | null = null,
	asked: Partial<BedUseRequest> = {}
): Promise<BedUseView> =>
	city.app
		.servicesFor({ name: `user:${role}`, role, facility })
		.bedUse.load({ month: null, facility: null, url: '/beds/indicators', ...asked });

type Recount = { facility: string; beds: number; occupied: number; stays: number; days: number };

/** Hour by hour, each room's last report of at most a day: another way to the same weights. */
const recount = () => city.database.sql<Recount[]>`
	WITH hour AS (
		SELECT at FROM generate_series(${monthFrom}::timestamptz, ${monthTo}::timestamptz - interval '1 hour', interval '1 hour') g(at)
	), told AS (
		SELECT r.facility, r.room, last.capacity, last.occupied
		FROM hour h CROSS JOIN (SELECT DISTINCT facility, room FROM bed_report WHERE ward IN ('inpatient-3', 'icu')) r
		CROSS JOIN LATERAL (SELECT * FROM bed_report b WHERE (b.facility, b.room) = (r.facility, r.room)
			AND b.version_time <= h.at AND b.version_time > h.at - interval '24 hours' ORDER BY b.version_time DESC LIMIT 1) last
	), room AS (
		SELECT facility, room, avg(capacity)::float8 AS beds, avg(occupied)::float8 AS occupied FROM told GROUP BY 1, 2
	)
	SELECT r.facility, sum(r.beds)::float8 AS beds, sum(r.occupied)::float8 AS occupied, max(s.stays)::int AS stays, max(s.days)::int AS days
	FROM room r JOIN (
		SELECT facility, count(*) AS stays, sum(CASE WHEN out = came THEN 1 ELSE out - came END) AS days FROM (
			SELECT facility, (discharged_at AT TIME ZONE 'Asia/Jakarta')::date AS out,
				(arrived_at AT TIME ZONE 'Asia/Jakarta')::date AS came
			FROM visit WHERE discharged_at >= ${monthFrom} AND discharged_at < ${monthTo}
		) v GROUP BY facility
	) s USING (facility) GROUP BY r.facility ORDER BY r.facility`;

describe('the indicators', () => {
	it('agree with the raw reports and stays', async () => {
		const view = await load('planner', null, { month });
		const counted = await recount();
		expect(view.rows).toHaveLength(counted.length);
		for (const { facility, beds, occupied, stays, days } of counted) {
			const row = view.rows.find((one) => one.facility === facility);
			expect(row).toMatchObject({ stays });
			expect(row?.beds).toBeCloseTo(beds, 6);
			const bor = (100 * occupied) / beds;
			expect(row?.indicators.bor.value).toBeCloseTo(bor, 6);
			const { avLos, toi, bto } = row?.indicators ?? {};
			if (stays < 10) {
				expect([avLos?.value, toi?.value, bto?.value]).toEqual([null, null, null]);
				continue;
			}
			const stay = days / stays;
			expect(avLos?.value).toBeCloseTo(stay, 9);
			expect(toi?.value).toBeCloseTo((stay * (100 - bor)) / bor, 6);
			expect(bto?.value).toBeCloseTo((365 * bor) / (100 * stay), 6);
		}
	});

	it('say how much of the month reports stood for', async () => {
		const { rows, evidence } = await load('planner', null, { month });
		// Of every two days a report stands for 8 + 24 hours.
		for (const { covered } of rows) expect(covered).toBeCloseTo(32 / 48, 1);
		expect(evidence.bor).toMatchObject({
			...{ unit: 'percent', rows: { table: 'bed_use', where: { month } } },
			completeness: { reported: rows.length, expected: rows.length }
		});
	});

	it('begin with the last month that is over, and draw the path of whoever is chosen', async () => {
		const view = await load('planner', null, { facility: own.code });
		expect(view.month).toBe(month);
		expect(view.path.map((use) => use.month)).toEqual(
			['2026-09-01', month, '2026-11-01'].slice(0, view.path.length)
		);
		expect(view.path.every(({ facility }) => facility === own.code)).toBe(true);
	});

	it.each([
		['month', '2026-02-01'],
		['facility', '9999999']
	])('refuse a %s that there is none of', async (field, value) => {
		await expect(load('planner', null, { [field]: value })).rejects.toThrow(`invalid ${field}: ${value}`);
	});
});

describe('a hospital', () => {
	it('sees its own figures, whichever hospital it asks for', async () => {
		const all = await load('planner', null, { month });
		const view = await load('hospital', own.code, { month, facility: peers[1]?.code ?? '' });
		expect(view.facility).toBe(own.code);
		expect(view.rows).toEqual(all.rows.filter(({ facility }) => facility === own.code));
	});

	it('sees others of its class as points without a name, a size or a count', async () => {
		const all = await load('planner', null, { month });
		const { peers: points } = await load('hospital', own.code, { month });
		const known = all.rows
			.filter(({ facility, indicators }) => facility !== own.code && indicators.toi.value !== null)
			.filter(({ facility }) => peers.some(({ code }) => code === facility));
		expect(points).toHaveLength(known.length);
		expect(points?.map(({ bor }) => bor)).toEqual(
			known.map(({ indicators }) => indicators.bor.value ?? NaN).sort((a, b) => a - b)
		);
		const told = JSON.stringify(points);
		for (const { facility, name } of known)
			expect(told.includes(facility) || told.includes(name)).toBe(false);
		expect(Object.keys(points?.[0] ?? {}).sort()).toEqual(['avLos', 'bor', 'isEfficient', 'toi']);
	});

	it('sees no others where too few are of its class', async () => {
		const [alone] = other;
		expect((await load('hospital', alone?.code ?? '', { month })).peers).toBeNull();
	});

	it('finds no other row in the database', async () => {
		const rows = await load('hospital', peers[2]?.code ?? '', {});
		expect(new Set(rows.rows.map(({ facility }) => facility))).toEqual(new Set([peers[2]?.code]));
		for (const role of ['executive', 'public', 'verifier', 'finance', 'admin'] as const)
			expect((await load(role)).rows).toEqual([]);
	});
});
