import { jakartaDay } from '../../src/lib/domain/period.ts';
import { expect, expectSamePage, locales, openLive, speak, test, wordsOf } from './city.ts';
import { bedEvent, lastWeek, visitEvent } from './fixture-events.ts';

const withinASecond = { timeout: 1_000 };

for (const locale of locales) {
	test.describe(`an event posted by plain HTTP (${locale})`, () => {
		const words = wordsOf(locale);
		// Other tests of this worker add beds: from a thousand on the page parts the digits in its own way.
		const written = (value: number) => new Intl.NumberFormat(locale).format(value);
		let free = 0;

		test.beforeEach(async ({ page, city }) => {
			await speak(page, city.origin, locale);
		});

		test('changes the free beds on the open bed page within a second, without reload', async ({
			page,
			city
		}) => {
			await city.post([bedEvent({ ward: 'inpatient-3', room: 'Melati', capacity: 90, occupied: 70 })]);
			await openLive(page, '/beds', locale);
			const tile = page.getByRole('button', { name: new RegExp(`^${words('beds_confirmed')} \\d`) });
			free = readNumber(await tile.innerText());
			await city.post([bedEvent({ ward: 'inpatient-3', room: 'Melati', capacity: 90, occupied: 59 })]);
			await expect(tile).toContainText(written(free + 11), withinASecond);
			await expect(page.getByRole('heading', { level: 1 })).toContainText(written(free + 11), withinASecond);
			await expectSamePage(page);
		});

		test('changes beds and visits on the open overview within a second', async ({ page, city }) => {
			await city.post([bedEvent({ ward: 'inpatient-3', room: 'Mawar', capacity: 90, occupied: 80 })]);
			await openLive(page, '/', locale);
			const beds = page.getByRole('button', { name: words('overview_tile_beds') });
			const visits = page
				.getByRole('region', { name: words('overview_visits_title') })
				.getByRole('button')
				.first();
			const before = {
				beds: readNumber(await beds.innerText()),
				visits: readNumber(await visits.innerText())
			};
			await city.post([
				bedEvent({ ward: 'inpatient-3', room: 'Mawar', capacity: 90, occupied: 67 }),
				visitEvent(jakartaDay(new Date()), 'J06.9')
			]);
			await expect(beds).toContainText(new RegExp(`\\b${written(before.beds + 13)}\\b`), withinASecond);
			await expect(visits).toContainText(new RegExp(`\\b${written(before.visits + 1)}\\b`), withinASecond);
			await expectSamePage(page);
		});

		test('changes the count of the disease on the open disease page within a second', async ({
			page,
			city
		}) => {
			await openLive(page, '/diseases', locale);
			const heading = page.getByRole('heading', { level: 1 });
			const before = readNumber((await heading.innerText()).split(':')[1] ?? '');
			await city.post([visitEvent(lastWeek(), 'A91')]);
			await expect(heading).toContainText(new RegExp(`: ${written(before + 1)}\\b`), withinASecond);
			await expectSamePage(page);
		});

		test('reaches a page that was opened by a click on the menu, too', async ({ page, city }) => {
			await openLive(page, '/', locale);
			await page
				.getByRole('link', { name: words('nav_beds'), exact: true })
				.first()
				.click();
			await expect(page).toHaveURL(/\/beds$/);
			const tile = page.getByRole('button', { name: new RegExp(`^${words('beds_confirmed')} \\d`) });
			free = readNumber(await tile.innerText());
			await city.post([
				bedEvent({ ward: 'inpatient-3', room: `Klik ${locale}`, capacity: 30, occupied: 13 })
			]);
			await expect(tile).toContainText(written(free + 17), withinASecond);
			await expectSamePage(page);
		});
	});
}

/** The first whole number in a text, whichever way its thousands are parted. */
function readNumber(text: string): number {
	const [digits] = /\d[\d.,]*/.exec(text) ?? [];
	if (digits === undefined) throw new Error(`no number in: ${text}`);
	return Number(digits.replace(/[.,]/g, ''));
}
