import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../src/lib/protocol/events.ts';
import { endpointContext } from '../../src/lib/server/endpoints.ts';
import {
	attachFeed,
	type Feed,
	type FeedRefusal
} from '../../src/lib/server/ingest/readers/feed/feed-socket.ts';
import { startServer } from '../support/server.ts';
import {
	bed,
	claim,
	findDifferences,
	hospitalA,
	hospitalB,
	keyFor,
	niks,
	openCity,
	readTotals,
	serve,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let endpoint: Endpoint;
let feed: Feed;
let origin: string;
let key: string;
beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	feed = attachFeed(endpoint.server, {
		...endpointContext(city.app),
		isAllowedHost: () => true,
		recheckMs: 100
	});
	origin = `http://127.0.0.1:${endpoint.port}`;
	key = await keyFor(city.app, 'hospital', hospitalA);
});
const open: Socket[] = [];
afterEach(() => {
	for (const socket of open.splice(0)) socket.close();
});
afterAll(async () => {
	await feed.close();
	await endpoint.close().catch(() => undefined);
	await city.close();
});

type Options = Partial<ManagerOptions & SocketOptions>;

function dial(options: Options = {}, url = `${origin}/feed`): Socket {
	const socket = io(url, {
		path: '/feed',
		transports: ['websocket'],
		auth: { token: key },
		reconnection: false,
		forceNew: true,
		...options
	});
	open.push(socket);
	return socket;
}

const connected = (socket: Socket) =>
	new Promise<Socket>((resolve, reject) => {
		socket.on('connect', () => resolve(socket));
		socket.on('connect_error', reject);
	});

type Answer = BatchAnswer & FeedRefusal;
const send = (socket: Socket, ...said: unknown[]): Promise<Answer> =>
	(socket.timeout(20_000) as unknown as { emitWithAck: (...all: unknown[]) => Promise<Answer> }).emitWithAck(
		'events',
		...said
	);

