/** Signals in a mailbox: asked for, proven, sent once, refused, stopped, and never to who may not see them any more. */
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findKecamatan, kecamatan } from '../../src/lib/domain/area.ts';
import { blurCount } from '../../src/lib/domain/blur.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { App } from '../../src/lib/server/app.ts';
import { createApp } from '../../src/lib/server/app.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { LettersOut } from '../../src/lib/server/jobs/mail/letters-out.ts';
import { Mailer } from '../../src/lib/server/jobs/mail/mailer.ts';
import { WebhookJob } from '../../src/lib/server/jobs/webhooks/webhook-job.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { listWebhooks } from '../../src/lib/server/store/webhooks.ts';
import { plantSignal } from '../support/plant-signal.ts';
import { hospitalA } from './ingest-city.ts';
import { MailboxServer } from '../support/mailbox-server.ts';
import { SignalCity } from './signal-city.ts';

const origin = 'https://denyut.example';
const dengue = { locale: 'id', isAll: true, diseases: [] } as const;
const [one = '', two = ''] = kecamatan.map(({ code }) => code);
const note = 'diperiksa di puskesmas';

let city: SignalCity;
let post: MailboxServer;
let app: App;
let job: WebhookJob;
const lines: string[] = [];
const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) });

beforeAll(async () => {
	// The applications' own rounds stand still, or one of them would take a letter before it is looked for.
	vi.useFakeTimers({ toFake: ['setInterval'] });
	city = await SignalCity.open();
	post = await MailboxServer.open();
	const { database, dataDir } = city.city;
	const config = readConfig({
		...{ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent', ORIGIN: origin },
		...{ DENYUT_SMTP_URL: post.url, DENYUT_MAIL_FROM: 'Denyut <denyut@dinkes.example>' }
	});
	app = await createApp(config, database.url, { clock: () => city.clock.now });
	job = await openJob();
	await city.course([4, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 5, 4, 6, 5, 4, 5, 4, 5, 23], 'A91', one);
}, 120_000);
afterAll(async () => {
	await job.stop();
	await app.stop();
	await post.close();
	await city.city.close();
	vi.useRealTimers();
});
beforeEach(async () => {
	post.received.length = 0;
	post.tried = 0;
	post.answer = () => null;
	city.goTo('2026-11-22T05:00:00.000Z');
	await city.city.database.sql.begin(async (tx) => {
		// The history of signals refuses to be emptied: here each test begins with none.
		await tx`SET LOCAL session_replication_role = replica`;
		await tx`TRUNCATE webhook_delivery, webhook, alert, signal, signal_week, signal_move, signal_look, signal_round,
			user_account, sign_in_attempt CASCADE`;
	});
	await city.city.database.sql`DELETE FROM setting WHERE key = 'alert_watch'`;
});

/** As a process would have it; turned by hand here. */
async function openJob(): Promise<WebhookJob> {
	const { server } = await loadKeys(app.config);
	const { sql, config } = app;
	const mailer = config.mail === undefined ? null : new Mailer(config.mail);
	const clock = () => city.clock.now;
	return new WebhookJob({
		...{ sql, clock, log, serverKey: server, allowedHosts: [], random: () => 0.5 },
		findStanding: () => app.services.alerts.findStanding(),
		letters: new LettersOut({ sql, clock, serverKey: server, demo: false, mailer })
	});
}

const laterBy = (minutes: number) =>
	city.goTo(new Date(city.clock.now.getTime() + minutes * 60_000).toISOString());

let people = 0;
async function person(role: Role, email: string | null = null): Promise<Viewer> {
	const id = `orang-${++people}`;
	const facility = role === 'hospital' ? hospitalA : null;
	await city.city.database.sql`INSERT INTO user_account (id, name, user_name, email, role, facility)
		VALUES (${id}, 'Orang Uji', ${id}, ${email}, ${role}, ${facility})`;
	return { name: `user:${id}`, role, facility };
}
const mailOf = (viewer: Viewer) => app.servicesFor(viewer).signalMail;
const codeIn = () => /\b\d{8}\b/.exec(post.received.at(-1)?.text ?? '')?.[0] ?? 'no code came';

async function subscribe(viewer: Viewer, address: string, wish = {}): Promise<void> {
	expect(await mailOf(viewer).ask(viewer, { ...dengue, address, ...wish })).toEqual({ outcome: 'asked' });
	await job.deliver();
	expect(await mailOf(viewer).confirm(viewer, codeIn())).toEqual({ outcome: 'on' });
	post.received.length = 0;
}
/** A disease stands out, and its alert is told. */
async function raise(): Promise<void> {
	laterBy(1);
	await city.watch.refresh();
	await job.watch();
	await job.deliver();
}
async function move(disease: string, ...names: string[]): Promise<void> {
	const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
	const signals = app.servicesFor(planner).signals;
	for (const name of names) {
		laterBy(1);
		const row = (await signals.load(planner, { asOf: null })).open.find(
			(signal) => signal.disease === disease
		);
		const asked = { id: row?.id ?? '', seen: row?.number ?? -1, move: name, note };
		expect(await signals.move(planner, asked)).toEqual({ outcome: 'done' });
	}
	await job.watch();
	await job.deliver();
}
const deliveries = () => city.city.database.sql<
	{ attempts: number; status: number | null; fault: string | null; over: boolean; next: Date }[]
>`SELECT attempts, last_status AS status, last_fault AS fault, given_up_at IS NOT NULL AS over, next_attempt_at AS next
	FROM webhook_delivery WHERE delivered_at IS NULL`;

describe('a mailbox', () => {
	it('is sent a code, and nothing else until it comes back', async () => {
		const viewer = await person('planner');
		expect(await mailOf(viewer).load(viewer)).toEqual({ state: 'none', fixed: null });
		await mailOf(viewer).ask(viewer, { ...dengue, address: ' Sari@Dinkes.Example ' });
		await raise();
		expect(post.received.map(({ to, from }) => [from, to])).toEqual([
			['denyut@dinkes.example', ['sari@dinkes.example']]
		]);
		expect(post.received[0]?.headers).toContain('Subject: Kode untuk alamat surel Anda');
		expect(await mailOf(viewer).load(viewer)).toMatchObject({
			state: 'waiting',
			address: 'sari@dinkes.example'
		});
		const wrong = String((Number(codeIn()) + 1) % 100_000_000).padStart(8, '0');
		expect(await mailOf(viewer).confirm(viewer, wrong)).toMatchObject({ why: 'wrong-code' });
		laterBy(1);
		const spaced = codeIn().replace(/^(....)/, '$1 ');
		expect(await mailOf(viewer).confirm(viewer, spaced)).toEqual({ outcome: 'on' });
		expect(await mailOf(viewer).load(viewer)).toMatchObject({ state: 'on', refusedAt: null });
		expect(
			JSON.stringify(await city.city.database.sql`SELECT * FROM webhook, webhook_delivery`)
		).not.toContain(codeIn());
		const [line] = await city.city.database
			.sql`SELECT viewer, action FROM trail WHERE what = 'signal mail on'`;
		expect(line).toEqual({ viewer: viewer.name, action: 'setting-changed' });
		// What stood already is on the page.
		await raise();
		expect(post.received).toHaveLength(1);
	});

	it('is the account’s own where the administrator gave it one, whatever a form says', async () => {
		const viewer = await person('planner', 'sari@dinkes.example');
		expect(await mailOf(viewer).load(viewer)).toEqual({ state: 'none', fixed: 'sari@dinkes.example' });
		await mailOf(viewer).ask(viewer, { ...dengue, address: 'lain@evil.example' });
		await job.deliver();
		expect(post.received.map(({ to }) => to)).toEqual([['sari@dinkes.example']]);
	});

	it('is no list, no header and no nonsense', async () => {
		const viewer = await person('planner');
		for (const address of ['', 'sari', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example'])
			expect(await mailOf(viewer).ask(viewer, { ...dengue, address })).toMatchObject({ why: 'bad-address' });
		const some = {
			locale: 'id',
			isAll: false,
			diseases: ['nonsense'],
			address: 'sari@dinkes.example'
		} as const;
		expect(await mailOf(viewer).ask(viewer, some)).toMatchObject({ why: 'no-disease' });
		await job.deliver();
		expect(post.tried).toBe(0);
		expect(await deliveries()).toHaveLength(0);
	});

	it('of a stranger is sent three codes an hour at most, and a code may be tried five times', async () => {
		const [first, second] = [await person('planner'), await person('planner')];
		const address = 'orang@lain.example';
		const ask = async (viewer: Viewer) => (await mailOf(viewer).ask(viewer, { ...dengue, address })).outcome;
		expect([await ask(first), await ask(first), await ask(second), await ask(second)]).toEqual([
			...['asked', 'asked', 'asked', 'refused']
		]);
		const tries = await Promise.all(
			Array.from({ length: 8 }, () => mailOf(first).confirm(first, '00000000'))
		);
		const whys = tries.map((told) => ('why' in told ? told.why : ''));
		expect(whys.filter((why) => why === 'wrong-code')).toHaveLength(5);
		expect(whys.filter((why) => why === 'too-many')).toHaveLength(3);
	});

	it('is proven by the newest code only, and within half an hour', async () => {
		const viewer = await person('planner');
		const wish = { ...dengue, address: 'sari@dinkes.example' };
		await mailOf(viewer).ask(viewer, wish);
		await job.deliver();
		const old = codeIn();
		await mailOf(viewer).ask(viewer, wish);
		await job.deliver();
		expect(codeIn()).not.toBe(old);
		expect(await mailOf(viewer).confirm(viewer, old)).toMatchObject({ why: 'wrong-code' });
		laterBy(31);
		expect(await mailOf(viewer).confirm(viewer, codeIn())).toMatchObject({ why: 'wrong-code' });
		expect(await mailOf(viewer).load(viewer)).toMatchObject({ state: 'none' });
	});

	it('is for no other role, no demo account and no program', async () => {
		for (const role of ['executive', 'hospital', 'verifier', 'finance'] as const) {
			const viewer = await person(role);
			expect(await mailOf(viewer).load(viewer)).toBeNull();
			const told = await mailOf(viewer).ask(viewer, { ...dengue, address: 'a@b.example' });
			expect(told).toEqual({ outcome: 'forbidden' });
		}
		const demo = await person('planner');
		await city.city.database.sql`UPDATE user_account SET demo = true`;
		expect(await mailOf(demo).load(demo)).toEqual({ state: 'demo' });
		expect(await mailOf(demo).ask(demo, { ...dengue, address: 'a@b.example' })).toEqual({
			outcome: 'forbidden'
		});
		const program: Viewer = { ...demo, name: `key:${demo.name.slice(5)}` };
		expect(await mailOf(program).ask(program, { ...dengue, address: 'a@b.example' })).toEqual({
			outcome: 'forbidden'
		});
	});

	it('is asked for in vain where the installation sends no e-mail', async () => {
		const viewer = await person('planner');
		const services = city.city.app.servicesFor(viewer).signalMail;
		expect(await services.load(viewer)).toEqual({ state: 'off' });
		expect(await services.ask(viewer, { ...dengue, address: 'a@b.example' })).toMatchObject({ why: 'off' });
	});
});

describe('a letter', () => {
	it('tells a planner of a new signal once, in her language, and once more that it was confirmed', async () => {
		const [sari, john] = [await person('planner'), await person('planner')];
		await subscribe(sari, 'sari@dinkes.example');
		await subscribe(john, 'john@dinkes.example', { locale: 'en' });
		await raise();
		for (let round = 0; round < 3; round++) await raise();
		expect(post.received.map(({ to: [to] }) => to).sort()).toEqual([
			'john@dinkes.example',
			'sari@dinkes.example'
		]);
		const [raw] = await city.city.database.sql<{ visits: number }[]>`
			SELECT count(*)::int AS visits FROM visit WHERE icd3 = 'A91' AND kecamatan = ${one}
				AND occurred_on BETWEEN '2026-11-15' AND '2026-11-21' AND posted_on IS NOT NULL AND reversed_on IS NULL`;
		const letterTo = (to: string) => post.received.find((letter) => letter.to[0] === to);
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
		post.received.length = 0;
		await move('dengue', 'take', 'confirm');
		expect(post.received).toHaveLength(2);
		expect(post.received[0]?.text).toMatch(/dinyatakan KLB|confirmed as an outbreak/);
		post.received.length = 0;
		// Opened again it is no news, and that it is over is none either.
		await move('dengue', 'reopen');
		await move('dengue', 'confirm', 'close');
		expect(post.received).toHaveLength(0);
	});

	it('tells an administrator that a signal stands, and neither how many nor where', async () => {
		const viewer = await person('admin');
		await subscribe(viewer, 'admin@dinkes.example');
		await raise();
		expect(post.received).toHaveLength(1);
		expect(post.received[0]?.text).toContain('Dengue');
		expect(post.received[0]?.text).not.toMatch(new RegExp(`kasus pada|${findKecamatan(one)?.name}`));
	});

	it('is of chosen diseases alone, and a choice may change', async () => {
		const viewer = await person('planner');
		await subscribe(viewer, 'sari@dinkes.example', { isAll: false, diseases: ['campak'] });
		await raise();
		expect(post.received).toHaveLength(0);
		const some = { locale: 'en', isAll: false, diseases: ['difteri', 'dengue'] } as const;
		expect(await mailOf(viewer).change(viewer, some)).toEqual({ outcome: 'changed' });
		laterBy(1);
		await plantSignal(city.city.database.sql, { disease: 'difteri', area: two, now: city.clock.now });
		await raise();
		expect(post.received.map(({ headers }) => /Subject: (.*)/.exec(headers)?.[1])).toEqual([
			'New disease signal: Diphtheria'
		]);
	});

	it('goes to nobody who stopped it, lost the role or was locked out, whatever was written before', async () => {
		const found = await Promise.all(['a', 'b', 'c', 'd'].map(() => person('planner')));
		for (const [place, viewer] of found.entries()) await subscribe(viewer, `${'abcd'[place]}@dinkes.example`);
		post.answer = () => ({ code: 451, text: 'later' });
		await raise();
		const [a, b, c] = found.map(({ name }) => name.slice('user:'.length));
		const stopped = found[0];
		if (!a || !b || !c || !stopped) throw new Error('nobody');
		expect(await mailOf(stopped).stop(stopped)).toEqual({ outcome: 'stopped' });
		await city.city.database.sql`UPDATE user_account SET role = 'finance' WHERE id = ${b}`;
		await city.city.database.sql`UPDATE user_account SET disabled_at = now() WHERE id = ${c}`;
		post.answer = () => null;
		laterBy(5);
		await job.deliver();
		expect(post.received.map(({ to }) => to)).toEqual([['d@dinkes.example']]);
		const faults = (await deliveries()).map(({ fault, over }) => [fault, over]);
		expect(faults.sort()).toEqual([
			['not-allowed', true],
			['not-allowed', true],
			['removed', true]
		]);
		// Asked for anew it is a mailbox like any other, and told of nothing old.
		await subscribe(stopped, 'a@dinkes.example');
		await raise();
		expect(post.received).toHaveLength(0);
	});

	it('about a signal that is over by now is not sent any more', async () => {
		const viewer = await person('planner');
		await subscribe(viewer, 'sari@dinkes.example');
		post.answer = () => ({ code: 451, text: 'later' });
		await raise();
		await move('dengue', 'take', 'dismiss');
		post.answer = () => null;
		laterBy(5);
		await job.deliver();
		expect(post.received).toHaveLength(0);
		expect(await deliveries()).toMatchObject([{ fault: 'over', over: true }]);
	});
});

describe('a mail server', () => {
	it('that is busy is asked again, later and later, and gets the letter once under one id', async () => {
		const viewer = await person('planner');
		await subscribe(viewer, 'sari@dinkes.example');
		post.answer = () => ({ code: 451, text: 'later' });
		await raise();
		const pauses: number[] = [];
		for (let attempt = 0; attempt < 3; attempt++) {
			const [row] = await deliveries();
			expect(row).toMatchObject({ status: 451, fault: 'EENVELOPE', over: false });
			pauses.push(((row?.next.getTime() ?? NaN) - city.clock.now.getTime()) / 1000);
			city.goTo(row?.next.toISOString() ?? '');
			if (attempt === 2) post.answer = () => null;
			await job.deliver();
		}
		expect(pauses).toEqual([15, 60, 300]);
		await job.deliver();
		expect(post.received).toHaveLength(1);
		const [delivered] = await city.city.database.sql<{ id: string }[]>`
			SELECT id FROM webhook_delivery WHERE attempts = 4 AND delivered_at IS NOT NULL`;
		expect(post.received[0]?.headers).toContain(`Message-ID: <${delivered?.id}@denyut.example>`);
	});

	it('that refuses for good is asked no more; the administrator and the reader are told', async () => {
		const viewer = await person('planner');
		await subscribe(viewer, 'sari@dinkes.example');
		post.answer = () => ({ code: 550, text: 'no such mailbox for sari@dinkes.example' });
		await raise();
		const before = post.tried;
		laterBy(600);
		await job.deliver();
		expect(post.tried).toBe(before);
		expect(await deliveries()).toMatchObject([{ attempts: 1, status: 550, fault: 'EENVELOPE', over: true }]);
		expect(await listWebhooks(app.sql)).toMatchObject([
			{ url: 'mailto:sari@dinkes.example', givenUp: 1, lastFault: 'EENVELOPE 550' }
		]);
		expect(await mailOf(viewer).load(viewer)).toMatchObject({ state: 'on', refusedAt: expect.any(String) });
		const warned = lines.filter((line) => line.includes('an e-mail was given up'));
		expect(warned.at(-1)).toContain('EENVELOPE');
		expect(lines.join('')).not.toMatch(/dinkes\.example|smtp:/);
	});

	it('that is away is tried again, and what waits is sent once by several processes', async () => {
		const viewer = await person('planner');
		await subscribe(viewer, 'sari@dinkes.example');
		const { server } = await loadKeys(app.config);
		const { sql, config } = app;
		if (!config.mail) throw new Error('no mail server');
		const away = new Mailer({ ...config.mail, server: { ...config.mail.server, port: 1 } });
		const told = await away.send({ id: 'x', to: 'a@b.example' }, { subject: 's', text: 't', html: 'h' });
		expect(told).toEqual({ status: null, fault: 'ESOCKET', isFinal: false });
		laterBy(1);
		await city.watch.refresh();
		await job.watch();
		const others = await Promise.all([openJob(), openJob(), openJob()]);
		await Promise.all(others.map((other) => other.deliver()));
		await Promise.all(others.map((other) => other.stop()));
		expect(post.received).toHaveLength(1);
		// Configured no more: told as waiting, not as lost.
		const letters = new LettersOut({
			sql,
			clock: () => city.clock.now,
			serverKey: server,
			demo: false,
			mailer: null
		});
		const [box] = await listWebhooks(sql);
		const due = { id: 'x', webhookId: box?.id ?? '', body: '{}' };
		expect(await letters.send(due)).toEqual({ status: null, fault: 'no-mail-server', isFinal: false });
	});
});
