/** Uses a page as a curious reader would: opens what opens, and points at what tells more when pointed at. */
import type { Locator, Page } from '@playwright/test';

const most = 4;

/** What no page may do, collected from the moment it begins: a dialog, a breach of its policy, a complaint of the browser. */
export async function watchPage(page: Page): Promise<string[]> {
	const found: string[] = [];
	page.on('dialog', (dialog) => {
		found.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('console', (message) => {
		const isOurs = message.type() === 'error' || message.type() === 'warning';
		// An answer that refuses is told as an error, and rightly.
		if (isOurs && !message.text().startsWith('Failed to load resource'))
			found.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => found.push(`uncaught: ${error.message}`));
	await page.exposeFunction('tellBreach', (text: string) => void found.push(`policy: ${text}`));
	await page.addInitScript(() => {
		const { tellBreach } = window as unknown as { tellBreach: (text: string) => void };
		document.addEventListener(
			'securitypolicyviolation',
			({ effectiveDirective, blockedURI, sample, sourceFile }) =>
				tellBreach([effectiveDirective, blockedURI, sample, sourceFile].join(' '))
		);
	});
	return found;
}

export async function exercise(page: Page): Promise<void> {
	await page.waitForLoadState('networkidle');
	await hoverPictures(page);
	await openEvidence(page);
	await openLists(page);
	await turnFaces(page);
}

const firstOf = async (all: Locator) => (await all.all()).slice(0, most);

/** Tooltips of charts stand where the pointer is. */
async function hoverPictures(page: Page): Promise<void> {
	for (const picture of await page.locator('[role=img]:has(canvas)').all()) {
		await picture.scrollIntoViewIfNeeded();
		const box = await picture.boundingBox();
		if (box === null) continue;
		for (const share of [0.2, 0.35, 0.5, 0.65, 0.8, 0.9])
			for (const height of [0.3, 0.5, 0.7])
				await page.mouse.move(box.x + box.width * share, box.y + box.height * height);
	}
	await page.mouse.move(0, 0);
}

async function openEvidence(page: Page): Promise<void> {
	for (const figure of await firstOf(page.getByRole('main').getByRole('button', { name: /bukti angka/ }))) {
		if (!(await figure.isVisible())) continue;
		await figure.click();
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'hidden' });
	}
}

async function openLists(page: Page): Promise<void> {
	for (const list of await firstOf(page.locator('input[role=combobox]'))) {
		if (!(await list.isVisible())) continue;
		await list.click();
		await list.fill('a');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Escape');
	}
	for (const details of await firstOf(page.locator('details > summary')))
		if (await details.isVisible()) await details.click();
}

/** Table, downloads and description of each chart. */
async function turnFaces(page: Page): Promise<void> {
	for (const face of await page.getByRole('tab').all()) if (await face.isVisible()) await face.click();
}
