/** The order plan as files: what they say is what the page says, their formulas come to it, and LPLPO is read again. */
import { parse } from 'csv-parse/sync';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import {
	lplpoColumns,
	planColumns,
	type LplpoColumn,
	type PlanColumn
} from '../../src/lib/protocol/plan-sheets.ts';
import { openBook } from '../../src/lib/server/ingest/readers/sheet/open-book.ts';
import { SealedFile } from '../../src/lib/server/ingest/readers/sheet/sealed-file.ts';
import type { Cell } from '../../src/lib/server/ingest/readers/sheet/sheet-row.ts';
import { plantForecasts } from '../support/plant-forecasts.ts';
import { hospitalA, hospitalB, now, openCity, senders, stock, type IngestCity } from './ingest-city.ts';
import { bringAndSend } from './upload-city.ts';

let city: IngestCity;
const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
const query = { asOf: null, year: '2027' };
const move = async (name: 'begin' | 'cap' | 'quantity' | 'propose', fields: Record<string, string>) => {
	const { drugPlan } = city.app.services;
	const form = new FormData();
	const { number } = await drugPlan.load(planner, query);
	for (const [key, value] of Object.entries({ year: '2027', seen: String(number), ...fields }))
		form.set(key, value);
	expect(await drugPlan.moveByForm(planner, name, form)).toEqual({ outcome: 'done' });
};
const fileOf = async (kind: 'rko' | 'lplpo', format: 'csv' | 'xlsx', locale: 'id' | 'en' = 'en') => {
	const file = await city.app.services.planFiles.file(planner, query, { kind, format, locale });
	if (file === null) throw new Error('no file');
	return file;
};

beforeAll(async () => {
	city = await openCity();
	const report = (subject: string, item: string, month: string, used: number, more = {}) =>
		stock(
			`${subject}-${item}-${month}`,
			{ item, month, opening: 500, received: 100, used, closing: 600 - used, ...more },
			{ subject, time: '2026-11-05T00:00:00Z', recordedtime: '2026-11-05T00:00:00Z' }
		);
	const events = [
		report(hospitalA, 'oralit', '2026-09', 1),
		report(hospitalA, 'oralit', '2026-10', 150, { lost: 20, closing: 430, stockoutDays: 3 }),
		report(hospitalB, 'oralit', '2026-10', 50),
		report(hospitalB, 'zinc-20', '2026-10', 0),
		report(hospitalB, 'obat-lain', '2026-10', 7)
	];
	expect(await city.app.ingest.submit(senders.importer, events)).toMatchObject({ accepted: 5 });
	const planted = [
		{ item: 'oralit', median: 10_004.5, stock: 980 },
		{ item: 'zinc-20', median: 900, stock: null },
		{ item: 'ctm-4', median: 400, stock: 0 },
		{ item: 'obat-lain', median: 30, stock: 593 }
	];
	await plantForecasts(city.database.sql, planted, now);
	await move('begin', { value: '0.8' });
	await move('cap', { value: '8000000' });
	await move('quantity', { item: 'oralit', value: '11000', reason: '=1+1 dibulatkan ke dus' });
});
afterAll(() => city.close());

