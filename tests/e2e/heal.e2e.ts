import { beginningOf, expect, expectSamePage, locales, openLive, speak, test, wordsOf } from './city.ts';
import { bedEvent } from './fixture-events.ts';

for (const locale of locales) {
	test(`says since when it is stale while the server is gone, and heals when it is back (${locale})`, async ({
		page,
		city
	}) => {
		test.setTimeout(120_000);
		const words = wordsOf(locale);
		const stale = page.getByText(beginningOf(words('live_stale')));
		await speak(page, city.origin, locale);
		await openLive(page, '/beds', locale);
		const heading = page.getByRole('heading', { level: 1 });
		const before = await heading.innerText();

		await city.stop();
		await expect(stale).toBeVisible({ timeout: 20_000 });
		await expect(heading).toHaveText(before);

		await city.start();
		await expect(stale).toBeHidden({ timeout: 20_000 });
		await expect(page.getByText(words('live_now'), { exact: true }).first()).toBeVisible();

		await city.post([
			bedEvent({ ward: 'inpatient-3', room: `Sembuh ${locale}`, capacity: 200, occupied: 1 })
		]);
		await expect(heading).not.toHaveText(before, { timeout: 2_000 });
		await expectSamePage(page);
	});

	test(`shows what came while it could not hear, after the server was away (${locale})`, async ({
		page,
		city
	}) => {
		test.setTimeout(120_000);
		await speak(page, city.origin, locale);
		await openLive(page, '/beds', locale);
		const heading = page.getByRole('heading', { level: 1 });
		const before = await heading.innerText();
		await page.context().setOffline(true);
		await city.stop();
		await city.start();
		await city.post([bedEvent({ ward: 'inpatient-3', room: `Jauh ${locale}`, capacity: 300, occupied: 1 })]);
		await expect(heading).toHaveText(before);
		await page.context().setOffline(false);
		await expect(heading).not.toHaveText(before, { timeout: 20_000 });
		await expectSamePage(page);
	});
}
