import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());

let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;
const attempt = (login: string, password: string, address = newAddress()) =>
	city.app.signIn.signIn({ login, password, address, cookie: null });

describe('a session', () => {
	const account = () => settledAccount(city.app, 'finance');
	const find = (browser: Browser) => city.app.signIn.findViewer(browser.cookie);

	it('has a new token at each sign-in, and the one before opens nothing', async () => {
		const known = await account();
		const before = await signedIn(city.app, known);
		const fixed = before.cookie;
		await signedIn(city.app, known, before);
		expect(before.cookie).not.toBe(fixed);
		expect(await city.app.signIn.findViewer(fixed)).toBeNull();
		expect(await find(before)).not.toBeNull();
	});

	it('does not take over a token that somebody planted', async () => {
		const planted = 'denyut.session_token=planted.signature';
		const known = await account();
		const answer = await city.app.signIn.signIn({
			...{ login: known.userName, password: known.password, address: newAddress(), cookie: planted }
		});
		expect(JSON.stringify(answer)).not.toContain('planted');
		expect(await city.app.signIn.findViewer(planted)).toBeNull();
	});

	it('stands in the table as a digest only', async () => {
		const browser = await signedIn(city.app, await account());
		const token =
			decodeURIComponent(browser.cookie ?? '')
				.split('=')[1]
				?.split('.')[0] ?? '';
		expect(token).toHaveLength(32);
		const rows = await city.database.sql<{ token: string }[]>`SELECT * FROM user_session`;
		expect(JSON.stringify(rows)).not.toContain(token);
		for (const row of rows)
			expect(await city.app.signIn.findViewer(`denyut.session_token=${row.token}.x`)).toBeNull();
	});

	it('ends after eight hours without use, and after a day in any case', async () => {
		const known = await account();
		for (const [column, hours] of [
			['updated_at', 8],
			['expires_at', 24]
		] as const) {
			const browser = await signedIn(city.app, known);
			const { sessionId } = await sessionOf(city.app, browser);
			const shift = (interval: string) =>
				city.database.sql.unsafe(
					`UPDATE user_session SET ${column} = ${column} - interval '${interval}' WHERE id = '${sessionId}'`
				);
			await shift(`${hours - 1} hours 59 minutes`);
			expect(await find(browser)).not.toBeNull();
			await shift('8 hours');
			expect(await find(browser)).toBeNull();
			expect([...(await city.app.signIn.findStanding([sessionId])).keys()]).toEqual([]);
		}
	});

	it('is kept from ending by use', async () => {
		const browser = await signedIn(city.app, await account());
		const { sessionId } = await sessionOf(city.app, browser);
		for (let hours = 0; hours < 12; hours += 6) {
			await city.database
				.sql`UPDATE user_session SET updated_at = now() - interval '6 hours' WHERE id = ${sessionId}`;
			expect(await find(browser)).not.toBeNull();
		}
		const [row] = await city.database.sql<{ isFresh: boolean }[]>`
			SELECT updated_at > now() - interval '1 minute' AS "isFresh" FROM user_session WHERE id = ${sessionId}`;
		expect(row?.isFresh).toBe(true);
	});

	it('ends with sign-out, and all of them with sign-out everywhere', async () => {
		const known = await account();
		const [one, two, three] = [
			await signedIn(city.app, known),
			await signedIn(city.app, known),
			await signedIn(city.app, known)
		];
		const held = one.cookie;
		one.take(await city.app.signIn.signOut(one.cookie));
		expect(one.cookie).toBeNull();
		expect(await city.app.signIn.findViewer(held)).toBeNull();
		expect(await find(two)).not.toBeNull();
		await city.app.signIn.signOutEverywhere(three.cookie);
		expect([await find(two), await find(three)]).toEqual([null, null]);
	});

	it.each([
		[
			'when the account is closed',
			(userName: string) => city.app.accounts.setDisabled(admin, userName, true)
		],
		[
			'when its role changes',
			(userName: string) => city.app.accounts.setRole(admin, userName, 'executive', null)
		],
		['when its password is reset', (userName: string) => city.app.accounts.resetPassword(admin, userName)],
		[
			'when its second factor is reset',
			(userName: string) => city.app.accounts.resetSecondFactor(admin, userName)
		]
	])('ends %s, in every process', async (_, change) => {
		const known = await account();
		const browser = await signedIn(city.app, known);
		const { sessionId } = await sessionOf(city.app, browser);
		const another = await city.openAnother();
		expect([...(await another.signIn.findStanding([sessionId, 'none'])).keys()]).toEqual([sessionId]);
		await change(known.userName);
		expect([...(await another.signIn.findStanding([sessionId])).keys()]).toEqual([]);
		expect(await another.signIn.findViewer(browser.cookie)).toBeNull();
	});
});

