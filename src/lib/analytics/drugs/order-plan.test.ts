import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOrder, type PlanItem } from './order-plan.ts';

const size = { minLength: 3, maxLength: 3 };
const uses = [
	{ chance: 0.5, units: 1_000 },
	{ chance: 0.8, units: 1_200.004 },
	{ chance: 0.95, units: 1_499.5 }
];
const item = (more: Partial<PlanItem> = {}): PlanItem => ({
	...{ id: 'oralit', ven: 'V', unitPriceRupiah: 700, stock: 250, uses, chance: 0.8, override: null },
	...more
});
const plan = (more: Partial<PlanItem>) => planOrder([item(more)])[0];

describe('planOrder', () => {
	it('orders what the chance asks for beyond the stock, and what somebody decided in its place', () => {
		expect(plan({})).toMatchObject({ use: 1_200, computed: 950, quantity: 950, costRupiah: 665_000 });
		expect(plan({ chance: 0.95 })).toMatchObject({ computed: 1_250, costRupiah: 875_000 });
		expect(plan({ override: 10 })).toMatchObject({ computed: 950, quantity: 10, costRupiah: 7_000 });
		expect(plan({ override: 0 })).toMatchObject({ quantity: 0, costRupiah: 0 });
	});

	it('counts a stock that nobody reported as none, and one below nothing as well', () => {
		expect(plan({ stock: null })).toMatchObject({ stock: null, computed: 1_200, openShare: 1 });
		expect(plan({ stock: -3 })).toMatchObject({ computed: 1_200 });
		expect(plan({ stock: 5_000 })).toMatchObject({ computed: 0, openShare: 0 });
		expect(plan({ stock: 250 })?.openShare).toBe(0.75);
	});

	it('never costs nought what has no price', () => {
		const [known, unknown] = planOrder([item(), item({ id: 'x', unitPriceRupiah: null, ven: null })]);
		expect(known).toMatchObject({ abc: 'A' });
		expect(unknown).toMatchObject({ quantity: 950, costRupiah: null, abc: null });
	});

	it('tells the order at every chance, with what it costs', () => {
		expect(plan({ override: 3 })?.options).toEqual([
			{ chance: 0.5, quantity: 750, costRupiah: 525_000 },
			{ chance: 0.8, quantity: 950, costRupiah: 665_000 },
			{ chance: 0.95, quantity: 1_250, costRupiah: 875_000 }
		]);
		const unpriced = plan({ unitPriceRupiah: null })?.options.map(({ costRupiah }) => costRupiah);
		expect(unpriced).toEqual([null, null, null]);
	});

	it.each([
		['a forecast that does not tell a chance', { uses: uses.slice(1) }, 'bad-shape'],
		['another chance', { chance: 0.7 }, 'bad-option']
	])('refuses %s', (_, more, code) => {
		expect(() => plan(more)).toThrow(expect.objectContaining({ code, index: 0 }));
	});

	it('orders no less for a surer plan, and covers the use', () => {
		const drawn = fc.tuple(fc.nat(5_000), fc.array(fc.double({ min: 0, max: 9_999, noNaN: true }), size));
		fc.assert(
			fc.property(drawn, ([stock, units]) => {
				const [p50 = 0, p80 = 0, p95 = 0] = [...units].sort((a, b) => a - b);
				const told = [0.5, 0.8, 0.95].map((chance, i) => ({ chance, units: [p50, p80, p95][i] ?? 0 }));
				const quantities = told.map(({ chance }) => plan({ uses: told, stock, chance })?.quantity ?? -1);
				expect(quantities).toEqual([...quantities].sort((a, b) => a - b));
				expect(stock + (quantities[2] ?? 0)).toBeGreaterThanOrEqual(p95 - 0.005);
			})
		);
	});
});
