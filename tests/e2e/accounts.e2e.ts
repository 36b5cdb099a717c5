import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, locales, speak, test, type Locale } from './city.ts';
import { rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

test.use({ role: 'admin' });

function wordsOf(locale: Locale): (key: string) => string {
	const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale, 'accounts.json');
	const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	return (key) => words[`accounts_${key}`] ?? `no message accounts_${key}`;
}
const say = wordsOf('en');
const main = (page: Page) => page.getByRole('main');
const sure = async (page: Page, key: string) => {
	await main(page).getByText(say(key), { exact: true }).click();
	await main(page)
		.getByRole('button', { name: new RegExp(`Yes: ${say(key)}`, 'i') })
		.click();
};

test.beforeEach(({ page, city }) => speak(page, city.origin, 'en'));

async function make(page: Page, name: string, role = 'planner', facility = ''): Promise<string> {
	await page.goto('/accounts');
	// What is typed before the page's script is there may be lost to it.
	await page.waitForLoadState('networkidle');
	await page.getByLabel(say('name'), { exact: true }).fill(name);
	const form = page.locator('form[action="?/make"]');
	await form.getByRole('combobox', { name: say('role') }).selectOption(role);
	await form.getByRole('combobox', { name: say('facility') }).selectOption(facility);
	await page.getByRole('button', { name: say('make'), exact: true }).click();
	await expect(page.getByText(say('password_once'))).toBeVisible();
	return page.getByRole('region', { name: say('password_label') }).innerText();
}

test('an account is made, its password is shown once and opens it', async ({ page, browser, city }) => {
	const password = await make(page, 'Ratna Kusuma', 'hospital', rsud);
	expect(password).toMatch(/^([a-z0-9]{4}-){3}[a-z0-9]{4}$/);
	await page.reload();
	await expect(page.getByText(password)).toHaveCount(0);
	await expect(main(page).getByRole('row', { name: /Ratna Kusuma/ })).toContainText(
		'Own password still to be set'
	);
	const other = await browser.newContext({
		baseURL: city.origin,
		storageState: { cookies: [], origins: [] }
	});
	const theirs = await other.newPage();
	await speak(theirs, city.origin, 'en');
	await theirs.goto('/login');
	await theirs.getByLabel('User name or e-mail').fill('ratna.kusuma');
	await theirs.getByLabel('Password').fill(password);
	await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
	await expect(theirs.getByRole('heading', { level: 1 })).toContainText('replace the temporary password');
	await other.close();
});

test('an account changes its role, is signed out, disabled and enabled, and an open page of it ends', async ({
	page,
	browser,
	city
}) => {
	const password = await make(page, 'Bima Sakti');
	const other = await browser.newContext({
		baseURL: city.origin,
		storageState: { cookies: [], origins: [] }
	});
	const theirs = await other.newPage();
	await speak(theirs, city.origin, 'en');
	await theirs.goto('/login?next=/diseases');
	await theirs.getByLabel('User name or e-mail').fill('bima.sakti');
	await theirs.getByLabel('Password').fill(password);
	await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
	await theirs.getByLabel('Current password').fill(password);
	await theirs.getByLabel('New password', { exact: true }).fill('kereta senja di Cawang');
	await theirs.getByLabel('New password, once more').fill('kereta senja di Cawang');
	await theirs.getByRole('button', { name: 'Change password' }).click();
	await expect(theirs).toHaveURL(/\/diseases/);
	await expect(theirs.getByText('Live', { exact: true }).first()).toBeVisible();

	await page.goto('/accounts/bima.sakti');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bima Sakti: Health office planner');
	await page.getByRole('combobox', { name: say('role') }).selectOption('finance');
	await page.getByRole('button', { name: say('role_save') }).click();
	await expect(page.getByRole('status').filter({ hasText: say('done') })).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bima Sakti: Finance');
	// What it had open knows that nobody is there any more.
	await expect(theirs.getByText('Live', { exact: true })).toHaveCount(0);
	await theirs.goto('/diseases');
	await expect(theirs).toHaveURL(/\/login/);

	await sure(page, 'disable');
	await expect(main(page).getByText(say('state_disabled'), { exact: true })).toBeVisible();
	await sure(page, 'enable');
	await expect(main(page).getByText(say('state_open'), { exact: true })).toBeVisible();
	await sure(page, 'reset_password');
	await expect(page.getByText(say('password_once'))).toBeVisible();
	await page.getByRole('link', { name: say('one_trail') }).click();
	await expect(page).toHaveURL(/\/trail\?who=user/);
	await expect(main(page).getByRole('table')).toContainText('bima.sakti');
	await other.close();
});

