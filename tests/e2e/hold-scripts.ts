/** A page as somebody has it whose network is slow: its HTML is there and its script is not. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './city.ts';

/** Holds the page's scripts back until it is told to let them come; then waits until they have taken the field over. */
export async function holdScripts(page: Page): Promise<(field: Locator) => Promise<void>> {
	let open: () => void = () => undefined;
	const gate = new Promise<void>((resolve) => (open = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await gate;
		await route.continue();
	});
	return async (field) => {
		// What Svelte keeps of a field stands on it under a symbol; one that came as HTML alone has none.
		const isTaken = () =>
			field.evaluate((input) =>
				Object.getOwnPropertySymbols(input).some(({ description }) => description === 'attributes')
			);
		expect(await isTaken(), 'typed before there was a script').toBe(false);
		open();
		await expect.poll(isTaken).toBe(true);
	};
}
