import { describe, expect, it } from 'vitest';
import type { Counted } from '../domain/basis.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { DiseasesView } from '../protocol/views/diseases.ts';
import { DiseaseBoard } from './disease-board.svelte.ts';

const visits = (value: number): Counted => ({
	value,
	kind: 'visits',
	reporter: null,
	ownCounts: 0,
	isPartial: false,
	others: []
});
const evidence: Evidence = {
	measure: '',
	unit: 'visits',
	asOf: '2026-11-22T09:00:00Z',
	dateBasis: 'occurred',
	completeness: null,
	formula: '',
	rows: { table: 'disease_effect', where: {} },
	url: '/diseases',
	demo: false
};
const week = (period: string, now: Counted | null, isOpen = false) => ({
	...{ period, now, isOpen },
	lastYear: null,
	alertAt: 2
});

const view: DiseasesView = {
	snapshot: { change: 7, now: '2026-11-22T09:00:00Z', asOf: null, demo: false },
	filter: { disease: 'dengue', kecamatan: null, grain: 'week' },
	icd10: ['A90', 'A91', 'A97'],
	openPeriod: '2026-11-22',
	chosenPeriod: '2026-11-15',
	previousPeriod: '2026-11-08',
	trend: [week('2026-11-08', visits(4)), week('2026-11-15', visits(6)), week('2026-11-22', visits(1), true)],
	areas: [{ area: '32.75.01', now: visits(6), previous: visits(4), population: 259_793 }],
	...{ areaTrend: [], nowcast: [], season: null },
	groups: [
		{
			...{ group: 'dengue', rule: { kind: 'threshold', minimum: 2 }, openAlertAt: 2, chosenAlertAt: 2 },
			...{ open: visits(1), chosen: visits(6), previous: visits(4) }
		},
		{
			...{ group: 'ispa', rule: { kind: 'ratio', ratio: 1.5 }, openAlertAt: 15, chosenAlertAt: 15 },
			...{ open: visits(10), chosen: visits(10), previous: visits(10) }
		}
	],
	counted: [],
	feedStart: '2026-10-07',
	reporting: { reported: 2, expected: 2 },
	isRounded: false,
	evidence: {
		...{ trend: evidence, areas: evidence, rate: evidence, groups: evidence },
		...{ season: evidence, nowcast: evidence }
	}
};
const at = '2026-11-22T09:00:05Z';
const cell = (day: string, icd3 = 'A91', kecamatan = '32.75.01', count = 1) => ({
	icd3,
	kecamatan,
	day,
	visits: count
});
const valueOf = (board: DiseaseBoard, period: string) =>
	board.trend.find((point) => point.period === period)?.now?.value;
const groupOf = (board: DiseaseBoard, id: string) => board.groups.find(({ group }) => group === id);

describe('DiseaseBoard', () => {
	it('adds a visit of the week under way to the trend and to its group, wherever it lives', () => {
		const board = new DiseaseBoard(view);
		expect(board.apply({ diseases: [cell('2026-11-22'), cell('2026-11-22', 'A90', '99.99.99')] }, at)).toBe(
			true
		);
		expect(valueOf(board, '2026-11-22')).toBe(3);
		expect(groupOf(board, 'dengue')?.open?.value).toBe(3);
		expect(board.areas[0]?.now?.value).toBe(6);
		expect(board.movedAt).toBe(at);
	});

	it('adds a late visit to its own week and kecamatan and asks for the rules anew', () => {
		const board = new DiseaseBoard(view);
		expect(board.apply({ diseases: [cell('2026-11-21')] }, at)).toBe(false);
		expect(valueOf(board, '2026-11-15')).toBe(7);
		expect(board.areas[0]?.now?.value).toBe(7);
		expect(groupOf(board, 'dengue')?.chosen?.value).toBe(7);
	});

	it('takes a reversed visit away', () => {
		const board = new DiseaseBoard(view);
		board.apply({ diseases: [cell('2026-11-22', 'A91', '32.75.01', -1)] }, at);
		expect(valueOf(board, '2026-11-22')).toBe(0);
	});

	it('leaves the trend of one disease alone when another moves', () => {
		const board = new DiseaseBoard(view);
		expect(board.apply({ diseases: [cell('2026-11-22', 'J06')] }, at)).toBe(true);
		expect(valueOf(board, '2026-11-22')).toBe(1);
		expect(groupOf(board, 'ispa')?.open?.value).toBe(11);
	});

	it('counts only the kecamatan that it shows, the map excepted', () => {
		const board = new DiseaseBoard({ ...view, filter: { ...view.filter, kecamatan: '32.75.03' } });
		board.apply({ diseases: [cell('2026-11-22'), cell('2026-11-16')] }, at);
		expect(valueOf(board, '2026-11-22')).toBe(1);
		expect(groupOf(board, 'dengue')?.open?.value).toBe(1);
		expect(board.areas[0]?.now?.value).toBe(7);
	});

	it('lets a ready-made count stand and asks anew where facilities counted themselves', () => {
		const tally: Counted = { ...visits(31), kind: 'tally', reporter: 'dinkes' };
		const mixed: Counted = { ...visits(9), kind: 'mixed', ownCounts: 1 };
		const told = new DiseaseBoard({ ...view, trend: [week('2026-11-22', tally, true)], groups: [] });
		expect(told.apply({ diseases: [cell('2026-11-22')] }, at)).toBe(true);
		expect(valueOf(told, '2026-11-22')).toBe(31);
		const both = new DiseaseBoard({ ...view, trend: [week('2026-11-22', mixed, true)], groups: [] });
		expect(both.apply({ diseases: [cell('2026-11-22')] }, at)).toBe(false);
		expect(valueOf(both, '2026-11-22')).toBe(9);
	});

	it('asks anew when a visit is older than the feed, and when a new week has begun', () => {
		expect(new DiseaseBoard(view).apply({ diseases: [cell('2026-10-01')] }, at)).toBe(false);
		expect(new DiseaseBoard(view).apply({ diseases: [cell('2026-11-29')] }, at)).toBe(false);
	});

	it('does not move for a code of no group, nor for nothing', () => {
		const board = new DiseaseBoard(view);
		expect(board.apply({ diseases: [cell('2026-11-22', 'Z00')] }, at)).toBe(true);
		expect(board.apply({}, '2026-11-22T10:00:00Z')).toBe(true);
		expect(board.trend).toBe(view.trend);
	});
});
