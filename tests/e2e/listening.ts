/**
 * Pages that are used only once their script listens. What is tapped before comes to nobody, on a person's slow phone too;
 * slow-script.e2e.ts shows that what is typed and ticked before stays.
 */
import type { Page } from '@playwright/test';

/** Until the page listens, however it was come to. */
export const untilListening = (page: Page): Promise<void> => page.locator('html[data-listening]').waitFor();

/** Every page that it goes to is listening before the test goes on, unless it asks for the page as it comes (`commit`). Not for a browser without JavaScript. */
export function goListening(page: Page): Page {
	const goto = page.goto.bind(page);
	page.goto = async (url, options) => {
		const response = await goto(url, options);
		if (options?.waitUntil === 'commit') return response;
		if (response?.headers()['content-type']?.startsWith('text/html')) await untilListening(page);
		return response;
	};
	return page;
}
