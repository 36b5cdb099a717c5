import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ven } from '../../domain/medicines.ts';
import { fitBudget, type WantedItem } from './fit-budget.ts';

const want = (id: string, ven: Ven, quantity: number, price: number, openShare = 1): WantedItem => ({
	...{ id, ven, quantity, unitPriceRupiah: price, openShare }
});
const list = [
	want('cheap-n', 'N', 10, 1),
	want('vital', 'V', 10, 100),
	want('dear-e', 'E', 10, 50),
	want('cheap-e', 'E', 10, 20),
	// Costs less, but hardly anybody would miss it.
	want('spare-e', 'E', 10, 15, 0.1)
];
const told = (cap: number | null) => {
	const { items, ...rest } = fitBudget(list, cap);
	return { ...rest, bought: items.map(({ id, bought }) => `${id} ${bought}`) };
};

describe('fitBudget', () => {
	it('buys everything without a limit, vital first and non-essential last', () => {
		expect(told(null)).toEqual({
			...{ costRupiah: 1_860, leftRupiah: null, cutAt: null },
			bought: ['vital 10', 'cheap-e 10', 'dear-e 10', 'spare-e 10', 'cheap-n 10']
		});
	});

	it('buys the item at which the money ends as far as it goes, and nothing after it', () => {
		expect(told(1_430)).toEqual({
			...{ costRupiah: 1_400, leftRupiah: 30, cutAt: 'dear-e' },
			bought: ['vital 10', 'cheap-e 10', 'dear-e 4', 'spare-e 0', 'cheap-n 0']
		});
		expect(told(0)).toMatchObject({ costRupiah: 0, leftRupiah: 0, cutAt: 'vital' });
		expect(told(1_860)).toMatchObject({ leftRupiah: 0, cutAt: null });
	});

	it('says what each percent of open need costs, and nothing where none is open', () => {
		const [vital, , , spare] = fitBudget(list, null).items;
		expect(vital?.rupiahPerRisk).toBe(10);
		expect(spare?.rupiahPerRisk).toBe(15);
		expect(fitBudget([want('a', 'N', 1, 1, 0)], null).items[0]?.rupiahPerRisk).toBeNull();
	});

	it.each([
		['a cap that is no number', list, NaN, 'not-a-number'],
		['half a unit', [want('a', 'N', 0.5, 1)], 1, 'not-a-number'],
		['a negative price', [want('a', 'N', 1, -1)], 1, 'negative']
	])('refuses %s', (_, items, cap, code) => {
		expect(() => fitBudget(items, cap)).toThrow(expect.objectContaining({ code }));
	});
});

const drawnItem = fc.record({
	ven: fc.constantFrom<Ven>('V', 'E', 'N'),
	quantity: fc.nat(500),
	unitPriceRupiah: fc.nat(2_000),
	openShare: fc.constantFrom(0, 0.1, 0.5, 1)
});
const drawn = fc
	.array(drawnItem, { maxLength: 20 })
	.map((items) => items.map((item, index) => ({ ...item, id: `i${index}` })));
const cap = fc.nat(3_000_000);

describe('whatever is wanted and whatever there is', () => {
	it('costs no more than the cap, and what it says it costs', () => {
		fc.assert(
			fc.property(drawn, cap, (items, most) => {
				const { items: fitted, costRupiah, leftRupiah } = fitBudget(items, most);
				const priceOf = new Map(items.map(({ id, unitPriceRupiah }) => [id, unitPriceRupiah]));
				const sum = fitted.reduce((all, { id, bought }) => all + bought * (priceOf.get(id) ?? NaN), 0);
				expect(costRupiah).toBe(sum);
				expect(costRupiah).toBeLessThanOrEqual(most);
				expect(leftRupiah).toBe(most - costRupiah);
			})
		);
	});

	it('buys of no item less with more money, and of none more than is wanted', () => {
		fc.assert(
			fc.property(drawn, cap, cap, (items, one, other) => {
				const boughtAt = (most: number) =>
					new Map(fitBudget(items, most).items.map(({ id, bought }) => [id, bought]));
				const [poor, rich] = [boughtAt(Math.min(one, other)), boughtAt(Math.max(one, other))];
				for (const { id, quantity } of items) {
					expect(rich.get(id)).toBeGreaterThanOrEqual(poor.get(id) ?? NaN);
					expect(rich.get(id)).toBeLessThanOrEqual(quantity);
				}
			})
		);
	});

	it('buys no E while a V is missing, and no N while an E or V is', () => {
		let cut = 0;
		fc.assert(
			fc.property(drawn, cap, (items, most) => {
				const bought = new Map(fitBudget(items, most).items.map((item) => [item.id, item.bought]));
				const isPaid = ({ id, unitPriceRupiah }: WantedItem) =>
					unitPriceRupiah > 0 && (bought.get(id) ?? 0) > 0;
				const isMissing = ({ id, quantity }: WantedItem) => (bought.get(id) ?? 0) < quantity;
				for (const [dearer, cheaper] of [
					['V', 'EN'],
					['E', 'N']
				] as const) {
					if (!items.some((item) => item.ven === dearer && isMissing(item))) continue;
					cut++;
					expect(items.filter((item) => cheaper.includes(item.ven) && isPaid(item))).toEqual([]);
				}
			})
		);
		expect(cut).toBeGreaterThan(10);
	});

	it('does not hang on the order in which it is told', () => {
		fc.assert(
			fc.property(drawn, cap, (items, most) => {
				expect(fitBudget([...items].reverse(), most)).toEqual(fitBudget(items, most));
			})
		);
	});
});
