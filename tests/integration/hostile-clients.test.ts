/** The server as it runs, less the pages, and clients that mean no good. */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { get, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/lib/server/web/http-server.ts';
import { drippingBody, drippingHead, drip, endlessBody, type Drip } from '../support/drip.ts';
import { openRaw } from '../support/raw-websocket.ts';
import { makeDataDir, startServer, type TestServer } from '../support/server.ts';
import { bed, hospitalA } from './ingest-city.ts';

const ours = 'https://denyut.example';
let server: TestServer;
let port: number;
let key: string;
beforeAll(async () => {
	server = await startServer({ entry: 'tests/support/app-without-pages.ts', env: { ORIGIN: ours } });
	port = Number(new URL(server.origin).port);
	key = await server.keys.create({ party: 'hospital', role: null, facility: hospitalA });
});
afterAll(async () => {
	await server.stop();
});

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };
type Ask = { method?: string; headers?: Record<string, string | string[]>; body?: string; path?: string };

/** `fetch` would not send some of these headers. */
function ask({ method = 'GET', headers = {}, body, path = '/api/v1/events' }: Ask): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
			);
		});
		request.on('error', reject);
		request.end(body);
	});
}

let serial = 0;
const oneBed = () => bed(`safe-${serial++}`, {}, { time: new Date().toISOString() });
async function sendsAsUsual(): Promise<void> {
	const answer = await ask({
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify([oneBed()])
	});
	expect([answer.status, JSON.parse(answer.text)]).toMatchObject([200, { accepted: 1 }]);
}
const end = (drips: Drip[]) => drips.forEach(({ socket }) => socket.destroy());

describe('every answer', () => {
	const kinds: [string, Ask, number][] = [
		['an endpoint’s refusal', { method: 'POST' }, 401],
		['what does not exist', { path: '/nothing' }, 404],
		['another host', { headers: { host: 'evil.example' } }, 421],
		[
			'another site',
			{ method: 'POST', path: '/upload/files', headers: { origin: 'https://evil.example' } },
			403
		],
		['a template', { path: '/upload/templates/visit.xlsx' }, 403]
	];
	it.each(kinds)('carries the headers of safety: %s', async (_, what, status) => {
		const answer = await ask(what);
		expect(answer.status).toBe(status);
		expect(answer.headers).toMatchObject({
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'same-origin',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
			'permissions-policy': expect.stringContaining('camera=()') as string,
			'content-security-policy': expect.stringMatching(
				/^default-src 'none'.*frame-ancestors 'none'/
			) as string
		});
		expect(answer.headers['strict-transport-security'], 'over plain HTTP').toBeUndefined();
		expect(answer.headers['x-powered-by']).toBeUndefined();
	});
	it('asks for TLS from then on where a proxy has brought it', async () => {
		const { headers } = await ask({ headers: { host: 'denyut.example' } });
		expect(headers['strict-transport-security']).toMatch(/^max-age=\d{7,}$/);
	});
	it('tells who came under another name which one to open', async () => {
		const { status, text } = await ask({
			headers: { host: 'evil.example', 'x-forwarded-host': 'denyut.example' }
		});
		expect([status, text]).toEqual([421, `Open ${ours} instead.\n`]);
	});
});

