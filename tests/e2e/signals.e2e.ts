import { expect, expectSamePage, openLive, speak, test, wordsOf } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

const words = wordsOf('en');
/** A new snapshot is taken within a second of the commit, and read. */
const soon = { timeout: 5_000 };

test('a planner takes a signal, says what it is, and an administrator’s open page follows', async ({
	page,
	browser,
	city
}) => {
	const id = await city.plantSignal('dengue');
	await speak(page, city.origin, 'en');
	await openLive(page, '/diseases/signals', 'en');
	const item = page.locator(`[id="${id}"]`);
	await expect(item).toContainText('21 visits in week');
	await expect(item).toContainText('1 in 2,300');

	const context = await browser.newContext({
		...{ storageState: await city.sessionOf('admin'), baseURL: city.origin }
	});
	const other = await context.newPage();
	await speak(other, city.origin, 'en');
	await openLive(other, '/diseases/signals', 'en');
	const theirs = other.locator(`[id="${id}"]`);
	await expect(theirs).toContainText(words('signals_state_new'));
	// That it stands, and no count of persons.
	await expect(theirs).not.toContainText('21 visits');

	const step = async (move: string, note: string) => {
		await item.getByRole('combobox').selectOption(move);
		await item.getByRole('textbox').fill(note);
		await item.getByRole('button', { name: words('signals_send') }).click();
	};
	await step('take', '');
	await expect(item).toContainText(words('signals_state_verifying'));
	await expect(theirs).toContainText(words('signals_state_verifying'), soon);
	await step('dismiss', 'no');
	await expect(item).toContainText(words('signals_refused_note_short'));
	await step('dismiss', 'two clusters of the same family');
	await expect(item).toContainText(words('signals_state_no_outbreak'));
	await expect(theirs).toContainText(words('signals_state_no_outbreak'), soon);
	await expectSamePage(other);
	await item.locator('summary').click();
	await expect(item.getByText('two clusters of the same family')).toBeVisible();
	await context.close();
});

test('a signal is moved through its states by keyboard alone', async ({ page, city }) => {
	const id = await city.plantSignal('campak');
	await speak(page, city.origin, 'en');
	await page.goto('/diseases/signals');
	await page.waitForLoadState('networkidle');
	const item = page.locator(`[id="${id}"]`);
	/** From the note to the list of steps to the button, as Tab goes. */
	const step = async (move: string, note: string) => {
		const box = item.getByRole('textbox');
		await box.focus();
		await page.keyboard.press('Control+A');
		await page.keyboard.type(note);
		await page.keyboard.press('Tab');
		const list = item.getByRole('combobox');
		await expect(list).toBeFocused();
		for (let press = 0; press < 6 && (await list.inputValue()) !== move; press++)
			await page.keyboard.press('ArrowDown');
		await expect(list).toHaveValue(move);
		await page.keyboard.press('Tab');
		await expect(item.getByRole('button', { name: words('signals_send') })).toBeFocused();
		await page.keyboard.press('Enter');
	};
	await expect(item).toContainText(words('signals_state_new'));
	await step('take', '');
	await expect(item).toContainText(words('signals_state_verifying'));
	await step('confirm', 'laboratory found it in four of five');
	await expect(item).toContainText(words('signals_state_outbreak'));
	await step('close', 'no new case for two weeks');
	await expect(item).toContainText(words('signals_state_closed'));
});

for (const [width, height, disease] of [
	[360, 780, 'tifoid'],
	[1280, 900, 'diare']
] as const)
	test(`a page with signals bars nobody (axe) and does not scroll sideways at ${width} px`, async ({
		page,
		city
	}) => {
		await city.plantSignal(disease);
		await page.setViewportSize({ width, height });
		await page.goto('/diseases/signals');
		await page.waitForLoadState('networkidle');
		await expectOpenToAll(page);
	});
