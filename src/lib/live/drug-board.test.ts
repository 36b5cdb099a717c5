import { describe, expect, it } from 'vitest';
import type { Counted } from '../domain/basis.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { DrugRow, DrugsView } from '../protocol/views/drugs.ts';
import { DrugBoard } from './drug-board.svelte.ts';

const used = (value: number): Counted => ({
	value,
	kind: 'visits',
	reporter: null,
	ownCounts: 0,
	isPartial: false,
	others: []
});
const evidence: Evidence = {
	measure: '',
	unit: 'items',
	asOf: '2026-11-22T09:00:00Z',
	dateBasis: 'occurred',
	completeness: null,
	formula: '',
	rows: { table: 'item_effect', where: {} },
	url: '/drugs',
	demo: false
};
const row = (item: string, open: Counted | null): DrugRow => ({
	...{ item, open, ven: 'V', last: used(50), meanUse: 50 },
	...{ stock: null, monthsLeft: null, meanUseRupiah: 1, stockRupiah: null }
});
const view: DrugsView = {
	snapshot: { change: 7, now: '2026-11-22T09:00:00Z', asOf: null, demo: false },
	filter: { item: null, ven: null, kecamatan: null, facility: null },
	openMonth: '2026-11-01',
	lastMonth: '2026-10-01',
	trendItem: 'oralit',
	trend: [
		{ month: '2026-10-01', now: { ...used(50), kind: 'mixed', ownCounts: 3 }, lastYear: null, isOpen: false },
		{ month: '2026-11-01', now: used(42), lastYear: null, isOpen: true }
	],
	rows: [row('oralit', used(42)), row('zinc-20', used(5))],
	facilities: [],
	feedStart: '2026-09-10',
	evidence: { use: evidence, meanUse: evidence, stock: evidence, monthsLeft: evidence, value: evidence }
};
const at = '2026-11-22T09:00:05Z';
const cell = (item: string, month: string, quantity: number) => ({ drugs: [{ item, month, quantity }] });
const openOf = (board: DrugBoard, item: string) => board.rows.find((one) => one.item === item)?.open?.value;

describe('DrugBoard', () => {
	it('adds what is dispensed to the month under way, in the table and on the trend of that item', () => {
		const board = new DrugBoard(view);
		expect(board.apply(cell('oralit', '2026-11-01', 6), at)).toBe(true);
		expect(board.apply(cell('zinc-20', '2026-11-01', 10), at)).toBe(true);
		expect(openOf(board, 'oralit')).toBe(48);
		expect(openOf(board, 'zinc-20')).toBe(15);
		expect(board.trend.map(({ now }) => now?.value)).toEqual([50, 48]);
		expect(board.movedAt).toBe(at);
	});

	it('does not add to a month in which facilities reported their own use, but asks anew', () => {
		const board = new DrugBoard(view);
		expect(board.apply(cell('oralit', '2026-10-01', 6), at)).toBe(false);
		expect(board.trend[0]?.now?.value).toBe(50);
	});

	it('asks anew where it shows a part of the city: an increment does not say whose it is', () => {
		const board = new DrugBoard({ ...view, filter: { ...view.filter, facility: '3275013' } });
		expect(board.apply(cell('oralit', '2026-11-01', 6), at)).toBe(false);
		expect(openOf(board, 'oralit')).toBe(42);
	});

	it('stands still when nothing about medicines changed', () => {
		const board = new DrugBoard(view);
		expect(board.apply({ beds: [] }, at)).toBe(true);
		expect(board.movedAt).toBe(view.snapshot.now);
	});
});
