/** The order plan from draft to locked, by three people; and the page for whoever has a small screen, no mouse or no script. */
import type { Browser, Page as Tab } from '@playwright/test';
import { beginningOf, expect, openLive, speak, test, wordsOf, type City } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const words = wordsOf('en');
const soon = { timeout: 10_000 };
const steps = words('drugplan_steps_title');
const stepsOf = (page: Tab) => page.getByRole('region', { name: steps });

async function openAs(
	browser: Browser,
	city: City,
	role: 'planner' | 'executive',
	options: { javaScriptEnabled?: boolean } = {}
): Promise<Tab> {
	const storageState = await city.anotherSession(role);
	const context = await browser.newContext({ storageState, baseURL: city.origin, ...options });
	const page = await context.newPage();
	await speak(page, city.origin, 'en');
	return page;
}

test.describe.configure({ mode: 'serial' });
let path = '';

test('a planner drafts, caps and overrides by keyboard, and a refused form keeps what was typed', async ({
	page,
	city
}) => {
	path = `/drugs/plan?year=${await city.plantForecasts()}`;
	await speak(page, city.origin, 'en');
	await openLive(page, path, 'en');
	await expect(page.getByText(beginningOf(words('drugplan_none_why')), { exact: false })).toBeVisible();
	await page.getByRole('button', { name: beginningOf(words('drugplan_do_begin')) }).press('Enter');
	await expect(stepsOf(page)).toContainText(words('drugplan_state_draft'));
	// 1.2 × 10,000 − 2,000 at Rp 700, and 60,000 at Rp 70; what has no price stands apart.
	const bought = page.getByRole('table', { name: words('drugplan_table_title') });
	await expect(bought.getByRole('row', { name: /Oral rehydration salts/ })).toContainText('10,000');
	await expect(page.getByRole('region', { name: words('drugplan_unpriced_title') })).toContainText(
		'obat-tak-terdaftar'
	);
	const settings = page.getByRole('region', { name: words('drugplan_settings_title') });
	await settings.getByRole('textbox').fill('8.000.000');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: beginningOf(words('drugplan_cut_title')) })).toBeVisible(
		soon
	);

	const change = page.getByRole('region', { name: words('drugplan_change_title') });
	const quantity = change.getByRole('textbox').first();
	await change.getByRole('combobox').first().selectOption('oralit');
	await quantity.fill('9000');
	await change.getByRole('textbox').nth(1).fill('short');
	await page.keyboard.press('Enter');
	await expect(change).toContainText(words('drugplan_fault_reason_short'), soon);
	await expect(quantity).toHaveValue('9000');
	await expect(change.getByRole('textbox').nth(1)).toHaveValue('short');
	await change.getByRole('textbox').nth(1).fill('a donation of a thousand sachets');
	await page.keyboard.press('Enter');
	await expect(bought.getByRole('row', { name: /Oral rehydration salts/ })).toContainText(
		'a donation of a thousand sachets',
		soon
	);
});

for (const [width, height, colorScheme] of [
	[360, 780, 'light'],
	[1280, 900, 'dark']
] as const)
	test(`the draft bars nobody (axe) and does not scroll sideways at ${width} px`, async ({ page, city }) => {
		await page.emulateMedia({ colorScheme });
		await speak(page, city.origin, 'id');
		await page.setViewportSize({ width, height });
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		await expectOpenToAll(page);
	});

test('it is proposed, approved by another without a script, and locked above them; open pages follow', async ({
	page,
	city,
	browser
}) => {
	await speak(page, city.origin, 'en');
	await openLive(page, path, 'en');
	const [second, above] = [
		await openAs(browser, city, 'planner', { javaScriptEnabled: false }),
		await openAs(browser, city, 'executive')
	];
	await openLive(above, path, 'en');
	// A draft follows figures that the mayor's office does not see.
	await expect(above.getByText(words('drugplan_hidden_todo'))).toBeVisible();
	await stepsOf(page)
		.getByRole('button', { name: words('drugplan_do_propose') })
		.click();
	await expect(stepsOf(page)).toContainText(words('drugplan_state_proposed'), soon);
	await expect(stepsOf(above)).toContainText(words('drugplan_state_proposed'), soon);
	// Whoever proposed is not offered to approve.
	await expect(stepsOf(page).getByRole('button', { name: words('drugplan_do_approve') })).toHaveCount(0);
	await expect(page.getByRole('region', { name: words('drugplan_change_title') })).toHaveCount(0);

	await second.goto(path);
	await stepsOf(second)
		.getByRole('button', { name: words('drugplan_do_approve') })
		.click();
	await expect(stepsOf(second)).toContainText(words('drugplan_state_approved'));
	await expect(stepsOf(above)).toContainText(words('drugplan_state_approved'), soon);
	await stepsOf(above)
		.getByRole('button', { name: words('drugplan_do_lock') })
		.click();
	for (const one of [above, page])
		await expect(stepsOf(one)).toContainText(words('drugplan_state_locked'), soon);
	await expect(stepsOf(page).getByRole('button')).toHaveCount(0);
	await expect(page.getByText(beginningOf(words('drugplan_seal_whole')), { exact: false })).toBeVisible();
	await expect(page.getByText(beginningOf(words('drugplan_actual_none')), { exact: false })).toBeVisible();
	await expectOpenToAll(page);
	for (const file of ['rko.xlsx', 'lplpo.csv']) {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.locator(`a[href*="${file}"]`).click()
		]);
		expect(download.suggestedFilename()).toMatch(/^(rko|lplpo)-\d{4}-locked-per-/);
	}
	for (const one of [second, above]) await one.context().close();
});
