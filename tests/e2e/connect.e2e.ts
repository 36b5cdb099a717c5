/** The page Connect and the documentation of the API: what they show works, moves by itself, and bars nobody. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, locales, speak, test } from './city.ts';
import { bedEvent, rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

test.use({ role: 'admin' });

const pages = ['/connect', `/connect?facility=${rsud}`, '/api-docs'];
const looks = [
	{ theme: 'dark', width: 360, height: 780 },
	{ theme: 'light', width: 360, height: 780 },
	{ theme: 'dark', width: 1280, height: 900 },
	{ theme: 'light', width: 1280, height: 900 }
];

for (const path of pages) {
	for (const locale of locales) {
		test(`${path} loads in ${locale} without a fault, and without JavaScript`, async ({
			browser,
			page,
			city
		}) => {
			const faults: string[] = [];
			page.on('console', (message) => {
				if (['error', 'warning'].includes(message.type())) faults.push(message.text());
			});
			page.on('pageerror', (error) => faults.push(error.message));
			await speak(page, city.origin, locale);
			await page.goto(path);
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await page.waitForLoadState('networkidle');
			expect(faults).toEqual([]);
			const bare = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin });
			await bare.goto(path);
			await expect(bare.getByRole('heading', { level: 1 })).toContainText(/\d/);
			await bare.close();
		});
	}

	test(`${path} bars nobody (axe) and does not scroll sideways, on a phone and a desk, dark and light`, async ({
		page
	}) => {
		await page.goto(path);
		await page.waitForLoadState('networkidle');
		for (const summary of await page.locator('main details > summary').all()) await summary.click();
		for (const { theme, ...viewport } of looks) {
			await page.setViewportSize(viewport);
			await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
			await expectOpenToAll(page, `${path}, ${theme}, ${viewport.width} px`);
		}
	});
}

test('an event that a hospital sends stands in its tail within seconds, with its fate', async ({
	page,
	city
}) => {
	await speak(page, city.origin, 'en');
	await page.goto(`/connect?facility=${rsud}`);
	await expect(page.getByText('Live', { exact: true }).first()).toBeVisible();
	const tail = page.getByRole('region', { name: 'What came last and its fate' });
	const event = {
		...bedEvent({ ward: 'inpatient-3', room: 'Anggrek', capacity: 20, occupied: 16 }),
		id: 'seen-by-all'
	};
	await city.post([event]);
	await expect(tail.getByText('seen-by-all')).toBeVisible();
	await expect(tail.getByRole('listitem').filter({ hasText: 'seen-by-all' })).toContainText('accepted');
	await expect(tail.getByRole('listitem').filter({ hasText: 'seen-by-all' })).toContainText('Anggrek');
});

test('the example works as it is copied, shows up, and counts as a duplicate when it is sent again', async ({
	page,
	city
}) => {
	await speak(page, city.origin, 'en');
	await page.goto('/connect');
	// Choosing leads on once the page's script is there.
	await page.waitForLoadState('networkidle');
	await page.getByRole('combobox', { name: 'Facility' }).selectOption(rsud);
	const block = page.getByRole('region', { name: 'Example curl command' });
	const text = await block.innerText();
	const env = { ...process.env, DENYUT_DATA_DIR: city.dataDir };
	const run = () => promisify(execFile)('bash', ['-c', text], { env });
	expect(JSON.parse((await run()).stdout)).toEqual({ accepted: 1, duplicate: 0, quarantined: 0, errors: [] });
	const tail = page.getByRole('region', { name: 'What came last and its fate' });
	await expect(tail.getByText('Uji sambungan')).toBeVisible();
	expect(JSON.parse((await run()).stdout)).toMatchObject({ accepted: 0, duplicate: 1 });
	await expect(tail.getByText('duplicate', { exact: true })).toBeVisible();
});

test('every address that the page names is served, and the document over HTTP too', async ({
	page,
	city,
	request
}) => {
	await page.goto(`/connect?facility=${rsud}`);
	const codes = page.locator('main dl dd code');
	const addresses = await codes.allInnerTexts();
	expect(addresses).toContain(`${city.origin}/api/v1/events`);
	for (const address of addresses.filter((one) => !one.includes('/feed')))
		expect(
			(await request.get(address, { failOnStatusCode: false })).headers()['content-type'],
			address
		).toMatch(/json|xml|html/);
	const document = (await (await request.get('/api/v1/openapi.json')).json()) as { openapi: string };
	expect(document.openapi).toMatch(/^3\.1/);
});

test('the read API answers over HTTP: 401 without a key, rows with one, CSV, 405 for POST', async ({
	city,
	request
}) => {
	expect((await request.get('/api/v1/beds')).status()).toBe(401);
	const headers = { authorization: `Bearer ${await city.readKey('planner')}` };
	const answer = await request.get('/api/v1/beds?ward=inpatient-3', { headers });
	expect(answer.status()).toBe(200);
	const { data } = (await answer.json()) as { data: { facility: string; capacity: number }[] };
	expect(data).toMatchObject([{ facility: rsud, capacity: 20 }]);
	const csv = await request.get('/api/v1/drugs/stock?item=paracetamol-500&format=csv', { headers });
	expect(csv.headers()['content-type']).toContain('text/csv');
	expect(await csv.text()).toContain('paracetamol-500');
	expect((await request.get('/api/v1/beds?ward=attic', { headers })).status()).toBe(400);
	// This browser's cookie comes along: without an origin that would be another site's doing.
	const fromHere = { headers: { ...headers, origin: city.origin } };
	expect((await request.post('/api/v1/beds', fromHere)).status()).toBe(405);
});

test.describe('a hospital’s own account', () => {
	test.use({ role: 'hospital' });

	test('makes a key that works at once, is shown once, and is refused after it was revoked', async ({
		page,
		city,
		request
	}) => {
		await speak(page, city.origin, 'en');
		await page.goto('/connect');
		await page.getByRole('textbox', { name: 'Name of the software' }).fill('SIMRS baru');
		await page.getByRole('button', { name: 'Make a key' }).click();
		const token = (await page.getByRole('region', { name: 'The new key' }).innerText()).trim();
		expect(token).toMatch(/^dk_/);
		const post = () =>
			request.post('/api/v1/events', {
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				data: '[]'
			});
		expect((await post()).status()).toBe(200);
		await page.reload();
		await expect(page.getByRole('cell', { name: 'SIMRS baru' })).toBeVisible();
		expect(await page.content()).not.toContain(token);
		await page.getByText('Revoke SIMRS baru').click();
		await page.getByRole('button', { name: 'Yes, revoke this key' }).filter({ visible: true }).click();
		await expect(page.getByText('The key is revoked.')).toBeVisible();
		await expect.poll(async () => (await post()).status()).toBe(401);
	});

	test('is told that a class comes by two ways, and what counts', async ({ page, city, request }) => {
		await speak(page, city.origin, 'en');
		const key = await city.sendKey();
		const headers = { authorization: `Bearer ${key}`, 'x-rs-id': rsud };
		const sirs = { id_tt: '2', ruang: 'Mawar', jumlah: '4', terpakai: '1' };
		const bed = { kodekelas: 'VIP', koderuang: 'M1', namaruang: 'Mawar', kapasitas: '4', tersedia: '3' };
		expect((await request.post('/fo/index.php/Fasyankes', { headers, data: sirs })).status()).toBe(200);
		const told = await request.post(`/aplicaresws/rest/bed/create/${rsud}`, { headers, data: bed });
		expect(told.status()).toBe(200);
		await page.goto('/connect');
		await expect(page.getByText('counted: SIRS Online; kept beside it: Aplicares')).toBeVisible();
	});
});
