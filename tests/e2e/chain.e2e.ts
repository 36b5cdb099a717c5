/** The chain in a browser: levers, arrows, keeping, comparing, taking out and putting back; for hands, eyes and keyboards. */
import { settledHalfYear } from '../../src/lib/domain/chain.ts';
import { addDays, eachDay, jakartaDay, yearOf } from '../../src/lib/domain/period.ts';
import { nikOf } from '../bench/support/visits.ts';
import { expect, speak, test } from './city.ts';
import { watchPage } from './exercise.ts';
import { expectOpenToAll } from './open-to-all.ts';
import { reopened, tell, told } from './told.ts';

const today = jakartaDay(new Date());
const half = settledHalfYear(today);

const dengueEvents = () =>
	eachDay(half.from, addDays(today, -10)).flatMap((day, n) => {
		const isStay = n % 3 === 0;
		const service = isStay ? 'inpatient-3' : 'outpatient';
		const data = { nik: nikOf(n), diagnoses: ['A91'], service };
		const billedRupiah = isStay ? 4_000_000 : 250_000;
		return [
			told('visit', `CHAIN-${n}`, day, {
				...{ ...data, kecamatan: '32.75.03', arrivedAt: `${day}T02:00:00Z` },
				...(isStay && { dischargedAt: `${addDays(day, 4)}T02:00:00Z` }),
				drugs: [{ item: 'paracetamol-500', quantity: 10 }]
			}),
			told('claim', `CHAIN-${n}`, addDays(day, 8), {
				...{ ...data, state: 'submitted', serviceFrom: day, serviceTo: day, billedRupiah },
				budgetYear: yearOf(day)
			})
		];
	});

test.describe.configure({ mode: 'serial' });

test('a planner asks what doubles, keeps it, compares it, takes it out and puts it back', async ({
	page,
	city
}) => {
	test.setTimeout(240_000);
	const faults = await watchPage(page);
	await tell(city, dengueEvents());
	await speak(page, city.origin, 'en');
	const diseases = page.getByRole('combobox', { name: 'Disease' }).locator('option');
	await reopened(page, '/chain', () => diseases.count()).toBeGreaterThan(1);
	const heading = page.getByRole('heading', { level: 1 });

	await page.getByRole('combobox', { name: 'Disease' }).selectOption('dengue');
	await expect(heading).toContainText('If there is 2 times the usual Dengue in the whole city for 8 weeks');
	await expect(heading).toContainText('more beds at the peak');
	await expect(page).toHaveURL(/disease=dengue/);
	const steps = page.getByRole('region', { name: 'The chain: from cause to effect' });
	await expect(steps.getByRole('rowheader', { name: 'Share of cases admitted' }).first()).toBeVisible();
	await expect(steps.getByText(/Visits of this disease/).first()).toBeVisible();
	await expect(steps.getByRole('rowheader', { name: 'Size of the event' })).toBeVisible();
	await expect(page.getByRole('button', { name: /^More drugs .*Paracetamol 500 mg/ })).toBeVisible();

	// A step proves its number as a tile does.
	await steps.getByRole('button', { name: /tablets/ }).click();
	const sheet = page.getByRole('dialog');
	await expect(sheet).toContainText('More cases × units a case.');
	await page.keyboard.press('Escape');
	await expect(sheet).toBeHidden();

	// By keyboard alone: the size is the control after the place.
	const size = page.getByRole('combobox', { name: 'Size' });
	await page.getByRole('combobox', { name: 'Kecamatan' }).focus();
	await page.keyboard.press('Tab');
	await expect(size).toBeFocused();
	await size.selectOption('3');
	await expect(heading).toContainText('3 times the usual');
	const answer = await heading.textContent();
	const address = page.url();

	await page.getByRole('textbox', { name: 'Name of this scenario' }).fill('Dengue <b>x3</b>');
	await page.getByRole('button', { name: 'Keep' }).click();
	const kept = page.getByRole('region', { name: 'Kept scenarios' });
	await expect(kept.getByRole('status')).toHaveText('Kept.');
	await page.goto('/chain?tariff=10');
	await kept.getByRole('link', { name: 'Dengue <b>x3</b>', exact: true }).click();
	await expect(page).toHaveURL(address);
	await expect(heading).toHaveText(answer ?? '');

	await page.goto('/chain?tariff=10');
	await kept.getByRole('link', { name: 'Compare Dengue <b>x3</b>' }).click();
	const table = page.getByRole('table', { name: 'Side by side' });
	await expect(table.getByRole('rowheader')).toContainText(['Chosen now', 'Dengue <b>x3</b>']);
	await expect(table.getByRole('columnheader', { name: 'Drugs' })).toBeVisible();
	await expect(table).toContainText('Paracetamol 500 mg');
	await page.reload();
	await expect(table).toBeVisible();

	await kept.getByRole('button', { name: 'Remove Dengue <b>x3</b>' }).click();
	await expect(kept.getByRole('link', { name: 'Dengue <b>x3</b>', exact: true })).toHaveCount(0);
	await kept.getByRole('button', { name: 'Undo' }).click();
	await expect(kept.getByRole('link', { name: 'Dengue <b>x3</b>', exact: true })).toBeVisible();
	expect(faults).toEqual([]);
});

test('says that an event cannot be told instead of noughts', async ({ page, city }) => {
	const faults = await watchPage(page);
	await speak(page, city.origin, 'en');
	await page.goto('/chain?disease=difteri&size=3');
	const gap = page.getByRole('region', { name: 'What this event brings cannot be told' });
	await expect(gap).toContainText('fewer than 100 visits');
	await expect(page.getByText(/Rp\s0/)).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Keep' })).toHaveCount(0);
	await expectOpenToAll(page);
	expect(faults).toEqual([]);
});

for (const [name, viewport] of [
	['phone', { width: 360, height: 780 }],
	['desk', { width: 1280, height: 900 }]
] as const)
	for (const theme of ['light', 'dark'])
		test(`a whole chain bars nobody and does not scroll sideways, ${theme}, ${name}`, async ({
			page,
			city
		}) => {
			await page.setViewportSize(viewport);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			await page.goto('/chain?disease=dengue&size=3&referral=90&tariff=10&members=5');
			await expect(page.getByRole('heading', { level: 1 })).toContainText('Dengue');
			await page.waitForLoadState('networkidle');
			await expectOpenToAll(page);
		});

test('works without a script, levers and keeping: a name that is refused stays typed', async ({
	browser,
	city
}) => {
	const storageState = await city.sessionOf('planner');
	const page = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin, storageState });
	await page.goto('/chain?disease=dengue&weeks=4');
	const name = page.locator('input[name=name]');
	await name.fill('untuk 3275015203890000');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'NIK' })).toBeVisible();
	await expect(name).toHaveValue('untuk 3275015203890000');
	await name.fill('Tanpa skrip');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Tersimpan.' })).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('selama 4 pekan');
	await page.close();
});

test.describe('the mayor’s office', () => {
	test.use({ role: 'executive' });
	test('sees that a planner kept a question, and not the figures that rest on live counts', async ({
		page,
		city
	}) => {
		await speak(page, city.origin, 'en');
		await page.goto('/chain');
		const kept = page.getByRole('region', { name: 'Kept scenarios' });
		await expect(kept.getByText(/holds detailed counts/).first()).toBeVisible();
		await expect(kept.getByRole('link', { name: 'Compare Dengue <b>x3</b>' })).toHaveCount(0);
	});
});

test('a lever that cannot be is refused as the reader’s to mend', async ({ page }) => {
	const response = await page.goto('/chain?disease=dengue&size=99');
	expect(response?.status()).toBe(400);
});
