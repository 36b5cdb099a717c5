import type { Browser, BrowserContext, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { promisify } from 'node:util';
import { encode } from 'uqr';
import type { Role } from '../../src/lib/domain/role.ts';
import { codeOf } from '../support/authenticator.ts';
import { AccountDesk } from '../../src/lib/server/auth/accounts/account-desk.ts';
import { createDemoAccounts } from '../../src/lib/server/auth/accounts/demo-accounts.ts';
import { Passwords } from '../../src/lib/server/auth/accounts/passwords.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { accountTable } from '../../src/lib/server/store/accounts.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expect, locales, speak, test, type City } from './city.ts';
import { rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

/** Nobody is signed in to begin with. */
test.use({ role: 'public' });

const ownPassword = 'kereta senja di Cawang';
let people = 0;

/** As an administrator does it, beside the running server. */
async function newAccount(city: Pick<City, 'dataDir'>, role: Role) {
	const userName = `orang.e2e${++people}`;
	const args = [
		'run',
		'--silent',
		'user',
		'--',
		'create',
		'--role',
		role,
		'--name',
		'Ayu Lestari',
		'--user',
		userName
	];
	const env = { ...process.env, DENYUT_DATA_DIR: city.dataDir };
	const { stdout } = await promisify(execFile)('npm', args, { env });
	return { userName, password: stdout.trim() };
}
type Account = Awaited<ReturnType<typeof newAccount>>;

async function fillIn(page: Page, { userName, password }: Account): Promise<void> {
	await page.getByLabel('User name or e-mail').fill(userName);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function changePassword(page: Page, from: string, to: string, again = to): Promise<void> {
	await page.getByLabel('Current password').fill(from);
	await page.getByLabel('New password', { exact: true }).fill(to);
	await page.getByLabel('New password, once more').fill(again);
	await page.getByRole('button', { name: 'Change password' }).click();
}

/** Signed in, with a password of their own. */
async function settle(page: Page, city: City, role: Role): Promise<Account> {
	const account = await newAccount(city, role);
	await page.goto('/login?next=/account');
	await fillIn(page, account);
	await changePassword(page, account.password, ownPassword);
	return { ...account, password: ownPassword };
}

const sessionCookie = async (context: BrowserContext) =>
	(await context.cookies()).find(({ name }) => name.endsWith('session_token'));
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test.beforeEach(async ({ page, city }) => {
	await speak(page, city.origin, 'en');
});

test('the first password leads to its change, and from there to where the person wanted to go', async ({
	page,
	city
}) => {
	const account = await newAccount(city, 'planner');
	await page.goto('/login?next=%2Fbeds%3Fward%3Dicu');
	await fillIn(page, account);
	await expect(heading(page)).toContainText('replace the temporary password');
	await page.goto('/account');
	await expect(heading(page)).toContainText('replace the temporary password');
	await page.goto('/login?next=%2Fbeds%3Fward%3Dicu');
	await changePassword(page, account.password, ownPassword, 'lain sama sekali');
	await expect(page.getByRole('alert')).toHaveText('The two new passwords differ.');
	await changePassword(page, account.password, 'password123456');
	await expect(page.getByRole('alert')).toContainText('easy to guess');
	await changePassword(page, account.password, ownPassword);
	await expect(page).toHaveURL('/beds?ward=icu');
	expect(await sessionCookie(page.context())).toMatchObject({
		...{ httpOnly: true, sameSite: 'Lax', secure: false, path: '/', domain: '127.0.0.1' }
	});
});

test('a wrong password is refused in a sentence that tells nothing more, and after five there is a pause', async ({
	page,
	city
}) => {
	const { userName } = await newAccount(city, 'planner');
	await page.goto('/login');
	for (let n = 0; n < 5; n++) {
		await fillIn(page, { userName: n % 2 ? userName.toUpperCase() : userName, password: 'salah sekali ini' });
		await expect(page.getByRole('alert')).toHaveText(
			'The user name or the password is wrong. Check both and try again.'
		);
	}
	await fillIn(page, { userName, password: 'salah sekali ini' });
	await expect(page.getByRole('alert')).toContainText(/Too many attempts. Try again in 1[45] min/);
	expect(await sessionCookie(page.context())).toBeUndefined();
});

test('signing out ends the session, here and everywhere', async ({ page, city, browser }) => {
	const account = await settle(page, city, 'planner');
	await expect(heading(page)).toHaveText('Ayu Lestari: Health office planner');
	const elsewhere = await openOther(browser, city);
	await elsewhere.goto('/login?next=/account');
	await fillIn(elsewhere, account);
	await expect(heading(elsewhere)).toHaveText('Ayu Lestari: Health office planner');
	const kept = await elsewhere.context().cookies();
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await expect(page.getByRole('status')).toHaveText('You are signed out.');
	await page.goto('/account');
	await expect(heading(page)).toHaveText('Sign in to Denyut');
	await elsewhere.getByRole('button', { name: 'Sign out on all devices' }).click();
	await elsewhere.context().addCookies(kept);
	await elsewhere.goto('/account');
	await expect(heading(elsewhere)).toHaveText('Sign in to Denyut');
	await elsewhere.close();
});

async function openOther(browser: Browser, city: City, javaScriptEnabled = true): Promise<Page> {
	const page = await browser.newPage({ baseURL: city.origin, javaScriptEnabled });
	await speak(page, city.origin, 'en');
	return page;
}

/** Drawn in the page itself, dark on light, cell for cell the code of this text: nobody else is asked to draw a secret. */
async function expectPicture(page: Page, text: string): Promise<void> {
	const picture = page.getByRole('img', { name: /^Picture with the key/ });
	await expect(picture).toBeVisible();
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	await expect(picture).toHaveAttribute('viewBox', `0 0 ${size} ${size}`);
	const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
	await expect(picture.locator('path')).toHaveAttribute('d', dark.join(''));
}

for (const javaScriptEnabled of [true, false]) {
	test(`an administrator sets up the second factor and signs in with it, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
		browser,
		city
	}) => {
		const page = await openOther(browser, city, javaScriptEnabled);
		const account = await settle(page, city, 'admin');
		await expect(heading(page)).toContainText('Administrators need a second factor');
		await page.getByLabel('Password, to be sure').fill(ownPassword);
		await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
		const link = page.getByRole('link', { name: 'Open in the app' });
		const uri = (await link.getAttribute('href')) ?? '';
		const secret = new URL(uri).searchParams.get('secret') ?? '';
		await expectPicture(page, uri);
		const codes = (await page.getByRole('region', { name: 'Keep the backup codes' }).innerText()).split('\n');
		expect(codes.length).toBe(10);
		await page.getByRole('textbox', { name: 'Code' }).fill('000000');
		await page.getByRole('button', { name: 'Switch on' }).click();
		await expect(page.getByRole('alert')).toContainText('That code is wrong');
		const code = codeOf(secret);
		await page.getByRole('textbox', { name: 'Code' }).fill(code);
		await page.getByRole('button', { name: 'Switch on' }).click();
		await expect(heading(page)).toHaveText('Ayu Lestari: Administrator');
		await page.getByRole('button', { name: 'Sign out', exact: true }).click();
		await fillIn(page, account);
		await expect(heading(page)).toHaveText('Enter the code of your authenticator app');
		await page.getByRole('textbox', { name: 'Code' }).fill(code);
		await page.getByRole('button', { name: 'Continue' }).click();
		// The same code a second time: whoever looked over the shoulder has it too.
		await expect(page.getByRole('alert')).toContainText('was used already');
		await page.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '');
		await page.getByRole('button', { name: 'Continue' }).click();
		await expect(page).not.toHaveURL(/login/);
		await page.goto('/account');
		await expect(heading(page)).toHaveText('Ayu Lestari: Administrator');
		await page.close();
	});
}

for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
	test(`signing in never leads to ${next}`, async ({ page, city }) => {
		const account = await settle(page, city, 'planner');
		await page.goto(`/login?${new URLSearchParams({ next })}`);
		expect(new URL(page.url()).origin).toBe(city.origin);
		await page.context().clearCookies({ name: /session_token/ });
		await page.goto(`/login?${new URLSearchParams({ next })}`);
		await fillIn(page, account);
		await expect(page.getByLabel('Password')).toHaveCount(0);
		expect(new URL(page.url()).origin).toBe(city.origin);
	});

test('the form works under either name of this machine, and from no other site', async ({
	browser,
	city
}) => {
	const { port } = new URL(city.origin);
	for (const host of ['localhost', '127.0.0.1']) {
		const page = await browser.newPage({ baseURL: `http://${host}:${port}` });
		await speak(page, `http://${host}:${port}`, 'en');
		const account = await newAccount(city, 'planner');
		await page.goto('/login');
		await fillIn(page, account);
		await expect(heading(page)).toContainText('replace the temporary password');
		await page.close();
	}
	const answer = await fetch(`${city.origin}/login?/password`, {
		method: 'POST',
		headers: { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
		body: 'login=a&password=b'
	});
	expect(answer.status).toBe(403);
});

test('nobody can register, and nothing else of the library is served', async ({ request }) => {
	const paths = [
		'sign-up/email',
		'sign-in/email',
		'get-session',
		'two-factor/enable',
		'ok',
		'callback/city',
		'callback/other'
	];
	for (const path of paths) {
		const options = {
			failOnStatusCode: false,
			data: { email: 'a@b.example', password: ownPassword, name: 'A' }
		};
		expect((await request.get(`/api/auth/${path}`, { failOnStatusCode: false })).status(), path).toBe(404);
		expect([404, 405], path).toContain((await request.post(`/api/auth/${path}`, options)).status());
	}
});

type Answer = { status: number | undefined; cookies: string[] };

/** As a proxy would hand it on, or a program that writes what it likes. */
function postForm(server: TestServer, headers: Record<string, string>, fields: Record<string, string>) {
	return new Promise<Answer>((resolve, reject) => {
		const type = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
		const options = { method: 'POST', headers: { ...type, ...headers } };
		httpRequest(`${server.origin}/login?/password`, options, (answer) => {
			answer.resume();
			const cookies = answer.headers['set-cookie'] ?? [];
			answer.on('end', () => resolve({ status: answer.statusCode, cookies }));
		})
			.on('error', reject)
			.end(new URLSearchParams(fields).toString());
	});
}

/** A product of its own, gone with its rows also where a check fails. */
async function withServer(
	env: Record<string, string>,
	work: (server: TestServer) => Promise<void>
): Promise<void> {
	const server = await startServer({ env });
	try {
		await work(server);
	} finally {
		await server.stop();
	}
}

test('who writes other addresses into X-Forwarded-For is one visitor all the same', async () => {
	await withServer({}, async (server) => {
		const tries = Array.from({ length: 110 }, (_, n) =>
			postForm(
				server,
				{ origin: server.origin, 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` },
				{ login: `bukan.siapa${n}`, password: 'salah sekali ini' }
			)
		);
		const statuses = (await Promise.all(tries)).map(({ status }) => status);
		expect(statuses.filter((status) => status === 400)).toHaveLength(100);
		expect(statuses.filter((status) => status === 429)).toHaveLength(10);
	});
});

test('behind TLS the form works, and its cookie is Secure and bound to the host', async () => {
	await withServer({ ORIGIN: 'https://denyut.example' }, async (server) => {
		const account = await newAccount(server, 'planner');
		const fields = { login: account.userName, password: account.password };
		const headers = { host: 'denyut.example', origin: 'https://denyut.example' };
		const { status, cookies } = await postForm(server, headers, fields);
		expect(status).toBe(303);
		expect(cookies).toHaveLength(1);
		expect(cookies[0]).toMatch(/^__Host-denyut\.session_token=/);
		for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookies[0]).toContain(flag);
		expect(cookies[0]).not.toContain('Domain');
		expect((await postForm(server, { ...headers, origin: 'http://denyut.example' }, fields)).status).toBe(
			403
		);
	});
});

test('a demo shows an account a role, each one tap away', async ({ browser }) => {
	await withServer({ DENYUT_DEMO: '1' }, async (server) => {
		const { server: key } = await loadKeys(readConfig({ DENYUT_DATA_DIR: server.dataDir }));
		const desk = new AccountDesk(accountTable(server.sql), new Passwords(key), async () => undefined);
		await createDemoAccounts(desk, rsud);
		const page = await browser.newPage({ baseURL: server.origin });
		await speak(page, server.origin, 'en');
		await page.goto('/login?next=/account');
		await page.getByRole('button', { name: 'Sign in as Health office planner' }).click();
		await expect(heading(page)).toHaveText('Demo Perencana Dinkes: Health office planner');
		await expect(page.getByText('A demo account is shared: its password')).toBeVisible();
		await page.close();
	});
});

for (const locale of locales)
	for (const theme of ['light', 'dark'])
		test(`the pages bar nobody (axe) and fit a phone, ${locale}, ${theme}`, async ({ page, city }) => {
			await settle(page, city, 'planner');
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			await speak(page, city.origin, locale);
			const look = async (path: string) => {
				for (const width of [360, 1280]) {
					await page.setViewportSize({ width, height: 800 });
					await page.goto(path);
					await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
					await expectOpenToAll(page);
				}
			};
			await look('/account');
			await page.context().clearCookies({ name: /session_token/ });
			await look('/login');
			const account = await newAccount(city, 'admin');
			await page.locator('input[name=login]').fill(account.userName);
			await page.locator('input[name=password]').fill(account.password);
			await page.locator('input[name=password]').press('Enter');
			await expect(page).toHaveURL(/login\/password/);
			await look('/login/password');
		});
