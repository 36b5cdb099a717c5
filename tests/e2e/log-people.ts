/** What people type and must not be told: every form behind which a secret stands, right and wrong, under its real names. */
import { randomBytes } from 'node:crypto';
import { readConfig } from '../../src/lib/server/config.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { openAccountDesk } from '../../src/lib/server/open/account-desk.ts';
import { systemViewer } from '../../src/lib/domain/viewer.ts';
import { codeOf } from '../support/authenticator.ts';
import type { TestServer } from '../support/server.ts';
import { cookieHeader, openSession } from '../support/session.ts';

export type Typed = { reason: string; wrong: string; text: string; nik: string };
/** By what was asked, how it was answered. */
export type Answers = Record<string, number>;
export type Told = { answers: Answers; secrets: string[] };

type Send = (path: string, fields: Record<string, string>) => Promise<Response>;

/** Keeps the cookies that it is given, as a browser does. */
function browserAt(
	{ origin }: TestServer,
	cookie = ''
): { send: Send; see: (path: string) => Promise<Response>; cookies: string[] } {
	const jar = new Map<string, string>(cookie === '' ? [] : [cookie.split(/=(.*)/s, 2) as [string, string]]);
	const cookies: string[] = [];
	const ask = async (path: string, init: RequestInit) => {
		const held = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
		const headers = { ...init.headers, origin, cookie: held, accept: 'text/html' };
		const response = await fetch(origin + path, { ...init, headers, redirect: 'manual' });
		for (const line of response.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			jar.set(name, value);
			if (value.length > 16) cookies.push(decodeURIComponent(value).split('.')[0] ?? value);
		}
		return response;
	};
	return {
		cookies,
		send: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) }),
		see: (path) => ask(path, {})
	};
}

/** Signs in, changes the password, sets up a second factor, each with a wrong value first. */
export async function tellAccount(server: TestServer, { wrong }: Typed): Promise<Told> {
	const { server: serverKey } = await loadKeys(readConfig({ DENYUT_DATA_DIR: server.dataDir }));
	const desk = openAccountDesk(server.sql, serverKey, { recordLook: () => Promise.resolve(0) });
	const mine = { name: 'Uji Catatan', role: 'planner' as const };
	const { userName, password } = await desk.create(systemViewer('test'), mine);
	const first = password ?? '';
	const next = `sandi ${randomBytes(6).toString('hex')} baru`;
	const { send, cookies } = browserAt(server);
	const answers: Answers = {};
	const post = async (path: string, name: string, fields: Record<string, string>) => {
		const response = await send(path, fields);
		answers[`${path} ${name}`] = response.status;
		return response.text();
	};
	await post('/login?/password', 'wrong', { login: userName, password: wrong });
	await post('/login?/password', 'right', { login: userName, password: first });
	await post('/login/password?/change', 'wrong', { current: wrong, next, again: next });
	await post('/login/password?/change', 'right', { current: first, next, again: next });
	await post('/account?/password', 'wrong', { current: wrong, next: `${next} lagi`, again: `${next} lagi` });
	await post('/account?/begin', 'wrong', { password: wrong });
	const page = await post('/account?/begin', 'right', { password: next });
	const secret = /secret=([A-Z2-7]{16,})/.exec(page)?.[1] ?? '';
	await post('/account?/confirm', 'wrong', { code: wrong });
	await post('/account?/confirm', 'right', { code: codeOf(secret) });
	await post('/account?/codes', 'wrong', { password: wrong });
	const codes = await post('/account?/codes', 'right', { password: next });
	const backup = /\b[A-Za-z0-9]{5}-[A-Za-z0-9]{5}\b/.exec(codes)?.[0];
	await post('/account?/leave', 'right', {});
	const secrets = [
		first,
		next,
		wrong,
		...(secret === '' ? [] : [secret]),
		...(backup ? [backup] : []),
		...cookies
	];
	return { answers, secrets };
}

/** Looks a person up, reads the trail, and opens, corrects and discards what is held. */
export async function tellDesk(
	server: TestServer,
	held: string[],
	{ reason, text, nik }: Typed
): Promise<Answers> {
	const planner = browserAt(server, cookieHeader(await openSession(server.sql, 'planner')));
	const admin = browserAt(server, cookieHeader(await openSession(server.sql, 'admin')));
	const answers: Answers = {};
	const keep = async (name: string, response: Response) => {
		answers[name] = response.status;
		await response.arrayBuffer();
	};
	await keep('/people wrong', await planner.send('/people', { nik: 'x', reason }));
	await keep('/people number', await planner.send('/people', { nik, reason: `${reason} ${nik}` }));
	await keep('/people right', await planner.send('/people', { nik, reason }));
	await keep('/trail', await admin.see(`/trail?text=${text}`));
	await keep('/trail/lines.csv', await admin.see(`/trail/lines.csv?text=${text}`));
	const [id = ''] = held;
	const fields = { type: 'id.denyut.visit.v1', json: `{"nik":"${nik}","reason":"${text}"}` };
	await keep('open wrong', await planner.send(`/quality/${id}?/open`, { reason: 'x' }));
	await keep('open right', await planner.send(`/quality/${id}?/open`, { reason }));
	await keep('replay bad', await planner.send(`/quality/${id}?/replay`, { ...fields, json: `{${text}` }));
	await keep('replay wrong', await planner.send(`/quality/${id}?/replay`, fields));
	await keep('discard', await planner.send(`/quality/${id}?/discard`, { reason }));
	return answers;
}
