/** Two applications on one database, as two processes would be: an upload lives in one and is asked of the other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/lib/server/app.ts';
import { createEndpoints } from '../../src/lib/server/endpoints.ts';
import { putSaidRows } from '../../src/lib/server/store/sheets.ts';
import {
	findDifferences,
	niks,
	now,
	openCity,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import { bring, bringAndSend, idOf, post, settle, signedIn, visitSheet } from './upload-city.ts';

/** No two moments are alike: which process said a row first must not show. */
let tick = 0;
let city: IngestCity;
let other: App;
let here: Endpoint;
let there: Endpoint;
let hospital: { cookie: string };
const originOf = ({ port }: Endpoint) => `http://127.0.0.1:${port}`;

beforeAll(async () => {
	city = await openCity({ clock: () => new Date(now.getTime() + tick++) });
	other = await city.openAnother();
	hospital = await signedIn(city);
	here = await serve(city.app);
	there = await serve(other);
	city.app.sheets.serveAt(originOf(here));
	other.sheets.serveAt(originOf(there));
});
afterAll(async () => {
	await Promise.all([here.close(), there.close()]);
	await city.close();
});

const file = (prefix: string, count: number) =>
	visitSheet(
		...Array.from(
			{ length: count },
			(_, n) => `${prefix}-${n};${niks[n % 4]};Rawalumbu;Rajal;A91;21/11/2026;N`
		)
	);
const get = (origin: string, path: string, headers: Record<string, string> = {}) =>
	fetch(origin + path, { redirect: 'manual', headers: { ...hospital, ...headers } });

/** Sent to one process by the form, and finished there; its one bad row stands in a file. */
async function uploadHere(): Promise<string> {
	const bad = visitSheet('N-1;123;Rawalumbu;Rajal;A91;21/11/2026;N');
	const { location } = await post(originOf(here), { file: bad }, hospital);
	const id = idOf(location);
	await settle(city.app, id);
	city.app.sheets.send(id, 'en');
	await settle(city.app, id);
	return id;
}

describe('an upload of another process', () => {
	it('is handed on to the one that holds it, and answered as that one answers', async () => {
		const id = await uploadHere();
		expect(other.sheets.view(id)).toBeUndefined();
		const own = await get(originOf(here), `/upload/${id}/refused.csv`, { 'accept-language': 'en' });
		const handed = await get(originOf(there), `/upload/${id}/refused.csv`, { 'accept-language': 'en' });
		expect(handed.status).toBe(200);
		expect(handed.headers.get('content-disposition')).toBe(own.headers.get('content-disposition'));
		const text = await handed.text();
		expect(text).toBe(await own.text());
		expect(text).toContain('N-1');
	});

	it('shows itself to nobody else by this way either', async () => {
		const id = await uploadHere();
		const stranger = await signedIn(city, 'hospital', '3275017');
		for (const one of [here, there])
			expect((await get(originOf(one), `/upload/${id}/refused.csv`, stranger)).status).toBe(404);
	});

	it('leads back to the choice of a file, with a sentence, where that process is no more', async () => {
		const id = await uploadHere();
		const dead = await serve(city.app);
		city.app.sheets.serveAt(originOf(dead));
		const lost = idOf((await post(originOf(here), { file: file('G', 1) }, hospital)).location);
		await dead.close();
		city.app.sheets.serveAt(originOf(here));
		const page = await get(originOf(there), `/upload/${lost}`);
		expect([page.status, page.headers.get('location')]).toEqual([303, '/upload?refused=gone']);
		const data = await get(originOf(there), `/upload/${lost}/__data.json?x-sveltekit-invalidated=01`);
		expect(await data.json()).toEqual({ type: 'redirect', location: '/upload?refused=gone' });
		const action = await fetch(`${originOf(there)}/upload/${lost}?/send`, {
			method: 'POST',
			body: 'a=b',
			headers: { ...hospital, 'x-sveltekit-action': 'true' }
		});
		expect(await action.json()).toEqual({ type: 'redirect', status: 303, location: '/upload?refused=gone' });
		expect((await get(originOf(there), `/upload/${id}/refused.csv`)).status).toBe(200);
		await city.app.sheets.cancel(lost);
	});

	it('is asked for once: who is asked by a neighbour and does not hold it asks nobody', async () => {
		const id = await uploadHere();
		const answer = await get(originOf(there), `/upload/${id}`, { 'x-denyut-handed-on': '1' });
		expect(answer.headers.get('location')).toBe('/upload?refused=gone');
	});

	it('whose id somebody wrote himself leads to no address', () => {
		const forged = `${'0'.repeat(32)}.${Buffer.from('"http://127.0.0.1:1"').toString('base64url')}`;
		const [owner] = createEndpoints(other).filter(({ owns }) => owns(`/upload/${forged}`));
		expect(owner).toBeUndefined();
	});
});

it('the same file sent in two processes at once says each row once', async () => {
	const rows = file('T', 1_500);
	const views = await Promise.all([city.app, other].map((app) => bring(app, 'visit', rows)));
	[city.app, other].forEach((app, index) => app.sheets.send(views[index]?.id ?? '', 'en'));
	const ends = await Promise.all([city.app, other].map((app, index) => settle(app, views[index]?.id ?? '')));
	const sum = (name: 'accepted' | 'duplicate') =>
		ends.reduce((all, { result }) => all + (result?.[name] ?? 0), 0);
	expect([sum('accepted'), sum('duplicate')]).toEqual([1_500, 1_500]);
	const [stored] = await city.database.sql`SELECT count(*)::int AS n FROM visit WHERE visit_no LIKE 'T-%'`;
	expect(stored?.n).toBe(1_500);
	expect((await bringAndSend(other, 'visit', rows)).result).toMatchObject({ accepted: 0, duplicate: 1_500 });
	expect(await findDifferences(city)).toEqual([]);
});

it('what two processes say of a row at once was said when the first of them said it', async () => {
	const { sql } = city.database;
	const key = 'a'.repeat(32);
	const say = async (content: string, minute: number) => {
		const saidAt = new Date(now.getTime() + minute * 60_000);
		const stored = await putSaidRows(sql, [{ key, content: content.repeat(32), saidAt }]);
		return ((stored.get(key)?.getTime() ?? 0) - now.getTime()) / 60_000;
	};
	expect([await say('b', 1), await say('b', 2), await say('c', 3), await say('c', 4)]).toEqual([1, 1, 3, 3]);
});
