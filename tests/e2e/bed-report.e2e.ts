/** The bed form of a hospital without software: on a phone, with the network cut, and on what it sends afterwards. */
import type { BrowserContext, Page } from '@playwright/test';
import type { FacilityRooms, FormRoom } from '../../src/lib/protocol/bed-report.ts';
import { expect, locales, openLive, speak, test, wordsOf, type Locale } from './city.ts';
import { bedEvent, rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

/** Within it a second tap is the first one's echo. */
const sameTapMs = 1_100;
const phone = { width: 360, height: 780 };
test.use({ role: 'hospital', viewport: phone });

function watchFaults(page: Page): string[] {
	const faults: string[] = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) faults.push(message.text());
	});
	page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
	return faults;
}

/** A message with its gaps filled; of one with variants, the last. */
function say(locale: Locale, key: string, values: Record<string, string | number> = {}): string {
	const message = wordsOf(locale)(key) as unknown;
	const [variants] = Array.isArray(message) ? (message as { match: Record<string, string> }[]) : [];
	const matches = variants ? Object.values(variants.match) : [];
	const text = variants ? (values['text'] === 1 ? matches[0] : matches.at(-1)) : String(message);
	return (text ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The form as a person meets it, in the words of a language. */
function formOf(page: Page, locale: Locale) {
	const named = (key: string, room: string, ward: string) =>
		say(locale, 'bedreport_field', { field: say(locale, key), ward, room });
	const ward = { id: 'VIP dan VVIP', en: 'VIP and VVIP' }[locale];
	return {
		number: (key: string, room = 'Seruni') => page.getByRole('textbox', { name: named(key, room, ward) }),
		more: (key: string, room = 'Seruni') =>
			page.getByRole('button', { name: say(locale, 'bedreport_more', { field: named(key, room, ward) }) }),
		send: page.getByRole('button', { name: say(locale, 'bedreport_send'), exact: true }),
		unchanged: page.getByRole('button', { name: say(locale, 'bedreport_unchanged'), exact: true }),
		waiting: (count: number) =>
			page.getByText(say(locale, 'bedreport_waiting', { count, text: count }), { exact: true }),
		received: page
			.getByRole('listitem')
			.getByText(new RegExp(say(locale, 'bedreport_state_accepted', { time: '\\d\\d[.:]\\d\\d WIB' }))),
		ready: page.getByText(say(locale, 'bedreport_offline_ready'))
	};
}

/** As the form stated it before: software of this hospital, which comes first where both speak, tells other classes. */
const stated = (room: string, capacity: number, occupied: number) => ({
	...bedEvent({ ward: 'vip', room, capacity, occupied }),
	source: '/beds/report'
});

test.beforeEach(({ city }) => city.post([stated('Seruni', 20, 16)]));

/** Visited once with a network; from then on everything comes from the phone. */
async function visit(page: Page, locale: Locale): Promise<void> {
	await page.goto('/beds/report');
	await expect(formOf(page, locale).ready).toBeVisible();
}

/** The network is gone, and with it whatever the browser would have kept by itself. */
async function cut(context: BrowserContext, page: Page): Promise<void> {
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.clearBrowserCache');
	await context.setOffline(true);
}

/** What stands of the RSUD's room, asked beside the page, whose network may be cut. */
async function standing(page: Page, room: string): Promise<FormRoom> {
	const answer = await page.request.get(`/beds/report/rooms?facility=${rsud}`);
	const { rooms } = (await answer.json()) as FacilityRooms;
	const found = rooms.find((one) => one.room === room);
	if (!found) throw new Error(`no room ${room}`);
	return found;
}

for (const locale of locales) {
	test(`a report survives a cut network and a reload, and counts once when the network is back (${locale})`, async ({
		page,
		context,
		city
	}) => {
		const room = `Sakura ${locale}`;
		await city.post([stated(room, 30, 20)]);
		const faults = watchFaults(page);
		const form = formOf(page, locale);
		await speak(page, city.origin, locale);
		await visit(page, locale);

		await cut(context, page);
		await page.reload();
		await expect(page.locator('html')).toHaveAttribute('lang', locale);
		await expect(form.number('bedreport_occupied', room)).toHaveValue('20');
		await form.more('bedreport_occupied', room).click();
		await form.number('bedreport_queue', room).fill('7');
		await form.send.click();
		await expect(form.waiting(1)).toBeVisible();
		// A tap at once after another is the same tap; a trembling thumb makes one report.
		await page.waitForTimeout(sameTapMs);
		await form.unchanged.dblclick();
		await expect(form.waiting(2)).toBeVisible();

		// A closed tab, opened from cold.
		await page.close();
		const again = await context.newPage();
		const laterFaults = watchFaults(again);
		const reopened = formOf(again, locale);
		await again.goto('/beds/report');
		await expect(reopened.waiting(2)).toBeVisible();
		await expect(reopened.number('bedreport_occupied', room)).toHaveValue('21');
		expect((await standing(again, room)).occupied, 'nothing was sent yet').toBe(20);

		await context.setOffline(false);
		await expect(reopened.received).toHaveCount(2, { timeout: 20_000 });
		await expect(again.getByRole('status').getByText(/WIB$/)).toBeVisible();
		expect((await standing(again, room)).occupied).toBe(21);
		expect([...faults, ...laterFaults]).toEqual([]);

		await openLive(again, '/beds?ward=vip', locale);
		await again
			.getByRole('button', { name: /Chasbullah/ })
			.first()
			.click();
		await expect(again.getByText(room).first()).toBeVisible();
		await expect(
			again.getByText(say(locale, 'beds_occupied_of', { occupied: 21, capacity: 30 })).first()
		).toBeVisible();
	});
}

test('the same queue sent twice counts once', async ({ page, context, city }) => {
	await speak(page, city.origin, 'en');
	const form = formOf(page, 'en');
	await visit(page, 'en');
	// The answer is lost on the way back: the server has it, the phone does not know.
	let lost = 0;
	const bodies: string[] = [];
	await context.route('**/beds/report/reports', async (route) => {
		bodies.push(route.request().postData() ?? '');
		const response = await route.fetch();
		if (lost++ === 0) return route.abort('connectionreset');
		return route.fulfill({ response });
	});
	await form.unchanged.click();
	await expect(form.received).toHaveCount(1, { timeout: 20_000 });
	expect(bodies).toHaveLength(2);
	expect(bodies[0]).toBe(bodies[1]);
	const answer = await page.request.post('/beds/report/reports', {
		headers: { origin: city.origin, 'content-type': 'application/json' },
		data: bodies[0] ?? ''
	});
	const { rooms } = (await answer.json()) as { rooms: { fate: string }[] };
	expect(new Set(rooms.map(({ fate }) => fate))).toEqual(new Set(['duplicate']));
});

test('opens while the server itself is away, and sends when it is back', async ({ page, city }) => {
	test.setTimeout(120_000);
	await speak(page, city.origin, 'en');
	const form = formOf(page, 'en');
	await visit(page, 'en');
	await city.stop();
	await page.reload();
	await form.unchanged.click();
	await expect(form.waiting(1)).toBeVisible({ timeout: 20_000 });
	await city.start();
	await expect(form.received).toHaveCount(1, { timeout: 60_000 });
});

test('a phone whose clock is ahead is told what to do, and nothing is lost', async ({ page, city }) => {
	await speak(page, city.origin, 'en');
	await page.clock.install({ time: new Date(Date.now() + 47.5 * 60_000) });
	const form = formOf(page, 'en');
	await visit(page, 'en');
	await expect(page.getByText(/clock is 47.minutes ahead of ours: reports will be refused/)).toBeVisible();
	const before = await standing(page, 'Seruni');
	await form.more('bedreport_occupied').click();
	await form.send.click();
	const refused = page.getByRole('region', { name: /cannot be used yet/ });
	await expect(refused).toContainText('choose automatic');
	expect((await standing(page, 'Seruni')).occupied).toBe(before.occupied);
	await page.reload();
	await expect(refused).toBeVisible();
	await refused.getByRole('button', { name: /^Send with the time/ }).click();
	await expect(form.received).toHaveCount(1);
	await expect(refused).toHaveCount(0);
	const after = await standing(page, 'Seruni');
	expect(after.occupied).toBe((before.occupied ?? 0) + 1);
	expect(Math.abs(Date.parse(after.reportedAt ?? '') - Date.now())).toBeLessThan(60_000);
});

test('a refused report can be corrected, or discarded after asking', async ({ page, context, city }) => {
	await speak(page, city.origin, 'en');
	const form = formOf(page, 'en');
	await visit(page, 'en');
	let isRefusing = true;
	await context.route('**/beds/report/reports', async (route) => {
		if (!isRefusing) return route.continue();
		await route.fulfill({ status: 400, json: { code: 'bad-report', message: 'The report cannot be read.' } });
	});
	await form.more('bedreport_occupied').click();
	const typed = await form.number('bedreport_occupied').inputValue();
	await form.send.click();
	const refused = page.getByRole('region', { name: /cannot be used yet/ });
	await expect(refused).toContainText('The report cannot be read.');
	await refused.getByRole('button', { name: 'Correct' }).click();
	await expect(form.number('bedreport_occupied')).toHaveValue(typed);
	await form.send.click();
	await expect(refused).toHaveCount(1);
	await refused.getByRole('button', { name: 'Discard the report' }).click();
	await refused.getByRole('button', { name: 'Cancel' }).click();
	isRefusing = false;
	await refused.getByRole('button', { name: 'Correct' }).click();
	await form.send.click();
	await expect(form.received).toHaveCount(1);
	await expect(refused).toHaveCount(0);
});

test('a room is added, checked and sent', async ({ page, city }) => {
	await speak(page, city.origin, 'en');
	await page.goto('/beds');
	await page.getByRole('link', { name: 'Report beds from a phone' }).click();
	const form = formOf(page, 'en');
	await expect(form.ready).toBeVisible();
	await page.getByRole('button', { name: 'Add a room' }).click();
	await page.getByRole('button', { name: 'Add to the list' }).click();
	await expect(page.getByText('Choose a ward class.')).toBeVisible();
	await page.getByRole('combobox', { name: 'Ward class' }).selectOption('vip');
	await page.getByRole('textbox', { name: 'Room name' }).fill(' Teratai  2 ');
	await page.getByRole('button', { name: 'Add to the list' }).click();
	await form.send.click();
	await expect(page.getByText('Fill in this room’s capacity.')).toBeVisible();
	await form.number('bedreport_capacity', 'Teratai 2').fill('8');
	await form.number('bedreport_occupied', 'Teratai 2').fill('50');
	await expect(page.getByText(/50 occupied is too many for 8 beds/)).toBeVisible();
	await form.number('bedreport_occupied', 'Teratai 2').fill('3');
	await expect(page.getByRole('listitem', { name: /Teratai 2/ })).toContainText('5');
	await form.send.click();
	await expect(form.received).toHaveCount(1);
});

test('the phone keeps the form without anybody’s figures, and the worker meets no other page', async ({
	page,
	city
}) => {
	await speak(page, city.origin, 'en');
	await visit(page, 'en');
	const kept = await page.evaluate(async () => {
		const names = await caches.keys();
		const found: { path: string; text: string }[] = [];
		for (const name of names) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) {
				const text = (await (await cache.match(request))?.text()) ?? '';
				found.push({ path: new URL(request.url).pathname + new URL(request.url).search, text });
			}
		}
		return { names, found };
	});
	expect(kept.names).toHaveLength(1);
	const documents = kept.found.filter(({ path }) => !/^\/_app\/immutable\/|\.svg$/.test(path));
	expect(documents.map(({ path }) => path)).toEqual(['/beds/report?shell']);
	expect(documents[0]?.text).not.toMatch(/Chasbullah|Seruni|3275013/);
	const bytes = kept.found.reduce((sum, { text }) => sum + text.length, 0);
	expect(bytes, 'the form and its scripts, not the whole product').toBeLessThan(600_000);
	await page.goto('/beds');
	await page.waitForLoadState('networkidle');
	expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
	await page.goto('/beds/report');
	expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain(
		'service-worker.js'
	);
});

