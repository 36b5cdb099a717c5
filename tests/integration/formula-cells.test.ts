/**
 * No spreadsheet program may run a cell of any file that the product gives out. Every place that makes such a file is found
 * in the sources; each has a case here that plants cells that begin like a formula and reads the file back.
 */
import { parse } from 'csv-parse/sync';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { sayAffected } from '../../src/cli/audit/affected.ts';
import { tableCsv } from '../../src/lib/charts/table-csv.ts';
import { systemViewer, type Viewer } from '../../src/lib/domain/viewer.ts';
import { sheetKinds } from '../../src/lib/protocol/views/upload.ts';
import { buildWorkbook } from '../../src/lib/server/export/xlsx.ts';
import { NextYearFilesService } from '../../src/lib/server/services/budget/next-year-files.ts';
import { openFormulas } from '../support/sheet-formulas.ts';
import {
	bed,
	claim,
	hospitalA,
	now,
	openCity,
	senders,
	serve,
	stock,
	visit,
	type Endpoint,
	type IngestCity
} from './ingest-city.ts';
import { plantForecasts } from '../support/plant-forecasts.ts';
import { familyOf, nikOf, sync } from './register-city.ts';
import { bringAndSend, signedIn } from './upload-city.ts';
import { wordsIn } from './evaluation-city.ts';

const planted = ['=1+1', '+1', '-1', '@x', '\tx', '\rx'];
const isRun = /^[=+\-@\t\r]/;
/** A figure is a figure: a text that looks like one is guarded. */
const isFigure = /^-?\d+(\.\d+)?$/;

let city: IngestCity;
let endpoint: Endpoint;
let readKey: string;
let hospital: { cookie: string };

beforeAll(async () => {
	city = await openCity();
	endpoint = await serve(city.app);
	hospital = await signedIn(city);
	readKey = await city.app.keys.create({ party: null, role: 'planner', facility: null });
	const subject = { subject: hospitalA };
	const events = [
		visit('f-1', { arrivedAt: '2026-11-20T03:00:00Z', drugs: [{ item: 'oralit', quantity: 3 }] }, subject),
		stock('f-2', { item: 'oralit' }, subject),
		bed('f-3', {}, subject),
		claim('f-4', {}, subject)
	];
	expect(await city.app.ingest.submit(senders.importer, events)).toMatchObject({ accepted: events.length });
});
afterAll(async () => {
	await endpoint.close();
	await city.close();
});

/** Cells of a CSV, as a program reads them. */
const cellsOf = (text: string, delimiter = ','): string[] =>
	(parse(text, { bom: true, delimiter, relax_column_count: true }) as string[][]).flat();

/** What the product reckons itself: addresses of cells, and functions of them. */
const ownFormula = /^(?:\$?[A-Z]\d+|MAX|ROUNDUP|ROUND|IF|ISBLANK|SUM|\d|[(),:*+-])+$/;
const noFormula = /(?!)/;

/** Texts of a workbook, as they stand in its XML; `formula` is what those that the product itself makes look like. */
async function textsOf(book: Uint8Array, formula = noFormula): Promise<string[]> {
	const zip = await fromBufferPromise(Buffer.from(book), { lazyEntries: true });
	let xml = '';
	for await (const entry of zip.eachEntry()) {
		if (!/sharedStrings|worksheets\/sheet\d+\.xml$/.test(entry.fileName)) continue;
		for await (const chunk of await zip.openReadStreamPromise(entry)) xml += String(chunk);
	}
	const formulas = [...xml.matchAll(/<f(?: [^>]*)?>([^<]*)/g)].map(([, text = '']) => text);
	expect(formulas.filter((text) => !formula.test(text))).toEqual([]);
	return [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text = '']) =>
		text.replaceAll('&#13;', '\r')
	);
}

/** Names of facilities are texts that an administrator types. */
async function withNames<T>(work: () => Promise<T>): Promise<T[]> {
	const { sql } = city.database;
	const [before] = await sql<{ name: string }[]>`SELECT name FROM facility WHERE code = ${hospitalA}`;
	const results: T[] = [];
	for (const name of planted) {
		await sql`UPDATE facility SET name = ${name} WHERE code = ${hospitalA}`;
		await city.app.facilities.load();
		expect(city.app.facilities.find(hospitalA)?.name).toBe(name);
		results.push(await work());
	}
	await sql`UPDATE facility SET name = ${before?.name ?? ''} WHERE code = ${hospitalA}`;
	await city.app.facilities.load();
	return results;
}

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(`http://127.0.0.1:${endpoint.port}${path}`, {
		headers: { 'accept-language': 'en', ...hospital, ...headers }
	});

