/** Find a bed: what is ranked agrees with the raw reports, whoever asks, and a choice that cannot be is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wardRows } from '../../src/lib/domain/bed-summary.ts';
import { rankBeds, type FoundBed } from '../../src/lib/domain/find-bed.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { FindBedView } from '../../src/lib/protocol/views/find-bed.ts';
import type { FindBedRequest } from '../../src/lib/server/services/find-bed.ts';
import { bed, now, openCity, senders, type IngestCity } from './ingest-city.ts';

const rsud = '3275013';
const hermina = '3275017';
const sentosa = '3275035';
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

let city: IngestCity;
let sent = 0;

const told = (facility: string, ago: number, data: Record<string, unknown>) =>
	bed(
		`find-${++sent}`,
		{ ward: 'icu', reportedAt: hoursAgo(ago), ...data },
		{ subject: facility, time: hoursAgo(ago), source: '/test' }
	);

beforeAll(async () => {
	city = await openCity();
	const answer = await city.app.ingest.submit(senders.importer, [
		told(rsud, 2.5, { room: 'ICU 1', capacity: 8, occupied: 5 }),
		told(rsud, 0.5, { room: 'ICU 2', capacity: 4, occupied: 3, queue: 2 }),
		told(hermina, 0.2, { room: 'ICU', capacity: 6, occupied: 5 }),
		told(sentosa, 9, { room: 'ICU', capacity: 9, occupied: 0 }),
		// Corrected since: only what stands counts.
		told(hermina, 3, { room: 'ICU', capacity: 6, occupied: 0 }),
		told(sentosa, 1, { ward: 'inpatient-3', room: 'Melati', capacity: 20, occupied: 19 })
	]);
	expect(answer).toMatchObject({ accepted: 6, quarantined: 0 });
});
afterAll(() => city.close());

function load(asked: Partial<FindBedRequest> = {}, role: Role | null = null, facility: string | null = null) {
	const { app } = city;
	const services = role === null ? app.services : app.servicesFor({ name: `user:${role}`, role, facility });
	return services.findBed.load({ ward: 'icu', kecamatan: null, sort: null, url: '/beds/find', ...asked });
}

function ranked({ rooms, hospitals, filter }: FindBedView): FoundBed[] {
	const register = new Map(hospitals.map((hospital) => [hospital.code, hospital]));
	return rankBeds(wardRows(rooms, now), register, { ...filter, now });
}

type Recount = { facility: string; free: number; queue: number | null; oldest: Date; km: number | null };

/** From the reports as they came, and with another formula for the distance. */
const recount = (kecamatan: { lon: number; lat: number }) => city.database.sql<Recount[]>`
	SELECT b.facility, sum(b.free)::int AS free, sum(b.queue)::int AS queue,
		min(b.reported_at) AS oldest,
		6371.0088 * acos(sin(radians(max(f.lat))) * sin(radians(${kecamatan.lat}::float8))
			+ cos(radians(max(f.lat))) * cos(radians(${kecamatan.lat}::float8))
			* cos(radians(max(f.lon) - ${kecamatan.lon}::float8))) AS km
	FROM bed_report b JOIN facility f ON f.code = b.facility
	WHERE b.ward = 'icu' AND b.posted_on IS NOT NULL AND b.reversed_on IS NULL
	GROUP BY b.facility ORDER BY b.facility`;

describe('find a bed', () => {
	it('tells of every hospital what its standing reports add up to, and how far it is', async () => {
		const found = ranked(await load({ kecamatan: '32.75.01' }));
		const counted = await recount({ lon: 107.02149, lat: -6.24326 });
		expect(found).toHaveLength(counted.length);
		for (const { facility, free, queue, oldest, km } of counted) {
			const one = found.find(({ hospital }) => hospital.code === facility);
			expect(one).toMatchObject({ free, queue, reportedAt: oldest.toISOString() });
			if (one?.distanceTo === 'hospital') expect(one.distanceKm).toBeCloseTo(km ?? NaN, 3);
		}
		expect(found.some(({ distanceTo }) => distanceTo === 'hospital')).toBe(true);
	});

	it('names first what was confirmed within the hour, and calls an old report possible only', async () => {
		const found = ranked(await load());
		expect(found.map(({ hospital, standing, free }) => [hospital.code, standing, free])).toEqual([
			[hermina, 'confirmed', 1],
			[rsud, 'confirmed', 4],
			[sentosa, 'possible', 9]
		]);
	});

	it('says the same to the public, to a hospital and to Dinkes', async () => {
		const all = ranked(await load());
		expect(ranked(await load({}, 'public'))).toEqual(all);
		expect(ranked(await load({}, 'hospital', hermina))).toEqual(all);
		expect(ranked(await load({}, 'planner'))).toEqual(all);
	});

	it('begins with class 3, which a card holder is sent to, and offers what anybody reports', async () => {
		const view = await load({ ward: null });
		expect(view.filter).toEqual({ ward: 'inpatient-3', kecamatan: null, sort: 'best' });
		expect(view.wards.toSorted()).toEqual(['icu', 'inpatient-3']);
		expect(view.rooms.map(({ facility }) => facility)).toEqual([sentosa]);
	});

	it('says what stands behind its figures', async () => {
		const { evidence } = await load({ url: '/beds/find?ward=icu' });
		expect(evidence.found).toMatchObject({
			...{ unit: 'beds', dateBasis: 'reported', completeness: { reported: 2, expected: 3 }, demo: false },
			...{ rows: { table: 'bed_now', where: { ward: 'icu' } }, url: '/beds/find?ward=icu' }
		});
		expect(evidence.distance).toMatchObject({ unit: 'kilometres', rows: { table: 'facility' } });
	});

	it.each([
		['ward', 'suite'],
		['kecamatan', '32.16.01'],
		['sort', 'cheapest']
	])('refuses a %s that there is none of', async (field, value) => {
		await expect(async () => load({ [field]: value })).rejects.toThrow(`invalid ${field}: ${value}`);
	});
});
