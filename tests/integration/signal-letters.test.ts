/** Letters about signals: sent once, refused, tried again, and never to who may not see them any more. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findKecamatan } from '../../src/lib/domain/area.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import { LettersOut } from '../../src/lib/server/jobs/mail/letters-out.ts';
import { Mailer } from '../../src/lib/server/jobs/mail/mailer.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { addWebhook, forgetDeliveriesBefore, listWebhooks } from '../../src/lib/server/store/webhooks.ts';
import { plantSignal } from '../support/plant-signal.ts';
import { one, origin, SignalMailCity, two } from './signal-mail-city.ts';

let mail: SignalMailCity;
beforeAll(async () => {
	mail = await SignalMailCity.open();
}, 120_000);
afterAll(() => mail?.close());
beforeEach(() => mail.empty());

describe('a letter', () => {
	it('tells a planner of a new signal once, in her language, and once more that it was confirmed', async () => {
		const [sari, john] = [await mail.person('planner'), await mail.person('planner')];
		await mail.subscribe(sari, 'sari@dinkes.example');
		await mail.subscribe(john, 'john@dinkes.example', { locale: 'en' });
		await mail.raise();
		for (let round = 0; round < 3; round++) await mail.raise();
		expect(mail.post.received.map(({ to: [to] }) => to).sort()).toEqual([
			'john@dinkes.example',
			'sari@dinkes.example'
		]);
		const [raw] = await mail.sql<{ visits: number }[]>`
			SELECT count(*)::int AS visits FROM visit WHERE icd3 = 'A91' AND kecamatan = ${one}
				AND occurred_on BETWEEN '2026-11-15' AND '2026-11-21' AND posted_on IS NOT NULL AND reversed_on IS NULL`;
		const letterTo = (to: string) => mail.post.received.find((letter) => letter.to[0] === to);
		const { text = '', html = '', headers = '' } = letterTo('sari@dinkes.example') ?? {};
		for (const body of [text, html]) {
			expect(body).toContain(`Kira-kira ${blurCount(raw?.visits ?? NaN)} kasus`);
			expect(body).toContain(`Kecamatan ${findKecamatan(one)?.name}`);
			expect(body).toContain(`${origin}/diseases/signals#`);
			expect(body).not.toMatch(/\b23 kasus|person|NIK/);
		}
		expect(headers).toMatch(/Subject: Sinyal penyakit baru: Dengue/);
		expect(headers).toMatch(/From: "?Denyut"? <denyut@dinkes\.example>/);
		expect(headers).toContain(`List-Unsubscribe: <${origin}/account>`);
		expect(letterTo('john@dinkes.example')?.text).toMatch(/^Denyut found a new signal: Dengue/);
		mail.post.received.length = 0;
		await mail.move('dengue', 'take', 'confirm');
		expect(mail.post.received).toHaveLength(2);
		expect(mail.post.received[0]?.text).toMatch(/dinyatakan KLB|confirmed as an outbreak/);
		mail.post.received.length = 0;
		// Opened again it is no news, and that it is over is none either.
		await mail.move('dengue', 'reopen');
		await mail.move('dengue', 'confirm', 'close');
		expect(mail.post.received).toHaveLength(0);
	});

	it('tells an administrator that a signal stands, and neither how many nor where', async () => {
		const viewer = await mail.person('admin');
		await mail.subscribe(viewer, 'admin@dinkes.example');
		await mail.raise();
		expect(mail.post.received).toHaveLength(1);
		expect(mail.post.received[0]?.text).toContain('Dengue');
		expect(mail.post.received[0]?.text).not.toMatch(new RegExp(`kasus pada|${findKecamatan(one)?.name}`));
	});

	it('is of chosen diseases alone, and a choice may change', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example', { isAll: false, diseases: ['campak'] });
		await mail.raise();
		expect(mail.post.received).toHaveLength(0);
		const some = { locale: 'en', isAll: false, diseases: ['difteri', 'dengue'] } as const;
		expect(await mail.of(viewer).change(viewer, some)).toEqual({ outcome: 'changed' });
		mail.laterBy(1);
		await plantSignal(mail.sql, { disease: 'difteri', area: two, now: mail.city.clock.now });
		await mail.raise();
		expect(mail.post.received.map(({ headers }) => /Subject: (.*)/.exec(headers)?.[1])).toEqual([
			'New disease signal: Diphtheria'
		]);
	});

	it('goes to nobody who stopped it, lost the role or was locked out, whatever was written before', async () => {
		const found = await Promise.all(['a', 'b', 'c', 'd'].map(() => mail.person('planner')));
		for (const [place, viewer] of found.entries())
			await mail.subscribe(viewer, `${'abcd'[place]}@dinkes.example`);
		mail.post.answer = () => ({ code: 451, text: 'later' });
		await mail.raise();
		const [a, b, c] = found.map(({ name }) => name.slice('user:'.length));
		const stopped = found[0];
		if (!a || !b || !c || !stopped) throw new Error('nobody');
		expect(await mail.of(stopped).stop(stopped)).toEqual({ outcome: 'stopped' });
		await mail.sql`UPDATE user_account SET role = 'finance' WHERE id = ${b}`;
		await mail.sql`UPDATE user_account SET disabled_at = now() WHERE id = ${c}`;
		mail.post.answer = () => null;
		mail.laterBy(5);
		await mail.deliver();
		expect(mail.post.received.map(({ to }) => to)).toEqual([['d@dinkes.example']]);
		const faults = (await mail.deliveries()).map(({ fault, over }) => [fault, over]);
		expect(faults.sort()).toEqual([
			['not-allowed', true],
			['not-allowed', true],
			['removed', true]
		]);
		// Asked for anew it is a mailbox like any other, and told of nothing old.
		await mail.subscribe(stopped, 'a@dinkes.example');
		await mail.raise();
		expect(mail.post.received).toHaveLength(0);
	});

	it('about a signal that is over by now is not sent any more', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		mail.post.answer = () => ({ code: 451, text: 'later' });
		await mail.raise();
		await mail.move('dengue', 'take', 'dismiss');
		mail.post.answer = () => null;
		mail.laterBy(5);
		await mail.deliver();
		expect(mail.post.received).toHaveLength(0);
		expect(await mail.deliveries()).toMatchObject([{ fault: 'over', over: true }]);
		// Nothing went wrong: nobody is warned, and nothing counts as lost.
		expect(await listWebhooks(mail.app.sql)).toMatchObject([{ givenUp: 0, lastFault: null }]);
		const [line = ''] = mail.lines.filter((text) => text.includes('"fault":"over"'));
		expect(JSON.parse(line)).toMatchObject({ level: mail.log.levels.values['info'] });
	});

	it('that waits is not sent to who chose other diseases meanwhile', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		mail.post.answer = () => ({ code: 451, text: 'later' });
		await mail.raise();
		const some = { locale: 'id', isAll: false, diseases: ['campak'] } as const;
		expect(await mail.of(viewer).change(viewer, some)).toEqual({ outcome: 'changed' });
		mail.post.answer = () => null;
		mail.laterBy(5);
		await mail.deliver();
		expect(mail.post.received).toHaveLength(0);
		expect(await mail.deliveries()).toMatchObject([{ fault: 'not-asked', over: true }]);
	});

	it('is sent once for good, also after what was sent long ago is forgotten', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		await mail.raise();
		expect(mail.post.received).toHaveLength(1);
		await forgetDeliveriesBefore(mail.app.sql, new Date('2027-11-22T00:00:00.000Z'));
		// Opened again after it was over, it is raised a second time.
		await mail.sql`UPDATE alert SET cleared_at = now()`;
		await mail.raise();
		expect(await mail.sql`SELECT FROM alert WHERE cleared_at IS NULL AND facts ? 'signal'`).toHaveLength(1);
		expect(mail.post.received).toHaveLength(1);
		expect(await mail.of(viewer).stop(viewer)).toEqual({ outcome: 'stopped' });
		await forgetDeliveriesBefore(mail.app.sql, new Date('2027-11-22T00:00:00.000Z'));
		expect(await mail.sql`SELECT FROM webhook_delivery`).toHaveLength(0);
	});
});

describe('a mail server', () => {
	it('that is busy is asked again, later and later, and gets the letter once under one id', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		mail.post.answer = () => ({ code: 451, text: 'later' });
		await mail.raise();
		const pauses: number[] = [];
		for (let attempt = 0; attempt < 3; attempt++) {
			const [row] = await mail.deliveries();
			expect(row).toMatchObject({ status: 451, fault: 'EENVELOPE', over: false });
			pauses.push(((row?.next.getTime() ?? NaN) - mail.city.clock.now.getTime()) / 1000);
			mail.city.goTo(row?.next.toISOString() ?? '');
			if (attempt === 2) mail.post.answer = () => null;
			await mail.deliver();
		}
		expect(pauses).toEqual([15, 60, 300]);
		await mail.deliver();
		expect(mail.post.received).toHaveLength(1);
		const [delivered] = await mail.sql<{ id: string }[]>`
			SELECT id FROM webhook_delivery WHERE attempts = 4 AND delivered_at IS NOT NULL`;
		expect(mail.post.received[0]?.headers).toContain(`Message-ID: <${delivered?.id}@denyut.example>`);
	});

	it('that refuses for good is asked no more; the administrator and the reader are told', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		mail.post.answer = () => ({ code: 550, text: 'no such mailbox for sari@dinkes.example' });
		await mail.raise();
		const before = mail.post.tried;
		mail.laterBy(600);
		await mail.deliver();
		expect(mail.post.tried).toBe(before);
		expect(await mail.deliveries()).toMatchObject([
			{ attempts: 1, status: 550, fault: 'EENVELOPE', over: true }
		]);
		expect(await listWebhooks(mail.app.sql)).toMatchObject([
			{ url: 'mailto:sari@dinkes.example', givenUp: 1, lastFault: 'EENVELOPE 550' }
		]);
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'on', refusedAt: expect.any(String) });
		const warned = mail.lines.filter((line) => line.includes('an e-mail was given up'));
		expect(warned.at(-1)).toContain('EENVELOPE');
		expect(mail.lines.join('')).not.toMatch(/dinkes\.example|smtp:/);
	});

	it('that is away is tried again, and what waits is sent once by several processes', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		const { server } = await loadKeys(mail.app.config);
		const { sql, config } = mail.app;
		if (!config.mail) throw new Error('no mail server');
		const away = new Mailer({ ...config.mail, server: { ...config.mail.server, port: 1 } });
		const told = await away.send({ id: 'x', to: 'a@b.example' }, { subject: 's', text: 't', html: 'h' });
		expect(told).toEqual({ status: null, fault: 'ESOCKET', isFinal: false });
		mail.laterBy(1);
		await mail.city.watch.refresh();
		await mail.tell();
		const others = await Promise.all([mail.openJob(), mail.openJob(), mail.openJob()]);
		await Promise.all(others.map((other) => other.deliver()));
		await Promise.all(others.map((other) => other.stop()));
		expect(mail.post.received).toHaveLength(1);
		// Configured no more: told as waiting, not as lost.
		const letters = new LettersOut({
			sql,
			clock: () => mail.city.clock.now,
			serverKey: server,
			demo: false,
			mailer: null
		});
		const [box] = await listWebhooks(sql);
		const due = { id: 'x', webhookId: box?.id ?? '', body: '{}' };
		expect(await letters.send(due)).toEqual({ status: null, fault: 'no-mail-server', isFinal: false });
	});

	it('that refuses our sender loses no letter, and nobody reads that their address is wrong', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		mail.post.sender = { code: 553, text: 'not your address' };
		await mail.raise();
		expect(await mail.deliveries()).toMatchObject([{ status: 553, fault: 'sender-refused', over: false }]);
		// After two days of it the letter is lost, and still not the reader's matter.
		await mail.sql`UPDATE webhook_delivery SET attempts = 9 WHERE delivered_at IS NULL`;
		mail.laterBy(5);
		await mail.deliver();
		expect(await mail.deliveries()).toMatchObject([{ fault: 'sender-refused', over: true }]);
		expect(await mail.of(viewer).load(viewer)).toMatchObject({ state: 'on', refusedAt: null });
		expect(await listWebhooks(mail.app.sql)).toMatchObject([{ givenUp: 1, lastFault: 'sender-refused 553' }]);
	});

	it('that takes its time holds up no hospital’s webhook', async () => {
		const viewer = await mail.person('planner');
		await mail.subscribe(viewer, 'sari@dinkes.example');
		await addWebhook(mail.app.sql, {
			...{ id: 'hook', url: 'https://127.0.0.1:1/', kinds: [], label: null },
			createdAt: mail.city.clock.now
		});
		await mail.watch();
		const rounds: (() => void)[] = [];
		const timers = vi.spyOn(globalThis, 'setInterval').mockImplementation(((round: () => void) => {
			rounds.push(round);
			return { unref: () => undefined };
		}) as never);
		let release: () => void = () => undefined;
		const gate = new Promise<void>((resolve) => (release = resolve));
		const send = () => gate.then(() => ({ status: 250, fault: null, isFinal: true }));
		const job = await mail.openJob({ letters: { send } });
		timers.mockRestore();
		const attempts = async () => {
			for (const round of rounds) round();
			const [row] = await mail.sql<{ tried: number }[]>`
				SELECT min(attempts) AS tried FROM webhook_delivery WHERE webhook_id = 'hook' AND last_fault IS NOT NULL`;
			return row?.tried ?? 0;
		};
		try {
			await expect.poll(attempts, { timeout: 10_000 }).toBe(1);
			mail.laterBy(1);
			await expect.poll(attempts, { timeout: 10_000 }).toBe(2);
		} finally {
			release();
			await job.stop();
		}
	});
});
