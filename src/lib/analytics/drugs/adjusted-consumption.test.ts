import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustConsumption, sumConsumption } from './adjusted-consumption.ts';

const month = (used: number, stockoutDays: number | null = 0, days = 30) => ({ used, stockoutDays, days });

describe('adjustConsumption', () => {
	it('adds what ten days without stock hid', () => {
		const { raw, inStock, adjusted, stockoutDays } = adjustConsumption([month(100), month(80, 10)]);
		expect([raw, inStock, adjusted, stockoutDays]).toEqual([180, 220, 220, 10]);
	});

	it('fills a missing report with the mean of the others, and shows it beside the raw sum', () => {
		const result = adjustConsumption([month(100), null, month(140)]);
		expect(result.months.map(({ raw }) => raw)).toEqual([100, null, 140]);
		expect(result.months.map(({ adjusted }) => adjusted)).toEqual([100, 120, 140]);
		expect([result.raw, result.inStock, result.adjusted, result.missing]).toEqual([240, 240, 360, 1]);
	});

	it('takes a month that was mostly out of stock as unknown, yet not below what it gave out', () => {
		const result = adjustConsumption([month(100), month(5, 25), month(300, 28)]);
		expect(result.months.map(({ inStock }) => inStock)).toEqual([100, null, null]);
		expect(result.months.map(({ adjusted }) => adjusted)).toEqual([100, 100, 300]);
		expect(result.emptied).toBe(2);
	});

	it('counts reports that do not speak of stock, and reads them as in stock', () => {
		const { adjusted, silentOnStock } = adjustConsumption([month(50, null), month(50, null)]);
		expect([adjusted, silentOnStock]).toEqual([100, 2]);
	});

	it('says nothing where no month is known', () => {
		expect(adjustConsumption([null, null]).adjusted).toBeNull();
		expect(adjustConsumption([]).adjusted).toBeNull();
		expect(adjustConsumption([month(0, 30)]).adjusted).toBeNull();
	});

	it('never takes away from what was reported, and scales with it', () => {
		const report = fc.option(
			fc.record({ used: fc.nat(1000), stockoutDays: fc.option(fc.nat(30)), days: fc.constantFrom(30, 31) })
		);
		fc.assert(
			fc.property(fc.array(report, { maxLength: 24 }), (reports) => {
				const { raw, inStock, adjusted } = adjustConsumption(Object.freeze(reports));
				expect(inStock).toBeGreaterThanOrEqual(raw);
				if (adjusted !== null) expect(adjusted).toBeGreaterThanOrEqual(inStock - 1e-9 * inStock);
				const doubled = adjustConsumption(reports.map((own) => own && { ...own, used: 2 * own.used }));
				expect(doubled.adjusted).toBe(adjusted === null ? null : 2 * adjusted);
			})
		);
	});

	it.each([
		['no number', month(NaN), 'not-a-number'],
		['a negative use', month(-1), 'negative'],
		['more days out than the month has', month(1, 31, 30), 'bad-option']
	])('refuses %s with its place', (_, bad, code) => {
		expect(() => adjustConsumption([month(1), bad])).toThrow(expect.objectContaining({ code, index: 1 }));
	});
});

describe('sumConsumption', () => {
	it('adds facilities up and says how many ever told', () => {
		const facilities = [
			[month(10), null],
			[month(20, 15), month(20)],
			[null, null]
		].map(adjustConsumption);
		expect(sumConsumption(facilities)).toEqual({
			months: [
				{ raw: 30, inStock: 50, adjusted: 50 },
				{ raw: 20, inStock: 20, adjusted: 30 }
			],
			facilitiesKnown: 2
		});
	});

	it('refuses facilities with other months', () => {
		expect(() => sumConsumption([[month(1)], []].map(adjustConsumption))).toThrow(
			expect.objectContaining({ code: 'bad-shape', index: 1 })
		);
	});
});
