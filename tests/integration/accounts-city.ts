/** An application with accounts, and a browser's cookies, for the tests of signing in. */
import type { Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { createApp, type App } from '../../src/lib/server/app.ts';
import type { SetCookie } from '../../src/lib/server/auth/accounts/cookies.ts';
import type { SessionFacts } from '../../src/lib/server/auth/accounts/session.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { hospitalA, type IngestCity } from './ingest-city.ts';

/** Who makes and closes accounts in these tests. */
export const admin: Viewer = { name: 'user:admin', role: 'admin', facility: null };
export const goodPassword = 'kereta senja di Cawang';

/** Keeps what a browser keeps, as far as these tests need it. */
export class Browser {
	readonly #jar = new Map<string, string>();

	take(cookies: readonly SetCookie[]): void {
		for (const { name, value, options } of cookies)
			if (options.maxAge === 0) this.#jar.delete(name);
			else this.#jar.set(name, value);
	}

	copy(): Browser {
		const copy = new Browser();
		for (const [name, value] of this.#jar) copy.#jar.set(name, value);
		return copy;
	}

	get cookie(): string | null {
		const pairs = [...this.#jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
		return pairs.length === 0 ? null : pairs.join('; ');
	}
}

/** Another application on the same database, configured otherwise; to be stopped by the caller. */
export const openConfigured = (
	{ database, dataDir }: IngestCity,
	env: Record<string, string>
): Promise<App> =>
	createApp(readConfig({ DENYUT_DATA_DIR: dataDir, DENYUT_LOG_LEVEL: 'silent', ...env }), database.url);

let people = 0;
/** An account of the role whose first password is still to be changed. */
export async function newAccount(app: App, role: Role, more: { email?: string; hasPassword?: boolean } = {}) {
	const userName = `orang${++people}`;
	const facility = role === 'hospital' ? hospitalA : undefined;
	const { password } = await app.accounts.create(admin, {
		name: `Orang Uji`,
		userName,
		role,
		facility,
		...more
	});
	return { userName, password: password ?? '' };
}

/** The same, after its first password was changed. */
export async function settledAccount(app: App, role: Role, more: { email?: string } = {}) {
	const made = await newAccount(app, role, more);
	const browser = await signedIn(app, made);
	const change = { cookie: browser.cookie, current: made.password, next: goodPassword };
	const answer = await app.signIn.passwordChange.change(change);
	if (answer.outcome !== 'changed') throw new Error(`not changed: ${JSON.stringify(answer)}`);
	return { userName: made.userName, password: goodPassword };
}

type Known = { userName: string; password: string };

export async function signedIn(app: App, { userName, password }: Known, browser = new Browser()) {
	const answer = await app.signIn.signIn({
		...{ login: userName, password, address: '192.0.2.1', cookie: browser.cookie }
	});
	if (answer.outcome !== 'in') throw new Error(`not signed in: ${JSON.stringify(answer)}`);
	browser.take(answer.cookies);
	return browser;
}

export async function sessionOf(app: App, browser: Browser): Promise<SessionFacts> {
	const found = await app.signIn.findSession(browser.cookie);
	if (!found) throw new Error('no session');
	return found.session;
}
