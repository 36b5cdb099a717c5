/** A server whose database rebuilds the year 2018: every page says so, refusals and the wall too, and the year can be stepped through. */
import { expect, test as base, type Browser, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import type { Role } from '../../src/lib/domain/role.ts';
import { reconstructionMark } from '../../src/lib/protocol/reconstruction.ts';
import { allPages } from '../support/all-pages.ts';
import { makeDataDir, startServer, type TestServer } from '../support/server.ts';
import { locales, openBrowserSession, speak, type Locale } from './city.ts';
import { goListening } from './listening.ts';

const year = { year: 2018 };
const plan = { preset: '2018', end: '2018-12-31T16:59:00.000Z', scale: 0.02 };
const noSuchPage = '/tidak-ada';

const test = base.extend<object, { server: TestServer }>({
	server: [
		// Playwright reads the fixtures that one needs from this parameter.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const dataDir = makeDataDir();
			// What a database holds is read when the product opens it.
			const seeding = await startServer({ dataDir });
			await plant(seeding);
			await seeding.stop();
			const server = await startServer({ dataDir });
			await use(server);
			await server.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 120_000 }
	]
});

async function plant({ sql }: TestServer): Promise<void> {
	await sql`INSERT INTO setting (key, value) VALUES ('demo_city', ${sql.json({ plan, complete: true })})`;
	await sql`INSERT INTO budget (budget_year, known_on, kind, amount_rupiah, source) VALUES
		(2018, '2017-11-30', 'apbd', 185000000000, 'Reconstruction: test'),
		(2018, '2018-09-30', 'apbd-perubahan', 419700000000, 'Reconstruction: test')`;
}

/** Of a page whose address names something, one that names nothing: its refusal is a page as well. */
const addresses = [
	...allPages().map(({ route, role }) => ({ path: route.replaceAll(/\[[^\]]*\]/g, '1'), role })),
	{ path: noSuchPage, role: 'planner' as const }
];

for (const locale of locales)
	for (const role of [...new Set(addresses.map((one) => one.role))])
		test(`every page of ${role} carries the mark (${locale})`, async ({ browser, server }) => {
			test.setTimeout(180_000);
			const page = await openAs(browser, server, role, locale);
			const own = addresses.filter((one) => one.role === role);
			expect(own.length).toBeGreaterThan(0);
			for (const { path } of own) {
				await page.goto(server.origin + path);
				const mark = page.getByText(reconstructionMark(year, locale)).filter({ visible: true });
				await expect(mark.first(), `${path} says what it is`).toBeVisible();
			}
			await page.context().close();
		});

test('on the wall the mark can be read from five metres, and nothing is pushed off the screen', async ({
	browser,
	server
}) => {
	const page = await openAs(browser, server, 'planner', 'id');
	await page.setViewportSize({ width: 1920, height: 1080 });
	await page.goto(`${server.origin}/wall`);
	const mark = page.getByText(reconstructionMark(year, 'id')).filter({ visible: true });
	const sizes = await mark.evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)));
	expect(sizes).toHaveLength(1);
	expect(sizes[0]).toBeGreaterThanOrEqual(40);
	const overhang = await page
		.getByRole('main')
		.evaluate(
			(main) => main.scrollHeight - main.clientHeight + main.getBoundingClientRect().bottom - innerHeight
		);
	expect(overhang).toBeLessThanOrEqual(0);
	await page.context().close();
});

test('a step to a past month shows what was known then, and goes on saying what it is', async ({
	browser,
	server
}) => {
	const page = await openAs(browser, server, 'planner', 'id');
	await page.goto(`${server.origin}/budget`);
	const ceiling = page.getByRole('button', { name: /^Pagu 2018/ });
	await expect(ceiling).toContainText('Rp 419,7 M');
	await page.getByRole('link', { name: 'Juni 2018' }).click();
	await expect(page).toHaveURL(/asOf=2018-06-30/);
	await expect(ceiling).toContainText('Rp 185,0 M');
	await expect(page.getByRole('link', { name: 'Juni 2018' })).toHaveAttribute('aria-current', 'date');
	await expect(page.getByText(reconstructionMark(year, 'id')).first()).toBeVisible();
	await page.context().close();
});

async function openAs(browser: Browser, server: TestServer, role: Role, locale: Locale): Promise<Page> {
	const storageState = role === 'public' ? undefined : await openBrowserSession(server, role);
	const page = await browser.newPage(storageState && { storageState });
	await speak(page, server.origin, locale);
	return goListening(page);
}
