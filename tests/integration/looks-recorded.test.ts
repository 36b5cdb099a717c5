/** Wherever somebody sees or takes away rows, or changes who may, a line says so before it happens. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import type { ResourceName } from '../../src/lib/protocol/api/queries.ts';
import { viewerOf as viewerOfRequest } from '../../src/lib/server/web/request-viewer.ts';
import { newAccount, sessionOf, signedIn } from './accounts-city.ts';
import { wordsIn } from './evaluation-city.ts';
import {
	bed,
	claim,
	hospitalA,
	hospitalB,
	openCity,
	senders,
	stock,
	visit,
	type IngestCity
} from './ingest-city.ts';

let city: IngestCity;
let since = 0;
const viewerOf = (role: Role, facility: string | null = null): Viewer => ({
	...{ name: `user:${role}`, role, facility }
});
type Line = {
	viewer: string;
	action: string;
	what: string;
	rows: string[];
	filter: Record<string, string>;
	rowCount: number | null;
	apiKey: string | null;
	reason: string | null;
};
const lines = () => city.database.sql<Line[]>`
	SELECT viewer, action, what, rows, filter, row_count AS "rowCount", api_key AS "apiKey", reason
	FROM trail WHERE number > ${since} ORDER BY number`;

beforeAll(async () => {
	city = await openCity();
	for (const sender of [senders.hospitalA, senders.hospitalB]) {
		const id = sender.facility;
		await city.app.ingest.submit(sender, [
			...[visit(`v-${id}`), bed(`b-${id}`), claim(`c-${id}`), stock(`s-${id}`)],
			visit(`x-${id}`, { service: 'nonsense' })
		]);
	}
});
afterAll(() => city.close());
beforeEach(async () => {
	const [head] = await city.database.sql<{ number: number }[]>`SELECT max(number) AS number FROM trail`;
	since = head?.number ?? 0;
});

describe('on a page', () => {
	it('what waits to be corrected is named, once and not with every reload', async () => {
		const viewer = viewerOf('planner');
		const { quality } = city.app.servicesFor(viewer);
		const query = { asOf: null, reason: null, source: null, type: null, page: null, url: '/quality' };
		const view = await quality.load(query);
		const ids = view.held.rows.map(({ id }) => id);
		expect(ids).toHaveLength(2);
		for (let n = 0; n < 3; n++) await quality.recordLook(viewer, ids, view.filter);
		expect(await lines()).toEqual([
			expect.objectContaining({
				...{ viewer: viewer.name, action: 'look-rows', what: '/quality', rowCount: 2 },
				rows: ids.map((id) => `quarantine:${id}`)
			})
		]);
	});

	it('what a hospital sent is named for the hospital and for the administrator who looks', async () => {
		for (const viewer of [viewerOf('hospital', hospitalA), viewerOf('admin')]) {
			const { connect } = city.app.servicesFor(viewer);
			await connect.recordLook(viewer, await connect.load({ facility: hospitalA, asOf: null }));
		}
		const found = await lines();
		expect(found.map(({ viewer, action, what }) => [viewer, action, what])).toEqual([
			['user:hospital', 'look-rows', '/connect'],
			['user:admin', 'look-rows', '/connect']
		]);
		// An administrator is shown no visits, and is said to have been shown none.
		const visitsOf = found.map(({ rows }) => rows.includes(`event:${hospitalA}/v-${hospitalA}`));
		expect(visitsOf).toEqual([true, false]);
		for (const { rows, filter } of found) {
			expect(filter).toEqual({ facility: hospitalA });
			expect(rows).toContain(`event:${hospitalA}/b-${hospitalA}`);
			expect(rows.filter((row) => row.startsWith('quarantine:'))).toHaveLength(1);
			expect(rows.join(' ')).not.toContain(hospitalB);
		}
	});

	it('nothing is named where no hospital is chosen', async () => {
		const viewer = viewerOf('admin');
		const { connect } = city.app.servicesFor(viewer);
		await connect.recordLook(viewer, await connect.load({ facility: null, asOf: null }));
		expect(await lines()).toEqual([]);
	});
});

describe('as a file', () => {
	it.each(['csv', 'xlsx'] as const)('the drug plan as %s goes out with a line of its own', async (format) => {
		const viewer = viewerOf('planner');
		const query = { item: null, ven: null, kecamatan: null, facility: hospitalA, asOf: null };
		await city.app.servicesFor(viewer).rko.file(viewer, query, format, 'id');
		expect(await lines()).toEqual([
			expect.objectContaining({
				...{ viewer: viewer.name, action: 'export', what: `/drugs/rko.${format}` },
				...{ filter: { facility: hospitalA }, rowCount: expect.any(Number) }
			})
		]);
	});
});

describe('an evaluation', () => {
	it('is frozen and handed out with a line each that names its digest', async () => {
		const viewer = viewerOf('planner');
		const { evaluation } = city.app.servicesFor(viewer);
		const made = await evaluation.freeze(viewer, { year: '2026', asOf: null }, 'rapat');
		const number = made.outcome === 'frozen' ? made.number : 0;
		await evaluation.file(viewer, number, { format: 'pdf', words: wordsIn('id') });
		const [head] = await evaluation.list();
		const sha256 = head?.sha256;
		expect(sha256).toMatch(/^[0-9a-f]{64}$/);
		expect((await lines()).map(({ action, what, filter }) => [action, what, filter])).toEqual([
			['setting-changed', '/evaluation', { frozen: String(number), year: '2026', sha256 }],
			['export', `/evaluation/${number}.pdf`, { year: '2026', sha256 }]
		]);
	});
});

describe('by the read API', () => {
	async function read(resource: ResourceName, role: Role, facility: string | null, query = '', accept = '') {
		const token = await city.app.keys.create({ party: null, role, facility });
		const answer = await city.app.services.readApi.answer(resource, {
			url: new URL(`http://127.0.0.1/api/v1/${resource}${query}`),
			authorization: `Bearer ${token}`,
			accept: accept || null,
			acceptLanguage: null,
			findKey: (given) => city.app.keys.find(given),
			readApiOf: (viewer) => city.app.servicesFor(viewer).readApi
		});
		return { status: answer.status, id: token.split('_')[1] ?? '' };
	}

	it.each(['visits', 'diseases', 'claims', 'drugs', 'drugs/stock'] as const)(
		'rows of %s name the key, the filter and how many',
		async (resource) => {
			const { status, id } = await read(resource, 'planner', null, `?facility=${hospitalA}`);
			expect(status).toBe(200);
			expect(await lines()).toEqual([
				expect.objectContaining({
					...{ viewer: `key:${id}`, apiKey: id, action: 'look-rows', what: `GET /api/v1/${resource}` },
					...{ filter: expect.objectContaining({ facility: hospitalA }), rowCount: expect.any(Number) }
				})
			]);
		}
	);

	it('each of two keys of one role is named as itself', async () => {
		const [one, two] = [await read('visits', 'planner', null), await read('visits', 'planner', null)];
		expect((await lines()).map(({ apiKey }) => apiKey)).toEqual([one.id, two.id]);
	});

	it('a file is an export, however it was asked for', async () => {
		await read('visits', 'planner', null, '?format=csv');
		await read('visits', 'planner', null, '', 'text/csv');
		expect((await lines()).map(({ action }) => action)).toEqual(['export', 'export']);
	});

	it('a refusal, beds, and totals of the city leave none', async () => {
		expect((await read('visits', 'hospital', hospitalA, `?facility=${hospitalB}`)).status).toBe(403);
		expect((await read('beds', 'planner', null)).status).toBe(200);
		expect((await read('visits', 'executive', null)).status).toBe(200);
		expect(await lines()).toEqual([]);
	});
});

describe('a command on this machine', () => {
	type Ended = { code: number; stdout: string; stderr: string };
	function run(name: string, ...args: string[]): Promise<Ended> {
		const env = { ...process.env, DATABASE_URL: city.database.url, DENYUT_DATA_DIR: city.dataDir };
		const running = promisify(execFile)('npm', ['run', '--silent', name, '--', ...args], { env });
		return running.then(
			({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
			(error: unknown) => error as Ended
		);
	}

	it('writes down each key that it makes and revokes, and neither its secret', async () => {
		const made = await run('key', 'create', '--facility', hospitalA, '--label', 'simrs');
		const [, id = '', secret = ''] = made.stdout.trim().split('_');
		expect(secret).not.toBe('');
		expect((await run('key', 'revoke', id)).code).toBe(0);
		expect((await run('key', 'revoke', id)).code).toBe(2);
		const found = await lines();
		expect(found).toEqual([
			expect.objectContaining({
				...{ viewer: 'system:key-command', action: 'key-made', rows: [`api_key:${id}`] },
				filter: { party: 'hospital', facility: hospitalA }
			}),
			expect.objectContaining({ action: 'key-revoked', rows: [`api_key:${id}`] })
		]);
		expect(JSON.stringify(found)).not.toContain(secret);
	});

	it('writes down webhooks, the reporting role, ceilings and aliases', async () => {
		const added = await run('webhook', 'add', '--url', 'https://example.org/alerts?secret=abc');
		expect(added.code).toBe(0);
		const [, id = ''] = /Webhook (\w+)/.exec(added.stderr) ?? [];
		await run('webhook', 'remove', id);
		const role = await run('report-role');
		await run(
			...(['budget', 'set', '--year', '2026', '--amount', '1000', '--kind', 'apbd'] as const),
			...['--source', 'Perda 12/2025']
		);
		await run('alias', 'set', '0123R001', hospitalA);
		await run('alias', 'remove', '0123R001');
		const found = await lines();
		expect(found.map(({ viewer, what }) => [viewer, what])).toEqual([
			['system:webhook-command', 'webhook added'],
			['system:webhook-command', 'webhook removed'],
			['system:report-role-command', 'password of the reporting role made'],
			['system:budget-command', 'budget set'],
			['system:alias-command', 'alias set'],
			['system:alias-command', 'alias removed']
		]);
		expect(new Set(found.map(({ action }) => action))).toEqual(new Set(['setting-changed']));
		expect(found[0]?.filter).toMatchObject({ webhook: id, host: 'example.org' });
		expect(found[3]).toMatchObject({ filter: { year: '2026', rupiah: '1000' }, reason: 'Perda 12/2025' });
		const said = JSON.stringify(found);
		for (const secret of [added.stdout.trim(), new URL(role.stdout.trim()).password, 'secret=abc'])
			expect(said).not.toContain(secret);
	});

	it('answers what somebody saw by the user name, also of a closed account', async () => {
		const { userName, password } = await newAccount(city.app, 'planner');
		const { userId } = await sessionOf(city.app, await signedIn(city.app, { userName, password }));
		const { recordLook, system } = city.app.services.context;
		const viewer: Viewer = { name: `user:${userId}`, role: 'planner', facility: null };
		await recordLook(system, viewer, { action: 'look-rows', what: '/claims', rows: ['claim:1/1'] });
		await run('user', 'disable', userName);
		const period = ['--from', '2026-11-20', '--to', '2026-11-23'];
		const told = await run('audit', 'affected', '--user', userName, ...period);
		expect(told.code).toBe(0);
		expect(told.stdout).toContain(`user:${userId} (${userName}, Orang Uji, disabled)`);
		expect(told.stdout).toContain('claim:1/1');
		const json = await run('audit', 'affected', '--user', userName, ...period, '--format', 'json');
		expect(JSON.parse(json.stdout)).toMatchObject({
			...{ user: `user:${userId}`, account: { userName, isDisabled: true } }
		});
	});
});

describe('every look', () => {
	type Way = { action: string; session: string | null; address: string | null; apiKey: string | null };
	const ways = () => city.database.sql<Way[]>`
		SELECT action, session, address, api_key AS "apiKey" FROM trail WHERE number > ${since} ORDER BY number`;

	it('tells through which session and from which address', async () => {
		const from = { session: 'session-7', address: '198.51.100.7' };
		const planner: Viewer = { ...viewerOf('planner'), from };
		const admin: Viewer = { ...viewerOf('admin'), from };
		const ofPlanner = city.app.servicesFor(planner);
		const [held] = await city.database.sql<{ id: string }[]>`SELECT id FROM quarantine LIMIT 1`;
		const id = held?.id ?? '';
		await ofPlanner.heldEvents.open(planner, id, 'alasan yang cukup');
		await ofPlanner.heldEvents.replay(planner, id, { type: 'nonsense' }, 'id');
		await ofPlanner.heldEvents.discard(planner, id, 'alasan yang cukup');
		await ofPlanner.people.find(planner, { nik: '3275015203890000', reason: 'alasan yang cukup' });
		await ofPlanner.quality.recordLook(planner, [id]);
		await ofPlanner.memberPeople.exportCsv(planner, {
			asOf: null,
			reason: 'moved',
			kecamatan: null,
			page: null
		});
		const query = { asOf: null, page: null, who: null, action: null, from: null, to: null, text: null };
		await city.app.servicesFor(admin).trail.load(admin, query);
		const found = await ways();
		const actions = ['held-open', 'held-discard', 'look-person', 'look-rows', 'export', 'look-trail'];
		expect(found.map(({ action }) => action)).toEqual(expect.arrayContaining(actions));
		expect(found).toEqual(found.map(({ action }) => ({ action, ...from, apiKey: null })));
	});

	it('of the same rows through another session is another look', async () => {
		const { quality } = city.app.servicesFor(viewerOf('planner'));
		for (const session of ['one', 'one', 'two'])
			await quality.recordLook({ ...viewerOf('planner'), from: { session } }, ['a-row']);
		expect((await ways()).map(({ session }) => session)).toEqual(['one', 'two']);
	});

	it('by a program tells its key', async () => {
		const key: Viewer = { name: 'key:abc', role: 'planner', facility: null };
		await city.app.servicesFor(key).quality.recordLook(key, ['b-row']);
		expect((await ways()).map(({ apiKey }) => apiKey)).toEqual(['abc']);
	});

	it('is made by whom the request’s cookie opens, from where the front door saw it come', async () => {
		const browser = await signedIn(city.app, await newAccount(city.app, 'planner'));
		const { sessionId } = await sessionOf(city.app, browser);
		const asked = { cookie: browser.cookie ?? '', 'x-forwarded-for': '198.51.100.8' };
		const found = await viewerOfRequest(city.app, asked);
		expect(found.from).toEqual({ session: sessionId, address: '198.51.100.8' });
		expect((await viewerOfRequest(city.app, {})).from).toEqual({});
	});
});
