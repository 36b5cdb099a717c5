import type { Page } from '@playwright/test';
import { beginningOf, expect, expectSamePage, locales, speak, test, wordsOf, type Locale } from './city.ts';
import { bedEvent } from './fixture-events.ts';

/** Live, however long a busy machine takes for that: what is tested here comes afterwards. */
async function openWall(page: Page, path: string, locale: Locale): Promise<void> {
	await page.goto(path);
	const live = page.getByText(wordsOf(locale)('live_now'), { exact: true }).first();
	await expect(live).toBeVisible({ timeout: 45_000 });
	// A reload would lose it.
	await page.evaluate(() => Object.assign(window, { isSamePage: true }));
}

for (const locale of locales) {
	test.describe(`the wall screen (${locale})`, () => {
		const words = wordsOf(locale);
		test.beforeEach(async ({ page, city }) => {
			test.setTimeout(150_000);
			await speak(page, city.origin, locale);
		});

		test('turns by itself, stands still when it is told to, and goes by the arrow keys', async ({ page }) => {
			await openWall(page, '/wall?every=5', locale);
			const place = page.getByText(new RegExp(`^\\d ${locale === 'id' ? 'dari' : 'of'} \\d$`));
			const first = await place.innerText();
			const heading = page.getByRole('heading', { level: 1 });
			await expect(place).not.toHaveText(first, { timeout: 12_000 });
			await page.getByRole('button', { name: words('wall_pause') }).click();
			const stands = await place.innerText();
			await page.waitForTimeout(7_000);
			await expect(place).toHaveText(stands);
			const before = await heading.innerText();
			await page.keyboard.press('ArrowRight');
			await expect(heading).not.toHaveText(before);
			await page.keyboard.press('ArrowLeft');
			await expect(heading).toHaveText(before);
			await expect(page.getByRole('button', { name: words('wall_resume') })).toBeVisible();
		});

		test('shows three figures and one picture at a time, and no second chart stays behind', async ({
			page
		}) => {
			await openWall(page, '/wall?every=300', locale);
			for (let turn = 0; turn < 8; turn++) {
				expect(await page.getByRole('term').count()).toBe(3);
				await page.keyboard.press('ArrowRight');
				await page.waitForTimeout(300);
				expect(await page.locator('canvas').count()).toBeLessThanOrEqual(1);
			}
		});

		test('moves with a report within a second, and heals after the line was cut', async ({ page, city }) => {
			await openWall(page, '/wall?every=300', locale);
			const heading = page.getByRole('heading', { level: 1 });
			const before = await heading.innerText();
			const room = { ward: 'inpatient-3', room: `Dinding ${locale}` };
			await city.post([bedEvent({ ...room, capacity: 80, occupied: 20 })]);
			await expect(heading).not.toHaveText(before, { timeout: 2_000 });
			const then = await heading.innerText();
			await page.context().setOffline(true);
			await expect(page.getByText(beginningOf(words('live_stale')))).toBeVisible({ timeout: 20_000 });
			await city.post([bedEvent({ ...room, capacity: 80, occupied: 70 })]);
			await expect(heading).toHaveText(then);
			await page.context().setOffline(false);
			await expect(heading).not.toHaveText(then, { timeout: 30_000 });
			await expectSamePage(page);
		});
	});
}

test.describe('for readers who ask for less motion', () => {
	test.use({ contextOptions: { reducedMotion: 'reduce' } });
	test('nothing fades', async ({ page }) => {
		await openWall(page, '/wall', 'id');
		const stage = page.locator('section[aria-labelledby="wall-answer"]');
		expect(await stage.evaluate((element) => getComputedStyle(element).animationName)).toBe('none');
	});
});

/** How high the lowest letters are that are drawn into the picture, on the screen: 0 before any are. */
async function recordDrawnLetters(page: Page): Promise<() => Promise<number>> {
	await page.addInitScript(() => {
		const drawn: number[] = [];
		const draw = CanvasRenderingContext2D.prototype.fillText;
		CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
			const fontPx = Number(/([\d.]+)px/.exec(this.font)?.[1]);
			// From the canvas's own pixels to those of the screen, the enlargement of the whole picture included.
			const shown = this.canvas.getBoundingClientRect().width / this.canvas.width;
			drawn.push(fontPx * this.getTransform().a * shown);
			draw.call(this, text, x, y);
		};
		Object.assign(window, { drawnLetters: drawn });
	});
	return () =>
		page.evaluate(() => {
			const { drawnLetters } = window as unknown as { drawnLetters: number[] };
			return drawnLetters.length === 0 ? 0 : Math.min(...drawnLetters);
		});
}

test('letters are high enough for five metres on a screen of 1,920', async ({ page }) => {
	await page.setViewportSize({ width: 1920, height: 1080 });
	const lowestDrawn = await recordDrawnLetters(page);
	await openWall(page, '/wall?every=300', 'id');
	const sizes = await page
		.locator('section[aria-labelledby="wall-answer"] :is(dt, dd, h1, p:not(.sr-only), time, a)')
		.evaluateAll((elements) => elements.map((element) => parseFloat(getComputedStyle(element).fontSize)));
	// 25 mm on 55 inches (1,210 mm wide): 40 px.
	expect(Math.min(...sizes)).toBeGreaterThanOrEqual(40);
	expect(
		await page.getByRole('main').evaluate((main) => main.scrollHeight - main.clientHeight)
	).toBeLessThanOrEqual(0);
	const least = 0.25 * 1080;
	for (let turn = 0; turn < 6; turn++) {
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(500);
		const box = await page.locator('.picture').boundingBox();
		expect(box?.height, `room for the picture of slide ${turn}`).toBeGreaterThanOrEqual(least);
	}
	expect(await lowestDrawn()).toBeGreaterThanOrEqual(40);
	expect(await lowestDrawn()).toBeLessThan(60);
});

for (const [role, sees] of [
	['public', false],
	['hospital', false],
	['executive', true]
] as const) {
	test.describe(`for ${role}`, () => {
		test.use({ role });
		test(`${sees ? 'shows' : 'does not show'} what only the Overview shows`, async ({ page }) => {
			const answer = await page.request.get('/wall/__data.json');
			expect(answer.status()).toBe(200);
			expect((await answer.text()).includes('runRate')).toBe(sees);
			await openWall(page, '/wall?every=300', 'id');
			const question = page.getByText(wordsOf('id')('wall_question_overview'));
			let found = false;
			for (let turn = 0; turn < 6; turn++) {
				found ||= await question.isVisible();
				await page.keyboard.press('ArrowRight');
				await page.waitForTimeout(200);
			}
			expect(found).toBe(sees);
		});
	});
}
