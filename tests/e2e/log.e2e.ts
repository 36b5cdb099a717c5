/** A whole server that tells everything it has to tell, many requests that carry what must not be told, and its log. */
import { expect, test } from '@playwright/test';
import { io } from 'socket.io-client';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tellAccount, tellDesk, type Answers, type Typed } from './log-people.ts';
import { cookieHeader, openSession } from '../support/session.ts';
import { startServer, type TestServer } from '../support/server.ts';

const nik = '3275015203890000';
const secret = {
	password: 'sandi-rahasia-7719',
	cookie: 'kue-rahasia-5512',
	query: 'kueri-rahasia-3308',
	body: 'isi-rahasia-9921',
	reason: 'alasan-rahasia-6640',
	wrongKey: `dk_${'a'.repeat(16)}_${'Z'.repeat(43)}`
};
const strayCookie = `session=${secret.cookie}; better-auth.session_token=${secret.cookie}.sig`;
const pages = [
	'/',
	'/beds',
	'/diseases',
	'/drugs',
	'/budget',
	'/quality',
	'/quality/none',
	'/public',
	'/upload',
	'/connect',
	'/login',
	'/nothing'
];
const programs = [
	'/api/v1/events',
	'/fo/index.php/Fasyankes',
	'/aplicaresws/rest/bed/create/3275013',
	'/api/v1/claims/eklaim',
	'/api/v1/claims/vclaim',
	'/fhir',
	'/fhir/Encounter'
];

async function tell(server: TestServer, key: string, session: string): Promise<void> {
	const cookie = `${strayCookie}; ${session}`;
	const query = `?nik=${nik}&asOf=${secret.query}&token=${key}&q=${secret.query}`;
	const ask = (path: string, init: RequestInit = {}) =>
		fetch(`${server.origin}${path}`, { redirect: 'manual', ...init }).then((response) =>
			response.arrayBuffer()
		);
	const browser = { cookie, origin: server.origin, referer: `${server.origin}/${query}` };
	for (const path of pages) {
		await ask(path + query, { headers: browser });
		await ask(`${path}/__data.json${query}`, { headers: browser });
	}
	for (const path of ['/login?/password', '/quality/none?/discard', '/people', '/account?/password'])
		for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain'])
			await ask(path, {
				method: 'POST',
				headers: { ...browser, 'content-type': type },
				body: type.endsWith('json')
					? JSON.stringify({ login: nik, password: secret.password })
					: `login=${nik}&password=${secret.password}`
			});
	const event = (data: object) => ({
		specversion: '1.0',
		id: `log-${nik}`,
		source: `/${secret.body}`,
		type: 'id.denyut.visit.v1',
		time: new Date().toISOString(),
		data: { nik, visit: secret.body, ...data }
	});
	const bodies = [
		[event({})],
		[event({ nik: 'x', service: secret.body })],
		{ nik, a: secret.body },
		`[{"nik":"${nik}",${secret.body}`
	];
	for (const path of programs)
		for (const one of bodies)
			for (const token of [key, secret.wrongKey])
				await ask(path + query, {
					method: 'POST',
					headers: {
						authorization: `Bearer ${token}`,
						'x-pass': token,
						'x-rs-id': '3275013',
						'content-type': 'application/json',
						cookie
					},
					body: typeof one === 'string' ? one : JSON.stringify(one)
				});
	for (const path of ['beds', 'visits', 'claims', 'diseases'])
		await ask(`/api/v1/${path}${query}`, { headers: { authorization: `Bearer ${secret.wrongKey}` } });
	for (const token of [key, secret.wrongKey]) {
		const socket = io(`${server.origin}/feed`, {
			path: '/feed',
			transports: ['websocket'],
			auth: { token },
			reconnection: false
		});
		socket.on('connect', () => socket.emit('events', [event({}), secret.body]));
		await pause(500);
		socket.close();
	}
	const live = io(server.origin, {
		path: '/live',
		transports: ['websocket'],
		extraHeaders: { cookie },
		query: { nik },
		reconnection: false
	});
	live.on('connect', () => live.emit('watch', { topic: nik, since: secret.query }, () => undefined));
	await pause(500);
	live.close();
}

