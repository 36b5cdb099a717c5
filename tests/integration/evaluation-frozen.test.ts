/** The yearly evaluation frozen for good: as it was shown, verified with every look, and as files. */
import { createHash, randomUUID } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayDo } from '../../src/lib/domain/access.ts';
import { maskIdentityNumbers } from '../../src/lib/domain/nik.ts';
import { roles, type Role } from '../../src/lib/domain/role.ts';
import type { Viewer } from '../../src/lib/domain/viewer.ts';
import { figureText } from '../../src/lib/protocol/evaluation-document.ts';
import { canonicalText } from '../../src/lib/protocol/evaluation-text.ts';
import { judgeDue } from '../../src/lib/server/jobs/membership-job.ts';
import { readWorkbook } from '../support/read-workbook.ts';
import { openEvaluationCity, wordsIn, type EvaluationCity } from './evaluation-city.ts';
import { amountOf, columnOf, readingOf, sum, valueIn } from './evaluation-reading.ts';
import { claim, hospitalA, now, senders } from './ingest-city.ts';

let city: EvaluationCity;
const dina: Viewer = { name: 'user:dina', role: 'planner', facility: null };
const { as, load, claimsAt } = readingOf(() => city);

beforeAll(async () => {
	city = await openEvaluationCity();
}, 120_000);
afterAll(() => city.close());

type Stored = { number: number; sha256: string; contents: string };
const stored = async (number: number) => {
	const [row] = await city.database.sql<Stored[]>`
		SELECT number, sha256, contents FROM evaluation WHERE number = ${number}`;
	if (!row) throw new Error('nothing was frozen');
	return row;
};
async function freeze(asOf: string | null = null, note = 'Rapat =evaluasi'): Promise<number> {
	const result = await city.app.servicesFor(dina).evaluation.freeze(dina, { year: '2026', asOf }, note);
	if (result.outcome !== 'frozen') throw new Error(result.outcome);
	return result.number;
}
const open = (number: number, role: Role = 'executive') => as(role).evaluation.open(number);

