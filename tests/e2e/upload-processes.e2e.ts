/** Two processes serve one database: whichever the browser's next request reaches, an upload goes on where it was. */
import { expect as assert, test as base, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { makeDataDir, startServer, stopProcess, type TestServer } from '../support/server.ts';
import { openSession } from '../support/session.ts';
import { rsud } from './fixture-events.ts';

type Pair = { dataDir: string; one: TestServer; two: TestServer };

/** Signed in for the RSUD: a cookie holds for every port of a host. */
const test = base.extend<object, { pair: Pair }>({
	storageState: async ({ pair }, use) => {
		const cookie = await openSession(pair.one.sql, 'hospital', rsud);
		const rest = { domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false } as const;
		await use({ cookies: [{ ...cookie, ...rest, sameSite: 'Lax' }], origins: [] });
	},
	pair: [
		// Playwright reads the fixtures that one needs from this parameter.
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const dataDir = makeDataDir();
			const one = await startServer({ dataDir });
			const two = await startServer({ dataDir });
			await use({ dataDir, one, two });
			await two.stop();
			await one.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
		{ scope: 'worker', timeout: 120_000 }
	]
});

const rows = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, n) => `${prefix}-${n};3275015203890000;Rawalumbu;Rajal;A91;21/11/2026`);
const sheet = (...lines: string[]) =>
	Buffer.from(['No. Kunjungan;NIK;Kecamatan;Layanan;Diagnosa;Tgl Masuk', ...lines].join('\n'));

/** Sends the form to one process; answers the path of the upload. */
async function upload(page: Page, { origin }: TestServer, file: Buffer): Promise<string> {
	await page.goto(`${origin}/upload`);
	await page.locator('select[name=sender]').selectOption(`hospital:${rsud}`);
	await page.locator('select[name=kind]').selectOption('visit');
	await page.locator('input[name=file]').setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: file });
	await page.getByRole('button', { name: 'Unggah dan periksa' }).click();
	await page.waitForURL(/\/upload\/[0-9a-f]{32}/);
	return new URL(page.url()).pathname;
}

const headline = (page: Page) => page.getByRole('heading', { level: 1 });

test('a file sent to one process is checked, sent and downloaded through the other', async ({
	page,
	pair
}) => {
	const { one, two } = pair;
	const path = await upload(page, one, sheet(...rows('P', 3), 'P-bad;1;Rawalumbu;terbang;A91;21/11/2026'));
	await page.goto(two.origin + path);
	await assert(headline(page)).toHaveText(/3 baris siap dikirim, 1 baris/);
	await page.getByRole('button', { name: /^Kirim/ }).click();
	await assert(headline(page)).toHaveText(/Selesai: 3 diterima/);
	assert(new URL(page.url()).origin).toBe(two.origin);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: /Unduh/ }).click()
	]);
	assert((await download.createReadStream()).readable).toBe(true);
	const [stored] = await one.sql`SELECT count(*)::int AS n FROM visit WHERE visit_no LIKE 'P-%'`;
	assert(stored?.n).toBe(3);
});

test('without a script, the other process shows it, assigns its columns and cancels it', async ({
	browser,
	storageState,
	pair
}) => {
	const { one, two } = pair;
	const page = await browser.newPage({ javaScriptEnabled: false, storageState });
	const path = await upload(page, one, sheet(...rows('Q', 2)));
	await page.goto(two.origin + path);
	await assert(headline(page)).toHaveText(/Semua 2 baris/);
	await page.getByRole('button', { name: 'Batal' }).click();
	await assert(headline(page)).toHaveText(/Dibatalkan/);
	await page.close();
});

test('where the process that held it is no more, the page says so and what to do', async ({ page, pair }) => {
	const { dataDir, two } = pair;
	const third = await startServer({ dataDir });
	const path = await upload(page, third, sheet(...rows('R', 2)));
	await page.goto(two.origin + path);
	await assert(headline(page)).toHaveText(/Semua 2 baris/);
	await third.sql.end();
	await stopProcess(third.process, 'SIGKILL');
	await page.getByRole('button', { name: /^Kirim/ }).click();
	await assert(page.getByRole('alert')).toContainText('Unggah lagi berkas yang sama');
	await assert(page.getByRole('combobox').first()).toBeVisible();
	await page.goto(two.origin + path);
	await assert(page.getByRole('alert')).toContainText('tidak ada yang terhitung dua kali');
	await upload(page, two, sheet(...rows('R', 2)));
	await page.getByRole('button', { name: /^Kirim/ }).click();
	await assert(headline(page)).toHaveText(/Selesai: 2 diterima/);
});
