/** Next year's proposal as files: two pages for the council, and a workbook whose formulas come to the page's figures. */
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certainties } from '../../src/lib/domain/next-year.ts';
import { formatRupiah, formatRupiahShort } from '../../src/lib/domain/rupiah.ts';
import { printProposal } from '../../src/lib/server/export/next-year-paper.ts';
import { paperOfNextYear } from '../../src/lib/server/services/budget/next-year-print.ts';
import { findRow, openFormulas, reckon } from '../support/sheet-formulas.ts';
import type { ChainCity } from './chain-city.ts';
import { askingOf, ceiling, openNextYearCity, totalsOf } from './next-year-city.ts';

let city: ChainCity;
const { load, keep, bytesOf } = askingOf(() => city);

beforeAll(async () => {
	city = await openNextYearCity();
	expect((await keep('Tarif naik', 'tariff=10')).outcome).toBe('kept');
	expect((await keep('Rujukan 95', 'referral=95')).outcome).toBe('kept');
}, 120_000);
afterAll(() => city.closeAll());

describe('the paper for the council', () => {
	it.each(['id', 'en'] as const)('is two pages with the page’s figures, in %s', async (locale) => {
		const view = await load('tariff=10');
		const pdf = await getDocumentProxy(await bytesOf('pdf', 'tariff=10', locale));
		const { totalPages, text } = await extractText(pdf, { mergePages: false });
		expect(totalPages).toBe(2);
		const [front = '', back = ''] = text.map((page) => page.replaceAll(/\s+/g, ' '));
		const plain = (amount: number) => formatRupiah(amount, locale).replace('Rp ', '');
		for (const name of certainties) {
			const point = view.proposal?.points[name];
			for (const amount of [point?.total, point?.cost, point?.carried, point?.perMemberMonth])
				expect(front).toContain(plain(amount ?? NaN));
		}
		expect(front).toContain(formatRupiahShort(view.proposal?.points.p80.total ?? NaN, locale));
		expect(front).toContain(plain(ceiling));
		expect(front).toContain(plain(view.yearEnd?.p50 ?? NaN));
		for (const { rupiah } of view.services) expect(back).toContain(plain(rupiah.p95));
		expect(back).toContain('Tarif naik');
		expect(back).toContain('Rujukan 95');
		expect(back).toContain('/budget/next-year?tariff=10');
		expect(back).toContain(locale === 'id' ? 'Asumsi' : 'Assumptions');
		expect(front).not.toMatch(/DEMO/);
	});

	it('stays two pages with the longest names and everything turned', async () => {
		for (const n of [1, 2, 3])
			await keep(`${n}`.padEnd(80, ' WWWW=x'), 'referral=100&tariff=-5&members=7&without=ambulance');
		const pdf = await getDocumentProxy(
			await bytesOf('pdf', 'referral=100&tariff=-5&members=7&without=ambulance', 'id')
		);
		expect(pdf.numPages).toBe(2);
	});

	it('says on both pages that its data are simulated, where they are', async () => {
		const view = await load();
		const demo = { ...view, snapshot: { ...view.snapshot, demo: true } };
		const pdf = await getDocumentProxy(
			new Uint8Array(await printProposal(paperOfNextYear(demo, 'id'), 'id'))
		);
		const { text } = await extractText(pdf, { mergePages: false });
		expect(text).toHaveLength(2);
		for (const page of text) expect(page).toContain('DATA SIMULASI (DEMO)');
	});
});

