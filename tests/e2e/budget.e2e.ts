/** The sections of the budget: each answers in a sentence, fits a phone, and passes axe; a planner sets a budget. */
import { expect, speak, test } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const sections = ['owed', 'delay', 'drivers', 'capitation', 'recap', 'plan', 'next-year'] as const;

for (const section of sections)
	test(`/budget/${section} answers, fits a phone and has no barrier, in both themes`, async ({
		page,
		city
	}) => {
		const wrong: string[] = [];
		page.on('console', (message) => {
			if (message.type() === 'error') wrong.push(message.text());
		});
		await speak(page, city.origin, 'en');
		await page.goto(`/budget/${section}`);
		await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
		await expect(page.getByRole('navigation', { name: 'Sections of the budget' })).toBeVisible();
		for (const colorScheme of ['light', 'dark'] as const)
			for (const width of [360, 1280]) {
				await page.emulateMedia({ colorScheme });
				await page.setViewportSize({ width, height: 900 });
				await expectOpenToAll(page);
			}
		expect(wrong).toEqual([]);
	});

test('what is owed opens its evidence, by keyboard', async ({ page, city }) => {
	await speak(page, city.origin, 'en');
	await page.goto('/budget');
	await page.getByRole('link', { name: 'Owed' }).click();
	await expect(page).toHaveURL(/\/budget\/owed/);
	await expect(page.getByRole('heading', { level: 1 })).toContainText('billed');
	const figure = page
		.getByRole('row')
		.getByRole('button', { name: /Show the evidence/ })
		.first();
	// The page listens once its script is there.
	await expect(async () => {
		await figure.press('Enter');
		await expect(page.getByRole('dialog')).toContainText('rupiah', { timeout: 2_000 });
	}).toPass();
});

const next = new Date().getFullYear() + 1;
const amount = 'Amount, rupiah';
const ground = 'Ground (decree or document)';

test('a planner sets a budget with a cash plan, is told what is wrong first, and it stays on record', async ({
	page,
	city
}) => {
	await speak(page, city.origin, 'en');
	await page.goto(`/budget/plan?year=${next}`);
	await page.getByLabel(amount).fill('1.200');
	await page.getByLabel(ground).first().fill('Perda 1');
	await page.getByLabel('January').fill('1.199');
	await page.getByRole('button', { name: 'Save the decision' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'twelve months' })).toBeVisible();
	await expect(page.getByLabel(amount)).toHaveValue('1.200');
	await page.getByLabel('January').fill('');
	await page.getByRole('button', { name: 'Save the decision' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'The decision is saved.' })).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(`The ceiling of ${next} is Rp 1.2 k`);
	await expect(page.getByRole('cell', { name: 'Perda 1' }).first()).toBeVisible();
});

test('a refused budget keeps what was typed without a script as well', async ({ browser, city }) => {
	const storageState = await city.sessionOf('planner');
	const page = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin, storageState });
	await speak(page, city.origin, 'en');
	await page.goto(`/budget/plan?year=${next}`);
	await page.locator('select[name=kind]').selectOption('apbd-perubahan');
	await page.getByLabel(amount).fill('2.400');
	await page.getByLabel(ground).first().fill('Perda "2" <b>');
	await page.getByLabel('March').fill('7');
	await page.getByRole('button', { name: 'Save the decision' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'twelve months' })).toBeVisible();
	await expect(page.locator('select[name=kind]')).toHaveValue('apbd-perubahan');
	await expect(page.getByLabel(amount)).toHaveValue('2.400');
	await expect(page.getByLabel(ground).first()).toHaveValue('Perda "2" <b>');
	await expect(page.getByLabel('March')).toHaveValue('7');
	await page.close();
});

test.describe('an executive', () => {
	test.use({ role: 'executive' });

	test('sees no area of members, and may set nothing', async ({ page, city }) => {
		await speak(page, city.origin, 'en');
		await page.goto('/budget/capitation');
		await expect(page.getByText('is not open to this role').first()).toBeVisible();
		await page.goto('/budget/plan');
		await expect(page.getByRole('heading', { level: 1 })).toContainText('ceiling');
		await expect(page.getByRole('button', { name: 'Save the decision' })).toHaveCount(0);
	});
});
