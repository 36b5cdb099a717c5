/** Signals by e-mail on one's own account page, with a real mail server behind it, and what the page says without one. */
import type { Browser, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MailboxServer } from '../support/mailbox-server.ts';
import { plantSignal } from '../support/plant-signal.ts';
import { findFreePort, startServer, type TestServer } from '../support/server.ts';
import { expect, locales, openBrowserSession, speak, test, type Locale } from './city.ts';
import { goListening } from './listening.ts';
import { expectOpenToAll } from './open-to-all.ts';

function wordsOf(locale: Locale): (key: string, values?: Record<string, string>) => string {
	const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale, 'account.json');
	const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	return (key, values = {}) =>
		(words[`account_mail_${key}`] ?? `no message account_mail_${key}`).replace(
			/\{(\w+)\}/g,
			(_, name: string) => values[name] ?? ''
		);
}

const phone = { width: 360, height: 740 };

test.describe('where the installation sends no e-mail', () => {
	for (const locale of locales)
		test(`the page says what the administrator must set (${locale})`, async ({ page, city }) => {
			await page.setViewportSize(phone);
			await speak(page, city.origin, locale);
			await page.goto('/account');
			await expect(page.getByText(wordsOf(locale)('off'))).toBeVisible();
			await expect(page.getByRole('button', { name: wordsOf(locale)('ask') })).toHaveCount(0);
			await expectOpenToAll(page);
		});

	test.describe('and for who may not see signals', () => {
		test.use({ role: 'finance' });
		test('there is no word of it', async ({ page, city }) => {
			await speak(page, city.origin, 'en');
			await page.goto('/account');
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByText(wordsOf('en')('title'))).toHaveCount(0);
		});
	});
});

test.describe('where it does', () => {
	let server: TestServer;
	let post: MailboxServer;
	test.beforeAll(async () => {
		post = await MailboxServer.open();
		const port = await findFreePort();
		server = await startServer({
			port,
			env: {
				...{ ORIGIN: `http://127.0.0.1:${port}`, DENYUT_SMTP_URL: post.url },
				DENYUT_MAIL_FROM: 'Denyut <denyut@dinkes.example>'
			}
		});
	});
	test.afterAll(async () => {
		await server.stop();
		await post.close();
	});
	test.beforeEach(() => {
		post.received.length = 0;
	});

	async function open(browser: Browser, locale: Locale, javaScriptEnabled = true): Promise<Page> {
		const storageState = await openBrowserSession(server, 'planner');
		const context = await browser.newContext({
			...{ baseURL: server.origin, storageState, viewport: phone, javaScriptEnabled }
		});
		const page = await context.newPage();
		await speak(page, server.origin, locale);
		return javaScriptEnabled ? goListening(page) : page;
	}

	async function codeFor(address: string): Promise<string> {
		const letter = () => post.received.find(({ to }) => to.includes(address));
		await expect.poll(() => letter() !== undefined, { timeout: 20_000 }).toBe(true);
		return /\b\d{8}\b/.exec(letter()?.text ?? '')?.[0] ?? 'no code';
	}

	for (const locale of locales)
		test(`somebody asks, proves the mailbox, chooses and stops, on a phone (${locale})`, async ({
			browser
		}) => {
			const say = wordsOf(locale);
			const page = await open(browser, locale);
			const address = `sari.${locale}@dinkes.example`;
			await page.goto('/account');
			await expectOpenToAll(page);
			await page.getByLabel(say('address')).fill('sari di dinkes');
			await page.getByRole('button', { name: say('ask') }).click();
			await expect(page.getByRole('alert')).toHaveText(say('bad_address'));
			await expect(page.getByLabel(say('address'))).toHaveValue('sari di dinkes');
			await page.getByLabel(say('address')).fill(address);
			await page.getByRole('button', { name: say('ask') }).click();
			await expect(page.getByText(say('waiting', { address }))).toBeVisible();
			await expect(page.getByRole('status')).toHaveText(say('done_asked'));
			await expectOpenToAll(page);
			await page.getByLabel(say('code')).fill('1');
			await page.getByRole('button', { name: say('confirm') }).click();
			await expect(page.getByRole('alert')).toHaveText(say('wrong_code'));
			await page.getByLabel(say('code')).fill(await codeFor(address));
			await page.getByRole('button', { name: say('confirm') }).click();
			await expect(page.getByText(say('on', { address }))).toBeVisible();
			await page.getByText(say('list'), { exact: true }).first().click();
			await expectOpenToAll(page);
			await page.getByLabel(say('some')).check();
			await page.getByLabel('Dengue', { exact: true }).check();
			await page.getByRole('button', { name: say('save') }).click();
			await expect(page.getByRole('status')).toHaveText(say('done_changed'));
			await expect(page.getByLabel('Dengue', { exact: true })).toBeChecked();
			await page.getByRole('button', { name: say('stop') }).click();
			await expect(page.getByRole('status')).toHaveText(say('done_stopped'));
			await expect(page.getByLabel(say('address'))).toBeVisible();
			await page.context().close();
		});

	test('without a script it works too, and a new signal comes by itself', async ({ browser }) => {
		test.setTimeout(120_000);
		const say = wordsOf('id');
		const address = 'ratna@dinkes.example';
		const page = await open(browser, 'id', false);
		await page.goto('/account');
		await page.getByLabel(say('address')).fill(address);
		await page.getByRole('button', { name: say('ask') }).click();
		await page.getByLabel(say('code')).fill(await codeFor(address));
		await page.getByRole('button', { name: say('confirm') }).click();
		await expect(page.getByText(say('on', { address }))).toBeVisible();
		post.received.length = 0;
		const id = await plantSignal(server.sql, { disease: 'dengue' });
		await expect.poll(() => post.received.length, { timeout: 60_000 }).toBe(1);
		expect(post.received[0]).toMatchObject({ to: [address] });
		expect(post.received[0]?.text).toContain(`${server.origin}/diseases/signals#${id}`);
		await page.context().close();
	});
});
