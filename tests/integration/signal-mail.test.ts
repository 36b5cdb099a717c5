/** Signals in a mailbox: who may ask for them, how the mailbox is proven, how often a code is sent, and how it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { Maintenance } from '../../src/lib/server/jobs/maintenance.ts';
import { askForMail } from '../../src/lib/server/store/signal-mail.ts';
import { allDiseases, SignalMailCity } from './signal-mail-city.ts';

let mail: SignalMailCity;
beforeAll(async () => {
	mail = await SignalMailCity.open();
}, 120_000);
afterAll(() => mail?.close());
beforeEach(() => mail.empty());

describe('a mailbox', () => {
	it('is sent a code, and nothing else until it comes back', async () => {
		const viewer = await mail.person('planner');
		expect(await mail.of(viewer).load(viewer)).toEqual({ state: 'none', fixed: null });
		await mail.of(viewer).ask(viewer, { ...allDiseases, address: ' Sari@Dinkes.Example ' });
		await mail.raise();
		expect(mail.post.received.map(({ to, from }) => [from, to])).toEqual([
			['denyut@dinkes.example', ['sari@dinkes.example']]
		]);
		expect(mail.post.received[0]?.headers).toContain('Subject: Kode untuk alamat surel Anda');
		expect(await mail.of(viewer).load(viewer)).toMatchObject({
			state: 'waiting',
			address: 'sari@dinkes.example'
		});
		const wrong = String((Number(mail.code) + 1) % 100_000_000).padStart(8, '0');
		expect(await mail.of(viewer).confirm(viewer, wrong)).toMatchObject({ why: 'wrong-code' });
		mail.laterBy(1);
		const spaced = mail.code.replace(/^(....)/, '$1 ');
		expect(await mail.of(viewer).confirm(viewer, spaced)).toEqual({ outcome: 'on' });
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'on', refusedAt: null });
		expect(JSON.stringify(await mail.sql`SELECT * FROM webhook, webhook_delivery`)).not.toContain(mail.code);
		const [line] = await mail.sql`
			SELECT viewer, action FROM trail WHERE what = 'signal mail on' ORDER BY number DESC LIMIT 1`;
		expect(line).toEqual({ viewer: viewer.name, action: 'setting-changed' });
		// What stood already is on the page.
		await mail.raise();
		expect(mail.post.received).toHaveLength(1);
	});

	it('is the account’s own where the administrator gave it one, whatever a form says', async () => {
		const viewer = await mail.person('planner', 'sari@dinkes.example');
		expect(await mail.of(viewer).load(viewer)).toEqual({ state: 'none', fixed: 'sari@dinkes.example' });
		await mail.of(viewer).ask(viewer, { ...allDiseases, address: 'lain@evil.example' });
		await mail.deliver();
		expect(mail.post.received.map(({ to }) => to)).toEqual([['sari@dinkes.example']]);
	});

	it('is no list, no header and no nonsense', async () => {
		const viewer = await mail.person('planner');
		for (const address of ['', 'sari', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example'])
			expect(await mail.of(viewer).ask(viewer, { ...allDiseases, address })).toMatchObject({
				why: 'bad-address'
			});
		const some = {
			locale: 'id',
			isAll: false,
			diseases: ['nonsense'],
			address: 'sari@dinkes.example'
		} as const;
		expect(await mail.of(viewer).ask(viewer, some)).toMatchObject({ why: 'no-disease' });
		await mail.deliver();
		expect(mail.post.tried).toBe(0);
		expect(await mail.deliveries()).toHaveLength(0);
	});

	it('of a stranger is sent three codes an hour at most, and a code may be tried five times', async () => {
		const [first, second] = [await mail.person('planner'), await mail.person('planner')];
		const address = 'orang@lain.example';
		const ask = async (viewer: Viewer) =>
			(await mail.of(viewer).ask(viewer, { ...allDiseases, address })).outcome;
		expect([await ask(first), await ask(first), await ask(second), await ask(second)]).toEqual([
			...['asked', 'asked', 'asked', 'refused']
		]);
		const tries = await Promise.all(
			Array.from({ length: 8 }, () => mail.of(first).confirm(first, '00000000'))
		);
		const whys = tries.map((told) => ('why' in told ? told.why : ''));
		expect(whys.filter((why) => why === 'wrong-code')).toHaveLength(5);
		expect(whys.filter((why) => why === 'too-many')).toHaveLength(3);
	});

	it('is proven by the newest code only, and within half an hour', async () => {
		const viewer = await mail.person('planner');
		const wish = { ...allDiseases, address: 'sari@dinkes.example' };
		await mail.of(viewer).ask(viewer, wish);
		await mail.deliver();
		const old = mail.code;
		await mail.of(viewer).ask(viewer, wish);
		await mail.deliver();
		expect(mail.code).not.toBe(old);
		expect(await mail.of(viewer).confirm(viewer, old)).toMatchObject({ why: 'wrong-code' });
		mail.laterBy(31);
		expect(await mail.of(viewer).confirm(viewer, mail.code)).toMatchObject({ why: 'wrong-code' });
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'none' });
	});

	it('is for no other role, no demo account and no program', async () => {
		for (const role of ['executive', 'hospital', 'verifier', 'finance'] as const) {
			const viewer = await mail.person(role);
			expect(await mail.of(viewer).load(viewer)).toBeNull();
			const told = await mail.of(viewer).ask(viewer, { ...allDiseases, address: 'a@b.example' });
			expect(told).toEqual({ outcome: 'forbidden' });
		}
		const demo = await mail.person('planner');
		await mail.sql`UPDATE user_account SET demo = true`;
		expect(await mail.of(demo).load(demo)).toEqual({ state: 'demo' });
		expect(await mail.of(demo).ask(demo, { ...allDiseases, address: 'a@b.example' })).toEqual({
			outcome: 'forbidden'
		});
		const program: Viewer = { ...demo, name: `key:${demo.name.slice(5)}` };
		expect(await mail.of(program).ask(program, { ...allDiseases, address: 'a@b.example' })).toEqual({
			outcome: 'forbidden'
		});
	});

	it('is asked for in vain where the installation sends no e-mail', async () => {
		const viewer = await mail.person('planner');
		const services = mail.city.city.app.servicesFor(viewer).signalMail;
		expect(await services.load(viewer)).toEqual({ state: 'off', address: null });
		expect(await services.ask(viewer, { ...allDiseases, address: 'a@b.example' })).toMatchObject({
			why: 'off'
		});
	});

	it('is not shut out by somebody else who asks for it, and asking in vain costs nothing elsewhere', async () => {
		const [owner, other] = [await mail.person('planner'), await mail.person('planner')];
		const fixed = await mail.person('planner', 'tetap@dinkes.example');
		const outcomes: string[] = [];
		for (const address of ['sari@dinkes.example', 'tetap@dinkes.example'])
			for (let time = 0; time < 4; time++) outcomes.push((await mail.ask(other, address)).outcome);
		expect(outcomes).toEqual([
			...['asked', 'asked', 'refused', 'refused'],
			...['asked', 'asked', 'refused', 'refused']
		]);
		expect(await mail.ask(await mail.person('planner'), 'tetap@dinkes.example')).toEqual({
			outcome: 'asked'
		});
		expect(await mail.ask(owner, 'sari@dinkes.example')).toEqual({ outcome: 'asked' });
		expect(await mail.ask(fixed, '')).toEqual({ outcome: 'asked' });
		// Four were sent of five: what was refused above took none of them.
		expect(await mail.ask(other, 'baru@dinkes.example')).toEqual({ outcome: 'asked' });
		expect(await mail.ask(other, 'lagi@dinkes.example')).toMatchObject({ why: 'too-many' });
	});
});

describe('two tabs', () => {
	it('that ask: what one of them confirmed is not undone by the other', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		const late = {
			...{ id: 'late', account: viewer.name.slice('user:'.length), userName: 'x', address: 'x@y.example' },
			...{ locale: 'id' as const, diseases: [], at: mail.city.clock.now }
		};
		expect(await askForMail(mail.app.sql, late)).toBe(false);
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'on', address: 'sari@dinkes.example' });
	});

	it('that confirm: both hear that it is on, and the trail says so once', async () => {
		const viewer = await mail.person('planner');
		await mail.ask(viewer, 'sari@dinkes.example');
		await mail.deliver();
		const { code } = mail;
		const told = await Promise.all(Array.from({ length: 4 }, () => mail.of(viewer).confirm(viewer, code)));
		expect(told).toEqual(told.map(() => ({ outcome: 'on' })));
		expect(await linesOf(viewer)).toEqual(['signal mail on']);
	});

	it('that stop and save: nothing is said to be saved, and the trail says once that it is off', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		const told = await Promise.all(Array.from({ length: 3 }, () => mail.of(viewer).stop(viewer)));
		expect(told).toEqual(told.map(() => ({ outcome: 'stopped' })));
		expect(await linesOf(viewer)).toEqual(['signal mail on', 'signal mail off']);
		expect(await mail.of(viewer).change(viewer, allDiseases)).toEqual({ outcome: 'stopped' });
	});
});

describe('the end of a mailbox', () => {
	const urls = async () =>
		(await mail.sql<{ url: string }[]>`SELECT DISTINCT url FROM webhook WHERE account IS NOT NULL`).map(
			({ url }) => url
		);

	it('leaves no address behind, and one that was not proven yet is cancelled', async () => {
		const viewer = await mail.person('planner');
		await mail.ask(viewer, 'lama@dinkes.example');
		await mail.ask(viewer, 'sari@dinkes.example');
		expect(await mail.of(viewer).stop(viewer)).toEqual({ outcome: 'cancelled' });
		expect(await urls()).toEqual(['mailto:']);
		await mail.subscribe(viewer, 'sari@dinkes.example');
		expect(await mail.of(viewer).stop(viewer)).toEqual({ outcome: 'stopped' });
		expect(await urls()).toEqual(['mailto:']);
	});

	it('comes by itself where nobody proves it while the code is good', async () => {
		const [late, proven] = [await mail.person('planner'), await mail.person('planner')];
		await mail.subscribe(proven, 'sari@dinkes.example');
		await mail.ask(late, 'orang@lain.example');
		const { sql, facilities } = mail.app;
		const maintenance = new Maintenance({ sql, facilities, log: mail.log, clock: () => mail.city.clock.now });
		mail.laterBy(29);
		await maintenance.run();
		expect(await mail.of(late).load(late)).toMatchObject({ state: 'waiting' });
		mail.laterBy(2);
		await maintenance.run();
		maintenance.stop();
		expect((await urls()).sort()).toEqual(['mailto:', 'mailto:sari@dinkes.example']);
		expect(await mail.deliveries()).toMatchObject([{ fault: 'removed', over: true }]);
	});

	it('is possible where the installation sends nothing any more', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		const off = mail.city.city.app.servicesFor(viewer).signalMail;
		expect(await off.load(viewer)).toEqual({ state: 'off', address: 'sari@dinkes.example' });
		expect(await off.stop(viewer)).toEqual({ outcome: 'stopped' });
		expect(await off.load(viewer)).toEqual({ state: 'off', address: null });
	});

	it('is possible for who lost the role, and nothing else is', async () => {
		const viewer: Viewer = { ...(await mail.person('planner')) };
		await mail.subscribe(viewer, 'sari@dinkes.example');
		const moved: Viewer = { ...viewer, role: 'finance' };
		await mail.sql`UPDATE user_account SET role = 'finance'`;
		const address = 'sari@dinkes.example';
		expect(await mail.of(moved).load(moved)).toEqual({ state: 'not-allowed', address });
		expect(await mail.of(moved).change(moved, allDiseases)).toEqual({ outcome: 'forbidden' });
		expect(await mail.of(moved).stop(moved)).toEqual({ outcome: 'stopped' });
		expect(await mail.of(moved).load(moved)).toBeNull();
		expect(await mail.of(moved).stop(moved)).toEqual({ outcome: 'forbidden' });
		expect(await linesOf(viewer)).toEqual(['signal mail on', 'signal mail off']);
	});
});

describe('what the page tells', () => {
	it('is that the code came back', async () => {
		const viewer = await mail.person('planner');
		mail.post.answer = () => ({ code: 550, text: 'no such mailbox' });
		await mail.ask(viewer, 'salah@dinkes.example');
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'waiting', refusedAt: null });
		await mail.deliver();
		const refusedAt = mail.city.clock.now.toISOString();
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'waiting', refusedAt });
	});

	it('is that all diseases and some of them cannot both be meant', async () => {
		const viewer = await mail.person('planner');
		const both = { locale: 'id', isAll: true, diseases: ['dengue'], address: 'sari@dinkes.example' } as const;
		expect(await mail.of(viewer).ask(viewer, both)).toMatchObject({ why: 'all-and-some' });
		await mail.subscribe(viewer, 'sari@dinkes.example');
		expect(await mail.of(viewer).change(viewer, both)).toMatchObject({ why: 'all-and-some' });
	});
});

/** What the trail says that somebody did, oldest first. */
async function linesOf({ name }: Viewer): Promise<string[]> {
	const rows = await mail.sql<{ what: string }[]>`
		SELECT what FROM trail WHERE viewer = ${name} AND what LIKE 'signal mail %' ORDER BY number`;
	return rows.map(({ what }) => what);
}
