/** Keys on the page Connect: made by whoever answers for the hospital, shown once, revoked, and written down. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { hospitalA, hospitalB, niks, openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

const viewerOf = (role: Role, facility: string | null = null): Viewer => ({
	...{ name: `user:${role}`, role, facility }
});
const keysFor = (viewer: Viewer) => city.app.servicesFor(viewer).facilityKeys;
const make = (viewer: Viewer, facility = hospitalA, label = 'SIMRS') =>
	keysFor(viewer).make(viewer, facility, label);
const own = viewerOf('hospital', hospitalA);
const tokenOf = (made: Awaited<ReturnType<typeof make>>) => ('token' in made ? made.token : '');
const idOf = (token: string) => token.split('_')[1] ?? '';
const keysOf = async (facility: string) =>
	(await city.app.services.connect.load({ facility, asOf: null })).chosen?.keys ?? [];

it('gives a hospital’s account a key that sends for its own facility, and stands in no table', async () => {
	const made = await make(own);
	const token = tokenOf(made);
	expect(await city.app.keys.find(token)).toMatchObject({ party: 'hospital', facility: hospitalA });
	expect(await keysOf(hospitalA)).toMatchObject([
		{ id: idOf(token), label: 'SIMRS', kind: 'send', revokedAt: null }
	]);
	const rows = await city.database
		.sql`SELECT t::text AS row FROM api_key t UNION ALL SELECT t::text FROM trail t`;
	expect(JSON.stringify(rows)).not.toContain(token.split('_').slice(2).join('_'));
});

it('takes it back, so that it is refused', async () => {
	const token = tokenOf(await make(own));
	expect(await keysFor(own).revoke(own, hospitalA, idOf(token))).toEqual({ outcome: 'revoked' });
	expect(await city.app.keys.find(token)).toBeUndefined();
	expect(await keysFor(own).revoke(own, hospitalA, idOf(token))).toEqual({ outcome: 'unknown' });
});

it('writes down who made and who revoked which', async () => {
	const lines = await city.database.sql`
		SELECT viewer, action, rows FROM trail WHERE action IN ('key-made', 'key-revoked') ORDER BY number`;
	expect(lines.map(({ viewer, action }) => [viewer, action])).toEqual([
		['user:hospital', 'key-made'],
		['user:hospital', 'key-made'],
		['user:hospital', 'key-revoked']
	]);
	expect(lines[2]?.['rows']).toEqual(lines[1]?.['rows']);
});

it('lets the administrator do it for every hospital, and a hospital for no other', async () => {
	const admin = viewerOf('admin');
	const token = tokenOf(await make(admin, hospitalB));
	expect(await city.app.keys.find(token)).toMatchObject({ facility: hospitalB });
	expect(await make(own, hospitalB)).toEqual({ outcome: 'not-yours' });
	expect(await keysFor(own).revoke(own, hospitalB, idOf(token))).toEqual({ outcome: 'not-yours' });
	expect(await keysFor(own).revoke(own, hospitalA, idOf(token))).toEqual({ outcome: 'unknown' });
	expect(await city.app.keys.find(token)).toBeDefined();
	expect(await make(admin, '9999999')).toEqual({ outcome: 'unknown' });
});

it.each(['public', 'executive', 'planner', 'verifier', 'finance'] as const)(
	'is not for the role %s',
	async (role) => {
		expect(await make(viewerOf(role))).toEqual({ outcome: 'not-yours' });
		const view = await city.app.servicesFor(viewerOf(role)).connect.load({ facility: hospitalA, asOf: null });
		expect(view.chosen?.mayManageKeys).toBe(false);
	}
);

it('refuses a name that is too long or holds an identity number, and an eleventh key', async () => {
	expect(await make(own, hospitalA, 'x'.repeat(65))).toEqual({ outcome: 'bad-label' });
	expect(await make(own, hospitalA, `SIMRS ${niks[0]}`)).toEqual({ outcome: 'bad-label' });
	const outcomes: string[] = [];
	for (let n = 0; n < 10; n++) outcomes.push((await make(own)).outcome);
	expect(outcomes).toEqual([...Array.from({ length: 9 }, () => 'made'), 'too-many']);
});

it('never takes a key away that only reads, or another party’s', async () => {
	const reading = await city.app.keys.create({ party: null, role: 'hospital', facility: hospitalA });
	expect(await keysFor(own).revoke(own, hospitalA, idOf(reading))).toEqual({ outcome: 'unknown' });
	expect(await city.app.keys.find(reading)).toBeDefined();
});
