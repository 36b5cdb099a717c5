import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeXlsx, row } from '../support/make-xlsx.ts';
import { expect, locales, speak, test, type Locale } from './city.ts';
import { rsud } from './fixture-events.ts';
import { expectOpenToAll } from './open-to-all.ts';

test.use({ role: 'hospital' });

function wordsOf(locale: Locale): (key: string) => string {
	const file = resolve(import.meta.dirname, '../../src/lib/i18n/messages', locale, 'upload.json');
	const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	return (key) => {
		const text = words[`upload_${key}`];
		if (text === undefined) throw new Error(`no message upload_${key}`);
		return text;
	};
}
/** A message as it stands on the page, whatever fills its gaps. */
const pattern = (message: string) =>
	new RegExp(message.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+'));

const nik = '3275015203890000';
const head = 'No. Kunjungan;NIK;Kecamatan;Jenis Layanan;Diagnosa;Tgl Masuk;Nama Pasien';
let serial = 0;
const sheet = (...rows: string[]) => Buffer.from(`\ufeff${[head, ...rows].join('\r\n')}\r\n`);
const goodRow = () => `E2E-${serial++};${nik};Rawalumbu;Rawat Jalan;A91;21/11/2026 08:15;Tanpa Nama`;

async function choose(
	page: Page,
	say: (key: string) => string,
	file: Buffer,
	name: string,
	kind = 'kind_visit'
) {
	await page.goto('/upload');
	await page.getByRole('combobox', { name: say('sender'), exact: true }).selectOption(`hospital:${rsud}`);
	await page.getByRole('combobox', { name: say('kind'), exact: true }).selectOption({ label: say(kind) });
	await page
		.getByLabel(say('file'))
		.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: file });
	await page.getByRole('button', { name: say('go') }).press('Enter');
	await page.waitForURL(/\/upload\/[0-9a-f]{32}/);
}

for (const locale of locales) {
	test(`a spreadsheet goes from the form to its result, with the bad row explained, in ${locale}`, async ({
		page,
		city
	}) => {
		const say = wordsOf(locale);
		await speak(page, city.origin, locale);
		const bad = `E2E-bad-${locale};123;Rawalumbu;terbang;A91;11/22/2026;Tanpa Nama`;
		await choose(page, say, sheet(goodRow(), bad, goodRow()), 'kunjungan.csv');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('ready_answer')));
		const refused = page.getByRole('region', { name: say('bad_title') }).last();
		await expect(refused).toContainText('Jenis Layanan');
		await expect(refused).toContainText('Tgl Masuk');
		await expect(page.getByRole('main')).not.toContainText(nik);
		await expect(page.getByRole('main')).not.toContainText('Tanpa Nama');
		await page.getByRole('button', { name: pattern(say('confirm')) }).press('Enter');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('done_answer')));
		await expect(page.getByRole('main')).toContainText(say('result_accepted'));
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: pattern(say('result_download')) }).click()
		]);
		const text = readFileSync(await download.path(), 'utf8');
		expect(text).toContain(`E2E-bad-${locale}`);
		expect(text).not.toContain('Tanpa Nama');
	});
}

test('the same file again is known already', async ({ page }) => {
	const say = wordsOf('id');
	const file = makeXlsx([
		{
			name: 'TT',
			rows: row(1, ['Kelas Ruang', 'Ruang', 'Kapasitas', 'Terisi']) + row(2, ['Kelas III', 'Unggah', 30, 7])
		}
	]);
	await choose(page, say, file, 'tt.xlsx', 'kind_bed');
	await page.getByRole('button', { name: pattern(say('confirm')) }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('done_answer')));
	await choose(page, say, file, 'tt.xlsx', 'kind_bed');
	await page.getByRole('button', { name: pattern(say('confirm')) }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/0 diterima, 1 sudah dikenal/);
});

