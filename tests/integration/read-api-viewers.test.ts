/** The read API for every kind of key: what it answers is what its holder may see, never what the product sees. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readsAs, resourceSubjects, scopeOfResource } from '../../src/lib/domain/access.ts';
import { parties, roles, type Party, type Role } from '../../src/lib/domain/role.ts';
import { publicViewer } from '../../src/lib/domain/viewer.ts';
import { resourceNames, type ResourceName } from '../../src/lib/protocol/api/queries.ts';
import {
	bed,
	claim,
	hospitalA,
	hospitalB,
	member,
	niks,
	openCity,
	senders,
	stock,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
	await tell(hospitalA, 'a', 9);
	await tell(hospitalB, 'b', 14);
});
afterAll(() => city.close());

/** Something of every kind that a resource tells. */
async function tell(subject: string, prefix: string, visits: number): Promise<void> {
	const of = { subject };
	const drugs = [{ item: 'paracetamol-500', quantity: 10 }];
	const answer = await city.app.ingest.submit(senders.importer, [
		...Array.from({ length: visits }, (_, n) => visit(`${prefix}-${n}`, { nik: niks[n % 4], drugs }, of)),
		bed(`${prefix}-bed`, { occupied: visits % 20 }, of),
		claim(`${prefix}-claim`, {}, of),
		claim(`${prefix}-paid`, { state: 'paid', paidRupiah: 3_000_000 }, of),
		stock(`${prefix}-stock`, { used: visits % 15, closing: 15 - (visits % 15) }, of),
		member(`${prefix}-member`, { nik: niks[1] })
	]);
	if (answer.quarantined > 0) throw new Error(JSON.stringify(answer.errors));
}

type AnyRow = Record<string, string | number | boolean | null>;
type Answer = { status: number; code: string | undefined; rows: AnyRow[]; text: string };

async function ask(key: string | null, resource: ResourceName, query = ''): Promise<Answer> {
	const { servicesFor, keys } = city.app;
	const { status, body } = await servicesFor(publicViewer).readApi.answer(resource, {
		url: new URL(`http://localhost/api/v1/${resource}${query}`),
		...{ authorization: key === null ? null : `Bearer ${key}`, accept: null, acceptLanguage: 'en' },
		findKey: (token) => keys.find(token),
		readApiOf: (viewer) => servicesFor(viewer).readApi
	});
	const told = JSON.parse(body) as { code?: string; data?: AnyRow[] };
	return { status, code: told.code, rows: told.data ?? [], text: body };
}

const facilityOf = (name: string) => (name === 'hospital' ? hospitalA : null);
const keyOfRole = (role: Role) => city.app.keys.create({ party: null, role, facility: facilityOf(role) });
const keyOfParty = (party: Party) => city.app.keys.create({ party, role: null, facility: facilityOf(party) });

describe('a key that reads', () => {
	it.each(roles.flatMap((role) => resourceNames.map((resource) => [role, resource] as const)))(
		'of %s asks for %s where its role sees what that shows',
		async (role, resource) => {
			const { status, code, rows } = await ask(await keyOfRole(role), resource);
			if (scopeOfResource(role, resource) === null) expect([status, code]).toEqual([403, 'not-for-role']);
			else expect([status, code]).toEqual([200, undefined]);
			const isFrozen = resource === 'diseases' && scopeOfResource(role, resource) === 'city';
			// No week is frozen yet, and nothing else of diseases is shown to who sees only totals.
			expect(rows.length > 0).toBe(status === 200 && !isFrozen);
		}
	);

	it('tells a role with totals nothing of a facility, a service or a small count of visits', async () => {
		const whole = roles.filter((role) => scopeOfResource(role, 'visits') === 'city');
		expect(whole).toContain('public');
		expect(whole).toContain('executive');
		for (const role of whole) {
			const key = await keyOfRole(role);
			const { rows, text } = await ask(key, 'visits');
			expect(rows).toMatchObject([{ facility: '', name: '', service: '', visits: 25 }]);
			expect(text).not.toContain(hospitalA);
			for (const filter of [`facility=${hospitalA}`, 'kecamatan=32.75.01', 'service=outpatient'])
				expect(await ask(key, 'visits', `?${filter}`)).toMatchObject({ status: 403, code: 'city-only' });
			expect(await ask(key, 'diseases', `?facility=${hospitalA}`)).toMatchObject({ code: 'city-only' });
			const cases = (await ask(key, 'diseases')).rows;
			expect(cases.every((row) => row['area'] === '32.75' && Number(row['cases']) % 5 === 0)).toBe(true);
		}
	});
});

describe('a key of a party', () => {
	it.each(parties.map((party) => [party, readsAs(party)] as const))('%s reads as %s', async (party, role) => {
		const key = await keyOfParty(party);
		const same = role && (await keyOfRole(role));
		for (const resource of resourceNames) {
			const told = await ask(key, resource);
			if (same === null) expect([told.status, told.code]).toEqual([403, 'send-key']);
			else expect(told).toEqual(await ask(same, resource));
		}
	});
});

describe('a hospital’s key', () => {
	const own = resourceNames.filter((resource) => scopeOfResource('hospital', resource) !== null);

	it('names no other hospital, in any resource, and has no page of another’s', async () => {
		const [key, other] = [await keyOfRole('hospital'), await keyOfParty('hospital')];
		for (const token of [key, other])
			for (const resource of own)
				expect(await ask(token, resource, `?facility=${hospitalB}`)).toMatchObject({
					status: 403,
					code: 'other-facility'
				});
		for (const resource of own) {
			const { text } = await ask(key, resource, '?limit=1000');
			expect(text).not.toContain(hospitalB);
		}
	});

	it('reads the same whatever another hospital reports, and something else when its own does', async () => {
		const key = await keyOfRole('hospital');
		const readAll = () => Promise.all(own.map(async (resource) => (await ask(key, resource)).rows));
		const before = await readAll();
		await tell(hospitalB, 'bz', 20);
		expect(await readAll()).toEqual(before);
		await tell(hospitalA, 'az', 20);
		const after = await readAll();
		own.forEach((resource, n) => expect(after[n], resource).not.toEqual(before[n]));
	});

	it('without a facility reads nothing', async () => {
		const key = await city.app.keys.create({ party: null, role: 'hospital', facility: null });
		for (const resource of own)
			expect(await ask(key, resource)).toMatchObject({ status: 403, code: 'not-for-role' });
	});
});

describe('no key, and one that is over', () => {
	it('reads nothing at all', async () => {
		const over = await keyOfRole('planner');
		await city.app.keys.revoke(over.split('_')[1] ?? '');
		for (const resource of resourceNames) {
			expect(await ask(null, resource)).toMatchObject({ status: 401, code: 'no-key', rows: [] });
			expect(await ask(over, resource)).toMatchObject({ status: 401, code: 'bad-key', rows: [] });
		}
	});
});

it('every resource has its subject', () =>
	expect(Object.keys(resourceSubjects).sort()).toEqual([...resourceNames].sort()));
