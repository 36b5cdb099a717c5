import { describe, expect, it } from 'vitest';
import { claimStates, type ClaimState } from '../domain/role.ts';
import type { ClaimCell } from '../protocol/live.ts';
import type { BudgetView, ClaimSum } from '../protocol/views/budget.ts';
import { BudgetBoard } from './budget-board.svelte.ts';

const at = '2026-11-22T07:00:00.000Z';

function statesWith(given: Partial<Record<ClaimState, ClaimSum>>): Record<ClaimState, ClaimSum> {
	const nothing = { claims: 0, billedRupiah: 0, amountRupiah: 0 };
	return Object.fromEntries(claimStates.map((state) => [state, given[state] ?? nothing])) as Record<
		ClaimState,
		ClaimSum
	>;
}

function viewOf(filter: Partial<BudgetView['filter']> = {}): BudgetView {
	const states = statesWith({ submitted: { claims: 2, billedRupiah: 300, amountRupiah: 300 } });
	const month = (name: string, isSettled: boolean) => ({
		month: name,
		paidRupiah: 0,
		committedRupiah: 0,
		members: name === '2026-11-01' ? 10 : null,
		membersOn: name === '2026-11-01' ? '2026-11-22' : null,
		isSettled,
		premiumRupiah: 42_000
	});
	return Object.freeze({
		snapshot: { change: 1, now: '2026-11-22T06:00:00.000Z', asOf: null, demo: true },
		filter: { year: 2026, facility: null, service: null, ...filter },
		states,
		months: [month('2026-09-01', true), month('2026-10-01', false), month('2026-11-01', false)],
		hospitals: [{ facility: 'A', name: 'RS A', states }],
		members: { persons: 10, on: '2026-11-22' },
		carriedRupiah: 0
	}) as unknown as BudgetView;
}

const cell = (given: Partial<ClaimCell>): ClaimCell => ({
	budgetYear: 2026,
	state: 'submitted',
	facility: 'A',
	service: 'icu',
	serviceMonth: '2026-10-01',
	transitionMonth: '2026-11-01',
	claims: 1,
	billedRupiah: 100,
	amountRupiah: 100,
	...given
});
/** A claim is paid: it leaves where it stood and stands as paid. */
const payment = [
	cell({ claims: -1, billedRupiah: -100, amountRupiah: -100 }),
	cell({ state: 'paid', amountRupiah: 90 })
];

describe('BudgetBoard', () => {
	it('moves a paid claim from what is owed to what is paid, at its hospital and in its month', () => {
		const board = new BudgetBoard(viewOf());
		board.apply({ claims: payment }, at);
		expect(board.paidRupiah).toBe(90);
		expect(board.owed).toEqual({ claims: 1, billedRupiah: 200, amountRupiah: 200 });
		expect(board.hospitals[0]?.states.paid.amountRupiah).toBe(90);
		expect(board.months.map(({ paidRupiah }) => paidRupiah)).toEqual([0, 0, 90]);
		expect(board.months.map(({ committedRupiah }) => committedRupiah)).toEqual([0, -10, 0]);
		expect(board.movedAt).toBe(at);
	});

	it('counts a returned claim as returned and as owed no longer', () => {
		const board = new BudgetBoard(viewOf());
		const returned = [
			cell({ claims: -1, billedRupiah: -100, amountRupiah: -100 }),
			cell({ state: 'returned' })
		];
		board.apply({ claims: returned }, at);
		expect(board.states.returned.claims).toBe(1);
		expect(board.committedRupiah).toBe(200);
	});

	it.each([
		['year', { year: 2025 }],
		['facility', { facility: 'B' }],
		['service', { service: 'dialysis' }]
	])('leaves what belongs to another %s alone', (_, filter) => {
		const board = new BudgetBoard(viewOf(filter));
		board.apply({ claims: payment }, at);
		expect(board.paidRupiah).toBe(0);
		expect(board.movedAt).toBe('2026-11-22T06:00:00.000Z');
	});

	it('asks for a new snapshot only when a settled month, a carried claim or a new hospital moves', () => {
		const drifts = (given: Partial<ClaimCell>) => {
			const board = new BudgetBoard(viewOf());
			board.apply({ claims: [cell(given)] }, at);
			return board.isDrifted;
		};
		expect(drifts({})).toBe(false);
		expect(drifts({ serviceMonth: '2026-09-01' })).toBe(true);
		expect(drifts({ serviceMonth: '2025-12-01' })).toBe(true);
		expect(drifts({ facility: 'C' })).toBe(true);
	});

	it('adds members to today and leaves those of other statuses out', () => {
		const board = new BudgetBoard(viewOf());
		const member = { kecamatan: '32.75.01', segment: 'x', jkn: 'none' };
		board.apply({ members: [{ ...member, status: 'active', persons: 2 }] }, at);
		board.apply({ members: [{ ...member, status: 'moved', persons: 5 }] }, at);
		expect(board.members).toEqual({ persons: 12, on: '2026-11-22' });
		expect(board.months.at(-1)?.members).toBe(12);
	});

	it('shows a hospital that bills for the first time under its code', () => {
		const board = new BudgetBoard(viewOf());
		board.apply({ claims: [cell({ facility: 'C' })] }, at);
		expect(board.hospitals.at(-1)).toMatchObject({ facility: 'C', name: 'C' });
	});
});
