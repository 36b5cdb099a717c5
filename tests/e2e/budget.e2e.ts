/** The sections of the budget: each answers in a sentence, fits a phone, and passes axe; who may not set a budget is offered no form. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, speak, test } from './city.ts';

/** It was typed against another patch of the same library. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

const sections = ['owed', 'delay', 'drivers', 'capitation', 'recap', 'plan'] as const;

async function barriersOf(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page: page as unknown as AxePage }).analyze();
	return violations
		.filter(({ impact }) => impact === 'serious' || impact === 'critical')
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`);
}

const overhangOf = (page: Page) =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

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
				expect(await overhangOf(page)).toBeLessThanOrEqual(0);
				expect(await barriersOf(page)).toEqual([]);
			}
		expect(wrong).toEqual([]);
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
