/** Who may open the live line, what he may watch, and how soon it ends when he may no longer. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publicViewer, type Viewer } from '../../src/lib/domain/viewer.ts';
import type { WatchAnswer } from '../../src/lib/protocol/live.ts';
import type { LiveGate } from '../../src/lib/server/live/gate.ts';
import type { LiveServer } from '../../src/lib/server/live/hub.ts';
import { attachSockets, type SocketOptions as Options } from '../../src/lib/server/live/sockets.ts';
import { isOwnOrForNoPage } from '../../src/lib/server/web/cross-site.ts';
import { makeLineGuard } from '../../src/lib/server/web/line-guard.ts';
import { ownAddress } from '../../src/lib/server/web/own-address.ts';
import { openRaw } from '../support/raw-websocket.ts';
import { openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let first: Home;
/** Another process of the same product: it shares nothing with the first but what `sessions` stands for. */
let second: Home;
const sessions = new Map<string, Viewer>();
let questions: (readonly string[])[] = [];
let isAway = false;

const own = ownAddress({ host: '127.0.0.1', origin: undefined });
const gate: LiveGate = {
	isAllowedHost: own.isAllowedHost,
	isOwnPage: (request) => isOwnOrForNoPage(request, own),
	findViewer: async ({ cookie }) => {
		if (isAway) throw new Error('away');
		const [, session] = /session=(\w+)/.exec(cookie ?? '') ?? [];
		if (session === undefined) return { viewer: publicViewer, holder: null };
		const viewer = sessions.get(session);
		return viewer ? { viewer, holder: session } : null;
	},
	findStanding: async (holders) => {
		questions.push(holders);
		if (isAway) throw new Error('away');
		return new Map(
			holders.flatMap((holder) => {
				const viewer = sessions.get(holder);
				return viewer ? [[holder, viewer] as const] : [];
			})
		);
	},
	mayWatch: ({ role }, topic) => topic === 'public' || (role === 'planner' && topic !== 'quality')
};

type Home = { server: Server; live: LiveServer; port: number };

async function open(options: Partial<Options> = {}, maxLinesOfAddress = 1_000): Promise<Home> {
	const server = createServer();
	const guard = makeLineGuard({ trustedProxies: [], maxLinesOfAddress });
	const live = attachSockets(server, city.app.hub, { gate, guard, onFault: () => undefined, ...options });
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, live, port: (server.address() as AddressInfo).port };
}

beforeAll(async () => {
	city = await openCity();
	[first, second] = [await open(), await open()];
	await city.app.hub.start(first.live);
});
const opened: Socket[] = [];
afterEach(() => {
	for (const socket of opened.splice(0)) socket.close();
	sessions.clear();
	questions = [];
	isAway = false;
});
afterAll(async () => {
	await Promise.all([first, second].map(({ live }) => live.close()));
	await city.close();
});

type DialOptions = Partial<ManagerOptions & SocketOptions>;

function dial(headers: Record<string, string> = {}, options: DialOptions = {}, home = first): Socket {
	const socket = io(`http://127.0.0.1:${home.port}`, {
		path: '/live',
		transports: ['websocket'],
		reconnection: false,
		forceNew: true,
		extraHeaders: headers,
		...options
	});
	opened.push(socket);
	return socket;
}

const connected = (socket: Socket) =>
	new Promise<Socket>((resolve, reject) => {
		socket.once('connect', () => resolve(socket));
		socket.once('connect_error', reject);
	});
const isRefused = (socket: Socket) =>
	connected(socket).then(
		() => false,
		() => true
	);
const cut = (socket: Socket) => new Promise<string>((resolve) => socket.once('disconnect', resolve));
const watch = (socket: Socket, request: unknown): Promise<WatchAnswer> =>
	socket.timeout(5_000).emitWithAck('watch', request) as Promise<WatchAnswer>;

const planner: Viewer = { name: 'user:sari', role: 'planner', facility: null };
function signIn(session: string, viewer = planner): Record<string, string> {
	sessions.set(session, viewer);
	return { cookie: `session=${session}` };
}

