/** The navigation of whom most pages open to: by question, by pointer, by keyboard, on a phone and without a script. */
import type { Page } from '@playwright/test';
import { firstPage, mayOpen } from '../../src/lib/domain/access.ts';
import { roles } from '../../src/lib/domain/role.ts';
import { offeredPages } from '../support/offered-pages.ts';
import { expect, locales, speak, test, wordsOf } from './city.ts';
import { expectOpenToAll } from './open-to-all.ts';

test.use({ role: 'planner' });

const answers = ['/', '/beds', '/diseases', '/drugs', '/budget'];
const words = wordsOf('id');
const opening = offeredPages.filter((path) => mayOpen('planner', path)).sort();
const navOf = (page: Page) => page.getByRole('navigation', { name: words('nav_label'), exact: true });
const hrefOf = (link: { getAttribute: (name: string) => Promise<string | null> }) =>
	link.getAttribute('href');

test('every page is reached by the pointer, the five answers by one press', async ({ page }) => {
	await page.goto('/public');
	const found: string[] = [];
	for (const href of answers) {
		await navOf(page).locator(`a[href="${href}"]:visible`).click();
		await expect(page).toHaveURL((url) => url.pathname === href);
		await expect(navOf(page).locator(`a[href="${href}"]:visible`)).toHaveAttribute('aria-current', 'page');
		found.push(href);
	}
	const groups = navOf(page).locator('details');
	for (let place = 0; place < (await groups.count()); place += 1) {
		const group = groups.nth(place);
		for (let one = 0; one < (await group.locator('a').count()); one += 1) {
			await group.locator('summary').click();
			const link = group.locator('a').nth(one);
			const href = (await hrefOf(link)) ?? '';
			await link.click();
			await expect(page).toHaveURL((url) => url.pathname === href);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(link).toBeHidden();
			await expect(group.locator('summary')).toHaveAttribute('aria-current', 'true');
			found.push(href);
		}
	}
	expect(found.sort()).toEqual(opening);
});

test('every page is reached by the keyboard alone, and Escape leads back', async ({ page }) => {
	await page.goto('/');
	await page.waitForLoadState('networkidle');
	const focused = page.locator(':focus');
	const found = new Set<string>();
	await navOf(page).locator('a:visible').first().focus();
	// From stop to stop, as Tab leads; each group is opened where it is met.
	for (let stops = 0; stops < 60; stops += 1) {
		if ((await navOf(page).locator(':focus').count()) === 0) break;
		if (await focused.evaluate(({ tagName }) => tagName === 'SUMMARY')) {
			const inside = navOf(page).locator('details[open] a').first();
			await page.keyboard.press('Enter');
			await expect(inside).toBeVisible();
			await page.keyboard.press('Tab');
			await expect(inside).toBeFocused();
			await page.keyboard.press('Escape');
			await expect(navOf(page).locator('details[open]')).toHaveCount(0);
			expect(await focused.evaluate(({ tagName }) => tagName)).toBe('SUMMARY');
			await page.keyboard.press('Space');
			await expect(inside).toBeVisible();
		} else found.add((await hrefOf(focused)) ?? '');
		await page.keyboard.press('Tab');
	}
	expect([...found].sort()).toEqual(opening);
	// Who went on has left nothing open behind.
	await expect(navOf(page).locator('details a:visible')).toHaveCount(0);
});

test('one group is open at a time, and a press elsewhere closes it', async ({ page }) => {
	await page.goto('/beds');
	await page.waitForLoadState('networkidle');
	const open = navOf(page).locator('details[open]');
	for (const summary of await navOf(page).locator('summary').all()) {
		await summary.click();
		await expect(open).toHaveCount(1);
	}
	await page.getByRole('heading', { level: 1 }).click();
	await expect(open).toHaveCount(0);
});

for (const locale of locales)
	for (const theme of ['light', 'dark'])
		test(`bars nobody with a group open, ${theme}, in ${locale}`, async ({ page, city }) => {
			await page.setViewportSize({ width: 720, height: 800 });
			await speak(page, city.origin, locale);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			await page.goto('/beds');
			await page.waitForLoadState('networkidle');
			const say = wordsOf(locale);
			const nav = page.getByRole('navigation', { name: say('nav_label'), exact: true });
			for (const name of ['nav_group_people', 'nav_group_house'])
				await nav.getByText(say(name), { exact: true }).click();
			await expectOpenToAll(page);
		});

test.describe('on a phone', () => {
	test.use({ viewport: { width: 360, height: 780 } });

	for (const locale of locales)
		test(`the five answers stand at the foot in whole words, and the menu names its groups, in ${locale}`, async ({
			page,
			city
		}) => {
			await speak(page, city.origin, locale);
			const say = wordsOf(locale);
			await page.goto('/beds');
			await page.waitForLoadState('networkidle');
			const links = page
				.getByRole('navigation', { name: say('nav_label'), exact: true })
				.locator('a:visible');
			const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
			expect(hrefs).toEqual(answers);
			const cut = await links
				.locator('span')
				.evaluateAll((all) =>
					all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)
				);
			expect(cut).toEqual([]);
			await page.getByRole('button', { name: say('nav_menu') }).click();
			const menu = page.getByRole('dialog');
			await expect(menu).toBeVisible();
			const inMenu = await menu
				.locator('li a')
				.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
			expect(inMenu.sort()).toEqual(opening);
			for (const name of ['nav_group_money', 'nav_group_people', 'nav_group_house'])
				await expect(
					menu
						.getByRole('list', { name: say(name) })
						.getByRole('link')
						.first()
				).toBeVisible();
			await expectOpenToAll(page);
		});
});

for (const role of roles.filter((one) => one !== 'planner'))
	test.describe(`at the foot of the phone of ${role}`, () => {
		test.use({ role, viewport: { width: 360, height: 780 } });

		for (const locale of locales)
			test(`every name stands whole, on two lines where it must, in ${locale}`, async ({ page, city }) => {
				await speak(page, city.origin, locale);
				await page.goto(firstPage[role]);
				const names = page
					.getByRole('navigation', { name: wordsOf(locale)('nav_label'), exact: true })
					.locator('a:visible span');
				await expect(names.first()).toBeVisible();
				const cut = await names.evaluateAll((all) =>
					all
						.filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight)
						.map((one) => one.textContent)
				);
				expect(cut).toEqual([]);
			});
	});

for (const [where, width] of [
	['at a desk', 1280],
	['on a phone', 360]
] as const)
	test(`every page is reached without JavaScript ${where}`, async ({ browser, city }) => {
		const page = await browser.newPage({
			...{ javaScriptEnabled: false, baseURL: city.origin, viewport: { width, height: 800 } },
			storageState: await city.sessionOf('planner')
		});
		await page.goto('/beds');
		const found = new Set<string>();
		const see = async () => {
			for (const link of await navOf(page).locator('a:visible').all()) found.add((await hrefOf(link)) ?? '');
		};
		await see();
		for (const summary of await navOf(page).locator('summary:visible').all()) {
			await summary.click();
			await see();
		}
		expect([...found].sort()).toEqual(opening);
		await page.close();
	});