test('what cannot be is refused in a sentence, keeps what was typed, and works without a script', async ({
	browser,
	city
}) => {
	const context = await browser.newContext({
		...{ baseURL: city.origin, javaScriptEnabled: false, storageState: await city.sessionOf('admin') }
	});
	const page = await context.newPage();
	await speak(page, city.origin, 'en');
	await page.goto('/accounts');
	await page.getByLabel(say('name'), { exact: true }).fill('Tanpa Faskes');
	const form = page.locator('form[action="?/make"]');
	await form.getByRole('combobox', { name: say('role') }).selectOption('hospital');
	await page.getByRole('button', { name: say('make'), exact: true }).click();
	await expect(page.getByRole('alert')).toContainText('needs its facility');
	await expect(page.getByLabel(say('name'), { exact: true })).toHaveValue('Tanpa Faskes');
	await context.close();
});

test('the filter finds by name, role and state, and says when nobody fits', async ({ page }) => {
	await make(page, 'Wulan Purnama', 'verifier');
	await page.goto('/accounts?text=purnama&role=verifier&state=waiting');
	await expect(main(page).getByRole('row')).toHaveCount(2);
	await page.goto('/accounts?text=tidak-ada-yang-begini');
	await expect(page.getByText(say('empty_why'))).toBeVisible();
	expect((await page.goto('/accounts?role=mayor'))?.status()).toBe(400);
	expect((await page.goto('/accounts/tidak.ada'))?.status()).toBe(404);
});

test.describe('another role', () => {
	test.use({ role: 'planner' });
	test('is told that the page is not its own, and can change nothing', async ({ page, city }) => {
		expect((await page.goto('/accounts'))?.status()).toBe(403);
		expect((await page.goto('/accounts/bima.sakti'))?.status()).toBe(403);
		const answer = await page.request.post('/accounts?/make', {
			form: { name: 'Penyusup', role: 'admin' },
			headers: { origin: city.origin },
			failOnStatusCode: false
		});
		expect(answer.status()).toBe(403);
	});
});

const widths = { phone: { width: 360, height: 780 }, desk: { width: 1280, height: 900 } };
for (const [name, viewport] of Object.entries(widths))
	for (const theme of ['light', 'dark'])
		for (const locale of locales)
			test(`the pages bar nobody (axe) and do not scroll sideways, ${locale}, ${theme}, ${name}`, async ({
				page,
				city
			}) => {
				await page.setViewportSize(viewport);
				await make(page, `Nama Yang Cukup Panjang Sekali ${name} ${theme} ${locale}`);
				await speak(page, city.origin, locale);
				await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
				const faults: string[] = [];
				page.on('pageerror', ({ message }) => faults.push(message));
				page.on('console', (message) => {
					if (['error', 'warning'].includes(message.type())) faults.push(message.text());
				});

				await page.goto('/accounts');
				const href = await main(page).locator('a[href^="/accounts/nama"]').first().getAttribute('href');
				for (const path of ['/accounts', href ?? '/accounts/none']) {
					await page.goto(path);
					await page.waitForLoadState('networkidle');
					await expectOpenToAll(page);
				}
				expect(faults).toEqual([]);
			});
