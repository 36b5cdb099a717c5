import type { Page } from '@playwright/test';
import { expect, locales, pages, roleFor, speak, test } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const widths = { phone: { width: 360, height: 780 }, desk: { width: 1280, height: 900 } };

/** What went wrong while a page was open: a fault in the console, an error nobody caught, a request that failed. */
function watchFaults(page: Page): string[] {
	const faults: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
	page.on('requestfailed', (request) =>
		faults.push(`failed: ${request.url()} ${request.failure()?.errorText}`)
	);
	page.on('response', (response) => {
		if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
	});
	return faults;
}

for (const path of pages) {
	test.describe(path, () => {
		test.use({ role: roleFor(path) });
		for (const locale of locales) {
			test(`${path} loads in ${locale} without a fault`, async ({ page, city }) => {
				const faults = watchFaults(page);
				await speak(page, city.origin, locale);
				await page.goto(path);
				await expect(page.locator('html')).toHaveAttribute('lang', locale);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				await page.waitForLoadState('networkidle');
				expect(faults).toEqual([]);
			});
		}

		test(`${path} is complete without JavaScript`, async ({ browser, city }) => {
			const page = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin });
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByRole('main')).toContainText(/\d/);
			await page.close();
		});

		for (const [name, viewport] of Object.entries(widths)) {
			for (const theme of ['light', 'dark']) {
				test(`${path} bars nobody (axe) and does not scroll sideways, ${theme}, ${name}`, async ({
					page,
					city
				}) => {
					await page.setViewportSize(viewport);
					await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
					await page.goto(path);
					await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
					await page.waitForLoadState('networkidle');
					await expectOpenToAll(page);
				});
			}
		}
	});
}
