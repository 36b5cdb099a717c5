import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beginningOf, expect, locales, speak, test, type Locale } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

test.use({ role: 'admin' });

function wordsOf(locale: Locale): (key: string) => string {
	const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale, 'trail.json');
	const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	return (key) => {
		const text = words[`trail_${key}`];
		if (text === undefined) throw new Error(`no message trail_${key}`);
		return text;
	};
}
const lines = (page: Page) => page.getByRole('table').getByRole('row');

for (const locale of locales)
	test(`the trail says that it is whole, and records that it was read, in ${locale}`, async ({
		page,
		city
	}) => {
		const say = wordsOf(locale);
		await speak(page, city.origin, locale);
		await page.goto('/trail');
		await expect(page.getByRole('heading', { level: 1 })).toContainText(beginningOf(say('answer_whole')));
		await expect(page.getByRole('main')).toContainText(beginningOf(say('anchored')));
		await page.reload();
		await expect(lines(page).nth(1)).toContainText(say('action_look_trail'));
		await expect(lines(page).nth(1)).toContainText('/trail');
	});

test('its filters stand in the address, keep what was chosen and can be cleared', async ({ page }) => {
	const say = wordsOf('id');
	await page.goto('/trail');
	// A choice sends the form once the page's script is there.
	await page.waitForLoadState('networkidle');
	await page.getByRole('combobox', { name: say('filter_action') }).selectOption('trail-begun');
	await page.waitForURL(/action=trail-begun/);
	await expect(lines(page)).toHaveCount(2);
	await expect(lines(page).nth(1)).toContainText(say('action_trail_begun'));
	await page.getByRole('searchbox', { name: say('filter_text') }).fill('tidak ada yang begini');
	await page.keyboard.press('Enter');
	await expect(page.getByText(say('empty_why'))).toBeVisible();
	await page.reload();
	await expect(page.getByRole('searchbox', { name: say('filter_text') })).toHaveValue(
		'tidak ada yang begini'
	);
	await page
		.getByRole('search', { name: say('filter_label') })
		.getByRole('link')
		.click();
	await page.waitForURL(/\/trail$/);
	await expect(page.getByText(say('empty_why'))).toBeHidden();
});

test('a pointer that passes over its links reads nothing, and a script in it runs nowhere', async ({
	page
}) => {
	const say = wordsOf('id');
	let dialogs = 0;
	page.on('dialog', (dialog) => {
		dialogs++;
		void dialog.dismiss();
	});
	await page.goto(`/trail?text=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
	await page.waitForLoadState('networkidle');
	const asked: string[] = [];
	page.on('request', (request) => asked.push(new URL(request.url()).pathname));
	await page
		.getByRole('search', { name: say('filter_label') })
		.getByRole('link')
		.hover();
	await page.getByRole('link', { name: say('export') }).hover();
	await page.waitForTimeout(500);
	expect(asked.filter((path) => path.startsWith('/trail'))).toEqual([]);
	await page.goto('/trail?action=look-trail');
	await expect(page.getByRole('table')).toContainText('<img src=x onerror=alert(1)>');
	expect(dialogs).toBe(0);
});

test('it goes out as a file under the same filter', async ({ page }) => {
	await page.goto('/trail?action=trail-begun');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: wordsOf('id')('export') }).click()
	]);
	expect(download.suggestedFilename()).toBe('trail.csv');
	const text = readFileSync(await download.path(), 'utf8');
	expect(text.trimEnd().split('\r\n')).toHaveLength(2);
	expect(text).toContain('trail-begun');
});

test('a filter that nobody could mean is refused with a way back, and all of it works without a script', async ({
	page,
	browser,
	city
}) => {
	expect((await page.goto('/trail?from=kemarin'))?.status()).toBe(400);
	await expect(page.getByRole('main').getByRole('link').first()).toHaveAttribute('href', '/trail');
	const plain = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin });
	await plain.goto('/trail?action=trail-begun');
	await expect(lines(plain)).toHaveCount(2);
	await plain.close();
});

const widths = { phone: { width: 360, height: 780 }, desk: { width: 1280, height: 900 } };
for (const [name, viewport] of Object.entries(widths))
	for (const theme of ['light', 'dark'])
		test(`bars nobody (axe) and does not scroll sideways, ${theme}, ${name}`, async ({ page, city }) => {
			await page.setViewportSize(viewport);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			const faults: string[] = [];
			page.on('pageerror', ({ message }) => faults.push(message));
			page.on('console', (message) => {
				if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
			});
			for (const path of [`/trail?text=${'panjang-sekali'.repeat(12)}`, '/trail']) {
				await page.goto(path);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				await page.waitForLoadState('networkidle');
				await expectOpenToAll(page);
			}
			expect(faults).toEqual([]);
		});
