/** Next year's proposal in a browser: levers by keyboard, keeping, comparing, both files; for hands, eyes and keyboards. */
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { addDays, addMonths, eachDay, jakartaDay, monthOf, yearOf } from '../../src/lib/domain/period.ts';
import { settledHalfYear } from '../../src/lib/domain/chain.ts';
import { nikOf } from '../bench/support/visits.ts';
import { findRow, openFormulas, reckon } from '../support/sheet-formulas.ts';
import { expect, speak, test } from './city.ts';
import { watchPage } from './exercise.ts';
import { expectOpenToAll } from './open-to-all.ts';
import { reopened, tell, told } from './told.ts';

const today = jakartaDay(new Date());
const next = yearOf(today) + 1;

/** A claim every few days for two years back, billed a month later. */
function claims() {
	const first = addMonths(monthOf(today), -22);
	return eachDay(first, addDays(today, -31)).flatMap((day, n) => {
		if (n % 3 !== 0) return [];
		const billedRupiah = 30_000_000 + 100_000 * (n % 40);
		const service = n % 9 === 0 ? 'ambulance' : n % 2 === 0 ? 'outpatient' : 'inpatient-3';
		const data = {
			...{ nik: nikOf(n), state: 'submitted', diagnoses: ['J18'], service, billedRupiah },
			...{ serviceFrom: day, serviceTo: day, budgetYear: yearOf(day) }
		};
		return [told('claim', `NEXT-${n}`, addDays(day, 30), data)];
	});
}

/** What the rates of the levers are made of. */
function visits() {
	const half = settledHalfYear(today);
	return eachDay(half.from, half.to).map((day, n) => {
		const isStay = n % 3 === 0;
		const data = {
			...{ nik: nikOf(n), kecamatan: '32.75.03', diagnoses: ['J18'] },
			...{ service: isStay ? 'inpatient-3' : 'outpatient', arrivedAt: `${day}T02:00:00Z` },
			...(isStay && { dischargedAt: `${addDays(day, 3)}T02:00:00Z` }),
			...(n % 2 === 0 && !isStay && { referral: `R-${n}` })
		};
		return told('visit', `NEXT-${n}`, addDays(day, 4), data);
	});
}

async function setCeiling(page: Page): Promise<void> {
	await page.goto(`/budget/plan?year=${next - 1}`);
	await page.getByLabel('Amount, rupiah').fill('3.000.000.000');
	await page.getByLabel('Ground (decree or document)').first().fill('Perda 1');
	await page.getByRole('button', { name: 'Save the decision' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'The decision is saved.' })).toBeVisible();
}

test.describe.configure({ mode: 'serial' });

