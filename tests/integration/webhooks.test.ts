import { createHmac } from 'node:crypto';
import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { alertMessage, type StandingAlert } from '../../src/lib/protocol/alerts.ts';
import { webhookSecret } from '../../src/lib/server/auth/webhook-secret.ts';
import { postMessage } from '../../src/lib/server/jobs/webhooks/post-message.ts';
import { guardedLookup, isPublicAddress } from '../../src/lib/server/jobs/webhooks/public-address.ts';
import { WebhookJob, type WebhookOptions } from '../../src/lib/server/jobs/webhooks/webhook-job.ts';
import { addWebhook, removeWebhook } from '../../src/lib/server/store/webhooks.ts';
import { hospitalA, niks, now, openCity, senders, visit, type IngestCity } from './ingest-city.ts';

type Received = { headers: IncomingHttpHeaders; body: string; path: string };

let city: IngestCity;
let receiver: Server;
let port: number;
let received: Received[] = [];
let answer: (path: string) => number;
let clock = now;
const serverKey = Buffer.alloc(32, 7);
const minute = 60_000;

beforeAll(async () => {
	// Rounds are turned by hand here: on a busy machine the timer of a job of an earlier test would take a message first.
	vi.useFakeTimers({ toFake: ['setInterval'] });
	city = await openCity({ clock: () => clock });
	receiver = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const path = request.url ?? '';
			received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8'), path });
			response.writeHead(answer(path), { location: 'http://127.0.0.1:1/' }).end('thanks');
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	port = (receiver.address() as AddressInfo).port;
});
afterAll(async () => {
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
	await city.close();
	vi.useRealTimers();
});
beforeEach(async () => {
	received = [];
	answer = () => 204;
	clock = now;
	await city.database.sql`TRUNCATE webhook_delivery, webhook, alert`;
	await city.database.sql`DELETE FROM setting WHERE key = 'alert_watch'`;
});

const jobs: WebhookJob[] = [];
afterAll(() => Promise.all(jobs.map((job) => job.stop())));

/** As a process would have it. */
function openJob(standing: () => StandingAlert[], options: Partial<WebhookOptions> = {}): WebhookJob {
	const job = new WebhookJob({
		sql: city.app.sql,
		clock: () => clock,
		log: pino({ level: 'silent' }),
		serverKey,
		allowedHosts: ['127.0.0.1'],
		findStanding: () => Promise.resolve(standing()),
		letters: { send: () => Promise.reject(new Error('no mailbox is told here')) },
		random: () => 0.5,
		...options
	});
	jobs.push(job);
	return job;
}

const add = (id: string, path = '/hook', kinds: StandingAlert['kind'][] = []) =>
	addWebhook(city.app.sql, {
		id,
		url: `http://127.0.0.1:${port}${path}`,
		kinds,
		label: null,
		createdAt: clock
	});

const dengue: StandingAlert = {
	key: 'disease/dengue/2026-11-15',
	kind: 'disease',
	facts: {
		disease: 'dengue',
		names: { id: 'Dengue', en: 'Dengue' },
		week: '2026-11-15',
		cases: 40,
		previous: 20,
		alertAt: 30,
		kecamatan: null
	}
};
const silence = {
	key: 'silent-source/3275013//simrs',
	kind: 'silent-source',
	facts: {
		reporter: '3275013',
		name: 'RSUD',
		source: '/simrs',
		lastSeenAt: '2026-11-19T00:00:00.000Z',
		usualHours: 24
	}
} satisfies StandingAlert;
const told = () => received.map(({ body }) => alertMessage.parse(JSON.parse(body)).data);

