/** The yearly evaluation of a rebuilt year says what it is, wherever it goes: frozen, on paper, in cells, in a file's name. */
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { reconstructionMark, reconstructionName } from '../../src/lib/protocol/reconstruction.ts';
import type { Services } from '../../src/lib/server/services/index.ts';
import { readWorkbook } from '../support/read-workbook.ts';
import { wordsIn } from './evaluation-city.ts';
import { openCity, type IngestCity } from './ingest-city.ts';

const year = { year: 2018 };
const planner: Viewer = { name: 'user:planner', role: 'planner', facility: null };
const query = { year: '2026', asOf: null };

let city: IngestCity;
/** Of an application that was opened before the database held a rebuilt year, and of one that was opened after. */
let before: Services;
let after: Services;

beforeAll(async () => {
	city = await openCity();
	before = city.app.servicesFor(planner);
	const plan = { preset: '2018', end: '2018-12-31T16:59:00.000Z', scale: 0.004 };
	await city.database.sql`
		INSERT INTO setting (key, value) VALUES ('demo_city', ${city.database.sql.json({ plan, complete: true })})`;
	after = (await city.openAnother()).servicesFor(planner);
}, 120_000);
afterAll(() => city.close());

async function freeze({ evaluation }: Services): Promise<number> {
	const result = await evaluation.freeze(planner, query, '');
	if (result.outcome !== 'frozen') throw new Error(result.outcome);
	return result.number;
}

async function fileOf({ evaluation }: Services, number: number, format: 'pdf' | 'xlsx', locale: 'id' | 'en') {
	const file = await evaluation.file(planner, number, { format, words: wordsIn(locale) });
	if (!file || file === 'altered') throw new Error('no file');
	return file;
}
const textOfPages = async (body: Uint8Array) => {
	const { text } = await extractText(await getDocumentProxy(new Uint8Array(body)), { mergePages: false });
	return text.map((page) => page.replaceAll(/\s+/g, ' '));
};
const textsOf = async (body: Uint8Array) =>
	(await readWorkbook(body)).map(({ cells }) => [...cells.values()].map(String));

describe('the yearly evaluation of a rebuilt year', () => {
	it('is frozen with its mark, under its digest', async () => {
		const number = await freeze(after);
		const [row] = await city.database.sql<{ contents: string }[]>`
			SELECT contents FROM evaluation WHERE number = ${number}`;
		expect(JSON.parse(row?.contents ?? '{}')).toMatchObject({ document: { reconstruction: year } });
		expect(await after.evaluation.open(number)).toMatchObject({ standing: 'whole' });
	});

	describe.each(['id', 'en'] as const)('as a file in %s', (locale) => {
		const mark = reconstructionMark(year, locale);

		it('carries the mark in its name, above its title and at the foot of each page', async () => {
			const number = await freeze(after);
			const { name, body } = await fileOf(after, number, 'pdf', locale);
			expect(name).toMatch(/^rekonstruksi-2018-evaluasi-2026-\d{4}-demo\.pdf$/);
			const pages = await textOfPages(body);
			expect(pages.length).toBeGreaterThan(3);
			expect(pages[0]?.indexOf(mark)).toBeGreaterThanOrEqual(0);
			expect(pages[0]?.indexOf(mark)).toBeLessThan(
				pages[0]?.indexOf(wordsIn(locale).say('evaluation_document', { year: '2026' })) ?? -1
			);
			for (const page of pages) expect(page).toContain(reconstructionName(year, locale));
		});

		it('carries it on every sheet of the workbook', async () => {
			const number = await freeze(after);
			const { name, body } = await fileOf(after, number, 'xlsx', locale);
			expect(name).toMatch(/^rekonstruksi-2018-evaluasi-2026-\d{4}-demo\.xlsx$/);
			const sheets = await textsOf(body);
			expect(sheets.length).toBeGreaterThan(8);
			for (const [place, texts] of sheets.entries()) expect(texts, `sheet ${place + 1}`).toContain(mark);
		});
	});

	it('carries it although it was frozen before documents said it themselves', async () => {
		const number = await freeze(before);
		const { name, body } = await fileOf(after, number, 'xlsx', 'id');
		expect(name).toMatch(/^rekonstruksi-2018-/);
		for (const texts of await textsOf(body)) expect(texts).toContain(reconstructionMark(year, 'id'));
	});
});

it('carries it in the name of what a program reads as CSV, too', async () => {
	const app = await city.openAnother();
	const key = await app.keys.create({ party: null, role: 'planner', facility: null });
	const { headers } = await app.services.readApi.answer('beds', {
		...{ url: new URL('http://localhost/api/v1/beds?format=csv'), accept: null, acceptLanguage: null },
		authorization: `Bearer ${key}`,
		findKey: (typed) => app.keys.find(typed),
		readApiOf: (viewer) => app.servicesFor(viewer).readApi
	});
	expect(headers['content-disposition']).toBe('attachment; filename="rekonstruksi-2018-beds.csv"');
});

it('of a year of its own says nothing of the kind', async () => {
	const number = await freeze(before);
	for (const format of ['pdf', 'xlsx'] as const) {
		const { name, body } = await fileOf(before, number, format, 'id');
		expect(name).toMatch(/^evaluasi-2026-/);
		const texts = format === 'pdf' ? await textOfPages(body) : (await textsOf(body)).flat();
		expect(texts.join(' ').toLowerCase()).not.toContain('rekonstruksi');
	}
});
