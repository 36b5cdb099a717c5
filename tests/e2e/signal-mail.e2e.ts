/** Signals by e-mail on one's own account page, with a real mail server behind it, and what the page says without one. */
import type { Browser, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MailboxServer } from '../support/mailbox-server.ts';
import { plantSignal } from '../support/plant-signal.ts';
import { findFreePort, startServer, type TestServer } from '../support/server.ts';
import { expect, locales, openBrowserSession, speak, test, type Locale } from './city.ts';
import { holdScripts } from './hold-scripts.ts';
import { goListening, untilListening } from './listening.ts';
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
	let server: TestServer | undefined;
	let post: MailboxServer | undefined;
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
		await server?.stop();
		await post?.close();
	});
	test.beforeEach(() => {
		there().post.received.length = 0;
	});

	function there(): { server: TestServer; post: MailboxServer } {
		if (!server || !post) throw new Error('nothing was opened');
		return { server, post };
	}

	type Asked = { locale: Locale; javaScriptEnabled?: boolean };

	/** A planner's page on a phone, closed again however it goes. */
	async function onPhone(
		browser: Browser,
		{ locale, javaScriptEnabled = true }: Asked,
		use: (page: Page) => Promise<void>
	): Promise<void> {
		const { server } = there();
		const storageState = await openBrowserSession(server, 'planner');
		const context = await browser.newContext({
			...{ baseURL: server.origin, storageState, viewport: phone, javaScriptEnabled }
		});
		try {
			const page = await context.newPage();
			await speak(page, server.origin, locale);
			await use(javaScriptEnabled ? goListening(page) : page);
		} finally {
			await context.close();
		}
	}

	async function codeFor(address: string): Promise<string> {
		const letter = () => there().post.received.find(({ to }) => to.includes(address));
		await expect.poll(() => letter() !== undefined, { timeout: 20_000 }).toBe(true);
		return /\b\d{8}\b/.exec(letter()?.text ?? '')?.[0] ?? 'no code';
	}

	for (const locale of locales)
		test(`somebody asks, proves the mailbox, chooses and stops, on a phone (${locale})`, async ({
			browser
		}) => {
			const say = wordsOf(locale);
			const address = `sari.${locale}@dinkes.example`;
			await onPhone(browser, { locale }, async (page) => {
				await page.goto('/account');
				await expectOpenToAll(page);
				await page.getByLabel(say('address')).fill('sari di dinkes');
				await page.getByRole('button', { name: say('ask') }).click();
				await expect(page.getByRole('alert')).toHaveText(say('bad_address'));
				// Beside what it is about, not far above it.
				await expect(page.getByRole('alert')).toBeInViewport();
				await expect(page.getByLabel(say('address'))).toHaveValue('sari di dinkes');
				await page.getByLabel(say('address')).fill(`salah.${address}`);
				await page.getByRole('button', { name: say('ask') }).click();
				await page.getByRole('button', { name: say('again') }).click();
				await expect(page.getByRole('status')).toHaveText(say('done_cancelled'));
				await page.getByLabel(say('address')).fill(address);
				await page.getByRole('button', { name: say('ask') }).click();
				await expect(page.getByText(say('waiting', { address }))).toBeVisible();
				await expect(page.getByRole('status')).toHaveText(say('done_asked'));
				await expect(page.getByRole('status')).toBeInViewport();
				await expectOpenToAll(page);
				await page.getByLabel(say('code')).fill('1');
				await page.getByRole('button', { name: say('confirm') }).click();
				await expect(page.getByRole('alert')).toHaveText(say('wrong_code'));
				await page.getByLabel(say('code')).fill(await codeFor(address));
				await page.getByRole('button', { name: say('confirm') }).click();
				await expect(page.getByText(say('on', { address }))).toBeVisible();
				await page.getByText(say('list'), { exact: true }).first().click();
				await expectOpenToAll(page);
				await untilListening(page);
				// Who ticks one wants those alone, and who wants all ticks none.
				await page.getByLabel('Dengue', { exact: true }).check();
				await expect(page.getByLabel(say('some'))).toBeChecked();
				await page.getByLabel(say('all')).check();
				await expect(page.getByRole('checkbox', { checked: true, includeHidden: true })).toHaveCount(0);
				await page.getByLabel(say('some')).check();
				await page.getByLabel('Dengue', { exact: true }).check();
				await page.getByRole('button', { name: say('save') }).click();
				await expect(page.getByRole('status')).toHaveText(say('done_changed'));
				await expect(page.getByLabel(say('some'))).toBeChecked();
				await expect(page.getByLabel('Dengue', { exact: true })).toBeChecked();
				await page.getByRole('button', { name: say('stop') }).click();
				await expect(page.getByRole('status')).toHaveText(say('done_stopped'));
				await expect(page.getByLabel(say('address'))).toBeVisible();
			});
		});

	test('a code that comes back is told, instead of a form that waits for it', async ({ browser }) => {
		const say = wordsOf('en');
		const address = 'salah@dinkes.example';
		const { post } = there();
		post.answer = (to) => (to === address ? { code: 550, text: 'no such mailbox' } : null);
		await onPhone(browser, { locale: 'en' }, async (page) => {
			await page.goto('/account');
			await page.getByLabel(say('address')).fill(address);
			await page.getByRole('button', { name: say('ask') }).click();
			await expect(page.getByRole('button', { name: say('again') })).toBeVisible();
			await expect(async () => {
				await page.reload();
				await expect(page.getByText(say('code_refused', { address }))).toBeVisible({ timeout: 500 });
			}).toPass({ timeout: 20_000 });
			await expect(page.getByLabel(say('code'))).toHaveCount(0);
			await expectOpenToAll(page);
			await page.getByRole('button', { name: say('again') }).click();
			await expect(page.getByLabel(say('address'))).toBeVisible();
		});
	});

	test('what is chosen before the script comes stays', async ({ browser }) => {
		const say = wordsOf('en');
		await onPhone(browser, { locale: 'en' }, async (page) => {
			const release = await holdScripts(page);
			await page.goto('/account', { waitUntil: 'commit' });
			await page.getByLabel(say('address')).pressSequentially('sari@dinkes.example');
			await page.getByLabel(say('some')).check();
			await page.getByText(say('list'), { exact: true }).first().click();
			await page.getByLabel('Dengue', { exact: true }).check();
			await page.getByRole('combobox', { name: say('language') }).selectOption('id');
			await release(page.getByLabel(say('address')));
			await expect(page.getByLabel(say('some'))).toBeChecked();
			await expect(page.getByLabel('Dengue', { exact: true })).toBeChecked();
			await expect(page.getByRole('combobox', { name: say('language') })).toHaveValue('id');
			await expect(page.getByLabel(say('address'))).toHaveValue('sari@dinkes.example');
		});
	});

	test('without a script it works too, and a new signal comes by itself', async ({ browser }) => {
		test.setTimeout(120_000);
		const say = wordsOf('id');
		const address = 'ratna@dinkes.example';
		await onPhone(browser, { locale: 'id', javaScriptEnabled: false }, async (page) => {
			const { server, post } = there();
			await page.goto('/account');
			await page.getByLabel(say('address')).fill(address);
			await page.getByText(say('list'), { exact: true }).first().click();
			await page.getByLabel('Dengue', { exact: true }).check();
			await page.getByRole('button', { name: say('ask') }).click();
			// A tick beside "all" is not left out without a word.
			await expect(page.getByRole('alert')).toHaveText(say('all_and_some'));
			await expect(page.getByLabel('Dengue', { exact: true })).toBeChecked();
			await page.getByLabel('Dengue', { exact: true }).uncheck();
			await page.getByRole('button', { name: say('ask') }).click();
			await page.getByLabel(say('code')).fill(await codeFor(address));
			await page.getByRole('button', { name: say('confirm') }).click();
			await expect(page.getByText(say('on', { address }))).toBeVisible();
			post.received.length = 0;
			const id = await plantSignal(server.sql, { disease: 'dengue' });
			await expect.poll(() => post.received.length, { timeout: 60_000 }).toBe(1);
			expect(post.received[0]).toMatchObject({ to: [address] });
			expect(post.received[0]?.text).toContain(`${server.origin}/diseases/signals#${id}`);
		});
	});
});
