/** A card is checked, a letter issued and verified by anybody; a newborn decided by Dinkes; a complaint told and answered. */
import type { Browser, Page } from '@playwright/test';
import type { Role } from '../../src/lib/domain/role.ts';
import { expect, test, type City } from './city.ts';
import { openDesk } from './desks.ts';
import { rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

const openAs = (browser: Browser, city: City, role: Role) => openDesk(browser, city, { role, locale: 'en' });

async function expectSound(page: Page): Promise<void> {
	await page.setViewportSize({ width: 360, height: 780 });
	await expectOpenToAll(page);
	await page.setViewportSize({ width: 1280, height: 900 });
}

/** Serial 0000: no person has such a NIK. */
const nik = '3275015203890000';

test.beforeEach(async ({ city }) => {
	await city.postMembers([{ nik, segment: 'general', registerStatus: 'active', kecamatan: '32.75.01' }]);
});

test('a clerk checks a NIK, gets a letter, and anybody verifies it until it is cancelled', async ({
	browser,
	city
}) => {
	const clerk = await openAs(browser, city, 'hospital');
	await clerk.goto('/eligibility');
	await expectSound(clerk);
	// By keyboard alone: the cursor stands in the first field.
	await clerk.getByLabel('NIK on the card (16 digits)').focus();
	await clerk.keyboard.type(nik);
	await clerk.keyboard.press('Enter');
	await expect(clerk.getByRole('heading', { level: 1 })).toHaveText('Not covered.');
	await expect(clerk.getByText('Ask for the referral of the puskesmas.')).toBeVisible();
	await clerk.getByLabel('Number of the puskesmas referral').fill('R-2026-1');
	await clerk.getByRole('button', { name: 'Check', exact: true }).click();
	await expect(clerk.getByRole('heading', { level: 1 })).toContainText('Covered.');
	await expectSound(clerk);
	await clerk.getByRole('button', { name: 'Issue the letter' }).click();
	await expect(clerk).toHaveURL(/\/sjp\/SJP-/);
	await expect(clerk.getByRole('heading', { level: 1 })).toContainText('Valid');
	await expectSound(clerk);
	const verifyAt = (await clerk.getByRole('link', { name: /Scan to see/ }).getAttribute('href')) ?? '';
	const pdf = await clerk.request.get(`${clerk.url()}/surat.pdf`);
	expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
	expect(await clerk.content()).not.toContain(nik);

	const anybody = await openAs(browser, city, 'public');
	await anybody.goto(verifyAt);
	await expect(anybody.getByRole('heading', { level: 1 })).toHaveText('This letter is genuine and valid.');
	await expectSound(anybody);
	await anybody.goto(`${verifyAt.slice(0, -1)}${verifyAt.endsWith('A') ? 'Q' : 'A'}`);
	await expect(anybody.getByRole('heading', { level: 1 })).toContainText('forged');

	const verifier = await openAs(browser, city, 'verifier');
	await verifier.goto(clerk.url());
	await expect(verifier.getByRole('heading', { level: 1 })).toContainText('Valid');
	await expect(verifier.getByRole('heading', { name: 'Claims that name this letter' })).toBeVisible();
	await expect(verifier.getByRole('button', { name: 'Cancel the letter' })).toHaveCount(0);
	await expectSound(verifier);
	await verifier.goto('/sjp');
	await expect(verifier.getByRole('heading', { name: 'Waiting for a decision' })).toHaveCount(0);
	await expect(verifier.getByRole('link', { name: /^SJP-/ }).first()).toBeVisible();
	await expectSound(verifier);

	await clerk.getByLabel('Reason for cancelling').fill('The patient did not come');
	await clerk.getByRole('button', { name: 'Cancel the letter' }).click();
	await expect(clerk.getByRole('heading', { level: 1 })).toContainText('Cancelled');
	await anybody.goto(verifyAt);
	await expect(anybody.getByRole('heading', { level: 1 })).toContainText('was cancelled');
	await Promise.all([clerk, anybody, verifier].map((page) => page.context().close()));
});

test('a newborn’s letter is decided by Dinkes', async ({ browser, city }) => {
	const clerk = await openAs(browser, city, 'hospital');
	await clerk.goto('/eligibility');
	await clerk.getByRole('link', { name: 'Newborn without a NIK' }).click();
	await clerk.getByLabel('The mother’s NIK (16 digits)').fill(nik);
	const born = await clerk.evaluate(() => new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10));
	await clerk.getByLabel('The newborn’s birth date').fill(born);
	await clerk.getByRole('combobox', { name: 'Service' }).selectOption('nicu');
	await clerk.getByRole('button', { name: 'Ask Dinkes' }).click();
	await expect(clerk.getByText('Asked of Dinkes.')).toBeVisible();

	const planner = await openAs(browser, city, 'planner');
	await planner.goto('/sjp');
	await expectSound(planner);
	await planner.getByRole('button', { name: 'Issue', exact: true }).first().click();
	await expect(planner.getByText('It is written down.')).toBeVisible();
	await clerk.goto('/sjp');
	await expect(clerk.getByRole('link', { name: /^SJP-/ }).first()).toBeVisible();
	await expectSound(clerk);
	await Promise.all([clerk, planner].map((page) => page.context().close()));
});

test('a complaint is told without signing in, without a number, and answered', async ({ browser, city }) => {
	const anybody = await openAs(browser, city, 'public');
	await anybody.goto('/report');
	await expectSound(anybody);
	await anybody.getByLabel('Facility').selectOption(rsud);
	await anybody.getByLabel('What happened').selectOption('extra-charge');
	const story = anybody.getByLabel(/^Tell it/);
	await story.fill(`My NIK is ${nik} and I was asked to pay.`);
	await anybody.getByRole('button', { name: 'Send the report' }).click();
	await expect(anybody.getByText('holds an identity number')).toBeVisible();
	await story.fill('I was asked to pay for medicine that the card covers.');
	await anybody.getByRole('button', { name: 'Send the report' }).click();
	const receipt = (await anybody.getByText(/^L-/).textContent()) ?? '';

	const planner = await openAs(browser, city, 'planner');
	await planner.goto('/complaints');
	await expectSound(planner);
	await planner.getByLabel('Answer to whoever told it').first().fill('The hospital has paid the money back.');
	await planner.getByRole('button', { name: 'Send the answer' }).first().click();
	await expect(planner.getByText('The answer was sent')).toBeVisible();
	await planner.goto('/beds');
	await expect(planner.getByText(/1 complaints last year, 0 waiting/)).toBeVisible();

	await anybody.getByRole('textbox', { name: 'Number of the receipt' }).fill(receipt.toLowerCase());
	await anybody.getByRole('button', { name: 'Look' }).click();
	await expect(anybody.getByText('The hospital has paid the money back.')).toBeVisible();
	await anybody.goto('/beds');
	await expect(anybody.getByText(/1 complaints last year, 0 waiting/)).toBeVisible();
	await Promise.all([anybody, planner].map((page) => page.context().close()));
});

for (const [role, path] of [
	['planner', '/eligibility'],
	['hospital', '/complaints'],
	['finance', '/sjp']
] as const)
	test(`${path} is refused to the role ${role}`, async ({ browser, city }) => {
		const page = await openAs(browser, city, role);
		expect((await page.goto(path))?.status()).toBe(403);
		await page.context().close();
	});