const expectText = (cells: readonly string[]) => {
	expect(cells.length).toBeGreaterThan(0);
	expect(cells.filter((cell) => isRun.test(cell) && !isFigure.test(cell))).toEqual([]);
};
const expectPlanted = (cells: readonly string[], text: string) =>
	expect(cells.filter((cell) => cell.includes(`'${text}`)).length, JSON.stringify(text)).toBeGreaterThan(0);

/** By the file of the sources that makes it. */
const exports: Record<string, () => Promise<void>> = {
	'src/lib/server/services/read-api.ts': async () => {
		const answer = (
			resource: 'beds' | 'visits' | 'diseases' | 'drugs' | 'drugs/stock' | 'claims' | 'budget'
		) =>
			city.app.services.readApi.answer(resource, {
				url: new URL(`http://localhost/api/v1/${resource}?format=csv${queries[resource] ?? ''}`),
				authorization: `Bearer ${readKey}`,
				accept: null,
				acceptLanguage: null,
				findKey: (token) => city.app.keys.find(token),
				readApiOf: (viewer) => city.app.servicesFor(viewer).readApi
			});
		const queries: Record<string, string> = { drugs: '&item=oralit' };
		for (const resource of [
			'beds',
			'visits',
			'diseases',
			'drugs',
			'drugs/stock',
			'claims',
			'budget'
		] as const) {
			const { status, body } = await answer(resource);
			expect(status, `${resource}: ${body}`).toBe(200);
			expectText(cellsOf(body));
		}
		for (const resource of ['beds', 'visits', 'claims'] as const) {
			const answers = await withNames(async () => (await answer(resource)).body);
			answers.forEach((body, index) => {
				expectText(cellsOf(body));
				expectPlanted(cellsOf(body), planted[index] ?? '');
			});
		}
	},
	'src/lib/server/upload-endpoint.ts': async () => {
		for (const kind of sheetKinds) {
			const response = await get(`/upload/templates/${kind}.xlsx`);
			expectText(await textsOf(new Uint8Array(await response.arrayBuffer())));
		}
		for (const text of planted) {
			// A heading, a text and a code each; the row is refused, so that it comes back.
			const file = `No Kunjungan;NIK;Layanan;Diagnosa;Tanggal Masuk;"${text}"\n"${text}";1;"${text}";"${text}";x;"${text}"\n`;
			const sent = await bringAndSend(city.app, 'visit', file);
			const csv = await (await get(`/upload/${sent.id}/refused.csv`)).text();
			expectText(cellsOf(csv));
			const indonesian = await (
				await get(`/upload/${sent.id}/refused.csv`, { 'accept-language': 'id' })
			).text();
			expectText(cellsOf(indonesian, ';'));
			// What a tab or CR begins is trimmed by the reader already.
			if (!/^\s/.test(text)) expectPlanted(cellsOf(csv), text);
		}
	},
	'src/lib/server/services/rko.ts': async () => {
		const whole = { item: null, ven: null, kecamatan: null, asOf: null, facility: hospitalA };
		const files = await withNames(async () => ({
			csv: cellsOf(String((await city.app.services.rko.file(planner, whole, 'csv', 'en')).body)),
			xlsx: await textsOf((await city.app.services.rko.file(planner, whole, 'xlsx', 'en')).body as Uint8Array)
		}));
		files.forEach(({ csv, xlsx }, index) => {
			expectText(csv);
			expectText(xlsx);
			expectPlanted(csv, planted[index] ?? '');
			expectPlanted(xlsx, planted[index] ?? '');
		});
	},
	'src/lib/server/services/drug-plan/plan-files.ts': async () => {
		const { drugPlan, planFiles } = city.app.services;
		const planned = { item: 'oralit', median: 1_000, stock: 3 };
		const year = String(await plantForecasts(city.database.sql, [planned], now));
		const move = async (name: 'begin' | 'quantity', fields: Record<string, string>) => {
			const form = new FormData();
			const { number } = await drugPlan.load(planner, { asOf: null, year });
			for (const [key, value] of Object.entries({ year, seen: String(number), ...fields }))
				form.set(key, value);
			expect(await drugPlan.moveByForm(planner, name, form)).toEqual({ outcome: 'done' });
		};
		await move('begin', { value: '0.8' });
		for (const text of planted) {
			await move('quantity', { item: 'oralit', value: '7', reason: `${text} alasan yang cukup` });
			for (const kind of ['rko', 'lplpo'] as const) {
				const body = async (format: 'csv' | 'xlsx') =>
					(await planFiles.file(planner, { asOf: null, year }, { kind, format, locale: 'en' }))?.body;
				expectText(cellsOf(String(await body('csv'))));
				const texts = await textsOf((await body('xlsx')) as Uint8Array, ownFormula);
				expectText(texts);
				if (kind === 'rko') expect(texts.some((one) => one.includes(text.trim()))).toBe(true);
			}
		}
	},
	'src/lib/server/services/evaluation/files.ts': async () => {
		const { evaluation } = city.app.servicesFor(planner);
		const asked = { year: '2026', asOf: null };
		const files = await withNames(async () => {
			const note = city.app.facilities.find(hospitalA)?.name ?? '';
			const made = await evaluation.freeze(planner, asked, note);
			if (made.outcome !== 'frozen') throw new Error(made.outcome);
			const how = { format: 'xlsx', words: wordsIn('en') } as const;
			const file = await evaluation.file(planner, made.number, how);
			if (!file || file === 'altered') throw new Error('no file');
			return textsOf(file.body, /^SUM\([B-Z]\d+:[B-Z]\d+\)$/);
		});
		files.forEach((texts, index) => {
			expectText(texts);
			expectPlanted(texts, planted[index] ?? '');
		});
	},
	'src/lib/server/services/trail.ts': async () => {
		const { context, trail } = city.app.services;
		for (const reason of planted)
			await context.recordLook(context.system, systemViewer('test'), {
				action: 'export',
				what: reason,
				reason
			});
		const all = { asOf: null, who: null, action: null, from: null, to: null, text: null, page: null };
		const cells = cellsOf(await trail.exportCsv(systemViewer('test'), all));
		expectText(cells);
		// What a person typed is trimmed before it is kept.
		for (const text of planted.filter((one) => one === one.trim())) expectPlanted(cells, text);
	},
	'src/cli/audit/affected.ts': () => {
		const at = new Date('2026-11-20T00:00:00Z');
		const person = {
			role: 'planner',
			facility: null,
			session: null,
			apiKey: null,
			address: null,
			keyId: 'k'
		};
		const looks = planted.map((text, index) => ({
			...{ ...person, number: index, at, viewer: text, action: text, what: text, reason: text },
			...{ rows: [text], filter: { [text]: text }, rowCount: -1 }
		}));
		const period = { viewer: 'user:x', from: at, before: at };
		const trail = { state: 'whole', anchored: null } as const;
		const cells = cellsOf(
			sayAffected({ period, account: null, looks, named: {}, unnamed: { looks: 0, rows: 0 }, trail }, 'csv')
		);
		expectText(cells);
		for (const text of planted) expectPlanted(cells, text);
		return Promise.resolve();
	},
	'src/lib/server/services/member-people.ts': async () => {
		const moved = { nik: nikOf(1), family: familyOf(1), kecamatan: 'Bekasi Timur', status: 'moved' };
		await sync(city, 'dukcapil', [{ ...moved, statusSince: '2026-06-01', ektp: 1, head: 1 }]);
		await sync(city, 'dinsos', [{ nik: nikOf(1), family: familyOf(1) }]);
		const query = { asOf: null, reason: 'moved', kecamatan: null, page: null };
		for (const text of planted) {
			await city.database.sql`UPDATE membership SET segment = ${text}`;
			const cells = cellsOf(await city.app.services.memberPeople.exportCsv(planner, query));
			expectText(cells);
			expectPlanted(cells, text);
		}
	},
	'src/lib/server/services/disease-lines.ts': async () => {
		const query = {
			disease: 'dengue',
			kecamatan: null,
			from: '2026-11-15',
			to: null,
			page: null,
			asOf: null
		};
		const files = await withNames(() => city.app.services.diseaseLines.exportCsv(planner, query));
		files.forEach((file, index) => {
			expectText(cellsOf(file));
			expectPlanted(cellsOf(file), planted[index] ?? '');
		});
	},
	'src/lib/server/services/budget/next-year-files.ts': async () => {
		const { context, budgetNextYear } = city.app.services;
		const point = { total: 12, carried: 2, cost: 10, perMemberMonth: null };
		const proposal = {
			points: { p50: point, p80: point, p95: point },
			factor: { value: 1, lower80: 1, upper80: 1 },
			factors: { services: 1, referral: 1, members: 1, tariff: 1 },
			...{ members: null, outpatientShare: null }
		};
		const view = await budgetNextYear.load(planner, new URLSearchParams());
		const kept = { keptAt: now.toISOString(), isOwn: true, mayRemove: true, modelVersion: 1 };
		const compared = planted.map((name) => ({
			...{ ...kept, id: name, name, levers: view.levers, saved: proposal.points, now: proposal }
		}));
		const load = () => Promise.resolve({ ...view, proposal, base: proposal, compared });
		const files = new NextYearFilesService(context, { load });
		const file = await files.file(planner, new URLSearchParams(), 'xlsx', 'en');
		const cells = [...(await openFormulas(file?.body ?? new Uint8Array())).values()].flatMap((sheet) => [
			...sheet.values()
		]);
		const texts = cells.flatMap((cell) => ('text' in cell ? [cell.text] : []));
		expectText(texts);
		for (const text of planted) expectPlanted(texts, text);
		// Its own formulas name cells and figures, and nothing that anybody typed.
		const formulas = cells.flatMap((cell) => ('formula' in cell ? [cell.formula] : []));
		expect(formulas.length).toBeGreaterThan(20);
		for (const formula of formulas) expect(formula).toMatch(/^[A-Za-z\d!$.+\-*/^(),:]+$/);
		for (const text of planted) expect(formulas).not.toContain(text);
	},
	'src/lib/charts/save-table.ts': () => {
		// The very function that its download calls, in the browser and here.
		const source = readFileSync(resolve(top, 'src/lib/charts/save-table.ts'), 'utf8');
		expect(source).toContain('new Blob([tableCsv(columns, rows, mark)]');
		for (const text of planted) {
			const columns = [
				{ id: 'a', name: text, value: (row: string) => row },
				{ id: 'b', name: 'n', value: () => -1 }
			];
			const cells = cellsOf(tableCsv(columns, [text]));
			expectText(cells);
			expect(cells).toEqual([`'${text}`, 'n', `'${text}`, '-1']);
		}
		return Promise.resolve();
	}
};

