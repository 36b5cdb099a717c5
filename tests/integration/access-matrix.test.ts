/**
 * Every credential at every way in and every live topic, over HTTP and sockets, against what the tables of `domain` say; and a
 * hospital that names another one. Pages, forms, files and the read API are asked in `tests/e2e/access-matrix.e2e.ts`, since they
 * need the build. A route, an endpoint or a topic that the matrix does not know fails it.
 */
import { readFileSync } from 'node:fs';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayOpen, type Page } from '../../src/lib/domain/access.ts';
import { topics, type Topic, type WatchAnswer } from '../../src/lib/protocol/live.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { createApp } from '../../src/lib/server/app.ts';
import { createEndpoints } from '../../src/lib/server/endpoints.ts';
import {
	credentialsOf,
	makeCallers,
	otherHospital,
	ownHospital,
	type Caller
} from '../support/access-matrix/callers.ts';
import { endpointCases, upload, type Asking } from '../support/access-matrix/endpoints.ts';
import {
	askForeign,
	foreignSenders,
	layDownOther,
	rowsOfOther,
	type ForeignCase
} from '../support/access-matrix/foreign.ts';
import { knock, type Told } from '../support/access-matrix/knock.ts';
import { eventOf } from '../support/access-matrix/payloads.ts';
import { apiKindOf, isOfApi, pageOfRoute } from '../support/access-matrix/pages.ts';
import { pageRoutes, serverRoutes } from '../support/access-matrix/routes.ts';
import { Tally } from '../support/access-matrix/tally.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { cookieHeader, openSession } from '../support/session.ts';

let server: TestServer;
let site: Asking;
let callers: Caller[];
const tally = new Tally();
beforeAll(async () => {
	server = await startServer({ entry: 'tests/support/app-without-pages.ts' });
	const hospitalKey = await server.keys.create({ party: 'hospital', role: null, facility: ownHospital });
	site = { origin: server.origin, hospitalKey };
	callers = await makeCallers(server);
});
afterAll(async () => {
	console.log(`\n${String(tally)}\n`);
	await server.stop();
});

describe('the matrix knows', () => {
	it('every route of a page, and every route of the API', () => {
		const pages = [...pageRoutes(), ...serverRoutes().filter(({ id }) => !isOfApi(id))];
		expect(pages.length).toBeGreaterThan(20);
		expect(pages.filter(({ id }) => pageOfRoute(id) === null)).toEqual([]);
		const ofApi = serverRoutes().filter(({ id }) => isOfApi(id));
		expect(ofApi.length).toBeGreaterThan(8);
		expect(ofApi.filter(({ id }) => apiKindOf(id) === null)).toEqual([]);
	});

	it('every endpoint of the composition', async () => {
		const config = readConfig({ DENYUT_DATA_DIR: server.dataDir, DENYUT_LOG_LEVEL: 'silent' });
		const app = await createApp(config, server.databaseUrl);
		const paths = endpointCases.map(({ path }) => path.replace(/ .*/, ''));
		const unknown = createEndpoints(app).filter(({ owns }) => !paths.some((path) => owns(path)));
		await app.stop();
		// What hands uploads on to another process owns nothing while there is none.
		expect(unknown).toHaveLength(1);
		expect(String(unknown[0]?.owns)).toContain('holderOf');
	});

	it('no page that reads with anybody’s rights but the viewer’s', () => {
		const sources = [...pageRoutes(), ...serverRoutes()].map(({ source }) => source);
		const shared = readFileSync('src/routes/api/v1/read.ts', 'utf8');
		const product =
			/\bapp\s*\.\s*(services|sql)\b|\{[^}]*\b(services|sql)\b[^}]*\}\s*=\s*(event\.)?locals\.app\b/;
		expect(product.test('const { keys, services } = locals.app;')).toBe(true);
		expect([...sources, shared].filter((source) => product.test(source))).toEqual([]);
	});
});

describe('whoever sends or reads as a program, or uploads,', () => {
	it.each([...new Set(endpointCases.map(({ kind }) => kind))])(
		'is let in where the tables say so: %s',
		async (kind) => {
			for (const one of endpointCases.filter((endpoint) => endpoint.kind === kind))
				for (const caller of callers) {
					const got = one.outcome(await one.ask(caller, site));
					const expected = one.isAllowed(caller) ? 'allowed' : 'refused';
					tally.add(kind, `${one.method} ${one.path} by ${caller.name}`, { got, expected });
				}
			expect(tally.wrongIn(kind)).toEqual([]);
			expect(tally.counts(kind).allowed).toBeGreaterThan(0);
			expect(tally.counts(kind).refused).toBeGreaterThan(0);
		},
		120_000
	);
});