describe('the cookie', () => {
	it('is for this site’s pages only: HttpOnly, SameSite=Lax, no domain; a day at most', async () => {
		const { userName, password } = await settledAccount(city.app, 'planner');
		const answer = await attempt(userName, password);
		expect(answer).toMatchObject({
			cookies: [
				{
					name: 'denyut.session_token',
					options: { path: '/', httpOnly: true, sameSite: 'lax', secure: false, maxAge: 86_400 }
				}
			]
		});
	});

	it('is Secure and bound to the host behind TLS', async () => {
		const app = await openConfigured(city, { ORIGIN: 'https://denyut.example' });
		const { userName, password } = await settledAccount(app, 'planner');
		const browser = new Browser();
		const answer = await app.signIn.signIn({ login: userName, password, address: '', cookie: null });
		expect(answer).toMatchObject({
			cookies: [{ name: '__Host-denyut.session_token', options: { secure: true, path: '/' } }]
		});
		if (answer.outcome === 'in') browser.take(answer.cookies);
		expect(await app.signIn.findViewer(browser.cookie)).toMatchObject({ role: 'planner' });
		await app.stop();
	});
});

describe('the first password', () => {
	it('leads to nothing but its change', async () => {
		const made = await newAccount(city.app, 'planner');
		const browser = await signedIn(city.app, made);
		expect(await city.app.signIn.findViewer(browser.cookie)).toBeNull();
		expect((await sessionOf(city.app, browser)).pending).toBe('change-password');
		const elsewhere = await signedIn(city.app, made);
		const before = browser.cookie;
		const changed = await city.app.signIn.passwordChange.change({
			...{ cookie: browser.cookie, current: made.password, next: goodPassword }
		});
		if (changed.outcome === 'changed') browser.take(changed.cookies);
		expect(await city.app.signIn.findViewer(browser.cookie)).toMatchObject({ role: 'planner' });
		for (const old of [before, elsewhere.cookie]) expect(await city.app.signIn.findSession(old)).toBeNull();
		expect(await attempt(made.userName, made.password)).toEqual({ outcome: 'wrong' });
	});

	it('is good for a week', async () => {
		const made = await newAccount(city.app, 'planner');
		await city.database.sql`UPDATE user_login SET updated_at = now() - interval '8 days'
			WHERE user_id = (SELECT id FROM user_account WHERE user_name = ${made.userName})`;
		expect(await attempt(made.userName, made.password)).toEqual({ outcome: 'wrong' });
	});

	it.each([
		['the same again', (password: string) => password, 'same'],
		['a short one', () => 'sebelas1234', 'too-short'],
		['a common one', () => 'password1234', 'too-simple'],
		['the user name', (_: string, userName: string) => `${userName}-${userName}`, 'names-you']
	])('is not changed to %s', async (_, next, why) => {
		const { userName, password } = await newAccount(city.app, 'planner');
		const { cookie } = await signedIn(city.app, { userName, password });
		const answer = await city.app.signIn.passwordChange.change({
			...{ cookie, current: password, next: next(password, userName) }
		});
		expect(answer).toEqual({ outcome: 'weak', why });
		expect(await city.app.signIn.findViewer(cookie)).toBeNull();
	});

	it('is changed only by who knows it, who may guess five times', async () => {
		const { cookie } = await signedIn(city.app, await newAccount(city.app, 'planner'));
		const guess = () =>
			city.app.signIn.passwordChange.change({ cookie, current: 'salah', next: goodPassword });
		for (let n = 0; n < 5; n++) expect(await guess()).toEqual({ outcome: 'wrong' });
		expect(await guess()).toMatchObject({ outcome: 'too-many' });
	});
});