test('a planner moves levers by keyboard, keeps two scenarios, compares them and takes both files', async ({
	page,
	city
}) => {
	test.setTimeout(300_000);
	const faults = await watchPage(page);
	await tell(city, [...claims(), ...visits()]);
	await speak(page, city.origin, 'en');
	await setCeiling(page);
	// The analyst rests after a look, and looks at once when it starts; no page is open while the server is away.
	await page.goto('about:blank');
	await city.stop();
	await city.start();
	const heading = page.getByRole('heading', { level: 1 });
	// The proposal and the rates are made by jobs.
	const asked = '/budget/next-year?tariff=10';
	await reopened(page, asked, () => heading.textContent()).toContain(`The ${next} budget needs`);
	const kept = page.getByRole('region', { name: 'Kept scenarios' });

	await page.goto('/budget/plan');
	await page.getByRole('link', { name: 'Proposal for next year’s budget' }).click();
	await expect(heading).toContainText(`The ${next} budget needs`);
	const usual = await heading.textContent();

	// By keyboard alone: the tariff stands between referral and members.
	const tariff = page.getByRole('combobox', { name: 'Tariff' });
	await page.getByRole('combobox', { name: 'Outpatient visits with a referral' }).focus();
	await page.keyboard.press('Tab');
	await expect(tariff).toBeFocused();
	await tariff.press('End');
	await expect(page).toHaveURL(/tariff=50/);
	await expect(heading).not.toHaveText(usual ?? '');
	await expect(tariff).toBeFocused();
	await page.getByRole('checkbox', { name: 'Ambulance' }).focus();
	await page.keyboard.press('Space');
	await expect(page).toHaveURL(/without=ambulance/);
	await expect(page.getByText(/Tariff \+50.%; without Ambulance/).first()).toBeVisible();
	await page.getByRole('checkbox', { name: 'Dialysis' }).check();
	await expect(page).toHaveURL(/without=.*&without=/);
	await expect(page.getByText(/without .*Dialysis/).first()).toBeVisible();
	await page.getByRole('checkbox', { name: 'Dialysis' }).uncheck();
	await expect(page).toHaveURL(/without=ambulance$|without=ambulance&(?!.*without)/);

	const name = page.getByRole('textbox', { name: 'Name of this scenario' });
	await name.fill('Dearer <b>tariff</b>');
	await name.press('Enter');
	await expect(kept.getByRole('status')).toHaveText('Kept.');
	await page.goto('/budget/next-year?members=5');
	await name.fill('More members');
	await page.getByRole('button', { name: 'Keep' }).click();
	await expect(kept.getByRole('status')).toHaveText('Kept.');

	await kept.getByRole('link', { name: 'Compare Dearer <b>tariff</b>' }).click();
	const table = page.getByRole('table', { name: 'Side by side' });
	await expect(table.getByRole('rowheader', { name: 'Dearer <b>tariff</b>' })).toBeVisible();
	await kept.getByRole('link', { name: 'Compare More members' }).click();
	await expect(table.getByRole('rowheader')).toContainText([
		...['No change', 'Chosen now', 'More members', 'Dearer <b>tariff</b>']
	]);
	const figure = page
		.getByRole('table', { name: 'The proposal at three certainties' })
		.getByRole('button', { name: /Show the evidence/ })
		.first();
	await expect(async () => {
		await figure.press('Enter');
		await expect(page.getByRole('dialog')).toContainText('rupiah', { timeout: 2_000 });
	}).toPass();
	await page.keyboard.press('Escape');

	const download = async (link: string) => {
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: link }).click()
		]);
		expect(file.suggestedFilename()).toMatch(
			new RegExp(`^usulan-anggaran-${next}-per-\\d{4}-\\d\\d-\\d\\d\\.(pdf|xlsx)$`)
		);
		return new Uint8Array(readFileSync(await file.path()));
	};
	const pdf = await getDocumentProxy(await download('Two pages (.pdf)'));
	const { totalPages, text } = await extractText(pdf, { mergePages: true });
	expect(totalPages).toBe(2);
	expect(text).toContain('Dearer <b>tariff</b>');
	expect(text).toContain(`The ${next} budget needs`);
	const book = await openFormulas(await download('Workbook with formulas (.xlsx)'));
	const difference = findRow(book, 'Proposal', 'Difference of this sheet');
	for (const column of ['B', 'C', 'D']) expect(reckon(book, 'Proposal', `${column}${difference}`)).toBe(0);

	await kept.getByRole('button', { name: 'Remove More members' }).click();
	await expect(kept.getByRole('link', { name: 'More members', exact: true })).toHaveCount(0);
	await kept.getByRole('button', { name: 'Undo' }).click();
	await expect(kept.getByRole('link', { name: 'More members', exact: true })).toBeVisible();
	expect(faults).toEqual([]);
});

for (const [size, viewport] of [
	['phone', { width: 360, height: 780 }],
	['desk', { width: 1280, height: 900 }]
] as const)
	for (const [locale, theme] of [
		['id', 'light'],
		['en', 'dark']
	] as const)
		test(`bars nobody and does not scroll sideways, ${theme}, ${size}, ${locale}`, async ({ page, city }) => {
			await page.setViewportSize(viewport);
			await speak(page, city.origin, locale);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			await page.goto('/budget/next-year?tariff=10&referral=90&members=5&without=ambulance');
			await expect(page.getByRole('heading', { level: 1 })).toContainText(String(next));
			await expect(page.getByRole('heading', { level: 1 })).toContainText(
				locale === 'id' ? 'Anggaran' : 'budget'
			);
			await page.waitForLoadState('networkidle');
			await expectOpenToAll(page);
		});

test('works without a script: a name that is refused stays typed', async ({ browser, city }) => {
	const storageState = await city.sessionOf('planner');
	const page = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin, storageState });
	await page.goto('/budget/next-year?members=10');
	const name = page.locator('input[name=name]');
	await name.fill('untuk 3275015203890000');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'NIK' })).toBeVisible();
	await expect(name).toHaveValue('untuk 3275015203890000');
	await name.fill('Tanpa skrip');
	await page.getByRole('button', { name: 'Simpan' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Tersimpan.' })).toBeVisible();
	await page.close();
});

test.describe('a verifier', () => {
	test.use({ role: 'verifier' });
	test('reads the proposal and keeps nothing', async ({ page, city }) => {
		await speak(page, city.origin, 'en');
		await page.goto('/budget/next-year?tariff=10');
		await expect(page.getByRole('heading', { level: 1 })).toContainText(`The ${next} budget needs`);
		await expect(page.getByRole('button', { name: 'Keep' })).toHaveCount(0);
		await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
	});
});

test.describe('a hospital', () => {
	test.use({ role: 'hospital' });
	test('is refused the page and its files', async ({ page }) => {
		for (const path of ['/budget/next-year', '/budget/next-year.pdf', '/budget/next-year.xlsx'])
			expect((await page.request.get(path)).status(), path).toBe(403);
	});
});

test('a lever that cannot be and a format that there is not are the reader’s to mend', async ({ page }) => {
	expect((await page.request.get('/budget/next-year?tariff=999')).status()).toBe(400);
	expect((await page.request.get('/budget/next-year.pdf?without=gold')).status()).toBe(400);
	expect((await page.request.get('/budget/next-year.docx')).status()).toBe(404);
});
