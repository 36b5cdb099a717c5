import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expect, test, wordsOf } from './city.ts';

const words = wordsOf('id');
const asOf = 'Keadaan pada';

/** The card of the last picture on the page, a map. */
async function cardOf(page: Page) {
	await page.goto('/diseases');
	const card = page
		.locator('section')
		.filter({ has: page.locator('canvas') })
		.last();
	await expect(card.locator('canvas')).toBeVisible();
	return page.getByRole('region', { name: await card.getByRole('heading').innerText() });
}

async function download(page: Page, card: Awaited<ReturnType<typeof cardOf>>, kind: 'svg' | 'png') {
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		card.getByRole('button', { name: words(`ui_download_${kind}`) }).click()
	]);
	expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${kind}$`));
	return readFile(await file.path());
}

test.describe('a chart that is taken along, in the dark', () => {
	test.use({ colorScheme: 'dark' });

	test('says its finding, its unit, its source and its moment, on paper', async ({ page }) => {
		const card = await cardOf(page);
		const title = await card.getByRole('heading').innerText();
		const subtitle = await card.locator('h2 + p').innerText();
		const source = await card.locator('footer > span').first().innerText();
		await card.getByRole('tab', { name: words('ui_download') }).click();

		const svg = (await download(page, card, 'svg')).toString();
		const drawn = await page.evaluate((file) => {
			const picture = new DOMParser().parseFromString(file, 'image/svg+xml').documentElement;
			const own = [...picture.children].filter(({ tagName }) => tagName === 'text');
			return {
				...{ root: picture.tagName, height: Number(picture.getAttribute('height')) },
				text: own.map(({ textContent }) => textContent).join(' '),
				paper: picture.querySelector('rect')?.getAttribute('fill'),
				chart: picture.querySelectorAll('svg path').length
			};
		}, svg);
		expect(drawn.root).toBe('svg');
		expect(drawn.text).toContain(title);
		expect(drawn.text).toContain(subtitle);
		expect(drawn.text).toContain(`${source} · ${asOf}: `);
		expect(drawn.paper).toBe('rgb(255, 255, 255)');
		expect(drawn.chart).toBeGreaterThan(5);

		const png = await download(page, card, 'png');
		expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
		// Width and height stand in the file's first part; a chart alone is 1,200 by 675, twice.
		expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 2 * drawn.height]);
		expect(drawn.height).toBeGreaterThan(675 + 100);
		const colors = await page.evaluate(async (data) => {
			const image = new Image();
			image.src = `data:image/png;base64,${data}`;
			await image.decode();
			const canvas = new OffscreenCanvas(image.width, image.height);
			const context = canvas.getContext('2d');
			context?.drawImage(image, 0, 0);
			const inkIn = (top: number, height: number) => {
				const pixels = context?.getImageData(0, top, image.width, height).data ?? [];
				let dark = 0;
				for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 120) dark++;
				return dark;
			};
			return {
				corner: [...(context?.getImageData(2, 2, 1, 1).data ?? [])],
				...{ head: inkIn(0, 200), foot: inkIn(image.height - 160, 160) }
			};
		}, png.toString('base64'));
		expect(colors.corner).toEqual([255, 255, 255, 255]);
		expect(colors.head).toBeGreaterThan(500);
		expect(colors.foot).toBeGreaterThan(100);
	});
});