test('unknown headings are assigned by hand, and the next file of the same sender needs no hand', async ({
	page
}) => {
	const say = wordsOf('id');
	const strange = () =>
		Buffer.from(
			`No Kunjungan;NIK;Unit Kerja;Sandi Sakit;Jam Hadir\n${goodRow()
				.split(';')
				.filter((_, i) => i !== 2 && i !== 6)
				.join(';')}\n`
		);
	await choose(page, say, strange(), 'aneh.csv');
	await expect(page.getByText(pattern(say('columns_missing')))).toBeVisible();
	for (const [heading, field] of [
		['Unit Kerja', 'Layanan *'],
		['Sandi Sakit', 'Diagnosis (ICD-10) *'],
		['Jam Hadir', 'Waktu datang *']
	] as const)
		await page.getByRole('combobox', { name: new RegExp(heading) }).selectOption({ label: field });
	await page.getByRole('button', { name: say('columns_apply') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('ready_answer_all')));
	await page.getByRole('button', { name: pattern(say('confirm')) }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('done_answer')));
	await choose(page, say, strange(), 'aneh.csv');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('ready_answer_all')));
	await expect(page.getByText(say('column_remembered')).first()).toBeVisible();
	await page.getByRole('button', { name: say('cancel') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('cancelled_answer'));
});

test('a large file shows its progress and can be stopped', async ({ page }) => {
	const say = wordsOf('id');
	await choose(page, say, sheet(...Array.from({ length: 30_000 }, goodRow)), 'besar.csv');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('ready_answer_all')), {
		timeout: 40_000
	});
	await page.getByRole('button', { name: pattern(say('confirm')) }).click();
	const bar = page.getByRole('progressbar', { name: say('sending') });
	await expect(bar).toHaveAttribute('aria-valuenow', /[1-9]/);
	await page.getByRole('button', { name: say('cancel') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('cancelled_answer_part')));
});

test('a file that is no spreadsheet is refused with what to do, and so is a form without a script', async ({
	page,
	browser,
	storageState,
	city
}) => {
	const say = wordsOf('id');
	await choose(page, say, Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'lama.xls');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('failed_answer'));
	await expect(page.getByRole('main')).toContainText('.xlsx');
	const plain = await browser.newPage({ javaScriptEnabled: false, baseURL: city.origin, storageState });
	await choose(plain, say, sheet(goodRow()), 'tanpa-skrip.csv');
	await expect(plain.getByRole('heading', { level: 1 })).toHaveText(pattern(say('ready_answer_all')), {
		timeout: 15_000
	});
	await plain.getByRole('button', { name: pattern(say('confirm')) }).click();
	await expect(plain.getByRole('heading', { level: 1 })).toHaveText(pattern(say('done_answer')), {
		timeout: 15_000
	});
	await plain.close();
});

const widths = { phone: { width: 360, height: 780 }, desk: { width: 1280, height: 900 } };
for (const [name, viewport] of Object.entries(widths))
	for (const theme of ['light', 'dark'])
		test(`bars nobody (axe) and does not scroll sideways, ${theme}, ${name}`, async ({ page, city }) => {
			const say = wordsOf('id');
			await page.setViewportSize(viewport);
			await page.context().addCookies([{ name: 'theme', value: theme, url: city.origin }]);
			const faults: string[] = [];
			page.on('pageerror', ({ message }) => faults.push(message));
			page.on('console', (message) => {
				if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
			});
			await page.goto('/upload?refused=not-a-sheet');
			await page.waitForLoadState('networkidle');
			await expectOpenToAll(page);
			await choose(
				page,
				say,
				sheet(goodRow(), 'x;1;y;z;w;v;u'),
				'kunjungan-dengan-nama-berkas-yang-panjang-sekali.csv'
			);
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('ready_answer')));
			await expectOpenToAll(page);
			await page.getByRole('button', { name: pattern(say('confirm')) }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(say('done_answer')));
			await expectOpenToAll(page);
			expect(faults).toEqual([]);
		});