/** The same by HTTP, for comparison. */
async function post(events: unknown, query = ''): Promise<Answer> {
	const response = await fetch(`${endpoint.url}${query}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(events)
	});
	return (await response.json()) as Answer;
}

describe('a producer that keeps a connection', () => {
	it.each([
		['its path and namespace', {}, '/feed'],
		['its path alone', {}, '/'],
		['the usual path and its namespace', { path: '/socket.io' }, '/feed']
	])('finds the feed by %s', async (name, options, space) => {
		const socket = await connected(dial(options as Options, `${origin}${space}`));
		expect(await send(socket, [bed(`at-${name.replaceAll(' ', '-')}`)])).toMatchObject({
			accepted: 1,
			errors: []
		});
	});

	it('is answered as by HTTP: accepted, duplicate, held', async () => {
		const socket = await connected(dial());
		const events = [
			visit('feed-1'),
			visit('feed-2', { nik: '123' }),
			bed('feed-3', {}, { subject: hospitalB }),
			7
		];
		const answer = await send(socket, events);
		expect([answer.accepted, answer.duplicate, answer.quarantined]).toEqual([1, 0, 3]);
		const byHttp = await post(events);
		expect(byHttp).toEqual({ ...answer, accepted: 0, duplicate: 1 });
	});

	it('may ask for all or nothing', async () => {
		const socket = await connected(dial());
		const before = await readTotals(city);
		const events = [visit('feed-4'), visit('feed-5', { nik: '123' })];
		const answer = await send(socket, events, { mode: 'atomic' });
		expect(answer).toEqual(await post(events, '?mode=atomic'));
		expect(answer.rejected).toBe(2);
		expect(await readTotals(city)).toEqual(before);
	});

	it('may assert no more than by HTTP', async () => {
		const socket = await connected(dial());
		const answer = await send(socket, [claim('feed-6', { state: 'paid', paidRupiah: 1 })]);
		expect(answer.errors).toMatchObject([{ code: 'not-allowed', field: 'data.state' }]);
	});

	it('may say much in little time, and all of it counts once', async () => {
		const socket = await connected(dial());
		const before = await readTotals(city);
		const batches = Array.from({ length: 3 }, (_, batch) =>
			Array.from({ length: 500 }, (_, index) => visit(`much-${batch}-${index}`, { nik: niks[index % 4] }))
		);
		const answers = await Promise.all(
			[...batches, ...batches.slice(0, 1)].map((events) => send(socket, events))
		);
		expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1_500);
		expect((await readTotals(city)).ledger - before.ledger).toBe(1_500);
		expect(await findDifferences(city)).toEqual([]);
	});
});

describe('what is refused as a whole', () => {
	const refused = async (code: string, ...said: unknown[]) => {
		const socket = await connected(dial());
		const before = await readTotals(city);
		const answer = await send(socket, ...said);
		expect(answer.code).toBe(code);
		expect(answer.message.length).toBeGreaterThan(8);
		expect(await readTotals(city)).toEqual(before);
		expect(socket.connected).toBe(true);
	};
	it('is one event instead of an array', () => refused('not-a-batch', bed('x')));
	it('is nothing at all', () => refused('not-a-batch'));
	it('is another mode', () => refused('bad-mode', [bed('x')], { mode: 'some' }));
	it('are 5,001 events', () =>
		refused(
			'too-many',
			Array.from({ length: 5_001 }, () => 1)
		));
	it('are more than 8 MiB', () => refused('too-large', [{ text: 'x'.repeat(8 * 1024 * 1024) }]));
	it('is told in Indonesian who asks for it', async () => {
		const socket = await connected(dial({ auth: { token: key, locale: 'id' } }));
		expect((await send(socket, {})).message).toContain('Kirim larik');
	});
	it('is told to who asks for no acknowledgement', async () => {
		const socket = await connected(dial());
		const heard = new Promise<FeedRefusal>((resolve) => socket.on('refused', resolve));
		socket.emit('events', 7);
		expect((await heard).code).toBe('not-a-batch');
	});
	it('cuts the line of who sends far more than 8 MiB', async () => {
		const socket = await connected(dial());
		const cut = new Promise((resolve) => socket.on('disconnect', resolve));
		socket.emit('events', ['x'.repeat(10 * 1024 * 1024)]);
		await cut;
		expect(socket.connected).toBe(false);
	});

	it('are further batches while several wait: told as busy, and taken when sent again', async () => {
		const socket = await connected(dial());
		const batches = Array.from({ length: 12 }, (_, batch) => [visit(`busy-${batch}`)]);
		const answers = await Promise.all(batches.map((events) => send(socket, events)));
		const busy = answers.flatMap(({ code }, index) => (code === 'busy' ? [index] : []));
		expect(busy.length).toBeGreaterThan(0);
		expect(answers.filter(({ accepted }) => accepted === 1).length).toBe(12 - busy.length);
		for (const index of busy) expect((await send(socket, batches[index])).accepted).toBe(1);
	});

	it('is told as busy when the queue of everybody is full', async () => {
		const narrow = await openCity({ maxQueuedEvents: 1 });
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const own = attachFeed(server, { ...endpointContext(narrow.app), isAllowedHost: () => true });
		const token = await keyFor(narrow.app, 'hospital', hospitalA);
		const socket = await connected(
			dial({ auth: { token } }, `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`)
		);
		const answers = await Promise.all(
			[1, 2, 3].map((batch) => send(socket, [visit(`q-${batch}-a`), visit(`q-${batch}-b`)]))
		);
		expect(answers.map(({ code }) => code)).toContain('busy');
		socket.close();
		await own.close();
		await narrow.close();
	});
});

describe('who is admitted', () => {
	const turnedAway = async (options: Options) => {
		const error = await connected(dial(options)).then(
			() => undefined,
			(one: unknown) => one
		);
		return (error as { data?: FeedRefusal }).data;
	};
	it('has a key', async () => expect(await turnedAway({ auth: {} })).toMatchObject({ code: 'no-key' }));
	it('has one of ours', async () =>
		expect(await turnedAway({ auth: { token: `${key.slice(0, -1)}_` } })).toMatchObject({ code: 'bad-key' }));
	it('has one that may send', async () => {
		const token = await city.app.keys.create({ party: null, role: 'planner', facility: null });
		expect(await turnedAway({ auth: { token } })).toMatchObject({ code: 'read-key' });
	});
	it('may send the key as a header', async () => {
		const socket = await connected(dial({ auth: {}, extraHeaders: { authorization: `Bearer ${key}` } }));
		expect((await send(socket, [bed('by-header')])).accepted).toBe(1);
	});
	it('is no page of a website', async () => {
		const error = await connected(dial({ extraHeaders: { origin: 'https://elsewhere.example' } })).then(
			() => undefined,
			(one: unknown) => one
		);
		expect(error).toBeDefined();
	});

	it('is cut off when the key is revoked, also while silent', async () => {
		const token = await keyFor(city.app, 'hospital', hospitalA);
		const socket = await connected(dial({ auth: { token } }));
		expect((await send(socket, [bed('before')])).accepted).toBe(1);
		const told = new Promise<FeedRefusal>((resolve) => socket.on('refused', resolve));
		const cut = new Promise((resolve) => socket.on('disconnect', resolve));
		await city.app.keys.revoke(/^dk_([a-z0-9]+)_/.exec(token)?.[1] ?? '');
		expect((await told).code).toBe('bad-key');
		await cut;
	});
});

describe('beside the viewers', () => {
	it('stands on the one server, which outlives requests that name another host', async () => {
		const server = await startServer({ entry: 'tests/support/app-without-pages.ts' });
		try {
			const refusals = ['/live', '/feed', '/socket.io'].map((path) =>
				statusOf(`${server.origin}${path}/?EIO=4&transport=polling`, 'elsewhere.example')
			);
			// Nobody may poll at all.
			expect(await Promise.all(refusals)).toEqual([400, 400, 400]);
			expect(await statusOf(`${server.origin}/fo/index.php/Fasyankes`, 'elsewhere.example')).toBe(421);
			const token = await server.keys.create({ party: 'hospital', role: null, facility: hospitalA });
			const viewer = await connected(dial({ path: '/live', auth: {} }, server.origin));
			const producer = await connected(dial({ auth: { token } }, `${server.origin}/feed`));
			const time = new Date().toISOString();
			expect((await send(producer, [bed('whole', {}, { time })])).accepted).toBe(1);
			expect(viewer.connected).toBe(true);
		} finally {
			await server.stop();
		}
	});
});

const statusOf = (url: string, host: string) =>
	new Promise<number>((resolve, reject) => {
		get(url, { headers: { host } }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		}).on('error', reject);
	});