describe('the workbook', () => {
	const query = 'referral=95&tariff=10&members=3&without=ambulance';

	it('comes to the page’s figures by its formulas', async () => {
		const view = await load(query);
		const book = await openFormulas(await bytesOf('xlsx', query));
		const row = (text: string) => findRow(book, 'Proposal', text);
		certainties.forEach((name, place) => {
			const column = 'BCD'[place] ?? '';
			const at = (text: string) => reckon(book, 'Proposal', `${column}${row(text)}`);
			const point = view.proposal?.points[name];
			expect(at('Proposed budget 2027')).toBe(point?.total);
			expect(at('Cost of services in 2027')).toBe(point?.cost);
			expect(at('Bills of 2026 that its ceiling does not reach')).toBe(point?.carried);
			expect(at('Difference to the ceiling of 2026')).toBe((point?.total ?? NaN) - ceiling);
			expect(at('A member and month')).toBe(point?.perMemberMonth);
			expect(at('Difference of this sheet')).toBe(0);
			expect(at('In all')).toBeCloseTo(point?.cost ?? NaN, 2);
			for (const { service, rupiah } of view.services) {
				const said = { outpatient: 'Outpatient', 'inpatient-3': 'Inpatient class 3', ambulance: 'Ambulance' };
				const text = said[service as keyof typeof said];
				expect(Math.abs(at(text) - rupiah[name])).toBeLessThan(1);
			}
		});
		const formulas = [...(book.get('Proposal')?.values() ?? [])].filter((cell) => 'formula' in cell);
		expect(formulas.length).toBeGreaterThan(25);
	});

	it('follows a lever that is changed in it', async () => {
		const view = await load('tariff=10');
		const book = await openFormulas(await bytesOf('xlsx', 'tariff=10'));
		const total = findRow(book, 'Proposal', 'Proposed budget 2027');
		const lever = (text: string) => `Levers!B${findRow(book, 'Levers', text)}`;
		const changed = {
			[lever('LEVER: tariff, change in %')]: 0,
			[lever('LEVER: members, change in %')]: 10,
			[`Levers!C${findRow(book, 'Levers', 'Ambulance')}`]: 0
		};
		const ambulance = view.services.find(({ service }) => service === 'ambulance')?.share ?? NaN;
		const { cost: part = NaN, carried = NaN } = view.proposal?.points.p80 ?? {};
		const before = part / (view.proposal?.factors.tariff ?? NaN);
		const here = reckon(book, 'Proposal', `C${total}`, changed);
		expect(here).toBe(Math.round(before * 1.1 * (1 - ambulance)) + carried);
		// As the page answers to the same levers, but for the worlds drawn anew.
		const there = (await load('members=10&without=ambulance')).proposal?.points.p80.total ?? NaN;
		expect(Math.abs(here / there - 1)).toBeLessThan(0.01);
		const referral = { [lever('LEVER: outpatient visits with a referral, %')]: 100 };
		expect(reckon(book, 'Proposal', `C${total}`, referral)).toBeLessThan(
			view.proposal?.points.p80.total ?? NaN
		);
	});

	it('holds kept scenarios with formulas of the same levers, and no name of one is a formula', async () => {
		const planted = ['=1+1', '@SUM(A1)', '+2', '-3'];
		for (const name of planted) expect((await keep(name, 'members=5')).outcome).toBe('kept');
		const chosen = (await load()).scenarios.filter(({ name }) => planted.includes(name));
		const asked = `${query}&compare=${chosen.map(({ id }) => id).join('+')}`;
		const view = await load(asked);
		expect(view.compared).toHaveLength(4);
		const book = await openFormulas(await bytesOf('xlsx', asked));
		for (const { name, now } of view.compared) {
			const row = findRow(book, 'Scenarios', `'${name}`);
			['J', 'M', 'P'].forEach((column, place) =>
				expect(reckon(book, 'Scenarios', `${column}${row}`)).toBe(totalsOf(now?.points)[place])
			);
		}
		const texts = [...book.values()].flatMap((cells) => [...cells.values()]);
		for (const cell of texts) if ('text' in cell) expect(cell.text).not.toMatch(/^[=+\-@\t\r]/);
		for (const cell of texts)
			if ('formula' in cell) expect(cell.formula).toMatch(/^[A-Za-z0-9!$.+\-*/^(),:]+$/);
		const chosenNow = findRow(book, 'Scenarios', 'Chosen');
		expect(reckon(book, 'Scenarios', `M${chosenNow}`)).toBe(view.proposal?.points.p80.total);
	});

	it('is in the reader’s language', async () => {
		expect([...(await openFormulas(await bytesOf('xlsx', '', 'id'))).keys()]).toEqual([
			'Usulan',
			'Tuas',
			'Skenario'
		]);
	});
});
