import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/role.ts';
import { roles } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import {
	claim,
	dumpTables,
	member,
	niks,
	now,
	openCity,
	senders,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let clock = now;
beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	await city.app.ingest.submit(senders.hospitalA, [
		visit('a', { nik: niks[0] }),
		visit('b', { nik: niks[0] }),
		claim('c', { nik: niks[0] })
	]);
	await city.app.ingest.submit(senders.register, [member('m', { nik: niks[0] })]);
});
afterAll(() => city.close());

const reason = 'Peserta di loket 3, kartu rusak';
const as = (name: string, role: Role = 'planner'): Viewer => ({ name: `user:${name}`, role, facility: null });
const ask = (viewer: Viewer, nik: string = niks[0], why = reason) =>
	city.app.servicesFor(viewer).people.find(viewer, { nik, reason: why });
const trailOf = (viewer: Viewer) => city.database.sql<{ action: string; rows: string[]; reason: string }[]>`
	SELECT action, rows, reason FROM trail WHERE viewer = ${viewer.name} ORDER BY number`;

describe('looking for one person', () => {
	it('tells what is known without a name or a number, and writes the look down first', async () => {
		const viewer = as('desk');
		expect(await ask(viewer)).toEqual({
			outcome: 'found',
			facts: {
				membership: expect.objectContaining({ status: 'active', segment: 'general' }),
				visits: { count: 2, first: '2026-11-22', last: '2026-11-22' },
				claims: { count: 1, first: '2026-10-01', last: '2026-10-03' }
			}
		});
		const [person] = await city.database.sql<
			{ id: string }[]
		>`SELECT person_id::text AS id FROM visit LIMIT 1`;
		expect(await trailOf(viewer)).toEqual([
			{ action: 'look-person', rows: [`person:${person?.id ?? ''}`], reason }
		]);
	});

	it('writes down also whom nobody knows', async () => {
		const viewer = as('desk-2');
		expect(await ask(viewer, '3275015203890001')).toEqual({ outcome: 'unknown' });
		expect(await trailOf(viewer)).toMatchObject([{ action: 'look-person', rows: [] }]);
	});

	it.each(roles.filter((role) => role !== 'planner' && role !== 'verifier'))(
		'is refused to the role %s, before anything is counted',
		async (role) => {
			const viewer = as('outsider', role);
			expect(await ask(viewer)).toEqual({ outcome: 'forbidden' });
			expect(await trailOf(viewer)).toEqual([]);
			const counted = await city.database.sql`SELECT FROM person_lookup WHERE viewer = ${viewer.name}`;
			expect(counted).toHaveLength(0);
		}
	);

	it.each([
		['short', niks[0], 'reason-short'],
		['          x          ', niks[0], 'reason-short'],
		['x'.repeat(501), niks[0], 'reason-short'],
		[`the holder of ${niks[1]}`, niks[0], 'reason-number'],
		['the holder of 3275 0152 0389 0000', niks[0], 'reason-number'],
		[reason, '327501520389000', 'bad-nik'],
		[reason, "3275015203890000' OR 1=1", 'bad-nik']
	])('refuses the reason «%s» for «%s»', async (why, nik, outcome) => {
		const viewer = as('careless');
		expect(await ask(viewer, nik, why)).toEqual({ outcome });
		expect(await trailOf(viewer)).toEqual([]);
	});

	it('answers no more than twenty an hour to one user, however many are asked at once', async () => {
		const viewer = as('eager');
		const another = await city.openAnother();
		const both = [city.app, another].map((app) => app.servicesFor(viewer).people);
		const answers = await Promise.all(
			Array.from({ length: 60 }, (_, i) => both[i % 2]?.find(viewer, { nik: niks[0], reason }))
		);
		expect(answers.filter((one) => one?.outcome === 'found')).toHaveLength(20);
		expect(answers.filter((one) => one?.outcome === 'too-often')).toHaveLength(40);
		expect(await ask(viewer)).toEqual({ outcome: 'too-often', until: '2026-11-22T06:00:00.000Z' });
		expect((await ask(as('calm'))).outcome).toBe('found');
		const lines = await trailOf(viewer);
		expect(lines.filter(({ action }) => action === 'look-person')).toHaveLength(20);
		// Both processes say so, once each, and not forty times.
		expect(lines.filter(({ action }) => action === 'refused').length).toBeOneOf([1, 2]);
	});

	it('begins anew with the hour, and holds the day’s limit too', async () => {
		const viewer = as('patient');
		let found = 0;
		for (let hour = 0; hour < 8; hour++) {
			clock = new Date(now.getTime() + hour * 3_600_000);
			for (let i = 0; i < 21; i++) if ((await ask(viewer)).outcome === 'found') found += 1;
		}
		expect(found).toBe(100);
		expect(await ask(viewer)).toEqual({ outcome: 'too-often', until: '2026-11-22T17:00:00.000Z' });
		clock = now;
	});

	it('leaves the number nowhere: in no table and in no log', async () => {
		const kept = (await dumpTables(city)) + city.logged();
		for (const nik of niks) expect(kept).not.toContain(nik);
	});
});