describe('the handshake', () => {
	it('is open to a page of ours', async () => {
		const origin = `http://127.0.0.1:${first.port}`;
		expect(await isRefused(dial({ ...signIn('a1'), origin }))).toBe(false);
	});
	it.each(['https://evil.example', 'http://localhost:1', 'null', 'http://127.0.0.1'])(
		'is refused to a page of %s, whatever cookie its visitor has',
		async (origin) => expect(await isRefused(dial({ ...signIn('a2'), origin }))).toBe(true)
	);
	it('is refused under another host name', async () =>
		expect(await isRefused(dial({ ...signIn('a3'), host: 'evil.example' }))).toBe(true));
	it('is refused to a session that is over', async () =>
		expect(await isRefused(dial({ cookie: 'session=gone' }))).toBe(true));
	it('is refused while nobody can tell, and the server goes on', async () => {
		isAway = true;
		expect(await isRefused(dial(signIn('a4')))).toBe(true);
		isAway = false;
		expect(await isRefused(dial(signIn('a4')))).toBe(false);
	});
	it('is a WebSocket’s only: who begins by polling is told so', async () => {
		const url = `http://127.0.0.1:${first.port}/live/?EIO=4&transport=polling`;
		for (const method of ['GET', 'POST']) {
			const response = await fetch(url, { method, headers: signIn('a5') });
			expect(response.status).toBe(400);
			expect(await response.json()).toEqual({
				code: 'websocket-only',
				message: expect.stringContaining("transports to ['websocket']") as string
			});
		}
		expect(await isRefused(dial(signIn('a5'), { transports: ['polling'] }))).toBe(true);
	});
	it('outlives a line that breaks while the gate is asked', async () => {
		const slow = await open({
			gate: { ...gate, findViewer: () => pause(200, { viewer: publicViewer, holder: null }) }
		});
		const raw = openRaw(slow.port, '/live/?EIO=4&transport=websocket').catch(() => undefined);
		await pause(50);
		slow.server.closeAllConnections();
		await raw;
		await pause(300);
		expect(await isRefused(dial({}, {}, slow))).toBe(false);
		await slow.live.close();
	});
});

describe('a topic', () => {
	it('is watched by whose role it is for', async () => {
		const socket = await connected(dial(signIn('b1')));
		expect(await watch(socket, { topic: 'diseases', since: 0 })).toMatchObject({ status: 'caughtUp' });
	});
	it.each(['quality'])('that is another role’s is refused: %s', async (topic) => {
		const socket = await connected(dial(signIn('b2')));
		expect(await watch(socket, { topic, since: 0 })).toEqual({ status: 'refused', reason: 'not-allowed' });
		expect([...(first.live.of('/').adapter.rooms.get(topic) ?? [])]).not.toContain(socket.id);
	});
	it('of the public is all that nobody’s line gets', async () => {
		const socket = await connected(dial());
		expect(await watch(socket, { topic: 'public', since: 0 })).toMatchObject({ status: 'caughtUp' });
		expect(await watch(socket, { topic: 'beds', since: 0 })).toMatchObject({ status: 'refused' });
	});
	it.each([
		[{ topic: '__proto__', since: 0 }],
		[{ topic: 'constructor', since: 0 }],
		[{ topic: ['beds'], since: 0 }],
		[{ topic: 'beds', since: -1 }],
		[JSON.parse('{"__proto__":{"topic":"beds","since":0}}')],
		[null]
	])('is one that there is: %j', async (request: unknown) => {
		const socket = await connected(dial(signIn('b3')));
		expect(await watch(socket, request)).toEqual({ status: 'refused', reason: 'bad-request' });
	});
});

