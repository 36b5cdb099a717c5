import type { Browser, Page } from '@playwright/test';
import type { Role } from '../../src/lib/domain/role.ts';
import { beginningOf, expect, speak, test, type City } from './city.ts';
import { openDesk, said, wordsOfArea } from './desks.ts';
import { rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

const say = wordsOfArea('id', 'claims');

const openAs = (browser: Browser, city: City, role: Role, path: string) =>
	openDesk(browser, city, { role, path });

const widths = { phone: { width: 360, height: 780 }, desk: { width: 1280, height: 900 } };

const claim = 'KLAIM-E2E';
const path = `/claims/${rsud}/${claim}`;

function submitted() {
	const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
	return {
		specversion: '1.0' as const,
		id: claim,
		source: '/simrs/e2e',
		type: 'id.denyut.claim.v1' as const,
		time: new Date(Date.now() - 60_000).toISOString(),
		data: {
			claim,
			state: 'submitted' as const,
			nik: '3275015203890000',
			letter: 'SJP-E2E',
			service: 'inpatient-3' as const,
			diagnoses: ['A91'],
			serviceFrom: day,
			serviceTo: day,
			items: { kamar: 1_000_000, obat: 2_345_000 },
			billedRupiah: 3_345_000
		}
	};
}

/** The whole figure of a tile stands on hover. */
const paidOn = async (page: Page) => {
	await page.goto('/budget');
	const titles = await page
		.locator('main [title^="Rp"]')
		.evaluateAll((found) => found.map((one) => one.getAttribute('title')));
	return titles.join('|');
};

test('the verifier corrects, the health office approves, finance pays, the Budget page moves, the hospital sees it', async ({
	browser,
	city
}) => {
	test.setTimeout(120_000);
	await city.post([submitted()]);
	const reason = 'Obat di luar formularium dipotong';

	const verifier = await openAs(browser, city, 'verifier', path);
	await verifier.getByLabel(new RegExp(`^${say('item_obat')}`)).fill('2000000');
	await verifier.getByLabel(say('decide_reason')).fill(reason);
	await verifier.getByRole('button', { name: say('move_verify'), exact: true }).click();
	await expect(said(verifier)).toContainText(beginningOf(say('said_done')));
	await expect(verifier.getByText('2.345.000').first()).toBeVisible();

	const planner = await openAs(browser, city, 'planner', path);
	await planner.getByRole('button', { name: say('move_approve'), exact: true }).click();
	await expect(said(planner)).toContainText(beginningOf(say('said_done')));
	const before = await paidOn(planner);

	const finance = await openAs(browser, city, 'finance', '/claims');
	await finance.getByRole('checkbox', { name: claim }).check();
	await finance.getByRole('button', { name: say('queue_pay') }).click();
	await expect(said(finance)).toContainText(beginningOf(say('said_paid')));
	await finance.goto('/claims/batches/1');
	await expect(finance.getByRole('heading', { level: 1 })).toContainText('3.000.000');
	for (const [width, theme] of [
		[widths.phone, 'dark'],
		[widths.desk, 'light']
	] as const) {
		await finance.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
		await finance.setViewportSize(width);
		await finance.reload();
		await expectOpenToAll(finance);
	}
	const [download] = await Promise.all([
		finance.waitForEvent('download'),
		finance.getByRole('link', { name: say('batch_pdf') }).click()
	]);
	expect(download.suggestedFilename()).toBe('berita-acara-0001.pdf');

	expect(await paidOn(planner)).not.toBe(before);

	const hospital = await openAs(browser, city, 'hospital', '/claims');
	const line = hospital.getByRole('listitem').filter({ hasText: claim });
	await expect(line).toContainText(say('state_paid'));
	await expect(line).toContainText(reason);
	await hospital.goto(path);
	await expect(hospital.getByText(reason)).toBeVisible();
	await expect(hospital.getByRole('button', { name: say('move_pay') })).toHaveCount(0);
	for (const page of [verifier, planner, finance, hospital]) await page.context().close();
});

test('who has an old page is told so, and nothing is saved', async ({ browser, city }) => {
	await city.post([{ ...submitted(), id: 'stale', data: { ...submitted().data, claim: 'KLAIM-LAMA' } }]);
	const there = `/claims/${rsud}/KLAIM-LAMA`;
	const [first, second] = [
		await openAs(browser, city, 'verifier', there),
		await openAs(browser, city, 'verifier', there)
	];
	for (const page of [first, second]) {
		await page.getByLabel(say('decide_reason')).fill('Resume medis belum dilampirkan');
		await page.getByRole('button', { name: say('move_return') }).click();
	}
	await expect(said(first)).toContainText(beginningOf(say('said_done')));
	await expect(said(second)).toContainText('KLAIM-LAMA');
	await expect(second.getByRole('heading', { level: 1 })).toContainText(say('state_returned').toLowerCase());
	for (const page of [first, second]) await page.context().close();
});

test.describe('the queue', () => {
	test.use({ role: 'verifier' });

	test('is gone through by j and k, and opened by Enter', async ({ page }) => {
		await page.goto('/claims');
		await page.waitForLoadState('networkidle');
		const links = page.locator('a[data-claim]');
		await page.keyboard.press('j');
		await expect(links.nth(0)).toBeFocused();
		await page.keyboard.press('j');
		await expect(links.nth(1)).toBeFocused();
		await page.keyboard.press('k');
		await expect(links.nth(0)).toBeFocused();
		const href = await links.nth(0).getAttribute('href');
		await page.keyboard.press('Enter');
		await page.waitForURL(`**${href ?? ''}`);
	});

	test('a choice stands in the address and comes back with it', async ({ page }) => {
		await page.goto('/claims');
		await page.waitForLoadState('networkidle');
		await page.getByRole('combobox', { name: say('filter_stage') }).selectOption('approved');
		await page.waitForURL(/stage=approved/);
		await page.reload();
		await expect(page.getByRole('combobox', { name: say('filter_stage') })).toHaveValue('approved');
	});
});

const cases: readonly (readonly [Role, string])[] = [
	['verifier', '/claims'],
	['verifier', `/claims/${rsud}/C-0`],
	['hospital', '/claims'],
	['planner', '/claims/rules']
];
const looks = [
	{ locale: 'id', name: 'phone', theme: 'light' },
	{ locale: 'en', name: 'phone', theme: 'dark' },
	{ locale: 'en', name: 'desk', theme: 'light' },
	{ locale: 'id', name: 'desk', theme: 'dark' }
] as const;
for (const [role, where] of cases)
	for (const { locale, name, theme } of looks)
		test(`${where} bars nobody (${role}, ${locale}, ${name}, ${theme})`, async ({ browser, city }) => {
			const page = await openAs(browser, city, role, '/beds');
			const faults: string[] = [];
			page.on('console', (message) => {
				if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
			});
			page.on('pageerror', (error) => faults.push(error.message));
			await speak(page, city.origin, locale);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			await page.setViewportSize(widths[name]);
			await page.goto(where);
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await page.waitForLoadState('networkidle');
			await expectOpenToAll(page);
			expect(faults).toEqual([]);
			await page.context().close();
		});
