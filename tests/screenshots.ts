/**
 * `npm run screenshots [-- --reference DIR] [--all DIR [--only /budget]]`: pictures of the README's pages with a small demo
 * city, light, desktop and in Indonesian, into `static/screenshots`. With `--reference` also of the real bed readings and
 * disease counts, which stand in a database without a demo. `--all` adds every page of the house (or those that begin so)
 * in both languages and appearances, for phone and desktop, and says what is wrong with one.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { waitForEnd } from './bench/support/recomputation.ts';
import { findBrowser } from './browser.ts';
import { pictureAll } from './support/picture-all.ts';
import { desktop, openPage, settle, type Home, type Look } from './support/picture.ts';
import { runCommand, seedDemoCity } from './support/demo-city.ts';
import { makeDataDir, startServer, type TestServer } from './support/server.ts';
import { openSession } from './support/session.ts';

type Picture = { name: string; path: string };

const { values } = parseArgs({
	options: {
		reference: { type: 'string' },
		all: { type: 'string' },
		only: { type: 'string', default: '/' },
		scale: { type: 'string', default: '0.05' },
		days: { type: 'string', default: '400' }
	}
});
const folder = resolve(import.meta.dirname, '../static/screenshots');
const maxBytes = 150_000;
const forReadme: Look = { locale: 'id', theme: 'light', ...desktop };

const pages: Picture[] = [
	{ name: 'overview', path: '/' },
	...['beds', 'diseases', 'drugs', 'budget', 'quality', 'public'].map((name) => ({ name, path: `/${name}` })),
	{ name: 'signals', path: '/diseases/signals' },
	{ name: 'drug-forecast', path: '/drugs/forecast' },
	{ name: 'next-year', path: '/budget/next-year' },
	{ name: 'evaluation', path: '/evaluation' }
];
const realPages: Picture[] = [
	{ name: 'real-beds-2021', path: '/beds?asOf=2021-08-24' },
	{ name: 'real-diseases', path: '/diseases?disease=dengue&grain=year' }
];

/** JPEG, as sharp as the limit allows: the README is read over slow lines, too. */
async function takeSmall(page: Page, path: string): Promise<void> {
	for (const quality of [85, 75, 65, 50]) {
		await page.screenshot({ path, type: 'jpeg', quality });
		if (statSync(path).size <= maxBytes) return;
	}
	throw new Error(`${path} is larger than ${maxBytes} bytes`);
}

async function takeAll(browser: Browser, home: Home, pictures: readonly Picture[]): Promise<void> {
	const page = await openPage(browser, home, forReadme);
	mkdirSync(folder, { recursive: true });
	for (const { name, path } of pictures) {
		await settle(page, home.origin + path);
		await takeSmall(page, join(folder, `${name}.jpg`));
		console.log(`static/screenshots/${name}.jpg`);
	}
	await page.context().close();
}

async function withServer(
	dataDir: string,
	demo: boolean,
	work: (home: Home, server: TestServer) => Promise<void>
): Promise<void> {
	const server = await startServer({
		dataDir,
		env: { DENYUT_DEMO: demo ? '1' : '0', NODE_ENV: 'production' }
	});
	try {
		await work({ origin: server.origin, cookie: await openSession(server.sql, 'planner') }, server);
	} finally {
		await server.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function importReal(reference: string): Promise<string> {
	const dataDir = makeDataDir();
	const load = (kind: string, file: string) =>
		runCommand(dataDir, ['src/cli/import.ts', kind, join(resolve(reference), file)]);
	await load('siranap', 'beds/siranap-2021-kota-bekasi.csv');
	await load('tally', 'open/dengue-bekasi.json');
	await load('tally', 'open/jabar-dbd-kabkota-2016-2024.csv');
	return dataDir;
}

const { executablePath, args, env } = await findBrowser();
const browser = await chromium.launch({ executablePath, args, env });
try {
	const city = await seedDemoCity({ scale: Number(values.scale), days: Number(values.days) });
	const { all, only, reference } = values;
	await withServer(city, true, async (home, server) => {
		// What takes long to compute stands on the pages once it is there.
		await waitForEnd(server.sql);
		await takeAll(browser, home, pages);
		if (all !== undefined) await pictureAll(browser, server, { folder: all, only });
	});
	if (reference !== undefined)
		await withServer(await importReal(reference), false, (home) => takeAll(browser, home, realPages));
} finally {
	await browser.close();
}
