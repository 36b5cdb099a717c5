/**
 * `npm run screenshots [-- --reference DIR] [--all DIR]`: pictures of every page with a small demo city, light, desktop and
 * in Indonesian, into `static/screenshots`, for the README. With `--reference` also of the real bed readings and disease
 * counts, which stand in a database without a demo. `--all` makes both languages, both appearances, phone and desktop.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from './browser.ts';
import { runCommand, seedDemoCity } from './support/demo-city.ts';
import { makeDataDir, startServer } from './support/server.ts';
import { openSession, type SessionCookie } from './support/session.ts';

type Look = { locale: 'id' | 'en'; theme: 'light' | 'dark'; width: number; height: number };
type Picture = { name: string; path: string };
/** A server and somebody who is signed in there. */
type Home = { origin: string; cookie: SessionCookie };

const { values } = parseArgs({
	options: {
		reference: { type: 'string' },
		all: { type: 'string' },
		scale: { type: 'string', default: '0.05' },
		days: { type: 'string', default: '400' }
	}
});
const folder = resolve(import.meta.dirname, '../static/screenshots');
const maxBytes = 150_000;
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const forReadme: Look = { locale: 'id', theme: 'light', ...desktop };

const pages: Picture[] = [
	{ name: 'overview', path: '/' },
	...['beds', 'diseases', 'drugs', 'budget', 'claims', 'members', 'quality', 'public'].map((name) => ({
		name,
		path: `/${name}`
	})),
	{ name: 'chain', path: '/chain?disease=dengue&size=2&weeks=8' },
	{ name: 'evaluation', path: '/evaluation' }
];
const realPages: Picture[] = [
	{ name: 'real-beds-2021', path: '/beds?asOf=2021-08-24' },
	{ name: 'real-diseases', path: '/diseases?disease=dengue&grain=year' }
];

function allLooks(): Look[] {
	return (['id', 'en'] as const).flatMap((locale) =>
		(['light', 'dark'] as const).flatMap((theme) =>
			[desktop, phone].map((size): Look => ({ locale, theme, ...size }))
		)
	);
}

async function openPage(
	browser: Browser,
	{ origin, cookie }: Home,
	{ locale, theme, width, height }: Look
): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width, height },
		locale: locale === 'id' ? 'id-ID' : 'en-GB',
		timezoneId: 'Asia/Jakarta',
		reducedMotion: 'reduce'
	});
	await context.addCookies([
		{ name: 'PARAGLIDE_LOCALE', value: locale, url: origin },
		{ name: 'theme', value: theme, url: origin },
		{ ...cookie, url: origin }
	]);
	return context.newPage();
}

async function settle(page: Page, url: string): Promise<void> {
	const response = await page.goto(url);
	if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}`);
	await page.waitForLoadState('networkidle');
	// Charts draw themselves in over this long.
	await page.waitForTimeout(1_200);
}

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
	if (values.all === undefined) return;
	mkdirSync(values.all, { recursive: true });
	for (const look of allLooks()) {
		const framed = await openPage(browser, home, look);
		for (const { name, path } of pictures) {
			await settle(framed, home.origin + path);
			const size = look.width === phone.width ? 'phone' : 'desktop';
			await framed.screenshot({
				path: join(values.all, `${name}-${look.locale}-${look.theme}-${size}.png`),
				fullPage: true
			});
		}
		await framed.context().close();
	}
}

async function withServer(
	dataDir: string,
	demo: boolean,
	work: (home: Home) => Promise<void>
): Promise<void> {
	const server = await startServer({
		dataDir,
		env: { DENYUT_DEMO: demo ? '1' : '0', NODE_ENV: 'production' }
	});
	try {
		await work({ origin: server.origin, cookie: await openSession(server.sql, 'planner') });
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
	await withServer(city, true, (home) => takeAll(browser, home, pages));
	const { reference } = values;
	if (reference !== undefined)
		await withServer(await importReal(reference), false, (home) => takeAll(browser, home, realPages));
} finally {
	await browser.close();
}