const typed: Typed = { nik, reason: secret.reason, wrong: secret.password, text: secret.query };
const ofAccount: Answers = {
	'/login?/password wrong': 400,
	'/login?/password right': 303,
	'/login/password?/change wrong': 400,
	'/login/password?/change right': 303,
	'/account?/password wrong': 400,
	'/account?/begin wrong': 400,
	'/account?/begin right': 200,
	'/account?/confirm wrong': 400,
	'/account?/confirm right': 303,
	'/account?/codes wrong': 400,
	'/account?/codes right': 200,
	'/account?/leave right': 303
};
const ofDesk: Answers = {
	'/people wrong': 400,
	'/people number': 400,
	'/people right': 200,
	'/trail': 200,
	'/trail/lines.csv': 200,
	'open wrong': 400,
	'open right': 200,
	'replay bad': 400,
	'replay wrong': 422,
	discard: 200
};
const findHeld = async ({ sql }: TestServer) =>
	(
		await sql<{ id: string }[]>`SELECT id FROM quarantine WHERE resolved_at IS NULL AND payload IS NOT NULL`
	).map(({ id }) => id);

test('the log of a whole run holds no identity number, key, cookie, password, query or body', async () => {
	test.setTimeout(120_000);
	const folder = mkdtempSync(join(tmpdir(), 'denyut-log-'));
	const file = join(folder, 'log');
	const output = openSync(file, 'a');
	const server = await startServer({ output, env: { DENYUT_LOG_LEVEL: 'trace' } });
	const key = await server.keys.create({ party: 'hospital', role: null, facility: '3275013' });
	const opened = await openSession(server.sql, 'planner');
	await tell(server, key, cookieHeader(opened));
	const person = await tellAccount(server, typed);
	expect(person.answers, 'every form of an account was there').toEqual(ofAccount);
	expect(await tellDesk(server, await findHeld(server), typed), 'and every form of a desk').toEqual(ofDesk);
	// The database goes away under it: faults have the most to tell.
	await server.sql`ALTER TABLE source_day RENAME TO source_day_away`;
	await tell(server, key, cookieHeader(opened));
	await server.sql`ALTER TABLE source_day_away RENAME TO source_day`;
	// Nor what people typed, when nothing can be written down.
	await server.sql`ALTER TABLE trail RENAME TO trail_away`;
	const failed = await tellAccount(server, typed);
	expect(failed.answers['/login?/password right']).toBe(500);
	await tellDesk(server, await findHeld(server), typed);
	await server.sql`ALTER TABLE trail_away RENAME TO trail`;
	await server.stop();
	closeSync(output);
	const log = readFileSync(file, 'utf8');
	rmSync(folder, { recursive: true, force: true });
	expect(log, 'it is the log of a run').toMatch(/Denyut is at/);
	expect(log, 'in which something failed').toMatch(/"level":50/);
	const said = [
		nik,
		key,
		key.split('_').at(-1) ?? '',
		'Z'.repeat(43),
		opened.value,
		...Object.values(secret),
		...person.secrets,
		...failed.secrets
	];
	expect(person.secrets.length, 'passwords, a factor, a backup code and sessions').toBeGreaterThanOrEqual(7);
	expect(said.filter((text) => log.includes(text))).toEqual([]);
	expect(log).not.toMatch(/[?&](nik|asOf|token|q)=/);
	expect(log, 'nor any other number of sixteen digits').not.toMatch(/(?<!\d)\d{16}(?!\d)/);
});

test('what a reader sees of a fault is its number, and nothing of how it is built', async () => {
	test.setTimeout(60_000);
	const server = await startServer({ env: { DENYUT_LOG_LEVEL: 'silent' } });
	const headers = { cookie: cookieHeader(await openSession(server.sql, 'planner')) };
	const see = async (path: string) => {
		const response = await fetch(`${server.origin}${path}`, { headers });
		return { status: response.status, text: await response.text() };
	};
	await server.sql`ALTER TABLE disease_period RENAME TO disease_period_away`;
	await server.sql`ALTER TABLE bed_now RENAME TO bed_now_away`;
	const answers = await Promise.all(
		[
			'/',
			'/beds',
			'/diseases',
			'/diseases/__data.json',
			'/public',
			'/api/v1/beds',
			'/nothing',
			'/%ff',
			'/api/v1/nothing',
			'/upload/files'
		].map((path) => see(path))
	);
	await server.stop();
	expect(answers.filter(({ status }) => status >= 500).length, 'some of these fail').toBeGreaterThan(0);
	for (const { text } of answers)
		expect(text).not.toMatch(
			/relation|postgres|select |\bat \S+ \(|\.ts:\d|node_modules|\/src\/|\/build\/|PostgresError|bed_now/i
		);
});
