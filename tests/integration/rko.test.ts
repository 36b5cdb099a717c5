/** The drug plan as a file: its figures are those of the page, reckoned here once more from the rows. */
import { parse } from 'csv-parse/sync';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMedicine, medicines } from '../../src/lib/domain/medicines.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { rkoColumns, type RkoColumn } from '../../src/lib/protocol/rko.ts';
import { openBook } from '../../src/lib/server/ingest/readers/sheet/open-book.ts';
import { SealedFile } from '../../src/lib/server/ingest/readers/sheet/sealed-file.ts';
import type { Cell } from '../../src/lib/server/ingest/readers/sheet/sheet-row.ts';
import type { DrugQuery } from '../../src/lib/server/services/drug-filter.ts';
import { hospitalA, hospitalB, openCity, senders, stock, visit, type IngestCity } from './ingest-city.ts';

const whole: DrugQuery = { item: null, ven: null, kecamatan: null, facility: null, asOf: null };
const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
const clinic = 'PKM-seroja';
let city: IngestCity;
let serial = 0;

const dispensed = (facility: string, day: string, drugs: Record<string, number>) =>
	visit(
		`d-${serial++}`,
		{
			arrivedAt: `${day}T03:00:00Z`,
			drugs: Object.entries(drugs).map(([item, quantity]) => ({ item, quantity }))
		},
		{ time: `${day}T03:00:00Z`, subject: facility, recordedtime: `${day}T04:00:00Z` }
	);
const report = (facility: string, month: string, item: string, used: number, closing: number) =>
	stock(
		`s-${serial++}`,
		{ item, month, opening: used + closing, received: 0, used, closing },
		{ subject: facility, time: '2026-11-05T00:00:00Z', recordedtime: '2026-11-05T00:00:00Z' }
	);

beforeAll(async () => {
	city = await openCity();
	const months = ['2026-08', '2026-09', '2026-10'];
	const events = [
		dispensed(hospitalB, '2026-07-20', {}),
		...months.flatMap((month, index) => [
			dispensed(hospitalB, `${month}-10`, { oralit: 100 + index, 'zinc-20': 7, 'obat-tak-terdaftar': 3 }),
			// Replaced by the clinic's own report.
			dispensed(clinic, `${month}-11`, { oralit: 999 }),
			report(clinic, month, 'oralit', 250 + 10 * index, 5_000 - index),
			report(clinic, month, 'zinc-20', 1, 90_000)
		]),
		report(hospitalA, '2026-06', 'oralit', 5, 40)
	];
	const answer = await city.app.ingest.submit(senders.importer, events);
	expect(answer).toMatchObject({ accepted: events.length, errors: [] });
});
afterAll(() => city.close());

type Plan = {
	facts: Map<string, string>;
	lines: Map<string, Record<string, string>>;
	name: string;
	text: string;
};

async function planOf(
	query: Partial<DrugQuery> = {},
	locale: 'id' | 'en' = 'en',
	app = city.app
): Promise<Plan> {
	const { name, body } = await app.services.rko.file(planner, { ...whole, ...query }, 'csv', locale);
	const text = String(body);
	const rows = parse(text, {
		bom: true,
		relax_column_count: true,
		delimiter: locale === 'id' ? ';' : ',',
		skip_empty_lines: false
	}) as string[][];
	const gap = rows.findIndex((row) => row.every((cell) => cell === ''));
	const [headings = [], ...lines] = rows.slice(gap + 1);
	expect(headings).toEqual(Object.values(rkoColumns).map((words) => words[locale]));
	const ids = Object.keys(rkoColumns) as RkoColumn[];
	const named = lines.map((cells) => Object.fromEntries(ids.map((id, index) => [id, cells[index] ?? ''])));
	return {
		name,
		text,
		facts: new Map(rows.slice(0, gap).map(([label = '', value = '']) => [label, value])),
		lines: new Map(named.map((line) => [line['item'] ?? '', line]))
	};
}

const cents = (value: number | null) => (value === null ? '' : String(Math.round(100 * value) / 100));

/** Use of the last three complete months from the raw rows: a report replaces what its facility dispensed in that month. */
async function meanUseFromRows(item: string): Promise<number> {
	const [row] = await city.database.sql<{ used: number }[]>`
		WITH own AS (SELECT facility, month, used FROM stock WHERE item = ${item} AND posted_on IS NOT NULL
				AND reversed_on IS NULL AND month BETWEEN '2026-08-01' AND '2026-10-01'),
			given AS (SELECT facility, date_trunc('month', occurred_on)::date AS month, (drug->>'quantity')::int AS quantity
				FROM visit CROSS JOIN LATERAL jsonb_array_elements(drugs) AS drug
				WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND drug->>'item' = ${item}
					AND occurred_on BETWEEN '2026-08-01' AND '2026-10-31')
		SELECT ((SELECT coalesce(sum(used), 0) FROM own) + (SELECT coalesce(sum(quantity), 0) FROM given
			WHERE (facility, month) NOT IN (SELECT facility, month FROM own)))::int AS used`;
	return (row?.used ?? 0) / 3;
}

