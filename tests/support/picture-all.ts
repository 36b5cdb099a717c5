/** Pictures of every page of the house in every look, and a line for each thing that is wrong with one. */
import type { Browser, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/lib/domain/role.ts';
import { barriersOf } from '../e2e/open-to-all.ts';
import { allPages, type SeenPage } from './all-pages.ts';
import { desktop, openPage, settle, type Look } from './picture.ts';
import type { TestServer } from './server.ts';
import { openSession, type SessionCookie } from './session.ts';

type Address = SeenPage & { path: string };
type Options = {
	/** Where the pictures go. */
	folder: string;
	/** Only pages whose address begins so. */
	only: string;
};

const phone = { width: 360, height: 780 };
const hospital = '3275013';

export async function pictureAll(browser: Browser, server: TestServer, options: Options): Promise<void> {
	mkdirSync(options.folder, { recursive: true });
	const pages = allPages().filter(({ route }) => route.startsWith(options.only));
	for (const role of new Set(pages.map((page) => page.role))) {
		const cookie =
			role === 'public' ? null : await openSession(server.sql, role, role === 'hospital' ? hospital : null);
		const own = pages.filter((page) => page.role === role);
		await pictureOf(browser, { origin: server.origin, cookie, role }, own, options.folder);
	}
}

async function pictureOf(
	browser: Browser,
	home: { origin: string; cookie: SessionCookie | null; role: Role },
	pages: readonly SeenPage[],
	folder: string
): Promise<void> {
	const addresses: Address[] = [];
	for (const look of allLooks()) {
		const page = await openPage(browser, home, look);
		const faults: string[] = [];
		page.on('console', (said) => {
			if (said.type() === 'error' || said.type() === 'warning') faults.push(said.text());
		});
		page.on('pageerror', (error) => faults.push(error.message));
		if (addresses.length === 0) addresses.push(...(await findAddresses(page, home.origin, pages)));
		for (const { route, path } of addresses) {
			faults.length = 0;
			await settle(page, home.origin + path);
			const name = `${nameOf(route)}-${look.locale}-${look.theme}-${look.width === phone.width ? 'phone' : 'desktop'}`;
			await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
			const overhang = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth
			);
			if (overhang > 0) console.log(`${name}: ${overhang} px wider than the window`);
			for (const barrier of await barriersOf(page)) console.log(`${name}: ${barrier}`);
			for (const fault of faults) console.log(`${name}: ${fault}`);
		}
		await page.context().close();
	}
}

const nameOf = (route: string) => (route === '/' ? 'overview' : route.slice(1).replace(/[/[\]]+/g, '_'));

/** Of a page that cannot be asked for by its bare address the first that its parent links to. */
async function findAddresses(page: Page, origin: string, pages: readonly SeenPage[]): Promise<Address[]> {
	const found: Address[] = [];
	for (const one of pages) {
		const isPlain = !one.isNamed && ((await page.goto(origin + one.route))?.ok() ?? false);
		const path = isPlain ? one.route : await findLink(page, origin + one.parent, one.pattern);
		if (path === null) console.log(`${one.route}: the demo has none`);
		else found.push({ ...one, path });
	}
	return found;
}

async function findLink(page: Page, parent: string, pattern: RegExp): Promise<string | null> {
	const response = await page.goto(parent);
	if (!response?.ok()) return null;
	await page.waitForLoadState('networkidle');
	const links = await page
		.locator('a[href]')
		.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
	return links.find((link) => pattern.test(link)) ?? null;
}

function allLooks(): Look[] {
	return (['id', 'en'] as const).flatMap((locale) =>
		(['light', 'dark'] as const).flatMap((theme) =>
			[desktop, phone].map((size): Look => ({ locale, theme, ...size }))
		)
	);
}
