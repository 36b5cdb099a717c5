import { describe, expect, it } from 'vitest';
import { type BudgetWish, findBudgetFault, readRupiah } from './budget-decision.ts';

const wish = (change: Partial<BudgetWish> = {}): BudgetWish => ({
	...{ year: 2026, kind: 'apbd', amountRupiah: 120, cashPlan: null, source: 'Perda 12/2025' },
	...change
});
const even = Array.from({ length: 12 }, () => 10);

describe('findBudgetFault', () => {
	it('finds none in a first budget, of this year or the next, with or without a cash plan', () => {
		expect(findBudgetFault(wish(), 2026, [])).toBeNull();
		expect(findBudgetFault(wish({ year: 2027, cashPlan: even }), 2026, [])).toBeNull();
	});

	it('takes a revision of what was set, again and again', () => {
		expect(findBudgetFault(wish({ kind: 'apbd-perubahan' }), 2026, ['apbd'])).toBeNull();
		expect(findBudgetFault(wish({ kind: 'apbd-perubahan' }), 2026, ['apbd', 'apbd-perubahan'])).toBeNull();
		expect(findBudgetFault(wish(), 2026, ['apbd'])).toBeNull();
	});

	it.each([
		['year', wish({ year: 2025 }), []],
		['year', wish({ year: 2028 }), []],
		['order', wish({ kind: 'apbd-perubahan' }), []],
		['order', wish(), ['apbd', 'apbd-perubahan']],
		['amount', wish({ amountRupiah: 0 }), []],
		['amount', wish({ amountRupiah: 1.5 }), []],
		['amount', wish({ amountRupiah: NaN }), []],
		['source', wish({ source: '  ' }), []],
		['source', wish({ source: 'x'.repeat(301) }), []],
		['cash-plan', wish({ cashPlan: even.slice(1) }), []],
		['cash-plan', wish({ cashPlan: [-10, ...even.slice(2), 30] }), []],
		['cash-plan-sum', wish({ cashPlan: [11, ...even.slice(1)] }), []]
	])('finds the %s', (fault, bad, standing) => {
		expect(findBudgetFault(bad, 2026, standing)).toBe(fault);
	});
});

it.each([
	['300.000.000.000', 300_000_000_000],
	['Rp 1 000', 1_000],
	['1_000', 1_000],
	['', NaN],
	['1,5', NaN],
	['-5', NaN],
	['=1', NaN]
])('reads %s as rupiah', (text, rupiah) => {
	expect(readRupiah(text)).toBe(rupiah);
});