test('who signed out is asked to sign in, and what waits stays', async ({ page, context, city }) => {
	await speak(page, city.origin, 'en');
	const form = formOf(page, 'en');
	await visit(page, 'en');
	const session = await context.cookies();
	await context.clearCookies();
	await speak(page, city.origin, 'en');
	await form.unchanged.click();
	await expect(page.getByText('Sign in again so that the reports can be sent.')).toBeVisible();
	await expect(form.waiting(1)).toBeVisible();
	await page.getByRole('link', { name: 'Sign in', exact: true }).click();
	await expect(page).toHaveURL(/\/login/);
	await context.addCookies(session);
	await page.goto('/beds/report');
	await expect(form.received).toHaveCount(1);
});

test('opens to no other role', async ({ browser, city }) => {
	const context = await browser.newContext({
		baseURL: city.origin,
		storageState: await city.sessionOf('planner')
	});
	const page = await context.newPage();
	expect((await page.goto('/beds/report'))?.status()).toBe(403);
	expect((await page.goto('/beds/report?shell'))?.status()).toBe(403);
	await context.close();
});

for (const locale of locales) {
	test(`bars nobody (axe), is wide enough for a thumb and no wider than the phone (${locale})`, async ({
		page,
		context,
		city
	}) => {
		await speak(page, city.origin, locale);
		const form = formOf(page, locale);
		await visit(page, locale);
		await cut(context, page);
		await form.more('bedreport_occupied').click();
		await form.send.click();
		await expect(form.waiting(1)).toBeVisible();
		await form.more('bedreport_queue').click();
		await page.getByRole('button', { name: say(locale, 'bedreport_add'), exact: true }).click();
		for (const theme of ['light', 'dark']) {
			await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
			await expectOpenToAll(page);
		}
		for (const button of await page.locator('main ul button, form button').all()) {
			const box = await button.boundingBox();
			expect(box?.height ?? 0, await button.innerText()).toBeGreaterThanOrEqual(44);
		}
		await context.setOffline(false);
		await expect(form.received).toHaveCount(1, { timeout: 20_000 });
	});
}
