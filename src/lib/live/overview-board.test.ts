import { describe, expect, it } from 'vitest';
import type { BedTotalCell, ClaimCell, SourceCell } from '../protocol/live.ts';
import type { OverviewView } from '../protocol/views/overview.ts';
import { OverviewBoard } from './overview-board.svelte.ts';

const at = '2026-11-22T07:05:07.000Z';

const view = Object.freeze({
	snapshot: { change: 1, now: '2026-11-22T06:30:00.000Z', asOf: null, demo: true },
	money: {
		year: 2026,
		ceilingRupiah: 1_000,
		paidRupiah: 100,
		owedRupiah: 50,
		owedClaims: 2,
		months: [
			{ month: '2026-10-01', paidRupiah: 0, committedRupiah: 50, isSettled: false },
			{ month: '2026-11-01', paidRupiah: 100, committedRupiah: 100, isSettled: false }
		]
	},
	beds: {
		covered: [{ ward: 'inpatient-3' }, { ward: 'icu' }],
		totals: [],
		hospitals: { fresh: 0, all: 0 },
		curve: []
	},
	visits: [
		{ day: '2026-11-21', visits: 5 },
		{ day: '2026-11-22', visits: 3 }
	],
	sources: { reported: 1, expected: 2, lastSeenAt: '2026-11-22T06:00:00.000Z' }
}) as unknown as OverviewView;

const source: SourceCell = {
	reporter: '',
	source: '',
	day: '2026-11-22',
	accepted: 4,
	duplicate: 0,
	quarantined: 0,
	lastSeenAt: '2026-11-22T07:05:06.000Z'
};
const total = (ward: string, confirmedFree: number): BedTotalCell => ({
	ward,
	confirmedFree,
	possibleFree: 1,
	capacity: 10,
	occupied: 5,
	queue: 0,
	facilitiesFresh: 1,
	facilities: 2
});
const claim = (state: string, claims: number, amountRupiah: number): ClaimCell => ({
	budgetYear: 2026,
	state,
	facility: '',
	service: '',
	serviceMonth: '2026-10-01',
	transitionMonth: '2026-11-01',
	claims,
	billedRupiah: amountRupiah,
	amountRupiah
});

describe('OverviewBoard', () => {
	it('adds visits to their day and says what came', () => {
		const board = new OverviewBoard(view);
		const services = [
			{ facility: '', service: 'icu', day: '2026-11-22', visits: 2 },
			{ facility: '', service: 'outpatient', day: '2026-11-21', visits: 1 },
			{ facility: '', service: 'outpatient', day: '2026-01-01', visits: 1 }
		];
		board.apply({ services, sources: [source] }, at);
		expect(board.visits.map(({ visits }) => visits)).toEqual([6, 5]);
		expect(board.visitsToday).toBe(5);
		expect(board.tick).toEqual({ at, visits: 4, claims: 0, beds: false, events: 4 });
		expect(board.lastSeenAt).toBe(source.lastSeenAt);
		expect([new OverviewBoard(view).movedAt, board.movedAt]).toEqual(['2026-11-22T06:30:00.000Z', at]);
	});

	it('moves a paid claim from owed to paid and counts it once', () => {
		const board = new OverviewBoard(view);
		board.apply({ claims: [claim('approved', -1, -30), claim('paid', 1, 28)], sources: [source] }, at);
		expect(board.money).toMatchObject({ paidRupiah: 128, owedRupiah: 20, owedClaims: 1 });
		expect(board.money.months.map(({ paidRupiah }) => paidRupiah)).toEqual([0, 128]);
		expect(board.money.months[0]?.committedRupiah).toBe(48);
		expect(board.tick?.claims).toBe(1);
	});

	it('leaves claims of another budget year and those not owed alone', () => {
		const board = new OverviewBoard(view);
		const other = { ...claim('submitted', 1, 10), budgetYear: 2025 };
		board.apply({ claims: [other, claim('returned', 1, 10)], sources: [source] }, at);
		expect(board.money).toMatchObject({ paidRupiah: 100, owedRupiah: 50 });
	});

	it('replaces bed totals, keeps to classes that the card pays for, and does not take the clock for news', () => {
		const board = new OverviewBoard(view);
		board.retime({ bedTotals: [total('inpatient-3', 4), total('vip', 9), total('icu', 1)] });
		expect(board.movedAt).toBe(view.snapshot.now);
		board.apply({ bedTotals: [total('inpatient-3', 4), total('icu', 1)] }, at);
		expect(board.movedAt).toBe(at);
		board.retime({ bedTotals: [total('inpatient-3', 3), total('icu', 1)] });
		expect(board.confirmedFree).toBe(4);
		expect(board.possibleFree).toBe(2);
		expect(board.tick).toBeNull();
		expect(board.isDrifted).toBe(false);
	});
});