describe('the plan as RKO', () => {
	const ids = Object.keys(planColumns) as PlanColumn[];
	const letter = (column: PlanColumn) => String.fromCharCode(65 + ids.indexOf(column));

	it('says what the page says, with formulas that come to it', async () => {
		const view = await city.app.services.drugPlan.load(planner, query);
		const body = (await fileOf('rko', 'xlsx')).body as Uint8Array;
		const [rows, formulas] = [await rowsOf(body), await formulasOf(body)];
		const head = rows.findIndex(({ cells }) => cells.includes('Medicine'));
		const lines = [...(view.lines ?? []), ...view.unpriced];
		const table = rows.slice(head + 1);
		expect(table).toHaveLength(lines.length + 1);
		for (const [index, line] of lines.entries()) {
			const { number, cells } = table[index] ?? { number: 0, cells: [] };
			const at = (column: PlanColumn) => `${letter(column)}${number}`;
			const cell = (column: PlanColumn) => Number(cells[ids.indexOf(column)] ?? NaN);
			expect(cells[ids.indexOf('item')]).toBe(line.item);
			expect(formulas.get(at('need'))).toBe(
				`MAX(0,ROUNDUP(ROUND(${at('use')}+${at('buffer')}-${at('stock')},2),0))`
			);
			const open = Math.round(100 * (cell('use') + cell('buffer') - cell('stock'))) / 100;
			expect([cell('need'), line.computed]).toEqual([Math.max(0, Math.ceil(open)), cell('need')]);
			expect(formulas.get(at('quantity'))).toBe(
				`IF(ISBLANK(${at('override')}),${at('need')},${at('override')})`
			);
			const decided = cells[ids.indexOf('override')];
			expect(cell('quantity')).toBe(typeof decided === 'number' ? decided : cell('need'));
			expect(cell('quantity')).toBe(line.quantity);
			if (line.priceRupiah === null) {
				expect(formulas.has(at('cost'))).toBe(false);
				continue;
			}
			expect(formulas.get(at('cost'))).toBe(`${at('quantity')}*${at('price')}`);
			expect(cell('cost')).toBe(cell('quantity') * cell('price'));
			expect(formulas.get(at('boughtCost'))).toBe(`${at('bought')}*${at('price')}`);
			expect(cell('boughtCost')).toBe(cell('bought') * cell('price'));
		}
		const [first, last, total] = [table[0], table.at(-2), table.at(-1)];
		for (const [column, sum] of [
			['cost', view.costRupiah],
			['boughtCost', view.boughtRupiah]
		] as const) {
			const range = `${letter(column)}${first?.number}:${letter(column)}${last?.number}`;
			expect(formulas.get(`${letter(column)}${total?.number}`)).toBe(`SUM(${range})`);
			expect(total?.cells[ids.indexOf(column)]).toBe(sum);
		}
		// 11,000 × 700 and what is left of it for zinc at 450.
		expect(view.boughtRupiah).toBe(7_700_000 + 666 * 450);
	});

	it('is the same as CSV, and says that it is a draft and who decided what', async () => {
		const { name, body } = await fileOf('rko', 'csv');
		expect(name).toBe('rko-2027-draft-per-2026-11-22.csv');
		const table = parse(String(body), { bom: true, relax_column_count: true }) as string[][];
		expect(table.find(([label]) => label === 'State')?.[1]).toContain('signed by nobody');
		const oralit = table.find((cells) => cells.includes('oralit')) ?? [];
		expect(oralit[ids.indexOf('quantity')]).toBe('11000');
		expect(oralit[ids.indexOf('cost')]).toBe('7700000');
		expect(oralit[ids.indexOf('remark')]).toContain('decided by user:planner: =1+1 dibulatkan');
		const unlisted = table.find((cells) => cells.includes('obat-lain')) ?? [];
		expect(unlisted[ids.indexOf('cost')]).toBe('');
	});

	it('of a proposed plan names its signer and its hash', async () => {
		await move('propose', {});
		const { seal } = await city.app.services.drugPlan.load(planner, query);
		const { name, body } = await fileOf('rko', 'csv');
		expect(name).toBe('rko-2027-proposed-per-2026-11-22.csv');
		expect(String(body)).toContain(seal?.hash ?? 'none');
		expect(String(body)).toContain('Proposed: Proposed user:planner 2026-11-22 12:00 WIB');
	});

	it('is not there where there is no plan', async () => {
		const { planFiles } = city.app.services;
		const asked = { kind: 'rko', format: 'csv', locale: 'id' } as const;
		expect(await planFiles.file(planner, { asOf: null, year: '2026' }, asked)).toBeNull();
	});
});