describe('an alert', () => {
	it('of one hospital goes to its own address and to no other hospital; of the city to neither', async () => {
		const of = (id: string, facility: string | null) =>
			addWebhook(city.app.sql, {
				...{ id, facility, url: `http://127.0.0.1:${port}/${id}`, kinds: [], label: null, createdAt: clock }
			});
		await of('own', silence.facts.reporter);
		await of('other', '3275017');
		await of('office', null);
		const job = openJob(() => [dengue, silence]);
		await job.watch();
		await job.deliver();
		const heard = received.map(({ path, body }) => [path, alertMessage.parse(JSON.parse(body)).data.kind]);
		expect(heard.sort()).toEqual([
			['/office', 'disease'],
			['/office', 'silent-source'],
			['/own', 'silent-source']
		]);
	});

	it('is told once when it is raised and once when it is over', async () => {
		await add('hook-1');
		let standing = [dengue, silence];
		const job = openJob(() => standing);
		for (let round = 0; round < 3; round++) {
			await job.watch();
			await job.deliver();
		}
		expect(
			told()
				.map(({ key, state }) => [key, state])
				.sort()
		).toEqual([
			[dengue.key, 'raised'],
			[silence.key, 'raised']
		]);
		received = [];
		standing = [silence];
		clock = new Date(now.getTime() + minute);
		await job.watch();
		await job.deliver();
		expect(told()).toMatchObject([{ key: dengue.key, state: 'cleared', clearedAt: clock.toISOString() }]);
		received = [];
		standing = [silence, dengue];
		await job.watch();
		await job.deliver();
		expect(told()).toMatchObject([{ key: dengue.key, state: 'raised', clearedAt: null }]);
	});

	it('that stands already is told to a webhook that is added later', async () => {
		await add('hook-1');
		const job = openJob(() => [dengue]);
		await job.watch();
		await add('hook-2', '/second');
		await job.deliver();
		expect(received.map(({ path }) => path).sort()).toEqual(['/hook', '/second']);
	});

	it('goes only to those who asked for its kind', async () => {
		await add('hook-1', '/silences', ['silent-source']);
		const job = openJob(() => [dengue, silence]);
		await job.watch();
		await job.deliver();
		expect(told().map(({ kind }) => kind)).toEqual(['silent-source']);
	});

	it('is not looked for while there is no webhook', async () => {
		let looks = 0;
		await openJob(() => {
			looks++;
			return [];
		}).watch();
		expect(looks).toBe(0);
	});

	it('is watched by one process at a time, taken over when that one is gone', async () => {
		await add('hook-1');
		await openJob(() => [dengue]).watch();
		const other = openJob(() => []);
		await other.watch();
		const open = () => city.database.sql`SELECT FROM alert WHERE cleared_at IS NULL`;
		expect(await open()).toHaveLength(1);
		clock = new Date(now.getTime() + 3 * minute);
		await other.watch();
		expect(await open()).toHaveLength(0);
	});
});

describe('the alerts that exist', () => {
	it('are a disease over its SKDR rule and a source that fell silent, as the pages tell them', async () => {
		const measles = Array.from({ length: 6 }, (_, n) =>
			visit(
				`m-${n}`,
				{ nik: niks[n % 4], diagnoses: ['B05'], arrivedAt: '2026-11-17T03:00:00Z' },
				{ time: '2026-11-17T04:00:00Z', subject: hospitalA, recordedtime: '2026-11-17T04:00:00Z' }
			)
		);
		const before = visit(
			'm-x',
			{ arrivedAt: '2026-10-01T03:00:00Z', diagnoses: ['J06'] },
			{ time: '2026-11-16T04:00:00Z', subject: hospitalA, recordedtime: '2026-11-16T04:00:00Z' }
		);
		await city.app.ingest.submit(senders.importer, [before, ...measles]);
		clock = new Date(now.getTime() + 4 * 86_400_000);
		const standing = await city.app.services.alerts.findStanding();
		const { diseases } = await city.app.services.overview.load({ asOf: null });
		expect(standing.filter(({ kind }) => kind === 'disease').map(({ key }) => key)).toEqual(
			diseases.alerts.map(({ group }) => `disease/${group}/${diseases.week}`)
		);
		expect(standing).toEqual(
			expect.arrayContaining([expect.objectContaining({ key: 'disease/campak/2026-11-15' })])
		);
		// Six of them: whoever hears is told of the alert, and of no small count and no place beside it.
		expect(diseases.alerts.find(({ group }) => group === 'campak')?.cases).toBe(6);
		expect(standing.find(({ key }) => key === 'disease/campak/2026-11-15')?.facts).toMatchObject({
			...{ cases: 0, kecamatan: null }
		});
		expect(standing.filter(({ kind }) => kind === 'silent-source')).toMatchObject([
			{ facts: { reporter: hospitalA, source: '/simrs/test' } }
		]);
		await add('hook-1');
		const job = openJob(() => standing);
		await job.watch();
		await job.deliver();
		expect(told()).toHaveLength(standing.length);
		expect(received.map(({ body }) => body).join()).not.toContain(niks[0]);
	});
});

