/** Whether a page is open to everybody: no barrier that axe finds, and on no screen wider than it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** It was typed against another patch of the same library. */
type AxePage = ConstructorParameters<typeof AxeBuilder>[0]['page'];

/** @returns every barrier with where it stands; in the order of axe */
export async function barriersOf(page: Page): Promise<string[]> {
	await endOfMotion(page);
	const { violations } = await new AxeBuilder({ page: page as unknown as AxePage })
		// WCAG 2.2, which Lighthouse judges too.
		.options({ rules: { 'target-size': { enabled: true } } })
		.analyze();
	return violations.map(
		({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`
	);
}

/** @returns by how many px the page is wider than the screen */
const overhangOf = (page: Page): Promise<number> =>
	page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** @param what named where it fails */
export async function expectOpenToAll(page: Page, what = new URL(page.url()).pathname): Promise<void> {
	expect(await overhangOf(page), `${what}: wider than the screen, in px`).toBeLessThanOrEqual(0);
	expect(await barriersOf(page), what).toEqual([]);
}

/** Halfway from one colour to the next, a text has the contrast of neither. */
async function endOfMotion(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const ending = document
			.getAnimations()
			.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(ending.map(({ finished }) => finished));
	});
}
