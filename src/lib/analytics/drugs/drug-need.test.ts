import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNeeds, needByConsumption, needByMorbidity } from './drug-need.ts';

describe('needByConsumption', () => {
	it("gives the planning guide's own example", () => {
		// scribd.com/doc/89004830: paracetamol, 2,500,000 in 10 stocked months, C 20 %, D 3 months, E 100,000.
		const need = needByConsumption(2_500_000 / 10, { bufferShare: 0.2, leadMonths: 3, stock: 100_000 });
		expect(need).toEqual({
			use: 3_000_000,
			buffer: 600_000,
			leadTime: 750_000,
			stock: 100_000,
			need: 4_250_000,
			surplus: 0
		});
	});

	it('plans nothing where the stock is more than enough, and says by how much', () => {
		const { need, surplus } = needByConsumption(10, { bufferShare: 0.1, leadMonths: 3, stock: 200 });
		expect([need, surplus]).toEqual([0, 200 - 120 - 12 - 30]);
	});

	it('balances: parts less stock are need less surplus, none of them negative', () => {
		const figure = fc.integer({ min: 0, max: 1e6 });
		fc.assert(
			fc.property(figure, figure, fc.integer({ min: 3, max: 6 }), (monthlyUse, stock, leadMonths) => {
				const { use, buffer, leadTime, need, surplus } = needByConsumption(monthlyUse, { stock, leadMonths });
				expect(need - surplus).toBeCloseTo(use + buffer + leadTime - stock, 6);
				expect(Math.min(need, surplus)).toBe(0);
				expect(Math.max(need, surplus)).toBeGreaterThanOrEqual(0);
			})
		);
	});

	it('refuses what is no number, and less than nothing', () => {
		expect(() => needByConsumption(NaN, { stock: 0 })).toThrow(
			expect.objectContaining({ code: 'not-a-number' })
		);
		expect(() => needByConsumption(1, { stock: -1 })).toThrow(expect.objectContaining({ code: 'negative' }));
		expect(() => needByConsumption(1, { stock: 0, months: 0 })).toThrow(
			expect.objectContaining({ code: 'bad-option' })
		);
	});
});

describe('needByMorbidity', () => {
	it('sums cases × quantity over the diseases of the item', () => {
		const need = needByMorbidity(
			[
				{ cases: 1000, quantityPerEpisode: 10 },
				{ cases: 200, quantityPerEpisode: 6 }
			],
			{ bufferShare: 0.1, leadMonths: 6, stock: 0 }
		);
		expect(need.use).toBe(11_200);
		expect(need.need).toBeCloseTo(11_200 * 1.6, 9);
	});

	it('refuses cases that are no number', () => {
		expect(() => needByMorbidity([{ cases: NaN, quantityPerEpisode: 1 }], { stock: 0 })).toThrow(
			expect.objectContaining({ code: 'not-a-number' })
		);
	});
});

describe('compareNeeds', () => {
	const of = (use: number, stock = 0) => needByMorbidity([{ cases: use, quantityPerEpisode: 1 }], { stock });

	it('flags more than half as much again, whichever way', () => {
		expect(compareNeeds(of(150), of(100))).toEqual({ divergence: 'agree', ratio: 1.5 });
		expect(compareNeeds(of(151), of(100)).divergence).toBe('consumption-higher');
		expect(compareNeeds(of(100), of(151)).divergence).toBe('morbidity-higher');
	});

	it('is not soothed by a large stock', () => {
		expect(compareNeeds(of(300, 1e6), of(100, 1e6)).divergence).toBe('consumption-higher');
	});

	it('does not know where one method has no use', () => {
		expect(compareNeeds(of(0), of(100))).toEqual({ divergence: 'unknown', ratio: null });
	});

	it('refuses a factor that flags everything', () => {
		expect(() => compareNeeds(of(1), of(1), 1)).toThrow(expect.objectContaining({ code: 'bad-option' }));
	});
});
