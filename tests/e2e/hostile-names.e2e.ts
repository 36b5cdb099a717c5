/**
 * A city whose facilities, rooms, sources, labels and files are named by somebody who means no good. Every page is used as a
 * reader would; nothing may run, and nothing may even try: the browser's policy would stop it and say so.
 */
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pageRoles } from '../../src/lib/domain/access.ts';
import type { Role } from '../../src/lib/domain/role.ts';
import type { EventInput } from '../../src/lib/protocol/events.ts';
import { makeDataDir, startServer, type TestServer } from '../support/server.ts';
import { openBrowserSession, pages, roleFor } from './city.ts';
import { exercise, watchPage } from './exercise.ts';
import { bedEvent, fixtureEvents } from './fixture-events.ts';

const hostile = [
	'<img src=x onerror=alert(1)>',
	'"><script>alert(2)</script>',
	"';alert(3);//</script><svg onload=alert(3)>",
	'{{alert(4)}}${alert(4)}<a href="javascript:alert(4)">RS</a>',
	'=HYPERLINK("http://evil.example";"RS")'
] as const;
const codes = hostile.map((_, index) => `990000${index}`);
const more = ['/nothing-here', '/budget?year=%3Cscript%3Ealert(5)%3C/script%3E'];

const test = base.extend<{ role: Role }, { server: TestServer }>({
	role: ['planner', { option: true }],
	storageState: async ({ server, role }, use) => use(await openBrowserSession(server, role)),
	server: [
		// Playwright reads the fixtures that one needs from this parameter.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const dataDir = makeDataDir();
			await nameFacilities(dataDir);
			const server = await startServer({ dataDir });
			await fill(server);
			await use(server);
			await server.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 90_000 }
	],
	baseURL: ({ server }, use) => use(server.origin)
});

/** As an administrator would register them; the server learns of it when it starts. */
async function nameFacilities(dataDir: string): Promise<void> {
	const server = await startServer({ dataDir });
	for (const [index, name] of hostile.entries())
		await server.sql`
			INSERT INTO facility (code, name, kind, hospital_class, kecamatan, lon, lat)
			VALUES (${codes[index] ?? ''}, ${name}, 'hospital', 'C', '32.75.01', ${106.98 + index / 100}, -6.24)`;
	await server.stop();
}

async function fill(server: TestServer): Promise<void> {
	const key = await server.keys.create({ party: 'importer', role: null, facility: null, label: hostile[0] });
	const named = (event: EventInput, index: number): EventInput => ({
		...event,
		id: `${event.id}-${index}`,
		source: `/${encodeURI(hostile[index] ?? '')}`,
		subject: codes[index]
	});
	const rooms = hostile.map((room, index) =>
		named(bedEvent({ ward: 'inpatient-3', room, capacity: 20, occupied: 3 }), index)
	);
	const rest = fixtureEvents().map((event, index) =>
		event.subject ? named(event, index % hostile.length) : event
	);
	const refused = hostile.map((text, index) => ({
		...named(bedEvent({ ward: text, room: text, capacity: 20, occupied: 3 }), index),
		id: `refused ${text}`
	}));
	const answer = await send(server, key, [...rooms, ...rest, ...refused]);
	expect(answer, 'the city is what the pages show').toMatchObject({ quarantined: hostile.length });
	expect(answer.accepted).toBeGreaterThan(200);
}

async function send(server: TestServer, key: string, events: unknown[]) {
	const response = await fetch(`${server.origin}/api/v1/events`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(events)
	});
	return (await response.json()) as { accepted: number; quarantined: number };
}

for (const path of [...pages, ...more])
	test.describe(path, () => {
		test.use({ role: path in pageRoles ? roleFor(path as keyof typeof pageRoles) : 'planner' });
		test(`nothing that a name says is done on ${path}`, async ({ page }) => {
			const found = await watchPage(page);
			await page.goto(path);
			await exercise(page);
			expect(found).toEqual([]);
			expect(await page.locator('img[src=x], a[href^="javascript:"]').count()).toBe(0);
		});
	});

