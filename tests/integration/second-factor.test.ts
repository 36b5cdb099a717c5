import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Browser, goodPassword, newAccount, sessionOf, settledAccount, signedIn } from './accounts-city.ts';
import { codeOf } from '../support/authenticator.ts';
import { openCity, type IngestCity } from './ingest-city.ts';

let city: IngestCity;
beforeAll(async () => {
	city = await openCity();
});
afterAll(() => city.close());
const factor = () => city.app.signIn.secondFactor;

/** A code is good once: a later one of the same app, still within what is taken for a clock that is slow. */
async function give(browser: Browser, code: string) {
	const answer = await factor().give({ cookie: browser.cookie, code });
	if (answer.outcome === 'in') browser.take(answer.cookies);
	return answer.outcome;
}

async function begin(browser: Browser) {
	const begun = await factor().begin({ cookie: browser.cookie, password: goodPassword });
	if (begun?.outcome !== 'begun') throw new Error(JSON.stringify(begun));
	return begun;
}

async function withFactor(role: 'planner' | 'admin' = 'planner') {
	const account = await settledAccount(city.app, role);
	const browser = await signedIn(city.app, account);
	const { secret, backupCodes } = await begin(browser);
	expect(await give(browser, codeOf(secret))).toBe('in');
	return { account, browser, secret, backupCodes };
}

const pendingOf = async (browser: Browser) => (await sessionOf(city.app, browser)).pending;
const viewerOf = (browser: Browser) => city.app.signIn.findViewer(browser.cookie);
/** So that the same code may be given again within a test's second. */
beforeEach(async () => {
	await city.database.sql`DELETE FROM sign_in_attempt`;
});
const forgetUsedCodes = () => city.database.sql`DELETE FROM sign_in_attempt`;

describe('an administrator', () => {
	it('without a second factor can do nothing but set one up', async () => {
		const browser = await signedIn(city.app, await settledAccount(city.app, 'admin'));
		expect([await pendingOf(browser), await viewerOf(browser)]).toEqual(['set-up-second-factor', null]);
		const { secret, uri, backupCodes } = await begin(browser);
		expect(uri).toBe(
			`otpauth://totp/Denyut:${(await sessionOf(city.app, browser)).userName}?secret=${secret}&issuer=Denyut`
		);
		expect(backupCodes).toHaveLength(10);
		expect(await viewerOf(browser)).toBeNull();
		expect(await give(browser, codeOf(secret))).toBe('in');
		expect(await viewerOf(browser)).toMatchObject({ role: 'admin' });
	});

	it('changes the first password first', async () => {
		const browser = await signedIn(city.app, await newAccount(city.app, 'admin'));
		expect(await pendingOf(browser)).toBe('change-password');
	});
});

describe('an account with a second factor', () => {
	it('sees nothing with the password alone, and all with a code', async () => {
		const { account, secret } = await withFactor();
		await forgetUsedCodes();
		const browser = await signedIn(city.app, account);
		expect([await pendingOf(browser), await viewerOf(browser)]).toEqual(['second-factor', null]);
		const half = browser.cookie;
		expect(await give(browser, '000000')).toBe('wrong');
		expect(await give(browser, codeOf(secret))).toBe('in');
		expect(await viewerOf(browser)).toMatchObject({ role: 'planner' });
		expect(await city.app.signIn.findSession(half)).toBeNull();
		const { userId, sessionId } = await sessionOf(city.app, browser);
		const [last] = await city.database.sql`SELECT action, what, session FROM trail
			WHERE viewer = ${`user:${userId}`} ORDER BY number DESC LIMIT 1`;
		expect(last).toEqual({ action: 'sign-in', what: 'second-factor', session: sessionId });
	});

	it('takes a code once, also when it comes twice at once', async () => {
		const { account, secret } = await withFactor();
		await forgetUsedCodes();
		const browsers = [await signedIn(city.app, account), await signedIn(city.app, account)];
		const code = codeOf(secret);
		const outcomes = await Promise.all(browsers.map((browser) => give(browser, code)));
		expect(outcomes.sort()).toEqual(['in', 'wrong']);
	});

	it('looks at five codes of twenty that come at once, over all its sessions', async () => {
		const { account, secret } = await withFactor();
		const browsers = [await signedIn(city.app, account), await signedIn(city.app, account)];
		await forgetUsedCodes();
		const guesses = Array.from({ length: 20 }, (_, n) =>
			give(browsers[n % 2] ?? new Browser(), String(100_000 + n))
		);
		const outcomes = await Promise.all(guesses);
		expect(outcomes.filter((outcome) => outcome === 'too-many')).toHaveLength(15);
		expect(await give(browsers[0] ?? new Browser(), codeOf(secret))).toBe('too-many');
	});

	it('takes each backup code once', async () => {
		const { account, backupCodes } = await withFactor();
		const [code = ''] = backupCodes;
		expect(await give(await signedIn(city.app, account), code)).toBe('in');
		expect(await give(await signedIn(city.app, account), code)).toBe('wrong');
	});

	it('may not change the password, the codes or the factor with the password alone', async () => {
		const { account } = await withFactor();
		const { cookie } = await signedIn(city.app, account);
		const asked = { cookie, password: goodPassword };
		const change = { cookie, current: goodPassword, next: 'lain sama sekali 88' };
		expect(await city.app.signIn.passwordChange.change(change)).toEqual({ outcome: 'wrong' });
		expect(await factor().newBackupCodes(asked)).toEqual({ outcome: 'wrong' });
		expect(await factor().remove(asked)).toEqual({ outcome: 'wrong' });
		expect(await factor().begin(asked)).toBeNull();
	});

	it('gets new backup codes, which void the old, for the password', async () => {
		const { account, browser, backupCodes } = await withFactor();
		const { cookie } = browser;
		expect(await factor().newBackupCodes({ cookie, password: 'salah' })).toEqual({ outcome: 'wrong' });
		const made = await factor().newBackupCodes({ cookie, password: goodPassword });
		const fresh = made.outcome === 'made' ? made.codes : [];
		const next = await signedIn(city.app, account);
		expect(await give(next, backupCodes[1] ?? '')).toBe('wrong');
		expect(await give(next, fresh[0] ?? '')).toBe('in');
	});

	it('is asked for the code of the new app only after the old one is taken off', async () => {
		const { browser, account } = await withFactor('admin');
		const elsewhere = await signedIn(city.app, account);
		expect(await factor().remove({ cookie: browser.cookie, password: goodPassword })).toEqual({
			outcome: 'removed'
		});
		expect(await pendingOf(browser)).toBe('set-up-second-factor');
		const { sessionId } = await sessionOf(city.app, browser);
		expect((await city.app.signIn.findStanding([sessionId])).size, 'its open sockets are cut').toBe(0);
		expect(await city.app.signIn.findSession(elsewhere.cookie)).toBeNull();
		const { secret } = await begin(browser);
		expect(await give(browser, codeOf(secret))).toBe('in');
	});

	it('keeps neither secret nor backup codes readable in the table', async () => {
		const { secret, backupCodes } = await withFactor();
		const text = JSON.stringify(await city.database.sql`SELECT * FROM user_second_factor`);
		for (const plain of [secret, ...backupCodes]) expect(text).not.toContain(plain);
	});
});

it('sets nothing up for who is signed out', async () => {
	expect(await factor().begin({ cookie: null, password: goodPassword })).toEqual({ outcome: 'wrong' });
	expect(await factor().give({ cookie: null, code: '123456' })).toEqual({ outcome: 'wrong' });
});
