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

for (const path of ['/', '/beds', '/public', '/budget', '/diseases', '/drugs']) {
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
		// But for the name of the table that the rows stand in.
		const text = (await dialog.innerText()).replace(/tabel \w+/g, '');
		expect(text, 'a message key is no word').not.toMatch(/\b[a-z]+_[a-z]+_[a-z_]+\b/);
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

test('the map’s slider goes from week to week by the arrow keys, and back to the chosen one', async ({
	page
}) => {
	await page.goto('/diseases');
	await page.waitForLoadState('networkidle');
	const slider = page.getByRole('slider', { name: new RegExp(words('diseases_slider')) });
	await slider.focus();
	const chosen = (await slider.getAttribute('aria-valuetext')) ?? '';
	await page.keyboard.press('ArrowLeft');
	await expect(slider).not.toHaveAttribute('aria-valuetext', chosen);
	const before = (await slider.getAttribute('aria-valuetext')) ?? '';
	expect(before).not.toBe('');
	// What the map is of is said in words beside it.
	await expect(page.getByRole('main').getByText(before).filter({ visible: true }).first()).toBeVisible();
	await page.keyboard.press('Tab');
	const back = page.getByRole('button', { name: words('diseases_slider_reset') });
	await expect(back).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(slider).toHaveAttribute('aria-valuetext', chosen);
});

test('a hospital that fell silent is reminded by keyboard, and what became of it is said', async ({
	page
}) => {
	await page.goto('/beds/silent');
	await page.waitForLoadState('networkidle');
	const item = page
		.getByRole('main')
		.getByRole('listitem')
		.filter({ has: page.getByRole('button', { name: new RegExp(`^${words('silent_remind')}`) }) })
		.first();
	await item.getByRole('button').first().focus();
	await page.keyboard.press('Enter');
	await expect(item.getByRole('status')).toContainText(words('silent_said_copy'));
	await expect(item.getByRole('button').first()).toBeFocused();
	// The text that is to be copied is the next stop.
	await page.keyboard.press('Tab');
	await expect(item.locator(':focus')).toHaveCount(1);
});
