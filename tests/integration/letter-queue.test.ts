/** What Dinkes decides later than it was asked: for which day the letter is, and what the rules say by then. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import {
	hospitalA,
	hospitalB,
	member,
	niks,
	now,
	openCity,
	senders,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let clock = now;
const [holder, , poor, mother] = niks;
const dayMs = 86_400_000;
const today = '2026-11-22';
const clerk: Viewer = { name: 'user:clerk', role: 'hospital', facility: hospitalA };
const planner: Viewer = { name: 'user:dina', role: 'planner', facility: null };
const daysOn = (days: number) => new Date(now.getTime() + days * dayMs);

beforeAll(async () => {
	city = await openCity({ clock: () => clock });
	await city.app.ingest.submit(senders.register, [
		member('m-1', { nik: holder }),
		member('m-4', { nik: mother })
	]);
});
beforeEach(() => void (clock = now));
afterAll(() => city.close());

let wishes = 0;
const ask = (fields: Record<string, unknown>, who = clerk) =>
	city.app.servicesFor(who).letters.issue(who, { key: `Q-${(wishes += 1)}`, ...fields }, 'en');
const newborn = { kind: 'newborn', mother, bornOn: '2026-11-20', service: 'nicu' };
const sktm = { kind: 'sktm', nik: poor, sktm: '470/12/Kel', service: 'outpatient' };

async function queue(fields: Record<string, unknown>): Promise<string> {
	const asked = await ask(fields);
	if (!asked.ok || asked.outcome !== 'queued') throw new Error(JSON.stringify(asked));
	return asked.request.id;
}
const desk = () => city.app.servicesFor(planner).letterDesk;
const issue = (id: string) => desk().decide(planner, id, 'issued', '');
async function issued(id: string) {
	const decided = await issue(id);
	if (!decided.ok) throw new Error(decided.code);
	return (await city.app.servicesFor(planner).letters.find(planner, decided.number ?? ''))?.letter;
}
const reasonsOf = async (id: string) =>
	(await desk().load(planner)).requests.find((one) => one.id === id)?.reasons;

describe('a letter that Dinkes decides', () => {
	it('is dated from the day of asking, however late it is decided', async () => {
		const id = await queue(newborn);
		clock = daysOn(9);
		expect(await issued(id)).toMatchObject({ validFrom: today, validTo: '2026-12-22', standing: 'valid' });
	});

	it('is dated from the day of the service, where that was said', async () => {
		const id = await queue({ ...sktm, referral: 'R-day', serviceDay: '2026-11-25' });
		expect((await desk().load(planner)).requests.find((one) => one.id === id)?.serviceDay).toBe('2026-11-25');
		clock = daysOn(1);
		expect(await issued(id)).toMatchObject({ validFrom: '2026-11-25', validTo: '2026-12-02' });
	});

	it('asked at midnight in Jakarta is of the new day', async () => {
		clock = new Date('2026-11-22T16:59:59.999Z');
		const before = await queue({ ...newborn, bornOn: '2026-11-21' });
		clock = new Date('2026-11-22T17:00:00.000Z');
		const after = await queue({ ...newborn, bornOn: '2026-11-21' });
		expect([(await issued(before))?.validFrom, (await issued(after))?.validFrom]).toEqual([
			today,
			'2026-11-23'
		]);
	});

	it.each([
		['more than a week ago', { ...sktm, serviceDay: '2026-11-14' }, 'bad-service-day'],
		['more than a week ahead', { ...sktm, serviceDay: '2026-11-30' }, 'bad-service-day'],
		['before the birth', { ...newborn, serviceDay: '2026-11-19' }, 'bad-service-day'],
		[
			'for a card, which is answered at once',
			{ nik: holder, service: 'icu', serviceDay: today },
			'bad-request'
		],
		['that is no day', { ...sktm, serviceDay: '2026-11-31' }, 'bad-request']
	])('is asked for no day %s', async (_, fields, code) => {
		expect(await ask(fields)).toMatchObject({ ok: false, code });
	});

	it('is the same wish however late it is sent again, and another for another day', async () => {
		const wish = { ...newborn, key: 'again' };
		const first = await ask(wish);
		clock = daysOn(1);
		expect(await ask(wish)).toMatchObject({ outcome: 'queued', isRepeated: true });
		expect(first).toMatchObject({ outcome: 'queued', isRepeated: false });
		expect(await ask({ ...wish, serviceDay: '2026-11-23' })).toMatchObject({ code: 'conflict' });
		// A child may be older by then, and the day long past: the wish is the same.
		clock = daysOn(100);
		expect(await ask(wish)).toMatchObject({ outcome: 'queued', isRepeated: true });
	});
});

describe('the checks', () => {
	it('are made again: what the registers say by now is shown before it is issued, and looked at in somebody’s name', async () => {
		const id = await queue({ ...newborn, bornOn: '2026-11-19' });
		expect(await reasonsOf(id)).toEqual(['referral-missing']);
		clock = daysOn(2);
		const time = clock.toISOString();
		await city.app.ingest.submit(senders.register, [
			member('m-4b', { nik: mother, registerStatus: 'moved' }, { time })
		]);
		expect(await issue(id)).toEqual({ ok: false, code: 'judged-anew' });
		expect(await reasonsOf(id)).toEqual(['moved', 'referral-missing']);
		const [line] = await city.database.sql<{ viewer: string }[]>`
			SELECT viewer FROM trail WHERE action = 'look-person' AND rows ? ${`letter_request:${id}`}`;
		expect(line?.viewer).toBe(planner.name);
		// Shown, and issued all the same: that is for Dinkes to decide.
		expect((await issue(id)).ok).toBe(true);
		const [letter] = await city.database.sql<{ version: string; day: string }[]>`
			SELECT rule_version AS version, valid_from AS day FROM guarantee_letter
			WHERE number = (SELECT number FROM letter_request WHERE id = ${id})`;
		expect(letter).toEqual({ version: '2018-08', day: today });
		await city.app.ingest.submit(senders.register, [
			member('m-4c', { nik: mother }, { time: new Date(clock.getTime() + 1_000).toISOString() })
		]);
	});

	it('that no longer find what they found are told as they are now', async () => {
		const id = await queue({ ...sktm, referral: 'R-better' });
		expect(await reasonsOf(id)).toEqual(['not-a-member']);
		await city.app.ingest.submit(senders.register, [member('m-3', { nik: poor })]);
		expect((await issue(id)).ok).toBe(true);
		expect(await reasonsOf(id)).toEqual([]);
	});

	it('let one referral stand behind one letter, however it is written and whoever issues the other meanwhile', async () => {
		const one = await queue({ ...sktm, referral: 'R-77/XI' });
		const two = await queue({ ...sktm, referral: 'r 77-xi' });
		expect((await issue(one)).ok).toBe(true);
		expect(await issue(two)).toEqual({ ok: false, code: 'referral-used' });
		expect(await issue(two)).toEqual({ ok: false, code: 'referral-used' });
		expect(await reasonsOf(two)).toContain('referral-used');
		expect((await desk().decide(planner, two, 'refused', 'Rujukan sudah dipakai')).ok).toBe(true);
	});

	it('let two who decide on the same referral at once issue one letter', async () => {
		const ids = [await queue({ ...sktm, referral: 'R-88' }), await queue({ ...sktm, referral: 'R88' })];
		const decided = await Promise.all(ids.map(issue));
		expect(decided.map(({ ok }) => ok).sort()).toEqual([false, true]);
	});

	it('of a wish that nobody made are made for nobody', async () => {
		expect(await issue('00000000-0000-4000-8000-000000000000')).toEqual({ ok: false, code: 'not-found' });
	});
});

describe('what waits', () => {
	it('is shown to Dinkes and to its own hospital, and the letters alone to whoever verifies bills', async () => {
		const verifier: Viewer = { name: 'user:vera', role: 'verifier', facility: null };
		const seen = await city.app.servicesFor(verifier).letterDesk.load(verifier);
		expect(seen).toMatchObject({ requests: [], faults: [], seesWishes: false, mayDecide: false });
		expect(seen.letters.length).toBeGreaterThan(3);
		const other: Viewer = { ...clerk, facility: hospitalB };
		expect((await city.app.servicesFor(other).letterDesk.load(other)).requests).toEqual([]);
		expect((await city.app.servicesFor(clerk).letterDesk.load(clerk)).requests.length).toBeGreaterThan(5);
		const { letterDesk, letters } = city.app.servicesFor(verifier);
		const number = seen.letters[0]?.number ?? '';
		const id = await queue(newborn);
		expect(await letterDesk.decide(verifier, id, 'issued', '')).toEqual({ ok: false, code: 'forbidden' });
		expect(await letters.cancel(verifier, number, 'Alasan yang cukup')).toEqual({
			ok: false,
			code: 'forbidden'
		});
	});
});
