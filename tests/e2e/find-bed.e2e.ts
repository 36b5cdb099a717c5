import { expect, expectSamePage, locales, openLive, speak, test, wordsOf, type City } from './city.ts';
import { bedEvent, otherHospital } from './fixture-events.ts';

const ward = 'picu';

/** Two hospitals with the same class: the RSUD's report is a few hours old, the other one's of this minute. */
async function reportTwo(city: City): Promise<void> {
	const at = new Date(Date.now() - 4 * 3_600_000);
	await city.post([bedEvent({ ward, room: 'PICU', capacity: 6, occupied: 1, at })]);
	await city.post([bedEvent({ ward, room: 'PICU', capacity: 4, occupied: 2 })], otherHospital);
}

for (const locale of locales) {
	test.describe(`find a bed (${locale})`, () => {
		const words = wordsOf(locale);

		test.beforeEach(async ({ page, city }) => {
			await speak(page, city.origin, locale);
			await reportTwo(city);
		});

		test('is asked by keyboard, answers in a sentence and stands in the address', async ({ page }) => {
			await openLive(page, '/beds/find', locale);
			const choice = page.getByRole('combobox', { name: words('findbed_ward') });
			await choice.focus();
			await choice.selectOption(ward);
			await expect(page).toHaveURL(/ward=picu/);
			await page.getByRole('combobox', { name: words('findbed_kecamatan') }).selectOption('32.75.01');
			await expect(page).toHaveURL(/kecamatan=32\.75\.01/);
			await expect(page.getByRole('heading', { level: 1 })).toContainText(/km .*Bekasi Timur/);
			const rows = page.getByRole('list', { name: words('findbed_list_title') }).getByRole('listitem');
			await expect(rows).toHaveCount(2);
			await expect(rows.first()).toContainText(/km/);
			const again = page.url();
			await page.goto(again);
			await expect(choice).toHaveValue(ward);
			await expect(page.getByRole('heading', { level: 1 })).toContainText('Bekasi Timur');
		});

		test('names another hospital as soon as the first one is full', async ({ page, city }) => {
			await openLive(page, `/beds/find?ward=${ward}`, locale);
			const rows = page.getByRole('list', { name: words('findbed_list_title') }).getByRole('listitem');
			const first = await rows.first().innerText();
			await city.post([bedEvent({ ward, room: 'PICU', capacity: 4, occupied: 4 })], otherHospital);
			await expect(rows.first()).not.toHaveText(first, { timeout: 2_000 });
			await expect(rows).toHaveCount(1);
			await expectSamePage(page);
		});
	});
}

test.describe('without signing in and without JavaScript', () => {
	test.use({ role: 'public', javaScriptEnabled: false });

	test('the same question is answered, and asked again with the button of the form', async ({
		page,
		city
	}) => {
		await reportTwo(city);
		await page.goto('/public');
		await page.getByRole('link', { name: wordsOf('id')('public_find_near') }).click();
		await page.getByRole('combobox', { name: wordsOf('id')('findbed_ward') }).selectOption(ward);
		await page.getByRole('combobox', { name: wordsOf('id')('findbed_sort') }).selectOption('near');
		await page.getByRole('button', { name: wordsOf('id')('ui_filter_apply') }).click();
		await expect(page).toHaveURL(/ward=picu.*sort=near/);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('PICU');
		await expect(page.getByRole('listitem').first()).toContainText(/\d/);
	});
});