describe('another site’s page', () => {
	const form = 'multipart/form-data; boundary=x';
	const forms: [string, Record<string, string>][] = [
		['by a form', { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }],
		['by a form with a file', { origin: 'https://evil.example', 'content-type': form }],
		['by a script that calls JSON text', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
		['without saying where from', { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' }],
		['from a hidden origin', { origin: 'null', 'content-type': form }],
		['with the visitor’s cookie alone', { 'content-type': form }],
		[
			'through a header that claims our name',
			{ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }
		]
	];
	it.each(forms)('changes nothing %s', async (_, headers) => {
		for (const path of ['/upload/files', '/quality/1', '/api/auth/sign-in', '/login?/password'])
			expect(
				await ask({ method: 'POST', path, headers: { cookie: 'session=a', ...headers }, body: '{}' })
			).toMatchObject({ status: 403, text: expect.stringMatching(/^This came from another site/) as string });
	});
	it('is not taken for a program with a key of its own', async () => {
		const { status } = await ask({
			method: 'POST',
			headers: { origin: 'app://simrs', authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify([oneBed()])
		});
		expect(status).toBe(200);
	});
	it('is not what our own page is, under any of our names', async () => {
		for (const [host, origin] of [
			['denyut.example', ours],
			[`127.0.0.1:${port}`, `http://127.0.0.1:${port}`],
			[`localhost:${port}`, `http://localhost:${port}`]
		] as const) {
			const headers = { host, origin, cookie: 'a=b', 'content-type': 'text/plain' };
			const { text } = await ask({ method: 'POST', path: '/upload/files', headers });
			expect(text, host).not.toMatch(/^This came from another site/);
		}
	});
});

describe('what comes before a request is understood', () => {
	it('is no more than 16 KiB of headers, cookies with them', async () => {
		expect((await ask({ headers: { cookie: `a=${'x'.repeat(20_000)}` } })).status).toBe(431);
		expect((await ask({ path: `/${'x'.repeat(20_000)}` })).status).toBe(431);
		await sendsAsUsual();
	});
	it('is no more than a hundred headers', async () => {
		const many = (count: number) =>
			Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, '1']));
		expect((await ask({ headers: many(101) })).status).toBe(431);
		expect((await ask({ headers: many(2_000) })).status).toBe(431);
		expect((await ask({ method: 'POST', headers: many(90) })).status).toBe(401);
	});
	it('comes from 200 clients a drop at a time, and everybody else is served; after ten seconds they are cut', async () => {
		const heads = Array.from({ length: 200 }, () => drippingHead(port));
		for (let n = 0; n < 20; n++) await sendsAsUsual();
		const lasted = await Promise.all(heads.map(({ closed }) => closed));
		expect(Math.max(...lasted)).toBeLessThan(15_000);
		expect(heads.every(({ heard }) => heard().startsWith('HTTP/1.1 408'))).toBe(true);
	}, 30_000);
});

describe('a body', () => {
	it('that 200 clients send a drop at a time keeps nobody else waiting', async () => {
		const bodies = Array.from({ length: 200 }, () => drippingBody(port, `Authorization: Bearer ${key}\r\n`));
		for (let n = 0; n < 20; n++) await sendsAsUsual();
		end(bodies);
		await sendsAsUsual();
	});

	it('that does not come to its end is cut off when its time is up', async () => {
		const own = createHttpServer({ requestTimeoutMs: 1_500, headersTimeoutMs: 1_000 });
		own.on('request', (request) => request.resume());
		await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
		const lasted = await drippingBody((own.address() as AddressInfo).port).closed;
		expect(lasted).toBeLessThan(4_000);
		own.close();
	});

	const json = 'Content-Type: application/json\r\n';
	it.each([
		['with a key', () => `Authorization: Bearer ${key}\r\n${json}`, '/api/v1/events', '413'],
		['without a key', () => json, '/api/v1/events', '401'],
		['to the bed interface', () => `X-pass: ${key}\r\n${json}`, '/fo/index.php/Fasyankes', '413'],
		[
			'as FHIR',
			() => `Authorization: Bearer ${key}\r\nContent-Type: application/fhir+json\r\n`,
			'/fhir',
			'413'
		],
		['to what does not exist', () => json, '/nothing', '404']
	])('without end is refused and cut: %s', async (_, headers, path, status) => {
		const endless = endlessBody(port, headers(), path);
		expect(await endless.closed).toBeLessThan(8_000);
		expect(endless.heard().slice(9, 12)).toBe(status);
		await sendsAsUsual();
	});

	it('that says it is gzip and never ends is cut too', async () => {
		const endless = endlessBody(port, `Authorization: Bearer ${key}\r\n${json}Content-Encoding: gzip\r\n`);
		expect(await endless.closed).toBeLessThan(8_000);
		expect(endless.heard().slice(9, 12)).toBe('400');
	});

	const deep = `${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`;
	const sirs = { 'content-type': 'application/json' };
	it.each([
		['events', '/api/v1/events', `[${deep}]`, {}],
		[
			'an event’s data',
			'/api/v1/events',
			JSON.stringify([bed('deep')]).replace('"data":{', `"data":{"x":${deep},`),
			{}
		],
		['beds of SIRS', '/fo/index.php/Fasyankes', `{"id_tt":${deep}}`, sirs],
		['a room of Aplicares', '/aplicaresws/rest/bed/update/3275013', `{"kodekelas":${deep}}`, {}],
		['a claim of e-Klaim', '/api/v1/claims/eklaim', `{"metadata":${deep}}`, {}],
		['a claim of VClaim', '/api/v1/claims/vclaim', `{"request":${deep}}`, {}],
		['a FHIR resource', '/fhir/Encounter', `{"resourceType":"Encounter","extension":${deep}}`, {}],
		['a FHIR bundle', '/fhir', `{"resourceType":"Bundle","type":"batch","entry":${deep}}`, {}]
	])('100,000 levels deep is judged, not choked on: %s', async (_, path, body, more) => {
		const type = path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json';
		const headers = {
			authorization: `Bearer ${key}`,
			'x-pass': key,
			'x-rs-id': hospitalA,
			'content-type': type,
			...more
		};
		const answer = await ask({ method: 'POST', path, headers, body });
		expect(answer.status).toBeLessThan(500);
		expect(answer.status).not.toBe(404);
		expect(answer.text).not.toMatch(/RangeError|stack|\.ts/i);
		await sendsAsUsual();
	});

	it.each(['__proto__', 'constructor', 'prototype'])(
		'with a key called %s changes nothing but itself',
		async (name) => {
			const poison = `{"${name}":{"polluted":true,"accepted":99},`;
			const body = JSON.stringify([oneBed()])
				.replace('[{', `[${poison}`)
				.replace('"data":{', `"data":${poison}`);
			const headers = { authorization: `Bearer ${key}`, 'x-pass': key, 'content-type': 'application/json' };
			const { status, text } = await ask({ method: 'POST', headers, body });
			expect([status, JSON.parse(text)]).toMatchObject([200, { accepted: 1, duplicate: 0, quarantined: 0 }]);
			for (const path of [
				'/fo/index.php/Fasyankes',
				'/api/v1/claims/eklaim',
				'/api/v1/claims/vclaim',
				'/fhir'
			])
				expect((await ask({ method: 'POST', path, headers, body: `${poison}"a":1}` })).status).toBeLessThan(
					500
				);
			expect((await ask({ path: '/api/v1/events', method: 'POST' })).text).not.toContain('polluted');
			await sendsAsUsual();
		}
	);
});

describe('connections', () => {
	it('of one address are bounded, those of others are not counted with them', async () => {
		const own = createHttpServer({ maxConnectionsOfPeer: 5 });
		own.on('request', (_, response) => response.end('ok'));
		await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
		const address = own.address() as AddressInfo;
		const held = Array.from({ length: 8 }, () => drip(address.port, 'GET / HTTP/1.1\r\n', 'X-A: b\r\n'));
		await Promise.all(held.slice(5).map(({ closed }) => closed));
		await expect(statusOf(address.port)).rejects.toThrow('hang up');
		end(held);
		await expect.poll(() => statusOf(address.port).catch(() => 0)).toBe(200);
		own.closeAllConnections();
		own.close();
	});
	it('of a proxy that the configuration names are everybody’s', async () => {
		const own = createHttpServer({ maxConnectionsOfPeer: 2, trustedProxies: ['127.0.0.1'] });
		own.on('request', (_, response) => response.end('ok'));
		await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
		const address = own.address() as AddressInfo;
		const held = Array.from({ length: 8 }, () => drip(address.port, 'GET / HTTP/1.1\r\n', 'X-A: b\r\n'));
		expect(await statusOf(address.port)).toBe(200);
		end(held);
		own.closeAllConnections();
		own.close();
	});
});

describe('the feed', () => {
	const dial = (token: string) =>
		io(`${server.origin}/feed`, {
			path: '/feed',
			transports: ['websocket'],
			auth: { token },
			reconnection: false,
			forceNew: true
		});
	const connected = (socket: Socket) =>
		new Promise<Socket>((resolve, reject) => {
			socket.once('connect', () => resolve(socket));
			socket.once('connect_error', reject);
		});

	it('tells who begins by polling to speak WebSocket', async () => {
		for (const path of ['/feed/', '/socket.io/']) {
			const { status, text } = await ask({ path: `${path}?EIO=4&transport=polling` });
			expect([status, JSON.parse(text)]).toMatchObject([400, { code: 'websocket-only' }]);
		}
	});
	it('cuts a line within a second when its key is revoked, by another process too', async () => {
		const token = await server.keys.create({ party: 'hospital', role: null, facility: hospitalA });
		const [socket, stays] = await Promise.all([connected(dial(token)), connected(dial(key))]);
		const cut = new Promise((resolve) => socket.once('disconnect', resolve));
		const at = performance.now();
		// This process is not the one that serves.
		await server.keys.revoke(token.split('_')[1] ?? '');
		await cut;
		expect(performance.now() - at).toBeLessThan(1_000);
		expect(stays.connected).toBe(true);
		stays.close();
	});
	it('takes a large batch from who has a key, and nothing of the kind from who has none', async () => {
		const socket = await connected(dial(key));
		const events = Array.from({ length: 1_000 }, () => oneBed());
		const answer = (await socket.timeout(20_000).emitWithAck('events', events)) as { accepted: number };
		expect(answer.accepted).toBe(1_000);
		socket.close();
		const raw = await openRaw(port, '/feed/?EIO=4&transport=websocket');
		const timer = setInterval(() => {
			for (let n = 0; n < 500; n++) raw.frame(n === 0 ? 1 : 0, 'x'.repeat(100), false);
		}, 10);
		await raw.closed;
		clearInterval(timer);
	});
	it('judges what is nested 100,000 levels deep, and keys that are no keys', async () => {
		const raw = await openRaw(port, '/feed/?EIO=4&transport=websocket');
		raw.frame(1, `40/feed,${JSON.stringify({ token: key })}`);
		await expect.poll(() => raw.heard()).toContain('40/feed,');
		const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
		raw.frame(1, `42/feed,1["events",[${deep}]]`);
		raw.frame(1, '42/feed,2["events",[{"__proto__":{"id":"x"}}],{"__proto__":{"mode":"atomic"}}]');
		await expect.poll(() => raw.heard()).toMatch(/43\/feed,1\[\{"code":"too-large"/);
		await expect.poll(() => raw.heard()).toMatch(/43\/feed,2\[\{"accepted":0,"duplicate":0,"quarantined":1,/);
		raw.socket.destroy();
		await sendsAsUsual();
	});
});

const statusOf = (to: number, headers: Record<string, string> = {}) =>
	new Promise<number>((resolve, reject) => {
		get({ host: '127.0.0.1', port: to, agent: false, headers }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		}).on('error', reject);
	});

describe('an address that others can reach', () => {
	const made = Buffer.alloc(32, 7).toString('base64');
	const whole = { ORIGIN: ours, DENYUT_PSEUDONYM_KEY: made, DENYUT_SERVER_KEY: made, DENYUT_TRAIL_KEY: made };

	it.each(['ORIGIN', 'DENYUT_PSEUDONYM_KEY', 'DENYUT_SERVER_KEY', 'DENYUT_TRAIL_KEY'])(
		'is refused without %s, in one sentence and before anything is made',
		(name) => {
			const dataDir = makeDataDir();
			const env = {
				...process.env,
				...whole,
				HOST: '0.0.0.0',
				PORT: '0',
				DENYUT_DATA_DIR: dataDir,
				[name]: ''
			};
			const run = spawnSync(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
				env,
				encoding: 'utf8'
			});
			expect([run.status, readdirSync(dataDir)]).toEqual([1, []]);
			expect(run.stderr.trim()).toMatch(
				new RegExp(`^HOST=0\\.0\\.0\\.0 can be reached .* set ${name} [^\\n]*$`)
			);
			rmSync(dataDir, { recursive: true, force: true });
		}
	);

	it('is served with all of them, under the name that ORIGIN gives and no other', async () => {
		const open = await startServer({
			entry: 'tests/support/app-without-pages.ts',
			env: { ...whole, HOST: '0.0.0.0' }
		});
		const to = Number(new URL(open.origin).port);
		const names = ['denyut.example', `127.0.0.1:${to}`, `localhost:${to}`];
		expect(await Promise.all(names.map((host) => statusOf(to, { host })))).toEqual([404, 421, 421]);
		await open.stop();
	});
});
