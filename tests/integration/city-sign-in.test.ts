import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/lib/server/app.ts';
import {
	admin,
	Browser,
	goodPassword,
	newAccount,
	openConfigured,
	sessionOf,
	settledAccount,
	signedIn
} from './accounts-city.ts';
import { codeOf } from '../support/authenticator.ts';
import { openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
let app: App;
const provider = new OAuth2Server();
const host = '127.0.0.1:3000';
const apps: App[] = [];

const configured = async (more: Record<string, string> = {}) => {
	const made = await openConfigured(city, {
		DENYUT_OIDC_ISSUER: provider.issuer.url ?? '',
		DENYUT_OIDC_CLIENT_ID: 'denyut',
		DENYUT_OIDC_CLIENT_SECRET: 'rahasia',
		...more
	});
	apps.push(made);
	return made;
};

beforeAll(async () => {
	city = await openCity();
	await provider.issuer.keys.generate('RS256');
	await provider.start(0, 'localhost');
	app = await configured();
});
afterAll(async () => {
	await Promise.all(apps.map((one) => one.stop()));
	await provider.stop();
	await city.close();
});

type Claims = Record<string, unknown>;
let claims: Claims = {};
provider.service.on('beforeTokenSigning', (token) => Object.assign(token.payload, claims));
afterEach(() => {
	claims = {};
});

/** As a browser would go: to the provider, and back with what it says. */
async function comeBack(asked: Claims, browser = new Browser(), at = app, change = (url: URL) => url) {
	claims = asked;
	const begun = await at.signIn.city?.begin({ host, address: '192.0.2.9', next: '/beds' });
	if (begun?.outcome !== 'begun') throw new Error(JSON.stringify(begun));
	browser.take(begun.cookies);
	const sent = await fetch(begun.url, { redirect: 'manual' });
	const url = change(new URL(sent.headers.get('location') ?? ''));
	return finish(url, browser, at);
}

async function finish(url: URL, browser: Browser, at = app) {
	const response = await at.signIn.city?.finish({ url, cookie: browser.cookie, address: '192.0.2.9' });
	for (const line of response?.headers.getSetCookie() ?? []) {
		const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
		const options = { path: '/', httpOnly: true, secure: false, sameSite: 'lax' } as const;
		const isGone = /max-age=0/i.test(line);
		browser.take([
			{ name, value: decodeURIComponent(value), options: { ...options, ...(isGone && { maxAge: 0 }) } }
		]);
	}
	return { browser, location: response?.headers.get('location') ?? null };
}

let people = 0;
const person = () => {
	const email = `orang.kota${++people}@bekasi.example`;
	return { email, claims: { sub: `kota-${people}`, email, email_verified: true, name: 'Orang Kota' } };
};
const reasonOf = (location: string | null) =>
	new URL(location ?? '', `http://${host}`).searchParams.get('error');
const viewerOf = (browser: Browser, at = app) => at.signIn.findViewer(browser.cookie);

describe('the city’s own sign-in', () => {
	it('opens the account that an administrator made, without its first password', async () => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email, hasPassword: false });
		const { browser, location } = await comeBack(told);
		expect(location).toBe('/beds');
		expect(await viewerOf(browser)).toMatchObject({ role: 'planner' });
		expect(await sessionOf(app, browser)).toMatchObject({ pending: null, hasPassword: false, email });
	});

	it('knows the person again by the subject, also under another address', async () => {
		const { email, claims: told } = person();
		await newAccount(app, 'finance', { email });
		const first = await comeBack(told);
		const again = await comeBack({ ...told, email: 'ganti.nama@bekasi.example' });
		const ids = [first, again].map(async ({ browser }) => (await viewerOf(browser))?.name);
		const [one, two] = await Promise.all(ids);
		expect(one).toBeDefined();
		expect(two).toBe(one);
	});

	it('registers nobody', async () => {
		const before = await city.database.sql`SELECT count(*) FROM user_account`;
		const { browser, location } = await comeBack(person().claims);
		expect(location).toMatch(/^\/login\?/);
		expect(reasonOf(location)).toBe('signup_disabled');
		expect(await app.signIn.findSession(browser.cookie)).toBeNull();
		expect(await city.database.sql`SELECT count(*) FROM user_account`).toEqual(before);
	});

	it('believes no address that the provider has not verified', async () => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email });
		for (const email_verified of [false, undefined]) {
			const { browser, location } = await comeBack({ ...told, email_verified });
			expect(reasonOf(location)).toBe('account_not_linked');
			expect(await app.signIn.findSession(browser.cookie)).toBeNull();
		}
	});

	it('does not give an account to another person who got its address', async () => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email });
		await comeBack(told);
		const { browser, location } = await comeBack({ ...told, sub: 'penerus' });
		expect(reasonOf(location)).toBe('unable_to_link_account');
		expect(await app.signIn.findSession(browser.cookie)).toBeNull();
	});

	it('opens no closed account', async () => {
		const { email, claims: told } = person();
		const { userName } = await newAccount(app, 'planner', { email });
		await comeBack(told);
		await app.accounts.setDisabled(admin, userName, true);
		const { browser, location } = await comeBack(told);
		expect(reasonOf(location)).toBe('unable_to_create_session');
		expect(await app.signIn.findSession(browser.cookie)).toBeNull();
	});

	it('asks an administrator for the second factor all the same', async () => {
		const { email, claims: told } = person();
		const account = await settledAccount(app, 'admin', { email });
		const own = await signedIn(app, account);
		const begun = await app.signIn.secondFactor.begin({ cookie: own.cookie, password: goodPassword });
		const secret = begun?.outcome === 'begun' ? begun.secret : '';
		await app.signIn.secondFactor.give({ cookie: own.cookie, code: codeOf(secret) });
		await city.database.sql`DELETE FROM sign_in_attempt`;
		const { browser } = await comeBack(told);
		expect((await sessionOf(app, browser)).pending).toBe('second-factor');
		expect(await viewerOf(browser)).toBeNull();
		const given = await app.signIn.secondFactor.give({ cookie: browser.cookie, code: codeOf(secret) });
		if (given.outcome === 'in') browser.take(given.cookies);
		expect(await viewerOf(browser)).toMatchObject({ role: 'admin' });
	});

	it.each([
		['in another browser', (url: URL) => url, true],
		['with another state', (url: URL) => (url.searchParams.set('state', 'lain'), url), false],
		['without one', (url: URL) => (url.searchParams.delete('state'), url), false]
	])('is not finished %s', async (_, change, isOther) => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email });
		const browser = new Browser();
		let there: URL | undefined;
		if (isOther) {
			await comeBack(told, browser, app, (url) => {
				there = new URL(url);
				return new URL(`http://${host}/api/auth/callback/city`);
			});
			const other = await finish(there ?? new URL(`http://${host}`), new Browser());
			expect(other.location).toMatch(/error=/);
			expect(await app.signIn.findSession(other.browser.cookie)).toBeNull();
			return;
		}
		const { location } = await comeBack(told, browser, app, change);
		expect(location).toMatch(/error=/);
		expect(await app.signIn.findSession(browser.cookie)).toBeNull();
	});

	it('is finished once', async () => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email });
		let there: URL | undefined;
		const browser = new Browser();
		let again = new Browser();
		await comeBack(told, browser, app, (url) => {
			again = browser.copy();
			return (there = url);
		});
		expect(await viewerOf(browser)).not.toBeNull();
		const { location } = await finish(there ?? new URL(`http://${host}`), again);
		expect(location).toMatch(/error=/);
		expect(await app.signIn.findSession(again.cookie)).toBeNull();
	});

	it.each([
		['signed for another service', { aud: 'lain' }],
		['of another issuer', { iss: 'https://lain.example' }],
		['for another request', { nonce: 'lain' }],
		['that has run out', { exp: 1_700_000_000 }]
	])('refuses a token %s', async (_, wrong) => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email });
		const { browser, location } = await comeBack({ ...told, ...wrong });
		expect(location).toMatch(/error=/);
		expect(await app.signIn.findSession(browser.cookie)).toBeNull();
	});

	it('keeps no token of the provider', async () => {
		const { email, claims: told } = person();
		await newAccount(app, 'planner', { email });
		await comeBack(told);
		const rows = await city.database
			.sql`SELECT access_token, refresh_token, id_token FROM user_login WHERE provider_id = 'city'`;
		expect(rows.length).toBeGreaterThan(0);
		for (const row of rows) expect(Object.values(row)).toEqual([null, null, null]);
	});
});

