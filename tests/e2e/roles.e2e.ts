/** Every role as it comes in by the form, walks through all that its navigation offers, and is turned away elsewhere. */
import type { Browser, Locator, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { firstPage, mayOpen, pageOf, pagePaths } from '../../src/lib/domain/access.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import { AccountDesk } from '../../src/lib/server/auth/accounts/account-desk.ts';
import { createDemoAccounts } from '../../src/lib/server/auth/accounts/demo-accounts.ts';
import { Passwords } from '../../src/lib/server/auth/accounts/passwords.ts';
import { readConfig } from '../../src/lib/server/config.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { accountTable } from '../../src/lib/server/store/accounts.ts';
import { offeredPages } from '../support/offered-pages.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { expect, locales, speak, test, type Locale } from './city.ts';
import { fixtureEvents, rsud } from './fixture-events.ts';
import { goListening, untilListening } from './listening.ts';
import { expectOpenToAll } from './open-to-all.ts';

test.use({ role: 'public' });
test.describe.configure({ timeout: 240_000 });

const signedInRoles = roles.filter((role) => role !== 'public');
let server: TestServer;
let passwords: Passwords;

test.beforeAll(async () => {
	server = await startServer({ env: { DENYUT_DEMO: '1' } });
	const { server: key } = await loadKeys(readConfig({ DENYUT_DATA_DIR: server.dataDir }));
	passwords = new Passwords(key);
	await createDemoAccounts(new AccountDesk(accountTable(server.sql), passwords, async () => undefined), rsud);
	const importer = await server.keys.create({ party: 'importer', role: null, facility: null });
	const answer = await fetch(`${server.origin}/api/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${importer}`, 'content-type': 'application/cloudevents-batch+json' },
		body: JSON.stringify(fixtureEvents())
	});
	expect(answer.status).toBe(200);
});
test.afterAll(() => server.stop());

function wordsOf(locale: Locale, area: string): Record<string, string> {
	const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale, `${area}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}
const word = (locale: Locale, area: string, key: string) => wordsOf(locale, area)[key] ?? `no message ${key}`;

async function signIn(browser: Browser, role: Role, locale: Locale, width: number): Promise<Page> {
	const viewport = { width, height: 900 };
	const context = await browser.newContext({ baseURL: server.origin, viewport, locale: 'id-ID' });
	const page = goListening(await context.newPage());
	await speak(page, server.origin, locale);
	const userName = `demo.${role}`;
	await page.goto('/login');
	await page.getByLabel(word(locale, 'account', 'account_login')).fill(userName);
	await page.getByLabel(word(locale, 'account', 'account_password')).fill(passwords.demoPassword(userName));
	await page.getByRole('button', { name: word(locale, 'account', 'account_sign_in'), exact: true }).click();
	await expect(page).toHaveURL(`${server.origin}${firstPage[role]}`);
	await untilListening(page);
	return page;
}

/** What went wrong while a page was open; a refusal is told as an error by browsers, and rightly. */
function watchFaults(page: Page): string[] {
	const faults: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning')
			faults.push(`${page.url()}: ${message.text()}`);
	});
	page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
	return faults;
}

async function expectOpen(page: Page, path: string, locale: Locale): Promise<void> {
	await expect(page.locator('html')).toHaveAttribute('lang', locale);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await page.waitForLoadState('networkidle');
	await expectOpenToAll(page);
}

const linksIn = (place: Locator) =>
	place.locator('a:visible').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));

/** What the navigation offers at a glance, then what each of its groups shows once it is opened. */
async function hrefsOf(page: Page, locale: Locale): Promise<string[]> {
	const nav = page.getByRole('navigation', { name: word(locale, 'common', 'nav_label'), exact: true });
	const hrefs = await linksIn(nav);
	for (const group of await nav.locator('details').all()) {
		await group.locator('summary').click();
		await expect(group.locator('a').first()).toBeVisible();
		const inside = await linksIn(group);
		expect(inside.length).toBe(await group.locator('a').count());
		hrefs.push(...inside);
	}
	return hrefs;
}

for (const role of signedInRoles)
	for (const locale of locales)
		test(`${role} walks through every page of the navigation in ${locale}, and is told whom to ask at every other`, async ({
			browser
		}) => {
			const page = await signIn(browser, role, locale, 1280);
			const faults = watchFaults(page);
			const hrefs = await hrefsOf(page, locale);
			expect([...hrefs].sort()).toEqual(offeredPages.filter((path) => mayOpen(role, path)).sort());
			expect(hrefs).toContain(firstPage[role]);
			for (const href of hrefs) {
				const known = pageOf(href);
				expect(known !== null && mayOpen(role, known), `${href} is offered to ${role}`).toBe(true);
				expect((await page.goto(href))?.status(), href).toBe(200);
				await expectOpen(page, href, locale);
			}
			expect(faults).toEqual([]);

			// What its own front door leads away from is no refusal.
			const refused = pagePaths.filter((path) => !mayOpen(role, path) && path !== '/');
			expect(refused.length).toBeGreaterThan(0);
			for (const path of refused) {
				expect((await page.goto(path))?.status(), path).toBe(403);
				await expect(page.getByRole('heading', { level: 1 })).toHaveText(
					word(locale, 'common', 'error_forbidden_title')
				);
				await expect(page.getByRole('alert')).toContainText(word(locale, 'common', 'error_forbidden'));
			}
			const [line] = await server.sql`
				SELECT count(*)::int AS count FROM trail WHERE action = 'refused' AND role = ${role}`;
			expect(line).toEqual({ count: refused.length });
			await page.context().close();
		});

test('a hospital walks through its navigation on a phone', async ({ browser }) => {
	const locale = 'id';
	const page = await signIn(browser, 'hospital', locale, 360);
	const faults = watchFaults(page);
	const open = async () => {
		await page.getByRole('button', { name: word(locale, 'common', 'nav_menu'), exact: true }).click();
		const menu = page.getByRole('dialog');
		await expect(menu).toBeVisible();
		return menu;
	};
	const first = await open();
	const hrefs = await first
		.locator('li a')
		.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
	await page.keyboard.press('Escape');
	expect(hrefs.length).toBeGreaterThan(3);
	for (const href of hrefs) {
		await (await open()).locator(`li a[href="${href}"]`).click();
		await expect(page).toHaveURL(`${server.origin}${href}`);
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await expectOpen(page, href ?? '', locale);
	}
	expect(faults).toEqual([]);
	await page.context().close();
});
