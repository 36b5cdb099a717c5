import fc from 'fast-check';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { holdsIdentityNumber } from '../../src/lib/domain/nik.ts';
import { TrailAnchorJob } from '../../src/lib/server/jobs/trail-anchor.ts';
import { connect } from '../../src/lib/server/store/connect.ts';
import { migrate } from '../../src/lib/server/store/migrate.ts';
import { inTransaction } from '../../src/lib/server/store/transaction.ts';
import type { Trail } from '../../src/lib/server/store/trail/trail.ts';
import { drawnUuids } from '../support/uuids-like-niks.ts';
import { databaseUrl } from './database.ts';
import { hospitalA, niks } from './ingest-city.ts';
import { noon, nurse, officer, openTrailCity, type TrailCity } from './trail-city.ts';

let city: TrailCity;
let trail: Trail;
beforeAll(async () => {
	city = await openTrailCity();
	trail = city.open();
	await trail.begin();
});
afterAll(() => city.close());

const look = { action: 'look-rows', what: '/people' } as const;
const lastNumber = async () => {
	const [row] = await city.database.sql<{ number: number }[]>`SELECT number FROM trail_head`;
	return row?.number ?? -1;
};
const lineAt = async (number: number) => {
	const [row] = await city.database.sql`SELECT * FROM trail WHERE number = ${number}`;
	return row;
};

