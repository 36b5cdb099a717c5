/** The yearly evaluation in a browser: frozen by keyboard alone, opened, taken away as files, printed; on phone and desk. */
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { jakartaDay, yearOf } from '../../src/lib/domain/period.ts';
import { expect, speak, test } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const year = yearOf(jakartaDay(new Date()));

/** Freezes the running year with the keyboard and opens what was frozen. @returns its address */
async function freezeOne(page: Page, note: string): Promise<string> {
	await page.goto('/evaluation');
	await page.waitForLoadState('networkidle');
	await page.getByRole('textbox', { name: 'Note (no personal data)' }).focus();
	await page.keyboard.type(note);
	await page.keyboard.press('Tab');
	await expect(page.getByRole('button', { name: 'Freeze', exact: true })).toBeFocused();
	await page.keyboard.press('Enter');
	const opened = page.getByRole('link', { name: /^Open number \d+$/ });
	await opened.focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/evaluation\/\d+$/);
	await expect(page.getByText('The hash matches')).toBeVisible();
	return page.url();
}

test('a planner freezes the year by keyboard, opens it as it stood, and takes it away as both files', async ({
	page,
	city
}) => {
	test.setTimeout(240_000);
	const faults: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') faults.push(message.text());
	});
	page.on('pageerror', (error) => faults.push(error.message));
	await speak(page, city.origin, 'en');
	await page.goto('/evaluation');
	await expect(page.getByText('Year not ended').first()).toBeVisible();
	await expect(page.getByRole('heading', { level: 2, name: '3. By whom' })).toBeVisible();
	const ladder = page.getByRole('table', { name: 'Commitment ladder' });
	const total = ladder.getByRole('row', { name: /^Total/ });
	await expect(total.getByRole('cell').last()).toContainText('Rp');
	const shown = await total.innerText();
	// What is not known says why, and its evidence opens like any other.
	await ladder
		.getByRole('button', { name: /not known, because the year has not ended/ })
		.first()
		.click();
	await expect(page.getByRole('dialog')).toContainText('At the year’s end');
	await page.keyboard.press('Escape');

	const address = await freezeOne(page, 'Rapat <b>TAPD</b>');
	await expect(page.getByText('Rapat <b>TAPD</b>')).toBeVisible();
	expect(
		await page
			.getByRole('table', { name: 'Commitment ladder' })
			.getByRole('row', { name: /^Total/ })
			.innerText()
	).toBe(shown);
	const hash = await page.getByText(/^[0-9a-f]{64}$/).innerText();
	for (const [format, magic] of [
		['pdf', '%PDF'],
		['xlsx', 'PK']
	] as const) {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: `Download ${format.toUpperCase()}` }).click()
		]);
		expect(download.suggestedFilename()).toMatch(new RegExp(`^evaluasi-${year}-\\d{4}\\.${format}$`));
		expect(
			readFileSync(await download.path())
				.subarray(0, magic.length)
				.toString()
		).toBe(magic);
	}
	await page.goto('/evaluation');
	const list = page.getByRole('table', { name: 'Frozen evaluations' });
	await expect(list.getByRole('row', { name: /Rapat <b>TAPD<\/b>/ }).first()).toContainText(
		hash.slice(0, 12)
	);
	await page.goto(address);
	await expect(page.getByText('The hash matches')).toBeVisible();
	expect(faults).toEqual([]);
});

test('a frozen one reads in both languages, prints without chrome, and bars nobody on phone and desk', async ({
	page,
	city
}) => {
	test.setTimeout(240_000);
	await speak(page, city.origin, 'en');
	const address = await freezeOne(page, 'Dua bahasa');
	for (const [locale, colorScheme, width] of [
		['id', 'light', 360],
		['id', 'dark', 1280],
		['en', 'light', 1280],
		['en', 'dark', 360]
	] as const) {
		await speak(page, city.origin, locale);
		await page.emulateMedia({ colorScheme });
		await page.setViewportSize({ width, height: 900 });
		await page.goto(address);
		await expect(
			page.getByRole('heading', { level: 2, name: locale === 'id' ? '3. Oleh siapa' : '3. By whom' })
		).toBeVisible();
		await expectOpenToAll(page);
	}
	await page.emulateMedia({ media: 'print', colorScheme: 'light' });
	await expect(page.getByRole('link', { name: 'Download PDF' })).toBeHidden();
	await expect(page.getByRole('navigation', { name: 'Contents of the document' })).toBeHidden();
	await expect(
		page
			.getByText(/Source: claim_standing/)
			.locator('visible=true')
			.first()
	).toBeVisible();
});

test('works without a script', async ({ browser, city }) => {
	const storageState = await city.sessionOf('finance');
	const page = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin, storageState });
	await page.goto(`/evaluation?year=${year}`);
	await page.locator('input[name=note]').fill('Tanpa skrip');
	await page.getByRole('button', { name: 'Bekukan', exact: true }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Dibekukan sebagai nomor' })).toBeVisible();
	await page.close();
});

test.describe('the mayor’s office', () => {
	test.use({ role: 'executive' });
	test('reads and takes away what was frozen, and freezes nothing', async ({ page, city }) => {
		await speak(page, city.origin, 'en');
		await page.goto('/evaluation');
		await expect(page.getByRole('heading', { level: 2, name: 'Frozen evaluations' })).toBeVisible();
		await expect(page.getByRole('button', { name: 'Freeze', exact: true })).toHaveCount(0);
		const refused = await page.request.post('/evaluation', {
			form: { year: String(year) },
			headers: { origin: city.origin }
		});
		expect(refused.status()).toBe(403);
	});
});

test.describe('the verifier', () => {
	test.use({ role: 'verifier' });
	test('is not let in', async ({ page }) => {
		expect((await page.goto('/evaluation'))?.status()).toBe(403);
		expect((await page.request.get('/evaluation/1/file.pdf')).status()).toBe(403);
	});
});

test('a year that is none, a number that nobody froze and another format are refused', async ({ page }) => {
	expect((await page.goto('/evaluation?year=2999'))?.status()).toBe(400);
	expect((await page.goto('/evaluation/999999'))?.status()).toBe(404);
	expect((await page.request.get('/evaluation/1/file.csv')).status()).toBe(404);
});