const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
const top = resolve(import.meta.dirname, '../..');
/** What makes a file for a spreadsheet program says its type, or hands it to the browser under a name. */
const makesFile =
	/text\/csv|spreadsheetml\.sheet|content-disposition|\.workbook\(|csvLine\(|csvFile\(|toCsv\(|writeXlsxFile\(/i;
/** They name the types and make no file: accept lists, documentation, the writers themselves, who passes a file on, and pages to print. */
const makesNone = [
	'src/lib/protocol/csv.ts',
	'src/lib/server/services/sheet-file.ts',
	'src/lib/server/export/xlsx.ts',
	'src/lib/charts/table-csv.ts',
	'src/lib/protocol/api/queries.ts',
	'src/lib/protocol/api/openapi-reads.ts',
	'src/lib/protocol/api/openapi-coverage.ts',
	'src/routes/(app)/members/people.csv/+server.ts',
	'src/routes/(app)/diseases/lines/lines.csv/+server.ts',
	'src/routes/(app)/claims/batches/[number]/minutes.pdf/+server.ts',
	'src/routes/(app)/sjp/[number]/surat.pdf/+server.ts',
	'src/routes/(app)/upload/FileForm.svelte',
	'src/routes/(app)/budget/next-year.[format]/+server.ts',
	'src/routes/(app)/drugs/rko.[format]/+server.ts',
	'src/routes/(app)/drugs/plan/plan-file.ts',
	'src/routes/(app)/evaluation/[number]/file.[format]/+server.ts',
	'src/routes/(app)/trail/lines.csv/+server.ts'
];

function findMakers(): string[] {
	return readdirSync(join(top, 'src'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(ts|js|svelte)$/.test(entry.name) && !/\.test\./.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => makesFile.test(readFileSync(file, 'utf8')))
		.map((file) => relative(top, file).split(sep).join('/'))
		.filter((file) => !file.includes('/paraglide/') && !file.includes('/test'))
		.sort();
}

describe('no file that the product gives out holds a cell that a program would run:', () => {
	it('every maker of such a file has a case below', () => {
		expect(findMakers()).toEqual([...Object.keys(exports), ...makesNone].sort());
	});

	it.each(Object.entries(exports))('%s', (_, check) => check());

	it('a workbook, in its titles, headings and cells', async () => {
		const book = await buildWorkbook([
			{
				name: 'x',
				titles: [planted],
				headings: planted,
				rows: [planted, ['fine', -1, true, null]],
				widths: [9]
			}
		]);
		const texts = await textsOf(book);
		expectText(texts);
		expect(texts).toContain("'=1+1");
		expect(texts).toContain('fine');
	});
});