describe('the drug plan', () => {
	it.each([
		['oralit', 4_998],
		['zinc-20', 90_000]
	])('of %s is what the rows and the ministry’s sum give', async (item, closing) => {
		const mean = await meanUseFromRows(item);
		expect(mean).toBeGreaterThan(0);
		const line = (await planOf()).lines.get(item);
		const price = findMedicine(item)?.unitPriceRupiah ?? 0;
		const use = 12 * mean;
		const open = use + 0.2 * use + 3 * mean - closing;
		const need = Math.max(0, Math.ceil(Number(open.toFixed(6))));
		expect(line).toMatchObject({
			unit: findMedicine(item)?.unit,
			stock: String(closing),
			stockMonth: '2026-10',
			meanUse: cents(mean),
			use: cents(use),
			buffer: cents(0.2 * use),
			leadTime: cents(3 * mean),
			need: String(need),
			price: String(price),
			cost: String(need * price)
		});
	});

	it('agrees with the page, and its cost with its lines', async () => {
		const view = await city.app.services.drugs.load(whole);
		const { lines, facts } = await planOf();
		expect([...lines.keys()].sort()).toEqual(view.rows.map(({ item }) => item).sort());
		for (const { item, meanUse, stock: reported, monthsLeft } of view.rows) {
			const line = lines.get(item);
			expect(line?.['meanUse'], item).toBe(cents(meanUse));
			expect(line?.['stock'], item).toBe(reported ? String(reported.closing) : '');
			expect(line?.['monthsLeft'], item).toBe(cents(monthsLeft));
		}
		const cost = [...lines.values()].reduce((sum, line) => sum + Number(line['cost']), 0);
		expect(cost).toBeGreaterThan(0);
		expect(facts.get('Estimated cost in all (Rp)')).toBe(String(cost));
	});

	it('says what it does not know instead of nought', async () => {
		const { lines } = await planOf();
		expect(lines.get('oralit')?.['remark']).toContain('1 of 2 facilities');
		expect(lines.get('zinc-20')).toMatchObject({ need: '0' });
		expect(lines.get('zinc-20')?.['remark']).toMatch(/exceeds the need by \d+/);
		expect(lines.get('obat-tak-terdaftar')).toMatchObject({ price: '', cost: '', unit: '', ven: '' });
		expect(lines.get('obat-tak-terdaftar')?.['remark']).toContain('no price');
		const nobody = await planOf({ facility: hospitalA });
		expect(nobody.lines.size).toBeGreaterThanOrEqual(medicines.length);
		const before = await planOf({ asOf: '2026-07-01' });
		expect(before.lines.get('oralit')).toMatchObject({ meanUse: '', need: '', cost: '' });
		expect(before.lines.get('oralit')?.['remark']).toContain('use is not known');
	});

	it('says when, of what, on which basis, at whose prices, and that nobody signed it', async () => {
		const { facts, name, text } = await planOf();
		expect(name).toBe('rko-2027-konsumsi-per-2026-11-22.csv');
		expect(text).toContain('DRUG PLAN (RKO) 2027');
		expect(facts.get('By what was known at')).toBe('2026-11-22 12:00 WIB');
		expect(facts.get('Scope')).toBe('Whole city');
		expect(facts.get('Basis')).toContain('2026-08 to 2026-10');
		expect(facts.get('Prices')).toContain('not official');
		expect(facts.get('State')).toContain('nobody has checked or signed');
		expect(facts.get('Data')).toBe('Reports of the facilities');
		const part = await planOf({ facility: clinic, ven: 'V', asOf: '2026-11-20' }, 'id');
		expect(part.name).toBe('rko-2027-konsumsi-per-2026-11-20-PKM-seroja-ven-V.csv');
		expect(part.facts.get('Cakupan')).toMatch(/PKM-seroja\), kelas VEN V/);
		expect(part.lines.get('oralit')).toMatchObject({ meanUse: '260', unit: 'sachet' });
		expect(part.lines.has('zinc-20')).toBe(false);
	});

	it('of a demo says so, in the file and in its name', async () => {
		const { context } = city.app.services;
		context.demo = true;
		const { facts, name } = await planOf();
		context.demo = false;
		expect(name).toBe('rko-2027-konsumsi-per-2026-11-22-demo.csv');
		expect(facts.get('Data')).toContain('SIMULATED');
	});

	it('writes decimals as the program of its language reads them', async () => {
		const { lines } = await planOf({}, 'id');
		expect(lines.get('oralit')?.['monthsLeft']).toMatch(/^\d+,\d+$/);
		expect((await planOf()).lines.get('oralit')?.['monthsLeft']).toMatch(/^\d+\.\d+$/);
	});

	it('is the same as a workbook', async () => {
		const { name, body, contentType } = await city.app.services.rko.file(planner, whole, 'xlsx', 'en');
		expect(name).toBe('rko-2027-konsumsi-per-2026-11-22.xlsx');
		expect(contentType).toContain('spreadsheetml');
		const rows = await rowsOf(body as Uint8Array);
		const { lines, facts } = await planOf();
		const head = rows.findIndex((cells) => cells.includes('Medicine'));
		expect(rows.slice(0, head).map(([label, value]) => [label, String(value ?? '')])).toEqual([...facts]);
		const ids = Object.keys(rkoColumns);
		for (const cells of rows.slice(head + 1)) {
			const line = Object.fromEntries(ids.map((id, index) => [id, String(cells[index] ?? '')]));
			expect(line).toEqual(lines.get(String(cells[ids.indexOf('item')])));
		}
		expect(rows.length - head - 1).toBe(lines.size);
	});

	it('refuses a filter that cannot be read, as the page does', async () => {
		await expect(city.app.services.rko.file(planner, { ...whole, ven: 'X' }, 'csv', 'en')).rejects.toThrow(
			/ven/
		);
	});
});

async function rowsOf(bytes: Uint8Array): Promise<Cell[][]> {
	const folder = mkdtempSync(join(tmpdir(), 'denyut-rko-'));
	try {
		const source = (async function* () {
			yield Buffer.from(bytes);
		})();
		const file = await SealedFile.write(join(folder, 'x'), source, 10_000_000);
		const book = await openBook(file);
		const rows: Cell[][] = [];
		for await (const { cells } of book.rows(0)) rows.push(cells);
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
