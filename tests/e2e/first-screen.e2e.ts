/** A first-time reader finds each answer of the design's first table on one screen, without scrolling. */
import type { Locator, Page } from '@playwright/test';
import { wordsOf } from './city.ts';
import { expect, test } from './demo-city.ts';

const words = wordsOf('id');

/** The whole of it lies on the screen that a reader sees first, above what stands at a phone's foot. */
async function expectOnFirstScreen(page: Page, what: string, answer: Locator): Promise<void> {
	const first = answer.filter({ visible: true }).first();
	await expect(first, what).toBeVisible();
	const box = await first.boundingBox();
	const screen = page.viewportSize();
	if (!box || !screen) throw new Error(`${what} has no place`);
	expect(await page.evaluate(() => scrollY), `${what}: nobody scrolled`).toBe(0);
	expect(box.y, `${what}: top`).toBeGreaterThanOrEqual(0);
	expect(box.y + box.height, `${what}: bottom`).toBeLessThanOrEqual(screen.height);
	expect(box.x, `${what}: left`).toBeGreaterThanOrEqual(0);
	expect(box.x + box.width, `${what}: right`).toBeLessThanOrEqual(screen.width);
}

async function open(page: Page, path: string): Promise<Locator> {
	await page.goto(path);
	await page.waitForLoadState('networkidle');
	return page.getByRole('main');
}

test.describe('the mayor’s office', () => {
	test.use({ role: 'executive', viewport: { width: 1280, height: 900 } });

	test('sees whether the money lasts, what no bill shows yet, and what next year needs beside BPJS', async ({
		page
	}) => {
		const main = await open(page, '/');
		await expectOnFirstScreen(page, 'will it last', main.getByRole('heading', { level: 1 }));
		await expect(main.getByRole('heading', { level: 1 })).toContainText(/[Aa]nggaran/);
		for (const name of [
			words('overview_more_not_reported'),
			words('overview_more_next_year').replace('{year}', String(new Date().getFullYear() + 1)),
			words('overview_more_premium')
		]) {
			const answer = main
				.locator('dl > div')
				.filter({ has: page.getByRole('term').filter({ hasText: name }) });
			await expectOnFirstScreen(page, name, answer);
			await expect(answer.getByRole('button')).toContainText(/Rp\s[\d.,]+/);
		}
	});
});

test.describe('the health office’s planner', () => {
	test.use({ role: 'planner', viewport: { width: 1280, height: 900 } });

	test('sees which disease rises and the way to whether it is real', async ({ page }) => {
		const main = await open(page, '/diseases');
		await expectOnFirstScreen(page, 'which disease', main.getByRole('heading', { level: 1 }));
		await expectOnFirstScreen(page, 'is it real', main.locator('a[href^="/diseases/signals"]'));
	});

	test('sees on the page of drugs where next year’s quantity and price stand', async ({ page }) => {
		const main = await open(page, '/drugs');
		await expectOnFirstScreen(page, 'what runs out', main.getByRole('heading', { level: 1 }));
		await expectOnFirstScreen(page, 'next year', main.locator('a[href^="/drugs/plan?"]'));
	});
});

for (const [role, path] of [
	['hospital', '/beds'],
	['verifier', '/claims'],
	['finance', '/claims'],
	['admin', '/quality'],
	['public', '/public']
] as const)
	for (const viewport of [
		{ width: 1280, height: 900 },
		{ width: 360, height: 780 }
	])
		test.describe(`${role} at ${viewport.width} px`, () => {
			test.use({ role, viewport });

			test('sees the page’s question and the sentence that answers it', async ({ page }) => {
				const main = await open(page, path);
				const heading = main.getByRole('heading', { level: 1 });
				await expect(heading).toContainText(/\d|[Tt]idak|[Bb]elum/);
				await expectOnFirstScreen(page, 'the answer', heading);
			});
		});
