/** The forecasts of medicines: read, chosen by keyboard, narrow and wide, in both languages. */
import { expect, locales, openLive, speak, test } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const path = '/drugs/forecast';
const words = {
	id: { chart: /^Ambroksol 30 mg: sekitar [\d.]+ tablet dalam dua belas bulan ke depan$/, table: 'Tabel' },
	en: { chart: /^Ambroxol 30 mg: about [\d,]+ tablets in the next twelve months$/, table: 'Table' }
} as const;

test.beforeEach(({ city }) => city.plantDrugForecast());

for (const locale of locales) {
	test(`the card says its finding, its table and its record (${locale})`, async ({ page, city }) => {
		const faults: string[] = [];
		page.on('console', (message) => {
			if (['error', 'warning'].includes(message.type())) faults.push(message.text());
		});
		page.on('pageerror', (error) => faults.push(error.message));
		await speak(page, city.origin, locale);
		await openLive(page, path, locale);
		await expect(page.locator('html')).toHaveAttribute('lang', locale);
		await expect(page.getByRole('heading', { name: words[locale].chart })).toBeVisible();
		await expect(page.getByText(/MASE/).first()).toBeVisible();
		await page.getByRole('tab', { name: words[locale].table }).first().click();
		const table = page.getByRole('table', { name: words[locale].chart });
		await expect(table.getByRole('row').nth(48)).toBeVisible();
		expect(faults).toEqual([]);
	});
}

test('the facilities stand above the city that they add up to, and a figure proves itself', async ({
	page,
	city
}) => {
	await speak(page, city.origin, 'en');
	await openLive(page, path, 'en');
	const facilities = page.getByRole('table', { name: /^Ambroxol 30 mg by facility/ });
	const unitsOf = async (row: ReturnType<typeof facilities.getByRole>) =>
		Number((await row.getByRole('cell').first().innerText()).replace(/[^\d]/g, ''));
	const rows = await facilities.getByRole('rowgroup').last().getByRole('row').all();
	expect(rows).toHaveLength(2);
	const units = await Promise.all(rows.map(unitsOf));
	const whole = await unitsOf(page.getByRole('table', { name: 'City', exact: true }).getByRole('row').last());
	// Each is rounded to whole units on the screen.
	expect(Math.abs(units.reduce((sum, one) => sum + one, 0) - whole)).toBeLessThanOrEqual(1);
	await facilities.getByRole('cell').first().getByRole('button').click();
	await expect(page.getByRole('dialog')).toContainText('Expected use of the planned year');
	await expect(page.getByRole('dialog')).toContainText('drug_forecast');
});

test('by keyboard alone one comes from the medicines to a facility’s forecast', async ({ page, city }) => {
	await speak(page, city.origin, 'en');
	await openLive(page, '/drugs', 'en');
	await page.getByRole('link', { name: 'Expected use of each medicine' }).focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/drugs\/forecast$/);
	const facility = page
		.getByRole('table', { name: /by facility/ })
		.getByRole('link')
		.first();
	await facility.focus();
	const name = await facility.innerText();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/facility=/);
	await expect(page.getByRole('heading', { name: `Ambroxol 30 mg in ${name}` })).toBeVisible();
	await page.getByRole('link', { name: 'Back to Medicines' }).focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/drugs$/);
});

test('it is complete without JavaScript', async ({ browser, city }) => {
	const page = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin });
	await page.goto(path);
	await expect(page.getByRole('main')).toContainText('Ambroksol 30 mg');
	await page.close();
});

for (const [name, viewport] of Object.entries({
	phone: { width: 360, height: 780 },
	desk: { width: 1280, height: 900 }
}))
	for (const theme of ['light', 'dark'])
		test(`it bars nobody (axe) and does not scroll sideways, ${theme}, ${name}`, async ({ page, city }) => {
			await page.setViewportSize(viewport);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			await page.goto(path);
			await page.waitForLoadState('networkidle');
			await expectOpenToAll(page);
		});

test.describe('for others', () => {
	test.use({ role: 'hospital' });
	test('it does not open', async ({ page }) => {
		expect((await page.request.get(path)).status()).toBe(403);
	});
});
