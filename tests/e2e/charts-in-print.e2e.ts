import type { Locator } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, test } from './city.ts';

const css = readFileSync(new URL('../../src/app.css', import.meta.url), 'utf8');
const [, ...hexes] = /--now: light-dark\(#(\w{6}), #(\w{6})\)/.exec(css) ?? [];
const [light = [], dark = []] = hexes.map((hex) =>
	[0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16))
);

/** How many pixels of the drawn picture have the colour of now, as it is on paper and as it is in the dark. */
const pixelsOf = (canvas: Locator, event?: string) =>
	canvas.evaluate(
		(element, { colors, name }) => {
			if (name !== undefined) dispatchEvent(new Event(name));
			if (!(element instanceof HTMLCanvasElement)) throw new Error('The picture is no canvas.');
			const pixels = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
			const countOf = (color: number[]) => {
				let count = 0;
				for (let at = 0; at < pixels.length; at += 4)
					if (color.every((part, place) => pixels[at + place] === part) && pixels[at + 3] === 255) count++;
				return count;
			};
			return { light: countOf(colors.light), dark: countOf(colors.dark) };
		},
		{ colors: { light, dark }, name: event }
	);

test.describe('in the dark', () => {
	test.use({ colorScheme: 'dark' });

	test('a picture is printed in the colours of paper, and dark again afterwards', async ({ page }) => {
		expect([light.length, dark.length]).toEqual([3, 3]);
		await page.goto('/diseases');
		const canvas = page.locator('canvas').first();
		await expect.poll(async () => (await pixelsOf(canvas)).dark).toBeGreaterThan(200);
		expect((await pixelsOf(canvas)).light).toBe(0);

		// The event, and the look at the canvas before it could have waited for a frame.
		const printed = await pixelsOf(canvas, 'beforeprint');
		expect(printed.light).toBeGreaterThan(200);
		expect(printed.dark).toBe(0);
		await page.evaluate(() => dispatchEvent(new Event('afterprint')));
		await expect.poll(async () => (await pixelsOf(canvas)).dark).toBeGreaterThan(200);

		// The layout of the print without its events.
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		await expect.poll(async () => (await pixelsOf(canvas)).light).toBeGreaterThan(200);
		expect((await pixelsOf(canvas)).dark).toBe(0);
		await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
		await expect.poll(async () => (await pixelsOf(canvas)).dark).toBeGreaterThan(200);
		expect((await pixelsOf(canvas)).light).toBe(0);
	});
});