describe('a message', () => {
	it('is signed over its moment and its bytes', async () => {
		await add('hook-1');
		const job = openJob(() => [dengue]);
		await job.watch();
		await job.deliver();
		const [first] = received;
		if (!first) throw new Error('nothing came');
		const { headers, body } = first;
		const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['denyut-signature'])) ?? [];
		const secret = webhookSecret(serverKey, 'hook-1');
		expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex'));
		expect(Number(t)).toBe(Math.floor(now.getTime() / 1000));
		expect(headers['content-type']).toContain('application/cloudevents+json');
		expect(webhookSecret(serverKey, 'hook-2')).not.toBe(secret);
	});

	it('that is not taken is tried again, later and later, with the same id and body, then given up', async () => {
		await add('hook-1');
		answer = () => 500;
		const job = openJob(() => [dengue]);
		await job.watch();
		const pauses: number[] = [];
		for (let attempt = 0; attempt < 15; attempt++) {
			await job.deliver();
			const [row] = await city.database.sql<{ next: Date; givenUp: Date | null }[]>`
				SELECT next_attempt_at AS next, given_up_at AS "givenUp" FROM webhook_delivery`;
			if (!row || row.givenUp) break;
			pauses.push((row.next.getTime() - clock.getTime()) / 1000);
			clock = new Date(row.next.getTime() - 1);
			await job.deliver();
			clock = row.next;
		}
		expect(pauses).toEqual([15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400]);
		expect(received).toHaveLength(10);
		expect(
			new Set(received.map(({ headers, body }) => `${String(headers['denyut-delivery'])} ${body}`)).size
		).toBe(1);
		const rows = await city.database
			.sql`SELECT attempts, last_status, last_fault, delivered_at FROM webhook_delivery`;
		expect([...rows]).toEqual([{ attempts: 10, last_status: 500, last_fault: 'status', delivered_at: null }]);
	});

	it('of an alert’s end never overtakes that of its beginning; those of other alerts do', async () => {
		await add('hook-1');
		answer = () => 503;
		let standing: StandingAlert[] = [dengue];
		const job = openJob(() => standing);
		await job.watch();
		await job.deliver();
		received = [];
		answer = () => 204;
		standing = [silence];
		clock = new Date(now.getTime() + 10_000);
		await job.watch();
		await job.deliver();
		expect(told().map(({ key }) => key)).toEqual([silence.key]);
		received = [];
		clock = new Date(now.getTime() + minute);
		await job.deliver();
		await job.deliver();
		expect(told().map(({ key, state }) => [key, state])).toEqual([
			[dengue.key, 'raised'],
			[dengue.key, 'cleared']
		]);
	});

	it('reaches a receiver that comes back, also after a restart of ours', async () => {
		await add('hook-1');
		answer = () => 503;
		const first = openJob(() => [dengue]);
		await first.watch();
		await first.deliver();
		await first.stop();
		answer = () => 200;
		clock = new Date(now.getTime() + minute);
		await openJob(() => [dengue]).deliver();
		const [row] = await city.database.sql`SELECT attempts, last_status, delivered_at FROM webhook_delivery`;
		expect(row).toEqual({ attempts: 2, last_status: 200, delivered_at: clock });
	});

	it('is taken by one of several processes', async () => {
		await add('hook-1');
		await openJob(() => Array.from({ length: 25 }, (_, n) => ({ ...dengue, key: `disease/x/${n}` }))).watch();
		await Promise.all([1, 2, 3].map(() => openJob(() => []).deliver()));
		expect(received).toHaveLength(25);
		expect(new Set(received.map(({ headers }) => headers['denyut-delivery'])).size).toBe(25);
	});

	it('whose process died with it is due again after a minute', async () => {
		await add('hook-1');
		const job = openJob(() => [dengue]);
		await job.watch();
		await city.database
			.sql`UPDATE webhook_delivery SET attempts = 1, next_attempt_at = ${new Date(now.getTime() + minute)}`;
		await job.deliver();
		expect(received).toHaveLength(0);
		clock = new Date(now.getTime() + minute);
		await job.deliver();
		expect(received).toHaveLength(1);
	});

	it('follows no redirect and is given up at 410', async () => {
		await add('hook-1', '/moved');
		await add('hook-2', '/gone');
		answer = (path) => (path === '/gone' ? 410 : 302);
		const job = openJob(() => [dengue]);
		await job.watch();
		await job.deliver();
		const rows = await city.database.sql`
			SELECT webhook_id AS id, last_status AS status, given_up_at IS NOT NULL AS over FROM webhook_delivery ORDER BY 1`;
		expect([...rows]).toEqual([
			{ id: 'hook-1', status: 302, over: false },
			{ id: 'hook-2', status: 410, over: true }
		]);
	});

	it('is not sent any more to a webhook that was removed', async () => {
		await add('hook-1');
		const job = openJob(() => [dengue]);
		await job.watch();
		expect(await removeWebhook(city.app.sql, 'hook-1', clock)).toBe(true);
		expect(await removeWebhook(city.app.sql, 'hook-1', clock)).toBe(false);
		await job.deliver();
		expect(received).toHaveLength(0);
	});
});

