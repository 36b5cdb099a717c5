import { describe, expect, it } from 'vitest';
import type { BedTotalCell, ClaimCell } from '../protocol/live.ts';
import type { PublicView } from '../protocol/views/public.ts';
import { PublicBoard } from './public-board.svelte.ts';

const at = '2026-11-22T07:00:00.000Z';

function total(ward: string, confirmedFree: number, possibleFree: number): BedTotalCell {
	const rest = { capacity: 0, occupied: 0, queue: 0, facilitiesFresh: 1, facilities: 2 };
	return { ward, confirmedFree, possibleFree, ...rest };
}

function boardOf() {
	const view = {
		snapshot: { change: 1, now: at, asOf: null, demo: true },
		filter: { ward: 'icu', kecamatan: null },
		bedTotals: [total('icu', 3, 4), total('nicu', 1, 0)],
		members: 100,
		visits: { weekStart: '2026-11-22', week: 10, year: 1_000 },
		money: { year: 2026, ceilingRupiah: 900, paidRupiah: 300, owedRupiah: 200, yearGone: 0.9 }
	};
	const moved: number[] = [];
	return { board: new PublicBoard(view as unknown as PublicView, () => moved.push(1)), moved };
}

function claim(state: string, amountRupiah: number, budgetYear = 2026): ClaimCell {
	const months = { serviceMonth: '2026-10-01', transitionMonth: '2026-11-01' };
	return {
		budgetYear,
		state,
		facility: '',
		service: '',
		...months,
		claims: 1,
		billedRupiah: 0,
		amountRupiah
	};
}

describe('PublicBoard', () => {
	it('takes bed totals as they are and says when the chosen class moved', () => {
		const { board, moved } = boardOf();
		board.apply({ bedTotals: [total('icu', 3, 4), total('nicu', 5, 0)] }, at);
		expect([board.confirmedFree, board.possibleFree]).toEqual([8, 4]);
		expect(moved).toEqual([]);
		board.apply({ bedTotals: [total('icu', 2, 5)] }, at);
		expect([board.confirmedFree, board.possibleFree]).toEqual([2, 5]);
		expect(board.bedTotals.map(({ ward }) => ward)).toEqual(['icu']);
		expect(moved).toEqual([1]);
	});

	it('knows of nothing new when only time made confirmed beds possible ones', () => {
		const { board, moved } = boardOf();
		const before = board.knownTo;
		board.retime({ bedTotals: [total('icu', 1, 6)] });
		expect([board.confirmedFree, board.possibleFree]).toEqual([1, 6]);
		expect([board.knownTo, moved]).toEqual([before, [1]]);
	});

	it('adds members whose card is active', () => {
		const { board } = boardOf();
		const cell = { kecamatan: '', segment: '', jkn: '' };
		board.apply(
			{
				members: [
					{ ...cell, status: 'active', persons: 3 },
					{ ...cell, status: 'moved', persons: 9 },
					{ ...cell, status: 'active', persons: -1 }
				]
			},
			at
		);
		expect(board.members).toBe(102);
	});

	it('adds visits to the week and the year of their day', () => {
		const { board } = boardOf();
		const cell = { facility: '', service: 'outpatient' };
		board.apply(
			{
				services: [
					{ ...cell, day: '2026-11-22', visits: 2 },
					{ ...cell, day: '2026-11-21', visits: 5 },
					{ ...cell, day: '2025-12-31', visits: 50 },
					{ ...cell, day: '2026-11-29', visits: 1 }
				]
			},
			at
		);
		expect([board.visitsWeek, board.visitsYear]).toEqual([12, 1_008]);
	});

	it('moves money from owed to paid as claims change their state', () => {
		const { board } = boardOf();
		board.apply(
			{
				claims: [
					claim('approved', -50),
					claim('paid', 50),
					claim('rejected', 70),
					claim('submitted', 9, 2025)
				]
			},
			'2026-11-22T07:01:00.000Z'
		);
		expect([board.paidRupiah, board.owedRupiah]).toEqual([350, 150]);
		expect(board.knownTo).toBe('2026-11-22T07:01:00.000Z');
	});
});