describe('an open line is cut within a second', () => {
	const changes: [string, (session: string) => void][] = [
		['sign-out', (session) => sessions.delete(session)],
		['another role', (session) => sessions.set(session, { ...planner, role: 'executive' })],
		['another facility', (session) => sessions.set(session, { ...planner, facility: '3275013' })],
		['another person in the same session', (session) => sessions.set(session, { ...planner, name: 'user:x' })]
	];
	it.each(changes)('on %s, in every process', async (_, change) => {
		const headers = signIn('c1');
		const stays = await connected(dial(signIn('c2')));
		const sockets = await Promise.all([first, second].map((home) => connected(dial(headers, {}, home))));
		for (const socket of sockets) await watch(socket, { topic: 'beds', since: 0 });
		const ends = Promise.all(sockets.map(cut));
		const at = performance.now();
		change('c1');
		await ends;
		expect(performance.now() - at).toBeLessThan(1_000);
		expect(stays.connected).toBe(true);
		expect(first.live.of('/').adapter.rooms.get('beds')?.size ?? 0).toBe(0);
	});

	it('and one question covers all that are open', async () => {
		const headers = [signIn('d1'), signIn('d2'), signIn('d3')];
		await Promise.all([...headers, ...headers].map((own) => connected(dial(own))));
		questions = [];
		await pause(1_200);
		expect(questions.length).toBeLessThanOrEqual(3);
		expect(questions.map((one) => [...one].sort())).toContainEqual(['d1', 'd2', 'd3']);
	});

	it('and a line that comes again is asked again, whatever it claims to be', async () => {
		const headers = signIn('e1');
		const socket = dial(headers, { reconnection: true, reconnectionDelay: 50, randomizationFactor: 0 });
		await connected(socket);
		const before = socket.id;
		const back = connected(socket);
		socket.io.engine.close();
		await back;
		expect(socket.recovered).not.toBe(true);
		expect(socket.id).not.toBe(before);
		sessions.delete('e1');
		await cut(socket);
		const error = new Promise((resolve) => socket.once('connect_error', resolve));
		socket.auth = { pid: before, offset: 'x' };
		socket.connect();
		await error;
		expect(socket.connected).toBe(false);
	});

	it('when nobody has been able to tell for a while', async () => {
		const doubtful = await open({ checkEveryMs: 50, trustWithoutAnswerMs: 400 });
		const [held, free] = await Promise.all([
			connected(dial(signIn('f1'), {}, doubtful)),
			connected(dial({}, {}, doubtful))
		]);
		isAway = true;
		await pause(200);
		expect(held.connected).toBe(true);
		await cut(held);
		expect(free.connected).toBe(true);
		await doubtful.live.close();
	});
});

describe('who would hold the server', () => {
	it('by a flood of messages is cut', async () => {
		const [socket, stays] = await Promise.all([connected(dial(signIn('g1'))), connected(dial(signIn('g2')))]);
		const ended = cut(socket);
		for (let n = 0; n < 500; n++) socket.emit('watch', { topic: 'beds', since: 0 }, () => undefined);
		await ended;
		expect(await watch(stays, { topic: 'beds', since: 0 })).toMatchObject({ status: 'caughtUp' });
	});

	it.each([
		['tiny fragments that never end', 1, 'x', false],
		['empty fragments that never end', 1, '', false],
		['pings', 9, '', true]
	])('by %s is cut', async (_, opcode, text, isLast) => {
		const raw = await openRaw(first.port, '/live/?EIO=4&transport=websocket');
		const timer = setInterval(() => {
			for (let n = 0; n < 1_000; n++)
				raw.frame(raw.socket.bytesWritten > 400 && !isLast ? 0 : opcode, text, isLast);
		}, 5);
		await raw.closed;
		clearInterval(timer);
		expect(await isRefused(dial(signIn('g3')))).toBe(false);
	});

	it('by a message that is larger than any of ours is cut', async () => {
		const socket = await connected(dial(signIn('g4')));
		const ended = cut(socket);
		socket.emit('watch', { topic: 'x'.repeat(5_000), since: 0 });
		expect(await ended).toMatch(/transport|server/);
	});

	it('by many lines from one address gets no more than there are for it', async () => {
		const narrow = await open({}, 5);
		const outcomes = await Promise.all(
			Array.from({ length: 12 }, () => isRefused(dial(signIn('g5'), { timeout: 3_000 }, narrow)))
		);
		expect(outcomes.filter((refused) => !refused).length).toBe(5);
		for (const socket of opened.splice(0)) socket.close();
		await pause(100);
		expect(await isRefused(dial(signIn('g5'), {}, narrow))).toBe(false);
		await narrow.live.close();
	});

	it('by opening a line and saying nothing is let go', async () => {
		const raw = await openRaw(first.port, '/live/?EIO=4&transport=websocket');
		const at = performance.now();
		await raw.closed;
		expect(performance.now() - at).toBeLessThan(8_000);
	});
});
