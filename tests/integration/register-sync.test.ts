import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { findValidity } from '../../src/lib/server/store/register/judge.ts';
import {
	dumpTables,
	keyFor,
	member,
	now,
	openCity,
	senders,
	serve,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import { csvOf, familyOf, nikOf, sync, type Line } from './register-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let clock = now;
const later = (minutes: number) => (clock = new Date(clock.getTime() + minutes * 60_000));

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	endpoint = await serve(city.app);
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

const dukcapil = (index: number, line: Line = {}): Line => ({
	nik: nikOf(index),
	family: familyOf(Math.floor(index / 3)),
	kecamatan: '32.75.02',
	status: 'active',
	ektp: 1,
	head: index % 3 === 0 ? 1 : 0,
	registeredSince: '2015-03-01',
	...line
});
const card = (index: number, line: Line = {}): Line => ({
	nik: nikOf(index),
	family: familyOf(Math.floor(index / 3)),
	segment: 'ks-nik',
	...line
});
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

async function idOf(index: number): Promise<string> {
	const { keyId, mac } = city.app.services.context.wrappedMacOf(nikOf(index));
	const [row] = await city.database.sql<{ id: string }[]>`
		SELECT person_id AS id FROM person_key WHERE key_id = ${keyId} AND mac = decode(${mac}, 'hex')`;
	return row?.id ?? '';
}
const validity = async (index: number, day = '2026-11-22') =>
	findValidity(city.app.sql, await idOf(index), day);
const reasonsOf = async (index: number) => (await validity(index))?.reasons;

/** Every table of the registers, as text. */
async function readAll(): Promise<string> {
	const tables = ['dukcapil_person', 'dinsos_card', 'jkn_status', 'membership', 'membership_day'];
	const parts = await Promise.all(
		tables.map((table) =>
			city.database.sql.unsafe(
				`SELECT ${table === 'membership_day' ? 'day, kecamatan, reason, persons, families' : '*'} FROM ${table} t ORDER BY 1, 2, 3`
			)
		)
	);
	return JSON.stringify(parts);
}

describe('a register’s snapshot', () => {
	it('makes members of who has a card, judged by all three registers', async () => {
		await sync(
			city,
			'dukcapil',
			range(60).map((index) =>
				dukcapil(index, {
					...(index === 3 && { status: 'deceased', statusSince: '2026-05-01' }),
					...(index === 4 && { status: 'pindah' }),
					...(index === 5 && { ektp: 'belum' }),
					...(index === 7 && { head: 1 }),
					...(index === 8 && { registeredSince: '2026-08-01' })
				})
			)
		);
		const result = await sync(city, 'dinsos', [
			...range(50).map((index) => card(index)),
			card(9, { family: familyOf(900) }),
			card(70)
		]);
		expect(result).toMatchObject({
			...{ lines: 52, accepted: 51, duplicate: 1, rejected: 0 },
			...{ added: 51, changed: 0, removed: 0 }
		});
		await sync(city, 'jkn', [
			{ nik: nikOf(10), status: 'PBI-APBN' },
			{ nik: nikOf(11), status: 'inactive' }
		]);
		expect(await validity(0)).toMatchObject({ isMember: true, reasons: [], kecamatan: '32.75.02' });
		expect(await reasonsOf(3)).toEqual(['deceased']);
		expect(await reasonsOf(4)).toEqual(['moved']);
		expect(await reasonsOf(5)).toEqual(['ektp-missing']);
		expect([await reasonsOf(6), await reasonsOf(7)]).toEqual([['two-heads'], ['two-heads']]);
		expect(await reasonsOf(8)).toEqual(['residence-under-six-months']);
		expect(await reasonsOf(9)).toEqual(['two-families']);
		expect([await reasonsOf(10), await reasonsOf(11)]).toEqual([['jkn-active'], []]);
		expect(await reasonsOf(70)).toEqual(['not-in-register']);
		expect(await validity(55)).toMatchObject({ isMember: false });
		const counted = await city.database.sql`
			SELECT reason, sum(persons)::int AS persons, sum(families)::int AS families FROM membership_day
			WHERE day = '2026-11-22' GROUP BY reason ORDER BY reason`;
		expect(counted.map((row) => [row['reason'], row['persons'], row['families']])).toEqual([
			['deceased', 1, 1],
			['ektp-missing', 1, 1],
			['invalid', 9, 4],
			['jkn-active', 1, 1],
			['member', 51, 18],
			['moved', 1, 1],
			['not-in-register', 1, 1],
			['residence-under-six-months', 1, 1],
			['two-families', 1, 1],
			['two-heads', 2, 1],
			['valid', 42, 15]
		]);
	});

	it('counts lines that it cannot use by reason, with their numbers, and keeps nothing of them', async () => {
		const before = await readAll();
		const result = await sync(city, 'dinsos', [
			...range(50).map((index) => card(index, index === 20 ? { family: '12' } : {})),
			card(9, { family: familyOf(900) }),
			card(70),
			{ nik: '32750152038', family: familyOf(1) },
			{ nik: `${nikOf(1)}9`, family: familyOf(1) }
		]);
		expect(result).toMatchObject({ lines: 54, accepted: 50, duplicate: 1, rejected: 3 });
		expect(result.rejections).toEqual({
			'family-malformed': { count: 1, lines: [22] },
			'nik-malformed': { count: 2, lines: [54, 55] }
		});
		// Person 20 is named, although its line could not be used: it stays as it stood.
		expect(result).toMatchObject({ added: 0, changed: 0, removed: 0 });
		expect(await readAll()).toBe(before);
	});

	it('given again changes nothing', async () => {
		const before = await readAll();
		const again = await sync(city, 'jkn', [
			{ nik: nikOf(10), status: 'PBI-APBN' },
			{ nik: nikOf(11), status: 'inactive' }
		]);
		expect(again).toMatchObject({ accepted: 2, added: 0, changed: 0, removed: 0 });
		expect(await readAll()).toBe(before);
	});

	it('that would remove more than a fifth of the people is refused, and taken when it is forced', async () => {
		const before = await readAll();
		const few = range(30).map((index) => card(index));
		await expect(sync(city, 'dinsos', few)).rejects.toMatchObject({ code: 'removes-many' });
		expect(await readAll()).toBe(before);
		const [refused] = await city.database.sql`
			SELECT state, fault, lines, rejected FROM register_sync WHERE state = 'refused'`;
		expect(refused).toEqual({ state: 'refused', fault: 'removes-many', lines: 30, rejected: 30 });
		later(1);
		expect(await sync(city, 'dinsos', few, { force: true })).toMatchObject({ removed: 21 });
		expect(await validity(40)).toMatchObject({ isMember: false });
	});

	it('refuses what is no register', async () => {
		const before = await readAll();
		await expect(sync(city, 'dukcapil', 'name;address\nx;y')).rejects.toMatchObject({ code: 'no-heading' });
		await expect(sync(city, 'dukcapil', '')).rejects.toMatchObject({ code: 'no-heading' });
		await expect(sync(city, 'dukcapil', 'nik,status\n"1,2')).rejects.toMatchObject({ code: 'unreadable' });
		await expect(sync(city, 'jkn', 'nik,status\n1,x')).rejects.toMatchObject({ code: 'empty' });
		expect(await readAll()).toBe(before);
	});
});

describe('a delta', () => {
	it('changes whom it names, and judges the other head of a family anew', async () => {
		expect(await reasonsOf(7)).toEqual(['two-heads']);
		later(1);
		const result = await sync(city, 'dukcapil', [dukcapil(6, { head: 0 })], { mode: 'delta' });
		expect(result).toMatchObject({ lines: 1, added: 0, changed: 1, removed: 0 });
		expect([await reasonsOf(6), await reasonsOf(7)]).toEqual([[], []]);
		const standing = await city.database.sql`
			SELECT reasons FROM membership WHERE person_id = ${await idOf(7)} AND ended_on IS NULL`;
		expect(standing).toEqual([{ reasons: 0 }]);
	});
});

describe('an event of a membership', () => {
	it('speaks for all three registers until one of them speaks again', async () => {
		later(60);
		const time = clock.toISOString();
		await city.app.ingest.submit(senders.register, [
			member('e-1', { nik: nikOf(0), registerStatus: 'moved', kecamatan: '32.75.05' }, { time }),
			member('e-2', { nik: nikOf(80), kecamatan: '32.75.05', jkn: 'pbi-apbd' }, { time })
		]);
		expect(await reasonsOf(0)).toEqual(['moved']);
		expect(await validity(80)).toMatchObject({ isMember: true, reasons: ['jkn-active'], jkn: 'pbi-apbd' });
		expect(await judgeDue(city.app.sql, clock, { usualMs: 0, dueMs: 0 })).toBe(true);
		const [due] = await city.database.sql`SELECT count(*)::int AS left FROM membership_due`;
		expect(due).toEqual({ left: 0 });
		const [row] = await city.database.sql`
			SELECT kecamatan, register_status AS status FROM membership
			WHERE person_id = ${await idOf(0)} AND ended_on IS NULL`;
		expect(row).toEqual({ kecamatan: '32.75.05', status: 'moved' });
		later(1);
		await sync(
			city,
			'dukcapil',
			range(60).map((index) => dukcapil(index))
		);
		expect(await reasonsOf(0)).toEqual([]);
		// The population register does not know this one, and the social office has not spoken since.
		expect(await reasonsOf(80)).toEqual(['not-in-register', 'jkn-active']);
		later(1);
		await sync(
			city,
			'dinsos',
			range(30).map((index) => card(index))
		);
		expect(await validity(80)).toMatchObject({ isMember: false });
	});
});

describe('the days of a judgement', () => {
	it('are kept: what stood on a past day can be told, and residence grows long enough by itself', async () => {
		clock = new Date('2026-11-24T05:00:00Z');
		await sync(city, 'dukcapil', [dukcapil(1, { registeredSince: '2026-05-25' })], { mode: 'delta' });
		clock = new Date('2026-11-25T05:00:00Z');
		await judgeDue(city.app.sql, clock, { usualMs: 0, dueMs: 0 });
		const rows = await city.database.sql`
			SELECT known_on, ended_on, reasons FROM membership WHERE person_id = ${await idOf(1)} ORDER BY known_on`;
		expect(rows).toEqual([
			{ known_on: '2026-11-22', ended_on: '2026-11-24', reasons: 0 },
			{ known_on: '2026-11-24', ended_on: '2026-11-25', reasons: 128 },
			{ known_on: '2026-11-25', ended_on: null, reasons: 0 }
		]);
	});
});

describe('POST /api/v1/register', () => {
	const post = async (path: string, body: string | Uint8Array, key?: string) => {
		const response = await fetch(endpoint.url.replace('events', `register/${path}`), {
			method: 'POST',
			body: Buffer.from(body),
			headers: key === undefined ? {} : { authorization: `Bearer ${key}` }
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};

	it('takes a file of the register’s, gzip and NDJSON too', async () => {
		const key = await keyFor(city.app, 'register');
		later(1);
		const gzip = gzipSync(csvOf([{ nik: nikOf(10), status: 'active' }]));
		expect(await post('jkn?mode=delta', gzip, key)).toMatchObject({
			status: 200,
			body: { source: 'jkn', mode: 'delta', lines: 1, accepted: 1, changed: 1 }
		});
		const lines = [{ nik: nikOf(10), status: 'inactive' }, 'x']
			.map((line) => JSON.stringify(line))
			.join('\n');
		expect(await post('jkn?mode=delta', lines, key)).toMatchObject({
			status: 200,
			body: { lines: 2, accepted: 1, rejected: 1, rejections: { unreadable: { count: 1, lines: [2] } } }
		});
	});

	it('refuses others, in words', async () => {
		const key = await keyFor(city.app, 'register');
		const dinkes = await keyFor(city.app, 'dinkes');
		const file = csvOf([{ nik: nikOf(1), status: 'active' }]);
		expect(await post('jkn?mode=delta', file)).toMatchObject({ status: 401 });
		expect(await post('jkn?mode=delta', file, dinkes)).toMatchObject({
			status: 403,
			body: { code: 'not-allowed' }
		});
		expect(await post('bpjs?mode=delta', file, key)).toMatchObject({
			status: 404,
			body: { code: 'wrong-source' }
		});
		expect(await post('jkn', file, key)).toMatchObject({ status: 400, body: { code: 'wrong-mode' } });
		expect(await post('jkn?mode=delta', 'a,b', key)).toMatchObject({
			status: 400,
			body: { code: 'no-heading' }
		});
	});
});

it('keeps no number in any table, and none in the log', async () => {
	const text = (await dumpTables(city)) + city.logged();
	for (const number of [nikOf(0), nikOf(70), familyOf(0), '32750152038']) expect(text).not.toContain(number);
});
