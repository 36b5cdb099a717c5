/** One person, by NIK: a reason first, a limit that is told, and a line in the trail before the answer. */
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nikOf } from '../bench/support/visits.ts';
import { expect, speak, test } from './city.ts';

const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages/en/people.json');
const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const say = (key: string) => words[`people_${key}`] ?? `no message people_${key}`;
const reason = 'kartu ditolak di loket RSUD';
const known = nikOf(0);

async function ask(page: Page, nik: string, why: string): Promise<void> {
	await page.getByLabel(say('nik')).fill(nik);
	await page.getByLabel(say('reason'), { exact: true }).fill(why);
	await page.getByRole('button', { name: say('find') }).click();
}

test.beforeEach(({ page, city }) => speak(page, city.origin, 'en'));

test('asks for a reason, answers without a name or a number, and writes down who asked and why', async ({
	page,
	browser,
	city
}) => {
	await page.goto('/people');
	await expect(page.getByText(/At most 20 questions an hour and 100 a day/)).toBeVisible();
	await ask(page, known, 'pendek');
	// The browser itself holds the form back.
	await expect(page.getByRole('heading', { name: say('found') })).toHaveCount(0);
	await ask(page, known, `pemegang ${nikOf(1)}`);
	await expect(page.getByText(say('reason_number'))).toBeVisible();
	await ask(page, known, reason);
	await expect(page.getByRole('heading', { name: say('found') })).toBeVisible();
	await expect(page.getByRole('main')).toContainText(/Active, since/);
	await expect(page.getByRole('status').first()).not.toContainText(known);
	expect(page.url()).not.toContain(known);

	const admin = await browser.newContext({
		...{ baseURL: city.origin, storageState: await city.sessionOf('admin') }
	});
	const trail = await admin.newPage();
	await speak(trail, city.origin, 'en');
	await trail.goto('/trail?action=look-person');
	const line = trail.getByRole('table').getByRole('row').nth(1);
	await expect(line).toContainText('person:');
	await expect(line).toContainText(reason);
	await expect(trail.getByRole('main')).not.toContainText(known);
	await admin.close();
});

test('without a script a short reason is refused in a sentence, and nothing is asked', async ({
	browser,
	city
}) => {
	const context = await browser.newContext({
		...{ baseURL: city.origin, javaScriptEnabled: false, storageState: await city.sessionOf('planner') }
	});
	const page = await context.newPage();
	await speak(page, city.origin, 'en');
	await page.goto('/people');
	await page.locator('input[name=reason]').evaluate((field) => field.removeAttribute('minlength'));
	await ask(page, known, 'pendek');
	await expect(page.getByText(/Write at least 10 characters/)).toBeVisible();
	await context.close();
});

test('somebody nobody knows is said to be unknown, and is written down too', async ({ page }) => {
	await page.goto('/people');
	await ask(page, '3275010101010000', reason);
	await expect(page.getByText(say('unknown'))).toBeVisible();
});

test('after twenty an hour says until when to wait', async ({ browser, city }) => {
	const context = await browser.newContext({
		...{ baseURL: city.origin, storageState: await city.sessionOf('verifier') }
	});
	const page = await context.newPage();
	await speak(page, city.origin, 'en');
	await page.goto('/people');
	for (let n = 0; n < 20; n++) {
		const answer = await page.request.post('/people', {
			...{ form: { nik: known, reason }, headers: { origin: city.origin, accept: 'text/html' } }
		});
		expect(answer.status()).toBe(200);
	}
	await ask(page, known, reason);
	await expect(page.getByText(/You asked too often\. Try again after/)).toBeVisible();
	await context.close();
});

for (const role of ['executive', 'hospital', 'finance', 'admin'] as const)
	test.describe(role, () => {
		test.use({ role });
		test(`is not shown the page and gets no answer`, async ({ page, city }) => {
			expect((await page.goto('/people'))?.status()).toBe(403);
			const answer = await page.request.post('/people', {
				form: { nik: known, reason },
				headers: { origin: city.origin },
				failOnStatusCode: false
			});
			expect(answer.status()).toBe(403);
		});
	});