function dial(path: string, caller: Pick<Caller, 'cookie' | 'key'>): Promise<Socket | null> {
	const socket = io(server.origin, {
		...{ path, transports: ['websocket'], reconnection: false, forceNew: true },
		extraHeaders: credentialsOf(caller)
	});
	return new Promise((resolve) => {
		socket.once('connect', () => resolve(socket));
		socket.once('connect_error', () => {
			socket.close();
			resolve(null);
		});
	});
}

/** The pages that follow a topic, said once more here. */
const pagesOf: Readonly<Record<Topic, readonly Page[]>> = {
	overview: ['/'],
	beds: ['/beds'],
	diseases: ['/diseases', '/diseases/signals'],
	drugs: ['/drugs'],
	budget: ['/budget', '/claims'],
	quality: ['/quality', '/connect'],
	public: ['/public']
};

describe('on a line that stays open', () => {
	it('a topic is watched by whoever may open a page that follows it', async () => {
		for (const caller of callers) {
			const socket = await dial('/live', caller);
			if (socket === null) throw new Error(`the line was refused to ${caller.name}`);
			for (const topic of topics) {
				const request = { topic, since: 0 };
				const { status } = (await socket.timeout(5_000).emitWithAck('watch', request)) as WatchAnswer;
				const got = status === 'refused' ? 'refused' : 'allowed';
				const expected = pagesOf[topic].some((page) => mayOpen(caller.viewer, page)) ? 'allowed' : 'refused';
				tally.add('live topic', `${topic} by ${caller.name}`, { got, expected });
			}
			socket.close();
		}
		expect(tally.wrongIn('live topic')).toEqual([]);
	}, 60_000);

	it('events are taken from whoever has a key that sends', async () => {
		for (const path of ['/feed', '/socket.io'])
			for (const caller of callers) {
				const socket = await dial(path, caller);
				socket?.close();
				const got = socket === null ? 'refused' : 'allowed';
				const expected = caller.party === null ? 'refused' : 'allowed';
				tally.add('feed', `${path} by ${caller.name}`, { got, expected });
			}
		expect(tally.wrongIn('feed')).toEqual([]);
	}, 60_000);
});

/** The other hospital's clerk uploads a file; whose it is, its id does not say. */
async function otherUpload(): Promise<string> {
	const cookie = cookieHeader(await openSession(server.sql, 'hospital', otherHospital));
	const { location } = await upload(site, { cookie, key: null }, `hospital:${otherHospital}`, 'visit');
	return location;
}

const feedCases: readonly ForeignCase[] = ['/feed', '/socket.io'].map((path) => [
	'event',
	`subject, by ${path}`,
	async ({ key }) => {
		const socket = await dial(path, { cookie: null, key });
		const events = [{ ...eventOf('bed'), subject: otherHospital }];
		const answer: unknown = await socket?.timeout(5_000).emitWithAck('events', events);
		socket?.close();
		expect(answer).toMatchObject({ quarantined: 1, errors: [{ code: 'other-facility' }] });
		return JSON.stringify(answer);
	}
]);

describe('a hospital that names another', () => {
	it('reads nothing of it and writes nothing for it', async () => {
		const cookie = cookieHeader(await openSession(server.sql, 'hospital', ownHospital));
		const on = await layDownOther(server, cookie);
		const place = await otherUpload();
		expect(place).toMatch(/^\/upload\/[0-9a-f]{32}/);
		const clerk = { cookie, key: null };
		const files: readonly ForeignCase[] = [
			['body', 'sender of an upload', () => upload(site, clerk, `hospital:${otherHospital}`, 'visit')],
			['path', 'upload', () => knock(`${site.origin}${place}/refused.csv`, { headers: { cookie } })]
		];
		await askForeign(on, [...foreignSenders, ...feedCases, ...files], tally);
		expect(tally.wrongIn('foreign facility')).toEqual([]);
		expect((await files[0]?.[2](on)) as Told).toMatchObject({ status: 400 });
		expect((await files[1]?.[2](on)) as Told).toMatchObject({ status: 404 });
	}, 120_000);

	it('would be found out if it did', async () => {
		const before = await rowsOfOther(server.sql);
		const on = await layDownOther(server, '');
		expect(await rowsOfOther(server.sql)).not.toBe(before);
		const found = new Tally();
		const read: ForeignCase = ['query', 'x', () => Promise.resolve('Ruang Kenari Lain')];
		const write: ForeignCase = ['event', 'y', () => layDownOther(server, '').then(() => '')];
		await askForeign(on, [read, write], found);
		expect(found.wrong).toEqual([
			'foreign facility in query: x: read, not refused',
			'foreign facility in event: y: written, not refused'
		]);
	});
});