describe('the plan as LPLPO', () => {
	const ids = Object.keys(lplpoColumns) as LplpoColumn[];

	it('asks for each facility’s part of the plan beyond its stock', async () => {
		const body = (await fileOf('lplpo', 'xlsx')).body as Uint8Array;
		const rows = await rowsOf(body);
		const own = rows.find(
			({ cells }) => cells.includes(hospitalA) && cells.includes('Oral rehydration salts')
		);
		const cell = (column: LplpoColumn) => own?.cells[ids.indexOf(column)];
		// P80 is 12,005.4 over fifteen months; of 200 used it used 150.
		expect(cell('optimum')).toBe(Math.ceil((12_005.4 / 15) * (150 / 200)));
		expect(cell('request')).toBe(601 - 430);
		const formulas = await formulasOf(body);
		expect([...formulas.values()]).toContain(`MAX(0,L${own?.number}-J${own?.number})`);
		expect([...formulas.values()]).toContain(`E${own?.number}+F${own?.number}`);
	});

	it.each([
		['csv', 'id'],
		['csv', 'en'],
		['xlsx', 'id'],
		['xlsx', 'en']
	] as const)('is read again by our own upload, to the unit (%s, %s)', async (format, locale) => {
		const { body } = await fileOf('lplpo', format, locale);
		const other = await openCity();
		try {
			const sent = await bringAndSend(other.app, 'lplpo', body, { party: 'dinkes', facility: null });
			expect(sent.check).toMatchObject({ rows: 4, bad: 0 });
			expect(sent.result).toMatchObject({ accepted: 4, quarantined: 0, refusedRows: 0 });
			const reports = (of: IngestCity) => of.database.sql`
				SELECT facility, item, month, opening, received, used, lost, closing, stockout_days FROM stock
				WHERE month = '2026-10-01' ORDER BY facility, item`;
			expect(await reports(other)).toEqual(await reports(city));
		} finally {
			await other.close();
		}
	});
});

it('each file that goes out leaves a line', async () => {
	const lines = () => city.database.sql<{ viewer: string; what: string; rowCount: number }[]>`
		SELECT viewer, what, row_count AS "rowCount" FROM trail WHERE action = 'export' ORDER BY number`;
	const before = (await lines()).length;
	await fileOf('rko', 'csv');
	await fileOf('lplpo', 'xlsx');
	expect((await lines()).slice(before)).toEqual([
		{ viewer: 'user:planner', what: '/drugs/plan/rko.csv', rowCount: 5 },
		{ viewer: 'user:planner', what: '/drugs/plan/lplpo.xlsx', rowCount: 4 }
	]);
});

/** Formulas by the address of their cell, as they stand in the file. */
async function formulasOf(book: Uint8Array): Promise<Map<string, string>> {
	const zip = await fromBufferPromise(Buffer.from(book), { lazyEntries: true });
	let xml = '';
	for await (const entry of zip.eachEntry()) {
		if (!/worksheets\/sheet\d+\.xml$/.test(entry.fileName)) continue;
		for await (const chunk of await zip.openReadStreamPromise(entry)) xml += String(chunk);
	}
	return new Map(
		[...xml.matchAll(/<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)<\/f>/g)].map(([, at = '', text = '']) => [at, text])
	);
}

async function rowsOf(bytes: Uint8Array): Promise<{ number: number; cells: readonly Cell[] }[]> {
	const folder = mkdtempSync(join(tmpdir(), 'denyut-plan-'));
	try {
		const source = (async function* () {
			yield Buffer.from(bytes);
		})();
		const book = await openBook(await SealedFile.write(join(folder, 'x'), source, 10_000_000));
		const rows: { number: number; cells: readonly Cell[] }[] = [];
		for await (const { number, cells } of book.rows(0)) rows.push({ number, cells });
		return rows;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
