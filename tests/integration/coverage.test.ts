/** Asking whether a card is good, over HTTP as a hospital's software asks; the tables and the trail behind it. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { registerSources } from '../../src/lib/domain/membership-validity.ts';
import { roles } from '../../src/lib/domain/role.ts';
import { openSession } from '../support/session.ts';
import {
	ask,
	city,
	clock,
	endpoint,
	good,
	keyA,
	keyB,
	moved,
	pack,
	post,
	stranger,
	useCoverageCity,
	viewer,
	wish
} from './coverage-city.ts';
import { dumpTables, hospitalA, hospitalB, keyFor, niks, now } from './ingest-city.ts';

const dayMs = 86_400_000;
useCoverageCity();

describe('asking whether a card is good', () => {
	it('says so, by which rules, and how old each register is', async () => {
		const { status, body, headers } = await ask({}, keyA, { 'accept-language': 'id' });
		expect(status).toBe(200);
		expect(body).toMatchObject({
			...{ outcome: 'covered', reasons: [], ruleVersion: '2018-08', day: '2026-11-22', facility: hospitalA },
			answer: expect.stringMatching(/^Ditanggung\./),
			// The event of this person is younger than the reading of the social office.
			asOf: Object.fromEntries(registerSources.map((source) => [source, '2026-11-22T04:00:00.000Z']))
		});
		expect(headers.get('cache-control')).toBe('no-store');
	});

	it.each([
		['a person who moved', { nik: moved }, ['moved']],
		['somebody without a card', { nik: stranger }, ['not-a-member']],
		['no referral', { referral: null }, ['referral-missing']],
		['class 2', { service: 'inpatient-2' }, ['class-above-3']],
		['another number on the e-KTP', { ektpNik: stranger }, ['ektp-differs']],
		['a cold at the emergency ward', { service: 'emergency', emergency: false }, ['no-emergency']]
	])('says no to %s, and why in words', async (_, fields, codes) => {
		const { body } = await ask(fields);
		expect(body.outcome).toBe('not-covered');
		expect(body.reasons.map(({ code }) => code)).toEqual(codes);
		for (const { message } of body.reasons) expect(message).toMatch(/^[A-Z].{20,}\.$/);
	});

	it('says that it cannot say when the registers have been silent for too long', async () => {
		clock.now = new Date(now.getTime() + 40 * dayMs);
		const other = await city.openAnother();
		const clerk = viewer('hospital', hospitalA);
		const checked = await other
			.servicesFor(clerk)
			.eligibility.check(clerk, { nik: good, service: 'outpatient', referral: 'R' }, 'en');
		clock.now = now;
		expect(checked).toMatchObject({ ok: true, view: { outcome: 'unknown' } });
		expect(checked.ok && checked.view.doubts.map(({ code }) => code)).toEqual(
			Array.from({ length: 3 }, () => 'source-stale')
		);
	});

	it('writes down who asked whose card before it answers, and no number', async () => {
		const [before] = await city.database.sql<{ count: number }[]>`
			SELECT coalesce(sum(row_count), 0)::int AS count FROM trail WHERE action = 'look-person'`;
		await Promise.all(Array.from({ length: 30 }, () => ask({})));
		await ask({ nik: stranger });
		const lines = await city.database.sql<
			{ facility: string; rows: string[]; rowCount: number; what: string }[]
		>`
			SELECT facility, rows, row_count AS "rowCount", what FROM trail WHERE action = 'look-person'`;
		expect(lines.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe((before?.count ?? 0) + 31);
		expect(new Set(lines.map(({ facility }) => facility))).toEqual(new Set([hospitalA]));
		expect(lines.at(-1)).toMatchObject({ rows: [], rowCount: 1, what: 'POST /api/v1/eligibility' });
		expect(lines.at(-2)?.rows).toEqual([expect.stringMatching(/^person:[0-9a-f-]{36}$/)]);
	});

	it.each([
		['without a key', () => ask({}, null), 401, 'no-key'],
		['with a key that is none', () => ask({}, 'dk_none'), 401, 'bad-key'],
		['for another hospital', () => ask({ facility: hospitalB }), 403, 'other-facility'],
		['with a short number', () => ask({ nik: '327501' }), 400, 'bad-request'],
		['with a number in the referral', () => ask({ referral: good }), 400, 'bad-request'],
		['for a service that is none', () => ask({ service: 'spa' }), 400, 'bad-request'],
		['in no JSON', () => post('/api/v1/eligibility', '{'), 400, 'bad-request'],
		['at too great a length', () => post('/api/v1/eligibility', 'x'.repeat(20_000)), 413, 'too-large'],
		['packed, at too great a length', () => pack('x'.repeat(20_000)), 413, 'too-large'],
		['packed otherwise than it says', () => pack('{}', gzipSync('{}').subarray(9)), 400, 'bad-request'],
		['packed as nobody unpacks', () => ask({}, keyA, { 'content-encoding': 'br' }), 400, 'bad-request']
	] as const)('is refused %s', async (_, send, status, code) => {
		const answer = await send();
		expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
	});

	it('is read packed too, as every other way in reads', async () => {
		const body = { nik: good, service: 'outpatient', referral: 'R-1' };
		expect((await pack(JSON.stringify(body))).body).toMatchObject({ outcome: 'covered' });
	});

	it.each(['verifier', 'finance', 'dinkes', 'register', 'importer'] as const)(
		'is refused to the key of the party %s',
		async (party) => {
			expect((await ask({}, await keyFor(city.app, party))).status).toBe(403);
			expect((await wish({}, await keyFor(city.app, party))).status).toBe(403);
		}
	);

	it('is refused to a key that only reads', async () => {
		const key = await city.app.keys.create({ party: null, role: 'hospital', facility: hospitalA });
		expect((await ask({}, key)).status).toBe(403);
	});

	it.each(roles.filter((role) => role !== 'hospital'))('is refused to the role %s', async (role) => {
		const who = viewer(role, role === 'public' ? null : hospitalA);
		const { eligibility, letters } = city.app.servicesFor(who);
		const body = { key: 'x', nik: good, service: 'outpatient' };
		expect(await eligibility.check(who, body, 'en')).toEqual({ ok: false, code: 'forbidden' });
		expect(await letters.issue(who, body, 'en')).toEqual({ ok: false, code: 'forbidden' });
	});

	it('is open to a clerk who is signed in, from our own page alone', async () => {
		const { name, value } = await openSession(city.database.sql, 'hospital', hospitalA);
		const cookie = `${name}=${value}`;
		const { origin } = new URL(endpoint.url);
		expect((await ask({}, null, { cookie, origin })).body.outcome).toBe('covered');
		for (const elsewhere of [{ cookie }, { cookie, origin: 'https://evil.example' }])
			expect((await ask({}, null, elsewhere)).body.code).toBe('other-origin');
	});

	it('lets one key ask no faster than a hospital needs', async () => {
		const key = await keyFor(city.app, 'hospital', hospitalB);
		// Refused for what it holds, or for coming too often: quickly either way.
		const statuses = await Promise.all(
			Array.from({ length: 600 }, async () => (await post('/api/v1/eligibility', '{', key)).status)
		);
		expect(new Set(statuses)).toEqual(new Set([400, 429]));
		expect((await ask({}, keyB)).status).toBe(200);
	});
});

it('leaves the number nowhere: in no table and in no log', async () => {
	const kept = (await dumpTables(city)) + city.logged();
	for (const nik of [...niks, '3275041203890000']) expect(kept).not.toContain(nik);
});
