/** /beds in a real browser, with a watcher in the page that notes when a number first stands in it. */
import { chromium } from '@playwright/test';
import { findBrowser } from '../../browser.ts';

type Noted = { value: number; atMs: number };
type Watched = Window & { denyutNoted?: Noted[] };

export type OpenPage = {
	/** When each value of the range first stood in the page, wall clock in ms; a later value stands for those before it. */
	readNoted: () => Promise<Noted[]>;
	close: () => Promise<void>;
};

/** Figures from `low` to `high` must occur nowhere else in the page. */
export async function openBeds(origin: string, low: number, high: number): Promise<OpenPage> {
	const { executablePath, args, env } = await findBrowser();
	const browser = await chromium.launch({ executablePath, args, env });
	const page = await browser.newPage({ locale: 'id-ID', timezoneId: 'Asia/Jakarta' });
	// tsx names functions through a helper of its own, which the page lacks.
	await page.addInitScript('globalThis.__name = (named) => named');
	await page.goto(`${origin}/beds`);
	await page.getByText('Langsung', { exact: true }).first().waitFor();
	await page.evaluate(watchNumbers, { low, high });
	return {
		readNoted: () => page.evaluate(() => (window as Watched).denyutNoted ?? []),
		close: () => browser.close()
	};
}

/** Runs in the page. Numbers are written with points or commas between thousands. */
function watchNumbers({ low, high }: { low: number; high: number }): void {
	const noted: { value: number; atMs: number }[] = [];
	(window as Watched).denyutNoted = noted;
	let newest = low - 1;
	const read = (text: string, atMs: number) => {
		for (const [match] of text.matchAll(/\d[\d.,]*/g)) {
			const value = Number(match.replace(/[.,]/g, ''));
			if (value <= newest || value > high) continue;
			newest = value;
			noted.push({ value, atMs });
		}
	};
	new MutationObserver((records) => {
		const atMs = performance.timeOrigin + performance.now();
		for (const { type, target, addedNodes } of records) {
			if (type === 'characterData') read(target.textContent ?? '', atMs);
			else for (const node of addedNodes) read(node.textContent ?? '', atMs);
		}
	}).observe(document.body, { subtree: true, childList: true, characterData: true });
}