describe('roles from the city', () => {
	const roles = { DENYUT_OIDC_ROLES: 'bappeda=executive, dinkes=planner' };

	it('follow the groups that have one, and end the sessions of the role before', async () => {
		const mapped = await configured(roles);
		const { email, claims: told } = person();
		await newAccount(mapped, 'finance', { email });
		const { browser } = await comeBack({ ...told, groups: ['olahraga', 'bappeda'] }, new Browser(), mapped);
		expect(await viewerOf(browser, mapped)).toMatchObject({ role: 'executive' });
		const after = await comeBack({ ...told, groups: ['dinkes'] }, new Browser(), mapped);
		expect(await viewerOf(after.browser, mapped)).toMatchObject({ role: 'planner' });
		expect(await viewerOf(browser, mapped)).toBeNull();
		const { userId } = await sessionOf(mapped, after.browser);
		const lines = await city.database.sql`SELECT viewer, what FROM trail
			WHERE action = 'role-changed' AND rows ? ${`account:${userId}`} ORDER BY number`;
		expect(lines).toEqual([
			{ viewer: 'system:city-sign-in', what: 'finance → executive' },
			{ viewer: 'system:city-sign-in', what: 'executive → planner' }
		]);
	});

	it('let nobody in whose groups have none, and make no administrator', async () => {
		const mapped = await configured(roles);
		const { email, claims: told } = person();
		await newAccount(mapped, 'planner', { email });
		const { browser, location } = await comeBack({ ...told, groups: ['admin'] }, new Browser(), mapped);
		expect(reasonOf(location)).toBe('role_not_granted');
		expect(await mapped.signIn.findSession(browser.cookie)).toBeNull();
		await expect(configured({ DENYUT_OIDC_ROLES: 'it=admin' })).rejects.toThrow(/^DENYUT_OIDC_ROLES must be/);
	});
});

describe('a provider that is away', () => {
	it('is said to be so, and keeps nobody out who signs in with a password', async () => {
		const away = await configured({ DENYUT_OIDC_ISSUER: 'http://localhost:9' });
		const begun = await away.signIn.city?.begin({ host, address: '192.0.2.9', next: '/' });
		expect(begun).toEqual({ outcome: 'unavailable' });
		const browser = await signedIn(away, await settledAccount(away, 'planner'));
		expect(await viewerOf(browser, away)).toMatchObject({ role: 'planner' });
	});
});