test('the map says the name of the hospital that is pointed at as text', async ({ page }) => {
	const found = await watchPage(page);
	await page.goto('/beds');
	await page.waitForLoadState('networkidle');
	const map = page.locator('[role=img]:has(canvas)').first();
	await map.scrollIntoViewIfNeeded();
	const said = await pointUntil(page, map, /alert\(/);
	expect(said).toContain('alert(');
	// A tooltip whose name were taken for HTML would have tried by now.
	await page.waitForTimeout(300);
	expect(found).toEqual([]);
});

/** Down the picture, column by column from its middle, until its tooltip says this: the hospitals stand in a wide row. */
async function pointUntil(page: Page, picture: Locator, words: RegExp): Promise<string> {
	const box = await picture.boundingBox();
	if (box === null) throw new Error('no picture');
	const middle = box.x + box.width / 2;
	for (let aside = 0; aside < box.width / 2; aside += 40)
		for (const x of new Set([middle - aside, middle + aside]))
			for (let y = box.y + 10; y < box.y + box.height; y += 9) {
				await page.mouse.move(x, y);
				const said = (await picture.textContent()) ?? '';
				if (words.test(said)) return said;
			}
	return '';
}

test('held events are shown as they were sent, and nothing of them runs', async ({ page }) => {
	const found = await watchPage(page);
	await page.goto('/quality');
	const links = await page.locator('main a[href^="/quality/"]').all();
	const held = new Set(await Promise.all(links.map((link) => link.getAttribute('href'))));
	expect(held.size).toBe(hostile.length);
	const shown: string[] = [];
	for (const path of held) {
		await page.goto(path ?? '');
		await page.getByLabel('Alasan melihat').fill('menguji isi baris');
		await page.getByRole('button', { name: 'Tampilkan isi' }).click();
		const room = page.locator('form [name="data.room"]');
		await expect(room).toBeVisible();
		shown.push(await room.inputValue());
		await exercise(page);
	}
	expect(shown.sort()).toEqual([...hostile].sort());
	expect(found).toEqual([]);
});

test('an exported table and picture hold the names as text', async ({ page }) => {
	const found = await watchPage(page);
	await page.goto('/beds');
	await page.waitForLoadState('networkidle');
	await page.getByRole('tab', { name: 'Unduh' }).first().click();
	const texts: string[] = [];
	for (const kind of ['CSV', 'SVG']) {
		const download = page.waitForEvent('download');
		await page
			.getByRole('button', { name: new RegExp(kind) })
			.first()
			.click();
		texts.push(await readFile(await (await download).path(), 'utf8'));
	}
	const [csv = '', svg = ''] = texts;
	expect(csv.split(/\r?\n/).length).toBeGreaterThan(2);
	expect(csv, 'a cell that begins like a formula is text').not.toMatch(/(^|[,;"])[=+@]\w/m);
	expect(svg).toContain('<svg');
	expect(svg).not.toMatch(/<img|<script|\son\w+=/i);
	expect(found).toEqual([]);
});

test.describe('a hospital’s file', () => {
	test.use({ role: 'hospital' });

	test('a file with such headings and cells is shown as it is', async ({ page }) => {
		const found = await watchPage(page);
		await page.goto('/upload');
		await page.locator('select[name=kind]').selectOption('visit');
		const table = [['No. Kunjungan', ...hostile], ...hostile.map((text) => [text, ...hostile])];
		const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
		const buffer = Buffer.from(table.map((row) => row.map(cell).join(';')).join('\r\n'));
		await page
			.locator('input[type=file]')
			.setInputFiles({ name: `${hostile[0]}.csv`, mimeType: 'text/csv', buffer });
		await page.locator('form[action="/upload/files"] button').first().click();
		await page.waitForURL(/\/upload\/[0-9a-f]{32}(\.[\w-]+)?$/);
		await page.waitForTimeout(3_000);
		await exercise(page);
		await expect(page.getByRole('main')).toContainText('alert(');
		expect(found).toEqual([]);
	});
});

test('a page’s policy lets nothing in that is not ours', async ({ page, request }) => {
	const found = await watchPage(page);
	const response = await request.get('/beds');
	const policy = response.headers()['content-security-policy'] ?? '';
	expect(policy).toMatch(/default-src 'none';.*script-src 'self' 'nonce-[\w+/=]{20,}'/);
	for (const directive of [
		"frame-ancestors 'none'",
		"base-uri 'none'",
		"object-src 'none'",
		"form-action 'self'"
	])
		expect(policy).toContain(directive);
	expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|\*|https?:/);
	const again = (await request.get('/beds')).headers()['content-security-policy'];
	expect(again, 'a nonce is used once').not.toBe(policy);
	await page.goto('/beds');
	const isRun = await page.evaluate(() => {
		const script = document.createElement('script');
		script.textContent = 'window.hasRun = true';
		document.body.append(script);
		document.body.insertAdjacentHTML('beforeend', '<img src="/none" onerror="window.hasRun = true">');
		return new Promise((resolve) => setTimeout(() => resolve('hasRun' in window), 300));
	});
	expect(isRun).toBe(false);
	expect(found.filter((one) => one.startsWith('policy: script-src')).length, 'and the browser says so').toBe(
		2
	);
});

test('what is no page carries the headers of safety too', async ({ page, request }) => {
	await page.goto('/beds');
	const script = await page.locator('link[rel=modulepreload]').first().getAttribute('href');
	for (const path of [
		'/beds',
		'/beds/__data.json',
		'/nothing',
		'/favicon.svg',
		'/api/v1/health',
		'/api/v1/openapi.json',
		script ?? ''
	]) {
		const headers = (await request.get(path)).headers();
		expect(headers, path).toMatchObject({
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
			'referrer-policy': 'same-origin',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin'
		});
		expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
	}
	expect((await request.get('/beds')).headers()['cache-control']).toBe('private, no-store');
});