describe('a frozen evaluation', () => {
	it('is what the preview showed, under the digest of its canonical text, with a line in the trail', async () => {
		const document = await load();
		const number = await freeze();
		const { contents, sha256 } = await stored(number);
		expect(sha256).toBe(createHash('sha256').update(contents, 'utf8').digest('hex'));
		expect(canonicalText(JSON.parse(contents))).toBe(contents);
		const found = await open(number);
		expect(found?.standing).toBe('whole');
		expect(found?.document).toEqual(document);
		expect(found?.head).toMatchObject({
			...{ number, year: 2026, who: 'user:dina', whoName: 'Dina', note: 'Rapat =evaluasi', sha256 },
			...{ asOf: now.toISOString(), frozenAt: now.toISOString() }
		});
		const [line] = await city.database.sql<{ viewer: string; filter: Record<string, string> }[]>`
			SELECT viewer, filter FROM trail WHERE what = '/evaluation' ORDER BY number DESC LIMIT 1`;
		const filter = { frozen: String(number), year: '2026', sha256: maskIdentityNumbers(sha256) };
		expect(line).toEqual({ viewer: 'user:dina', filter });
	});

	it('is whole with many digits in a row in its digest too, which the trail keeps as stars', async () => {
		const { number, contents } = await stored(await freeze());
		const head = JSON.parse(contents) as Record<string, unknown>;
		const digestWith = (note: string) =>
			createHash('sha256')
				.update(canonicalText({ ...head, number: number + 1, note }), 'utf8')
				.digest('hex');
		// One digest in some twenty has them: the next one frozen is given a note that makes it such.
		let tries = 0;
		while (maskIdentityNumbers(digestWith(`Rapat ${tries}`)) === digestWith(`Rapat ${tries}`)) tries += 1;
		const masked = await freeze(null, `Rapat ${tries}`);
		const { sha256, ...row } = await stored(masked);
		expect([masked, sha256]).toEqual([number + 1, digestWith(`Rapat ${tries}`)]);
		const { sql } = city.database;
		const [line] = await sql<{ sha256: string }[]>`
			SELECT filter->>'sha256' AS sha256 FROM trail WHERE what = '/evaluation' ORDER BY number DESC LIMIT 1`;
		expect(line?.sha256).toMatch(/\*{13}/);
		expect((await open(masked))?.standing).toBe('whole');
		expect((await fileOf(masked, 'xlsx')).body.byteLength).toBeGreaterThan(1_000);
		// What is left of it beside the stars still tells another digest from it.
		const changed = row.contents.replace(/"value":(\d)/, '"value":9$1');
		await sql`ALTER TABLE evaluation DISABLE TRIGGER evaluation_is_append_only`;
		await sql`UPDATE evaluation SET contents = ${changed}, sha256 = ${createHash('sha256').update(changed).digest('hex')}
			WHERE number = ${masked}`;
		await sql`ALTER TABLE evaluation ENABLE TRIGGER evaluation_is_append_only`;
		expect((await open(masked))?.standing).toBe('altered');
	});

	it('stays as it was, whatever is learned later', async () => {
		const number = await freeze();
		const before = await open(number);
		city.setClock(new Date(now.getTime() + 10 * 86_400_000));
		const late = claim(
			'late',
			{ budgetYear: 2026, billedRupiah: 77_000_000, serviceFrom: '2026-10-01', serviceTo: '2026-10-02' },
			{ subject: hospitalA }
		);
		expect(await city.app.ingest.submit(senders.importer, [late])).toMatchObject({ accepted: 1 });
		await judgeDue(city.app.sql, city.clock(), { usualMs: 0, dueMs: 0 });
		await city.refresh();
		const document = await load();
		expect(valueIn(document, 'used/ladder/submitted/now')).toBe(
			Number(valueIn(before?.document ?? document, 'used/ladder/submitted/now')) + 77_000_000
		);
		expect(await open(number)).toEqual(before);
		// The same past day shows the same figures as on that day.
		const past = await load(null, '2026-11-22');
		for (const key of ['used/ladder/total/now', 'used/services/outpatient/visits', 'whom/age/age_15/visits'])
			expect(valueIn(past, key)).toBe(valueIn(before?.document ?? past, key));
		city.setClock(now);
	});

	it('has words for what earlier ones were frozen with and no new one is', () => {
		for (const locale of ['id', 'en'] as const)
			expect(wordsIn(locale).say('evaluation_formula_overspent')).not.toBe('');
	});

	it('may be of a past day, as that day knew it', async () => {
		const found = await open(await freeze('2026-09-10'));
		const standing = await claimsAt(2026, '2026-09-10');
		const { document } = found ?? {};
		if (!document) throw new Error('nothing was frozen');
		expect(valueIn(document, 'used/ladder/paid/now')).toBe(amountOf(standing, 'paid'));
		expect(columnOf(document, 'needed/decisions', 'amount')).toEqual({ '2025-12-20': 400_000_000 });
		expect(document.asOf).toBe('2026-09-10T16:59:59.999Z');
	});

	it('cannot be changed or taken away, by the owner of the tables neither', async () => {
		const number = await freeze();
		const { sql } = city.database;
		for (const change of [
			sql`UPDATE evaluation SET note = 'x' WHERE number = ${number}`,
			sql`DELETE FROM evaluation WHERE number = ${number}`,
			sql`TRUNCATE evaluation`
		])
			await expect(change).rejects.toThrow('append-only');
	});

	it.each([
		['a figure', (row: Stored) => ({ contents: row.contents.replace(/"value":(\d)/, '"value":9$1') })],
		['what can no longer be read', () => ({ contents: '{"document":' })],
		['who and when beside it', () => ({ note: 'lain' })],
		[
			'a figure together with its digest',
			(row: Stored) => {
				const contents = row.contents.replace(/"value":(\d)/, '"value":9$1');
				return { contents, sha256: createHash('sha256').update(contents, 'utf8').digest('hex') };
			}
		]
	])('is said not to match once somebody changed %s, and is given out as no file', async (_, change) => {
		const number = await freeze();
		const { sql } = city.database;
		await sql`ALTER TABLE evaluation DISABLE TRIGGER evaluation_is_append_only`;
		await sql`UPDATE evaluation SET ${sql(change(await stored(number)) as Record<string, string>)} WHERE number = ${number}`;
		await sql`ALTER TABLE evaluation ENABLE TRIGGER evaluation_is_append_only`;
		expect((await open(number))?.standing).toBe('altered');
		const asked = { format: 'pdf', words: wordsIn('en') } as const;
		expect(await as('planner').evaluation.file(dina, number, asked)).toBe('altered');
		expect((await open(await freeze()))?.standing).toBe('whole');
	});

	it('is made by planner and treasury alone, and with no identity number in its note', async () => {
		for (const role of roles) {
			const viewer: Viewer = { name: `user:${role}`, role, facility: null };
			const { outcome } = await as(role).evaluation.freeze(viewer, { year: '2026', asOf: null }, '');
			expect([role, outcome]).toEqual([role, mayDo(role, 'freeze-evaluation') ? 'frozen' : 'forbidden']);
		}
		const { evaluation } = as('planner');
		const asked = { year: '2026', asOf: null };
		expect(await evaluation.freeze(dina, asked, 'untuk 3275015203890000')).toMatchObject({
			field: 'identity-number'
		});
		expect(await evaluation.freeze(dina, asked, 'x'.repeat(301))).toMatchObject({ field: 'note' });
		expect(await open(9_999)).toBeUndefined();
	});

	it('is one, however often its form is sent', async () => {
		const before = (await as('planner').evaluation.list()).length;
		const { evaluation, forms } = city.app.servicesFor(dina);
		const form = { who: dina.name, token: randomUUID() };
		const send = () =>
			forms.send(
				form,
				() => evaluation.freeze(dina, { year: '2026', asOf: null }, ''),
				() => true
			);
		const answers = await Promise.all([send(), send(), send()]);
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect((await evaluation.list()).length).toBe(before + 1);
	});

	it('frozen twice at once has two numbers', async () => {
		const numbers = await Promise.all([freeze(), freeze(), freeze()]);
		expect(new Set(numbers).size).toBe(3);
	});
});

