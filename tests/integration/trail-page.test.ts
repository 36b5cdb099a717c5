import { parse } from 'csv-parse/sync';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { InvalidFilter } from '../../src/lib/server/services/context.ts';
import type { TrailQuery } from '../../src/lib/server/services/trail.ts';
import type { Look } from '../../src/lib/server/store/trail/look.ts';
import { hospitalA, niks, now, openCity, type IngestCity } from './ingest-city.ts';
import { nurse, officer } from './trail-city.ts';

let city: IngestCity;
let clock = now;
const admin: Viewer = { name: 'user:admin', role: 'admin', facility: null };
const minuteMs = 60_000;

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	await look('2026-11-19T16:59:59Z', officer, { action: 'look-rows', what: '/people', rows: ['visit:1/1'] });
	await look('2026-11-19T17:00:00Z', nurse, {
		action: 'look-person',
		what: '/people',
		rows: ['person:p1'],
		reason: '100%_benar'
	});
	await look('2026-11-21T05:00:00Z', officer, {
		action: 'export',
		what: '=cmd',
		filter: { service: 'icu' },
		rowCount: 900
	});
	clock = now;
});
afterAll(() => city.close());

async function look(at: string, viewer: Viewer, given: Look): Promise<void> {
	clock = new Date(at);
	const { recordLook, system } = city.app.services.context;
	await recordLook(system, viewer, given);
}
const none: TrailQuery = {
	asOf: null,
	who: null,
	action: null,
	from: null,
	to: null,
	text: null,
	page: null
};
const trail = (viewer: Viewer = admin) => city.app.servicesFor(viewer).trail;
const load = (query: Partial<TrailQuery> = {}) => trail().load(admin, { ...none, ...query });
const seen = async (query: Partial<TrailQuery>) =>
	(await load(query)).rows.map(({ viewer, action }) => [viewer, action]);

describe('the page of the trail', () => {
	it('shows who did what, newest first, and that the trail is whole', async () => {
		const view = await load();
		expect(view.standing).toMatchObject({
			state: 'whole',
			first: null,
			problems: 0,
			anchored: { number: 1 }
		});
		expect(view.rows.map(({ viewer, action }) => [viewer, action])).toEqual([
			['user:officer', 'export'],
			['user:nurse', 'look-person'],
			['user:officer', 'look-rows'],
			['system:start', 'trail-begun']
		]);
		expect(view.rows[1]).toMatchObject({
			role: 'hospital',
			facility: { code: hospitalA, name: expect.stringMatching(/^RS/) },
			rows: ['person:p1'],
			rowCount: 1
		});
		expect(view.rows[0]).toMatchObject({
			rowCount: 900,
			rows: [],
			filter: [{ name: 'service', value: 'icu' }]
		});
	});

	it('is itself a look that is written down, with its filter', async () => {
		await load({ who: 'user:nurse', text: `cari ${niks[0]}` });
		const [line] = (await load()).rows;
		expect(line).toMatchObject({
			viewer: 'user:admin',
			action: 'look-trail',
			what: '/trail',
			rowCount: 0,
			filter: [
				{ name: 'who', value: 'user:nurse' },
				{ name: 'text', value: `cari ${'*'.repeat(16)}` }
			]
		});
	});

	it('is filtered by who, what was done, days of Jakarta and any words', async () => {
		expect(await seen({ who: 'user:nurse' })).toEqual([['user:nurse', 'look-person']]);
		expect(await seen({ action: 'export' })).toEqual([['user:officer', 'export']]);
		expect(await seen({ from: '2026-11-20', to: '2026-11-20' })).toEqual([['user:nurse', 'look-person']]);
		expect(await seen({ to: '2026-11-19', who: 'user:officer' })).toEqual([['user:officer', 'look-rows']]);
		expect(await seen({ text: 'VISIT:1', who: 'user:officer' })).toEqual([['user:officer', 'look-rows']]);
		// Signs that a pattern would read otherwise.
		expect(await seen({ text: '0%_B', who: 'user:nurse' })).toEqual([['user:nurse', 'look-person']]);
		expect(await seen({ text: '%', who: 'user:officer' })).toEqual([]);
		expect(await seen({ asOf: '2026-11-20', who: 'user:officer' })).toEqual([['user:officer', 'look-rows']]);
		const { facets } = await load({ who: 'user:nurse' });
		expect(facets.viewers.find(({ value }) => value === 'user:officer')).toEqual({
			value: 'user:officer',
			count: 2
		});
		expect(facets.actions).toEqual([{ value: 'look-person', count: 1 }]);
	});

	it('counts what fits, and beside each filter what the other filters leave', async () => {
		const filters = { who: 'user:officer', action: 'export', to: '2026-11-21' };
		const count = async (where: string) => {
			const [row] = await city.database.sql.unsafe<{ count: number }[]>(
				`SELECT count(*)::int AS count FROM trail WHERE at < '2026-11-22T00:00:00+07' AND ${where}`
			);
			return row?.count;
		};
		const { total, facets } = await load(filters);
		expect(total).toBe(1);
		expect(total).toBe(await count(`viewer = 'user:officer' AND action = 'export'`));
		for (const { value, count: shown } of facets.viewers)
			expect(shown, value).toBe(await count(`viewer = '${value}' AND action = 'export'`));
		for (const { value, count: shown } of facets.actions)
			expect(shown, value).toBe(await count(`viewer = 'user:officer' AND action = '${value}'`));
		expect(facets.actions.map(({ value }) => value).sort()).toEqual(['export', 'look-rows']);
		const all = await load({ to: '2026-11-21' });
		expect(all.total).toBe(await count('true'));
		expect(all.facets.viewers.reduce((sum, row) => sum + row.count, 0)).toBe(all.total);
	});

	it('refuses a filter that nobody could mean', async () => {
		for (const query of [
			{ action: 'toString' },
			{ from: '2026-02-30' },
			{ to: 'x' },
			{ page: '0' },
			{ asOf: '1' }
		])
			await expect(load(query), JSON.stringify(query)).rejects.toBeInstanceOf(InvalidFilter);
		expect((await load({ who: "x' OR 1=1 --\0" })).total).toBe(0);
	});

	it('has pages of fifty', async () => {
		for (let i = 0; i < 60; i++)
			await look('2026-10-01T05:00:00Z', officer, { action: 'sign-in', what: '/login' });
		clock = now;
		const query = { action: 'sign-in' };
		const [first, second] = [await load(query), await load({ ...query, page: '2' })];
		expect([first.rows.length, second.rows.length, first.total, first.pages]).toEqual([50, 10, 60, 2]);
		expect(new Set([...first.rows, ...second.rows].map(({ number }) => number)).size).toBe(60);
	});

	it.each(['planner', 'hospital', 'verifier', 'finance', 'executive', 'public'] as const)(
		'opens to no %s, and the database shows that role no line',
		async (role) => {
			const viewer: Viewer = { name: 'user:x', role, facility: role === 'hospital' ? hospitalA : null };
			await expect(trail(viewer).load(viewer, none)).rejects.toThrow('not for this role');
			await expect(trail(viewer).exportCsv(viewer, none)).rejects.toThrow('not for this role');
			// Somebody who got past the code, in the name of an administrator.
			expect((await trail(viewer).load(admin, none)).total).toBe(0);
		}
	);
});