describe('a line', () => {
	it('keeps who, when, what, which rows, by which filter, how many and why', async () => {
		const number = await trail.recordLook(city.database.sql, nurse, {
			action: 'look-rows',
			what: '/people',
			rows: ['visit:3275013/V-1', 'person:9b2f3c1e-0d5a-4a86-9c93-0f5e6a7b8c9d'],
			filter: { service: 'icu', kecamatan: '', area: null },
			rowCount: 40,
			reason: '  rujukan balik ',
			from: { session: 'ses-1', apiKey: '0123456789abcdef', address: '10.1.2.3' }
		});
		expect(await lineAt(number)).toMatchObject({
			at: noon,
			viewer: 'user:nurse',
			role: 'hospital',
			facility: '3275013',
			session: 'ses-1',
			api_key: '0123456789abcdef',
			address: '10.1.2.3',
			action: 'look-rows',
			what: '/people',
			rows: ['visit:3275013/V-1', 'person:9b2f3c1e-0d5a-4a86-9c93-0f5e6a7b8c9d'],
			filter: { service: 'icu' },
			row_count: 40,
			reason: 'rujukan balik'
		});
	});

	it('stands or falls with the transaction it belongs to, and leaves no gap when it falls', async () => {
		const before = await lastNumber();
		const { sql } = city.database;
		const undone = inTransaction(sql, async (tx) => {
			await trail.recordLook(tx, officer, look);
			await tx`INSERT INTO setting (key, value) VALUES ('trail-test', '1')`;
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		expect(await lastNumber()).toBe(before);
		expect(await trail.recordLook(sql, officer, look)).toBe(before + 1);
		const two = await inTransaction(sql, async (tx) => [
			await trail.recordLook(tx, officer, look),
			await trail.recordLook(tx, nurse, look)
		]);
		expect(two).toEqual([before + 2, before + 3]);
		expect((await trail.verify()).state).toBe('whole');
	});

	it('is bounded, and says how many rows there were beyond those it names', async () => {
		const number = await trail.recordLook(city.database.sql, officer, {
			...look,
			what: 'x'.repeat(5_000),
			rows: Array.from({ length: 3_000 }, (_, i) => `visit:${hospitalA}/V-${i}-${'y'.repeat(300)}`),
			filter: Object.fromEntries(
				Array.from({ length: 100 }, (_, i) => [`f${i}${'z'.repeat(99)}`, 'v'.repeat(999)])
			),
			reason: 'r'.repeat(9_999)
		});
		const line = await lineAt(number);
		expect(line).toMatchObject({ row_count: 3_000 });
		expect((line?.['rows'] as string[]).length).toBe(500);
		expect(JSON.stringify(line).length).toBeLessThan(75_000);
	});

	it('takes what no database takes, and is whole', async () => {
		const strange = ['\0', '\ud800', '\udc00x', '"\\', '\u2028', '💊'];
		await trail.recordLook(city.database.sql, officer, {
			...look,
			rows: strange,
			filter: Object.fromEntries(strange.map((text) => [`n${text}`, text])),
			reason: strange.join('')
		});
		expect((await trail.verify()).state).toBe('whole');
	});
});

describe('a NIK', () => {
	const places = fc.constantFrom(
		'viewer',
		'what',
		'rows',
		'filter',
		'name',
		'reason',
		'session',
		'apiKey',
		'address'
	);
	const nik = fc
		.constantFrom(...niks)
		.chain((number) =>
			fc.constantFrom(
				number,
				number.replace(/(\d{4})(?=\d)/g, '$1 '),
				number.replace(/(\d{6})(\d{6})/, '$1-$2-')
			)
		);
	const text = fc
		.tuple(fc.string({ maxLength: 20 }), nik, fc.string({ maxLength: 20 }))
		.map((parts) => parts.join(' '));

	it('gets in by no way, however it is written', () =>
		fc.assert(
			fc.asyncProperty(places, text, async (place, given) => {
				const at = (name: typeof place) => (place === name ? given : 'x');
				const number = await trail.recordLook(
					city.database.sql,
					{ ...officer, name: at('viewer') },
					{
						...look,
						what: at('what'),
						rows: [at('rows'), `person:${at('rows')}`],
						filter: { [at('name')]: at('filter') },
						reason: at('reason'),
						from: { session: at('session'), apiKey: at('apiKey'), address: at('address') }
					}
				);
				const line = { ...(await lineAt(number)), mac: null, previous: null, key_id: null };
				for (const value of Object.values(line).flatMap((one) => [
					one,
					...Object.values(one ?? {}),
					...Object.keys(one ?? {})
				]))
					if (typeof value === 'string') expect(holdsIdentityNumber(value), value).toBe(false);
			}),
			{ numRuns: 150 }
		));

	it('is masked where it was typed, and the rest of the sentence stays', async () => {
		const number = await trail.recordLook(city.database.sql, officer, {
			...look,
			rows: [
				'quarantine:12345678-1234-4234-8234-123456789012',
				'api_key:1234567890123456',
				'visit:3275013/20261122000123',
				...drawnUuids.map((uuid) => `visit:3275013/${uuid}`)
			],
			reason: `keluhan atas ${niks[0]} dan dk_0123456789abcdef_${'s'.repeat(43)}`
		});
		expect(await lineAt(number)).toMatchObject({
			// Ids that the product or a sender drew are found again, digits or not.
			rows: [
				'quarantine:12345678-1234-4234-8234-123456789012',
				'api_key:1234567890123456',
				'visit:3275013/20261122000123',
				...drawnUuids.map((uuid) => `visit:3275013/${uuid}`)
			],
			reason: 'keluhan atas **************** dan dk…'
		});
	});
});

describe('the table', () => {
	it('refuses to change or to lose a line, and says why', async () => {
		const { sql } = city.database;
		for (const refused of [
			sql`UPDATE trail SET reason = 'x' WHERE number = 1`,
			sql`DELETE FROM trail WHERE number = 1`,
			sql`TRUNCATE trail`
		])
			await expect(refused).rejects.toMatchObject({
				message: expect.stringContaining('append-only'),
				hint: expect.stringContaining('Nobody prunes it')
			});
		for (const refused of [
			sql`UPDATE trail_head SET number = 0`,
			sql`DELETE FROM trail_head`,
			sql`TRUNCATE trail_head`
		])
			await expect(refused).rejects.toThrow('kept by the trail');
	});

	it('refuses a line that does not follow the last, or bears no seal', async () => {
		const { sql } = city.database;
		const last = await lastNumber();
		const add = (number: number, previous: Buffer | null, mac: Buffer | null) => sql`
			INSERT INTO trail (number, at, viewer, role, action, what, rows, filter, previous, mac, key_id)
			VALUES (${number}, now(), 'x', 'admin', 'look-rows', 'x', '[]', '{}', ${previous}, ${mac}, 'x')`;
		const seal = Buffer.alloc(32);
		const line = await lineAt(last);
		await expect(add(last + 1, seal, seal)).rejects.toThrow('does not follow');
		await expect(add(last + 2, line?.['mac'] as Buffer, seal)).rejects.toThrow('does not follow');
		await expect(add(-1, seal, seal)).rejects.toThrow('does not follow');
		await expect(add(last + 1, line?.['mac'] as Buffer, null)).rejects.toThrow('trail_sealed');
	});
});

it('stays gapless and whole while twenty write at once, over two pools, some of them in vain', async () => {
	const pools = [connect(city.database.url, { max: 5 }), connect(city.database.url, { max: 5 })];
	const before = await lastNumber();
	const writers = Array.from({ length: 20 }, async (_, writer) => {
		const pool = pools[writer % 2] ?? city.database.sql;
		const mine = city.open({ sql: pool });
		const done: number[] = [];
		for (let i = 0; i < 10; i++) {
			const fails = (writer + i) % 5 === 0;
			await inTransaction(pool, async (tx) => {
				const number = await mine.recordLook(tx, officer, {
					...look,
					rows: [`visit:${hospitalA}/${writer}-${i}`]
				});
				if (fails) throw new Error('in vain');
				done.push(number);
			}).catch((error: Error) => expect(error.message).toBe('in vain'));
		}
		return done;
	});
	const numbers = (await Promise.all(writers)).flat().sort((a, b) => a - b);
	await Promise.all(pools.map((pool) => pool.end()));
	expect(numbers).toEqual(Array.from({ length: 160 }, (_, i) => before + 1 + i));
	expect(await trail.verify()).toMatchObject({ state: 'whole', lines: before + 160 });
});

it('is anchored once a day and where lines came, by one of two processes on one directory', async () => {
	const other = city.open();
	const first = await Promise.all([trail.anchor('once a day'), other.anchor('once a day')]);
	expect(first.filter((anchor) => anchor !== null)).toHaveLength(1);
	expect(await trail.anchor('when moved')).toBeNull();
	await trail.recordLook(city.database.sql, officer, look);
	expect(await trail.anchor('once a day')).toBeNull();
	expect(await other.anchor('when moved')).toMatchObject({
		ordinal: 2,
		day: '2026-11-22',
		number: await lastNumber()
	});
	// 17:00 UTC is the next day in Jakarta.
	city.clock.now = new Date('2026-11-22T17:00:00.000Z');
	expect(await trail.anchor('once a day')).toMatchObject({ ordinal: 3, day: '2026-11-23' });
	await trail.copyAnchors();
	expect((await trail.verify()).state).toBe('whole');
});

it('is anchored also where the second place is away, which is said in the log, and is copied there when it is back', async () => {
	const blocked = join(city.places.own, 'not-a-folder');
	writeFileSync(blocked, '');
	const said: string[] = [];
	const log = pino({ level: 'trace' }, { write: (line: string) => void said.push(line) });
	const away = city.open({ places: { ...city.places, second: join(blocked, 'second') } });
	city.clock.now = new Date('2026-11-24T05:00:00.000Z');
	const job = new TrailAnchorJob({ trail: away, log });
	await job.stop();
	expect(said.join('')).toContain('DENYUT_TRAIL_ANCHOR_DIR');
	expect((await trail.verify()).anchored).toMatchObject({ day: '2026-11-24' });
	expect((await trail.verify()).problems).toMatchObject([
		{ kind: 'anchor-cut', anchor: { folder: city.places.second } }
	]);
	await trail.copyAnchors();
	expect((await trail.verify()).state).toBe('whole');
});

it('carries over what was looked at before it was chained', async () => {
	const serverUrl = inject('serverUrl');
	const folder = mkdtempSync(join(tmpdir(), 'denyut-migrations-'));
	cpSync(resolve(import.meta.dirname, '../../drizzle'), folder, { recursive: true });
	const journalPath = join(folder, 'meta', '_journal.json');
	const journal = JSON.parse(readFileSync(journalPath, 'utf8')) as { entries: { tag: string }[] };
	const at = journal.entries.findIndex(({ tag }) => tag.endsWith('_trail'));
	writeFileSync(journalPath, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
	const name = 'denyut_test_carried';
	await city.database.sql.unsafe(`CREATE DATABASE ${name} TEMPLATE template0`);
	const url = databaseUrl(serverUrl, name);
	await migrate(url, folder);
	const sql = connect(url, { max: 1 });
	await sql`INSERT INTO look (at, viewer, what, rows, reason) VALUES
		(${noon}, 'this-machine', 'quarantine-open', '["a"]', ${`NIK ${niks[0]} salah`}),
		(${noon}, 'this-machine', 'quarantine-discard', '["a", "b"]', 'ruang tidak ada')`;
	await migrate(url);
	const mine = city.open({ sql, places: { own: join(folder, 'anchors'), second: null } });
	await mine.begin();
	const lines = await sql`SELECT number, viewer, action, rows, row_count, reason FROM trail ORDER BY number`;
	expect([...lines]).toMatchObject([
		{
			number: -1,
			viewer: 'system:this-machine',
			action: 'held-open',
			rows: ['quarantine:a'],
			reason: 'NIK **** salah'
		},
		{ number: 0, action: 'held-discard', rows: ['quarantine:a', 'quarantine:b'], row_count: 2 },
		{ number: 1, viewer: 'system:start', action: 'trail-begun', row_count: 2 }
	]);
	expect(await sql`SELECT FROM pg_tables WHERE tablename = 'look'`).toHaveLength(0);
	expect((await mine.verify()).state).toBe('whole');
	await sql.end();
	await city.database.sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
	rmSync(folder, { recursive: true, force: true });
});
