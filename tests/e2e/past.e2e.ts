import { datedPages } from '../../src/lib/domain/dated-pages.ts';
import {
	beginningOf,
	expect,
	expectSamePage,
	locales,
	openLive,
	pages,
	speak,
	test,
	wordsOf
} from './city.ts';
import { bedEvent, freeThen, pastDay } from './fixture-events.ts';

for (const locale of locales) {
	const words = wordsOf(locale);
	// Of those who sign in here: /connect is a hospital's.
	for (const path of pages.filter((one) => datedPages.includes(one) && one !== '/connect')) {
		test(`${path} shows the past and says so (${locale})`, async ({ page, city }) => {
			await speak(page, city.origin, locale);
			await page.goto(`${path}?asOf=${pastDay}`);
			await expect(page.getByText(beginningOf(words('shell_past')))).toBeVisible();
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByText(words('live_now'), { exact: true })).toHaveCount(0);
			await page.getByRole('link', { name: words('shell_past_back') }).click();
			await expect(page.getByText(words('live_now'), { exact: true }).first()).toBeVisible();
			await expect(page).toHaveURL(new RegExp(`${path}$`));
		});
	}

	test(`what has no past offers none (${locale})`, async ({ page, city }) => {
		await speak(page, city.origin, locale);
		for (const path of ['/upload', '/api-docs', '/report']) {
			await page.goto(`${path}?asOf=${pastDay}`);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByText(beginningOf(words('shell_past')))).toHaveCount(0);
			await expect(page.locator('input[name="asOf"]')).toHaveCount(0);
		}
	});

	test(`the past has the free beds that were known then (${locale})`, async ({ page, city }) => {
		await speak(page, city.origin, locale);
		await page.goto(`/beds?asOf=${pastDay}`);
		const tile = page.getByRole('button', { name: new RegExp(`^${words('beds_confirmed')} \\d`) });
		await expect(tile).toContainText(new RegExp(`\\b${freeThen}\\b`));
	});

	test(`the present is live again after a look at the past (${locale})`, async ({ page, city }) => {
		await speak(page, city.origin, locale);
		await openLive(page, '/beds', locale);
		const tile = page.getByRole('button', { name: new RegExp(`^${words('beds_confirmed')} \\d`) });
		await page.locator('input[name="asOf"]:visible').fill(pastDay);
		await page.getByRole('button', { name: words('shell_as_of_go'), exact: true }).click();
		await expect(page.getByText(beginningOf(words('shell_past')))).toBeVisible();
		await expect(tile).toContainText(new RegExp(`\\b${freeThen}\\b`));
		await page.getByRole('link', { name: words('shell_past_back') }).click();
		await expect(page.getByText(words('live_now'), { exact: true }).first()).toBeVisible();
		const before = await tile.innerText();
		await city.post([
			bedEvent({ ward: 'inpatient-3', room: `Kembali ${locale}`, capacity: 40, occupied: 17 })
		]);
		await expect(tile).not.toHaveText(before, { timeout: 1_000 });
		await expectSamePage(page);
	});

	for (const wrong of ['kemarin', '2026-02-30']) {
		test(`a day that is none (${wrong}) is refused with words that help (${locale})`, async ({
			page,
			city
		}) => {
			await speak(page, city.origin, locale);
			const response = await page.goto(`/beds?asOf=${wrong}`);
			expect(response?.status()).toBe(400);
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByRole('link', { name: words('error_filter_back') })).toHaveAttribute(
				'href',
				'/beds'
			);
			const said = await page.locator('body').innerText();
			expect(said, 'a code is no sentence').not.toMatch(/bad-filter|Bad Request|undefined/);
			expect(said, 'it is no question of rights').not.toContain(words('error_refused_title'));
		});
	}

	test(`a page that is none says so (${locale})`, async ({ page, city }) => {
		await speak(page, city.origin, locale);
		const response = await page.goto('/tidak-ada');
		expect(response?.status()).toBe(404);
		await expect(page.getByRole('heading', { level: 1, name: words('error_not_found_title') })).toBeVisible();
	});
}
