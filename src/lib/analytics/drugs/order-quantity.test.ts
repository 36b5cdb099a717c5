import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastIntermittent } from '../forecast/intermittent/forecast-intermittent.ts';
import { orderOptions, sumOrderCosts } from './order-quantity.ts';

const line = (p: number) => 1000 * p;

describe('orderOptions', () => {
	it('orders whole packs of what stock and orders under way leave open', () => {
		const options = orderOptions({
			useQuantile: line,
			stock: 300,
			onOrder: 100,
			packSize: 250,
			unitPriceRupiah: 150,
			chances: [0.8, 0.5]
		});
		expect(options).toEqual([
			{ chance: 0.5, use: 500, buffer: 0, quantity: 250, costRupiah: 37_500 },
			{ chance: 0.8, use: 800, buffer: 300, quantity: 500, costRupiah: 75_000 }
		]);
	});

	it('orders nothing where the stock suffices', () => {
		const [option] = orderOptions({ useQuantile: line, stock: 5000, unitPriceRupiah: 1 });
		expect(option?.quantity).toBe(0);
	});

	it('costs more the surer it shall be', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 40 }), fc.nat(200), (values, stock) => {
				const { total } = forecastIntermittent(values, 15, { paths: 99 });
				const options = orderOptions({
					useQuantile: total.quantile,
					stock,
					packSize: 10,
					unitPriceRupiah: 7
				});
				const costs = options.map(({ costRupiah }) => costRupiah);
				expect(costs).toEqual([...costs].sort((a, b) => a - b));
				for (const { quantity, use } of options) expect(quantity + stock).toBeGreaterThanOrEqual(use);
			}),
			{ numRuns: 30 }
		);
	});

	it.each([
		['a stock that is no number', { stock: NaN }, 'not-a-number'],
		['a negative price', { unitPriceRupiah: -1 }, 'negative'],
		['a pack of nothing', { packSize: 0 }, 'bad-option'],
		['certainty', { chances: [1] }, 'bad-option'],
		['a use that is no number', { useQuantile: () => NaN }, 'not-a-number']
	])('refuses %s', (_, wrong, code) => {
		expect(() => orderOptions({ useQuantile: line, stock: 0, unitPriceRupiah: 1, ...wrong })).toThrow(
			expect.objectContaining({ code })
		);
	});
});

describe('sumOrderCosts', () => {
	const at = (unitPriceRupiah: number, chances?: number[]) =>
		orderOptions({ useQuantile: line, stock: 0, unitPriceRupiah, chances });

	it('adds items up chance by chance', () => {
		expect(sumOrderCosts([at(1), at(2)]).map(({ costRupiah }) => costRupiah)).toEqual([1500, 2400, 2850]);
		expect(sumOrderCosts([])).toEqual([]);
	});

	it('refuses items offered at other chances', () => {
		expect(() => sumOrderCosts([at(1), at(1, [0.5])])).toThrow(
			expect.objectContaining({ code: 'bad-shape', index: 1 })
		);
	});
});