describe('a webhook never leads to a private place', () => {
	it.each([
		'127.0.0.1',
		'10.1.2.3',
		'172.31.255.255',
		'192.168.1.1',
		'169.254.169.254',
		'100.100.0.1',
		'0.0.0.0',
		'224.0.0.1',
		'255.255.255.255',
		'::1',
		'::',
		'fe80::1',
		'fd00::1',
		'::ffff:127.0.0.1',
		'::ffff:7f00:1',
		'64:ff9b::7f00:1',
		'2002:7f00:1::',
		'2001:db8::1',
		'ff02::1',
		'nonsense'
	])('%s is none', (address) => expect(isPublicAddress(address)).toBe(false));
	it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
		'%s is public',
		(address) => expect(isPublicAddress(address)).toBe(true)
	);

	const post = (url: string, allowedHosts: string[] = []) =>
		postMessage({ id: 'x', url, body: '{}', secret: 's' }, { allowedHosts, now, timeoutMs: 2_000 });

	it.each([
		['http://127.0.0.1:PORT/', 'private'],
		['https://127.1:PORT/', 'private'],
		['https://2130706433:PORT/', 'private'],
		['https://0x7f.0.0.1:PORT/', 'private'],
		['https://[::1]:PORT/', 'private'],
		['https://[::ffff:127.0.0.1]:PORT/', 'private'],
		['https://localhost:PORT/', 'PRIVATE_ADDRESS'],
		['http://example.org/', 'not-encrypted'],
		['https://user:pass@example.org/', 'credentials'],
		['file:///etc/passwd', 'no-address'],
		['nonsense', 'no-address']
	])('%s is refused: %s', async (url, fault) => {
		expect(await post(url.replace('PORT', String(port)))).toEqual({ status: null, fault });
		expect(received).toHaveLength(0);
	});

	it('also when one of a name’s addresses is private, and unless the name was allowed', async () => {
		const find = (allowed: string[]) =>
			new Promise((resolve) =>
				guardedLookup(allowed)('localhost', {}, (error) => resolve(error?.code ?? null))
			);
		expect(await find([])).toBe('PRIVATE_ADDRESS');
		expect(await find(['localhost'])).toBeNull();
		expect(await post(`http://localhost:${port}/`, ['localhost'])).toEqual({ status: 204, fault: null });
	});

	it('and one that does not answer is given up in time', async () => {
		const silent = createServer(() => undefined);
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const { port: silentPort } = silent.address() as AddressInfo;
		expect(await post(`http://127.0.0.1:${silentPort}/`, ['127.0.0.1'])).toEqual({
			status: null,
			fault: 'timeout'
		});
		silent.closeAllConnections();
		silent.close();
	});
});

describe('npm run webhook', () => {
	type Ended = { code: number; stdout: string; stderr: string };
	async function webhook(args: string[], extra: Record<string, string> = {}): Promise<Ended> {
		const env = { ...process.env, DATABASE_URL: city.database.url, DENYUT_DATA_DIR: city.dataDir, ...extra };
		return promisify(execFile)('npm', ['run', '--silent', 'webhook', '--', ...args], { env }).then(
			({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
			(error: unknown) => error as Ended
		);
	}

	it('adds, lists and removes one, and prints its secret once', async () => {
		const added = await webhook([
			'add',
			'--url',
			'https://example.org/alerts',
			'--kind',
			'disease',
			'--label',
			'Dinkes'
		]);
		expect([added.code, added.stdout]).toEqual([0, expect.stringMatching(/^whsec_[\w-]{43}\n$/)]);
		const id = /Webhook (\w+) /.exec(added.stderr)?.[1] ?? '';
		expect((await webhook(['list'])).stdout).toBe(
			`${id}\thttps://example.org/alerts\tdisease\t0 delivered\t0 waiting\t0 given up\tDinkes\n`
		);
		expect(JSON.stringify(await city.database.sql`SELECT * FROM webhook`)).not.toContain(
			added.stdout.trim().slice(6)
		);
		expect((await webhook(['remove', id])).code).toBe(0);
		expect((await webhook(['remove', id])).code).toBe(2);
	});

	it('says what is wrong with an address', async () => {
		const local = ['add', '--url', `http://127.0.0.1:${port}/`];
		expect(await webhook(local)).toMatchObject({
			code: 2,
			stdout: '',
			stderr: expect.stringContaining('DENYUT_WEBHOOK_HOSTS')
		});
		expect((await webhook(local, { DENYUT_WEBHOOK_HOSTS: 'localhost, 127.0.0.1' })).code).toBe(0);
		expect((await webhook(['add', '--url', 'https://example.org/', '--kind', 'weather'])).stderr).toContain(
			'Usage'
		);
	});
});