async function fileOf(number: number, format: 'pdf' | 'xlsx', locale: 'id' | 'en' = 'en') {
	const file = await as('executive').evaluation.file(
		{ name: 'user:executive', role: 'executive', facility: null },
		number,
		{ format, words: wordsIn(locale) }
	);
	if (!file || file === 'altered') throw new Error('no file');
	return file;
}

describe('as a file', () => {
	it.each(['id', 'en'] as const)(
		'to print in %s has every figure, and the digest on each page',
		async (locale) => {
			const number = await freeze(null, 'Rapat TAPD');
			const { sha256 } = await stored(number);
			const { body, name } = await fileOf(number, 'pdf', locale);
			expect(name).toBe(`evaluasi-2026-${String(number).padStart(4, '0')}.pdf`);
			const pdf = await getDocumentProxy(new Uint8Array(body));
			const { text: pages } = await extractText(pdf, { mergePages: false });
			expect(pages.length).toBe(pdf.numPages);
			expect(pages.length).toBeGreaterThan(4);
			for (const [index, page] of pages.entries()) {
				expect(page).toContain(`SHA-256 ${sha256}`);
				expect(page).toContain(`${index + 1}/${pages.length}`);
			}
			const squeezed = (text: string) => text.replaceAll(/\s+/g, '').replaceAll('−', '-');
			const text = squeezed(pages.join(''));
			const words = wordsIn(locale);
			const { document } = (await open(number)) ?? {};
			for (const figure of document?.figures ?? [])
				expect(text, figure.key).toContain(squeezed(figureText(figure, words)));
			expect(text).toContain(squeezed('Rapat TAPD'));
		}
	);

	it('is written into the trail with its digest', async () => {
		const number = await freeze();
		await fileOf(number, 'xlsx');
		const { sha256 } = await stored(number);
		const [line] = await city.database.sql<{ action: string; filter: Record<string, string> }[]>`
			SELECT action, filter FROM trail WHERE what = ${`/evaluation/${number}.xlsx`}`;
		expect(line).toEqual({ action: 'export', filter: { year: '2026', sha256: maskIdentityNumbers(sha256) } });
	});

	it('for a spreadsheet has the values as numbers and its sums as formulas over them', async () => {
		const number = await freeze();
		const { sha256 } = await stored(number);
		const { body } = await fileOf(number, 'xlsx');
		const document = (await open(number))?.document;
		if (!document) throw new Error('nothing was frozen');
		const words = wordsIn('en');
		const sheets = await readWorkbook(body);
		expect(sheets).toHaveLength(document.tables.length + 2);
		for (const [place, table] of document.tables.entries()) {
			const { cells, formulas } = sheets[place + 1] ?? { cells: new Map(), formulas: new Map() };
			expect([...cells.values()]).toContain(sha256);
			const rows = table.rows.filter(({ key }) => key !== 'total');
			const at = (column: number, row: number) => `${String.fromCharCode(66 + column)}${6 + row}`;
			const figureOf = (row: string, column: string) =>
				document.figures.find(({ key }) => key === `${table.section}/${table.id}/${row}/${column}`);
			for (const [row, { key }] of rows.entries())
				for (const [column, id] of table.columns.entries()) {
					const figure = figureOf(key, id);
					if (!figure) continue;
					const expected = typeof figure.value === 'number' ? figure.value : figureText(figure, words);
					expect([figure.key, cells.get(at(column, row))]).toEqual([figure.key, expected]);
				}
			const summed = table.summed.filter((id) => (figureOf('total', id)?.value ?? null) !== null);
			const expected = summed.map((id): [string, string] => {
				const column = table.columns.indexOf(id);
				return [at(column, rows.length), `SUM(${at(column, 0)}:${at(column, rows.length - 1)})`];
			});
			expect([...formulas]).toEqual(expected);
			// What the formula comes to is what was frozen.
			for (const id of summed) {
				const own = rows.map((_, row) => cells.get(at(table.columns.indexOf(id), row)));
				expect(sum(own, (cell) => (typeof cell === 'number' ? cell : 0))).toBe(figureOf('total', id)?.value);
			}
		}
		const evidence = sheets.at(-1)?.cells;
		expect(document.figures.map((_, index) => evidence?.get(`A${index + 2}`))).toEqual(
			document.figures.map(({ key }) => key)
		);
		expect(document.tables.filter(({ summed }) => summed.length > 0).length).toBeGreaterThan(6);
	});
});
