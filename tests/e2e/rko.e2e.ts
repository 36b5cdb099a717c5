/** The drug plan is downloaded from the page Drugs, of the view that is shown. */
import { readFileSync } from 'node:fs';
import { expect, speak, test } from './city.ts';

const year = new Date().getFullYear() + 1;

test('the drug plan of the view is downloaded as a file of either program', async ({ page, city }) => {
	await speak(page, city.origin, 'en');
	await page.goto('/drugs?ven=E&item=paracetamol-500');
	for (const format of ['xlsx', 'csv']) {
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: `Download the plan (.${format})` }).click()
		]);
		expect(download.suggestedFilename()).toMatch(
			/^rko-\d{4}-konsumsi-per-\d{4}-\d\d-\d\d-ven-E\.(xlsx|csv)$/
		);
		const bytes = readFileSync(await download.path());
		if (format === 'xlsx') expect(bytes.subarray(0, 2).toString()).toBe('PK');
		else {
			const text = bytes.toString('utf8');
			expect(text).toContain(`DRUG PLAN (RKO) ${year}`);
			expect(text).toContain('paracetamol-500');
			expect(text).not.toContain('oralit');
		}
	}
});

test('a plan of a filter that cannot be read is refused, and so is another format', async ({ page }) => {
	expect((await page.request.get('/drugs/rko.csv?ven=X')).status()).toBe(400);
	expect((await page.request.get('/drugs/rko.pdf')).status()).toBe(404);
});

test.describe('for others', () => {
	test.use({ role: 'public' });
	test('the plan is not given out without signing in', async ({ page }) => {
		const answer = await page.request.get('/drugs/rko.csv', { maxRedirects: 0 });
		expect(answer.status()).toBe(303);
		expect(answer.headers()['location']).toContain('/login');
	});
});
