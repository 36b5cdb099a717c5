/** One page in the browser as somebody sees it. */
import type { Browser, Page } from '@playwright/test';
import type { SessionCookie } from './session.ts';

export type Look = { locale: 'id' | 'en'; theme: 'light' | 'dark'; width: number; height: number };
/** A server and somebody who is signed in there; nobody without a cookie. */
export type Home = { origin: string; cookie: SessionCookie | null };

/** A small machine that also runs the database may take its time. */
const loadTimeoutMs = 120_000;

export const desktop = { width: 1280, height: 800 };

export async function openPage(
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
	const cookies = [
		{ name: 'PARAGLIDE_LOCALE', value: locale },
		{ name: 'theme', value: theme }
	];
	await context.addCookies([...cookies, ...(cookie ? [cookie] : [])].map((one) => ({ ...one, url: origin })));
	return context.newPage();
}

export async function settle(page: Page, url: string): Promise<void> {
	const response = await page.goto(url, { timeout: loadTimeoutMs });
	if (!response?.ok()) throw new Error(`${url} answered ${response?.status()}`);
	await page.waitForLoadState('networkidle');
	// Charts draw themselves in over this long.
	await page.waitForTimeout(1_200);
}