describe('the application’s role', () => {
	it('may add lines and read them, and nothing else', async () => {
		const { sql } = city.app;
		const refused = [
			sql`UPDATE trail SET reason = 'x' WHERE number = 1`,
			sql`DELETE FROM trail WHERE number = 1`,
			sql`TRUNCATE trail`,
			sql`ALTER TABLE trail DISABLE TRIGGER ALL`,
			sql`UPDATE trail_head SET number = 0`,
			sql`SET session_replication_role = replica`
		];
		for (const statement of refused) await expect(statement).rejects.toThrow();
		expect((await city.app.services.context.trail.verify()).state).toBe('whole');
	});
});

describe('the export', () => {
	it('holds what the filter lets through, no formula, and is written down', async () => {
		const csv = await trail().exportCsv(admin, { ...none, who: 'user:officer', from: '2026-11-19' });
		const lines = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
		expect(lines.map(({ viewer, action, what }) => [viewer, action, what])).toEqual([
			['user:officer', 'export', "'=cmd"],
			['user:officer', 'look-rows', '/people']
		]);
		expect(lines[0]).toMatchObject({ filter: 'service=icu', rowCount: '900' });
		const [line] = (await load()).rows;
		expect(line).toMatchObject({ viewer: 'user:admin', action: 'export', rowCount: 2 });
	});
});

describe('what stands outside the database', () => {
	it('is anchored at start and at stop, and copied nowhere unless told', async () => {
		const folder = join(city.dataDir, 'trail');
		const anchors = () =>
			readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
		expect(anchors()).toHaveLength(1);
		const another = await city.openAnother();
		await another.stop();
		const last = JSON.parse(anchors().at(-1) ?? '') as { number: number };
		const [head] = await city.database.sql<{ number: number }[]>`SELECT number FROM trail_head`;
		expect(last.number).toBe(head?.number);
	});

	it('shows on the page when the database no longer agrees', async () => {
		clock = new Date(now.getTime() + 10 * minuteMs);
		await city.database.sql.begin(async (tx) => {
			await tx`SET LOCAL session_replication_role = replica`;
			await tx`UPDATE trail SET reason = 'lain' WHERE number = 3`;
		});
		const { standing } = await load();
		expect(standing).toMatchObject({ state: 'broken', first: { kind: 'altered', number: 3 }, problems: 1 });
	});
});
