/** What the tests of several desks share: somebody of each role in a browser, and the words of one area of the product. */
import type { Browser, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Role } from '../../src/lib/domain/role.ts';
import { speak, type City, type Locale } from './city.ts';
import { goListening } from './listening.ts';

/** The messages of one area, by their name in it. */
export function wordsOfArea(locale: Locale, area: string): (key: string) => string {
	const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale, `${area}.json`);
	const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	return (key) => {
		const text = words[`${area}_${key}`];
		if (text === undefined) throw new Error(`no message ${area}_${key}`);
		return text;
	};
}

export type Desk = { role: Role; locale?: Locale; path?: string };

/** A browser of its own; `public` is nobody. With a path, the page is ready to be used. */
export async function openDesk(browser: Browser, city: City, { role, locale, path }: Desk): Promise<Page> {
	// Said for nobody too: a context takes whatever it is not given from who is signed in to the test itself.
	const storageState = role === 'public' ? { cookies: [], origins: [] } : await city.sessionOf(role);
	const context = await browser.newContext({ baseURL: city.origin, storageState });
	const page = goListening(await context.newPage());
	if (locale) await speak(page, city.origin, locale);
	if (path === undefined) return page;
	await page.goto(path);
	await page.waitForLoadState('networkidle');
	return page;
}

/** Where a page says how an act went. */
export const said = (page: Page) => page.locator('#content').getByRole('status');

export const closeAll = (pages: readonly Page[]) => Promise.all(pages.map((page) => page.context().close()));
