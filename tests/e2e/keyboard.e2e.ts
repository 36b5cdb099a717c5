import { expect, test, wordsOf } from './city.ts';

const words = wordsOf('id');

test('the first stop of the keyboard leads past the menu to the content', async ({ page }) => {
	await page.goto('/beds');
	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: words('nav_skip') });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('main')).toBeFocused();
});

for (const path of ['/', '/beds', '/public']) {
	test(`a figure on ${path} opens its evidence by keyboard, and closing leads back to it`, async ({
		page
	}) => {
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		const figure = page
			.getByRole('main')
			.getByRole('button', { name: new RegExp(words('ui_open_evidence')) })
			.first();
		await figure.focus();
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await expect(dialog).toBeVisible();
		await expect(dialog).toContainText(/WIB/);
		await expect(dialog.getByRole('link').first()).toBeVisible();
		expect(await dialog.innerText(), 'a message key is no word').not.toMatch(/\b[a-z]+_[a-z]+_[a-z_]+\b/);
		await page.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(figure).toBeFocused();
	});
}

test('the language and the appearance change by one press each', async ({ page }) => {
	await page.goto('/beds');
	await page.waitForLoadState('networkidle');
	await page
		.getByRole('button', { name: words('shell_language'), exact: true })
		.first()
		.press('Enter');
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	const theme = page.getByRole('button', { name: wordsOf('en')('shell_theme') }).first();
	await theme.press('Enter');
	await expect(page.locator('html')).toHaveAttribute('data-theme', /light|dark/);
});
