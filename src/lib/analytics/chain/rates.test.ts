import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanRate, roundTo } from './rates.ts';
import { usualCases } from './usual-cases.ts';

const shareOf = (count: number, having: number) => ({ count, sum: having, squares: having });

describe('meanRate', () => {
	it('is the mean of all, with the wider of sampling error and spread of the months on either side', () => {
		// Months of 10, 20 and 60 %: type-7 percentiles of 12 and 52 %; the sampling error is smaller.
		const months = [shareOf(100, 10), shareOf(100, 20), shareOf(100, 60)];
		expect(meanRate(months, { step: 0.001, most: 1 })).toEqual({
			...{ value: 0.3, lower80: 0.12, upper80: 0.52 }
		});
	});

	it('is no surer than its sampling error where there is one month', () => {
		// 0.3 ± 1.2816 × √(0.21 ÷ 400).
		expect(meanRate([shareOf(400, 120)], { step: 0.001, most: 1 })).toEqual({
			...{ value: 0.3, lower80: 0.271, upper80: 0.329 }
		});
	});

	it('does not let a month of a few say how far months differ', () => {
		const [with3, without] = [[shareOf(400, 120), shareOf(400, 120), shareOf(3, 3)], [shareOf(800, 240)]].map(
			(months) => meanRate(months, { step: 0.01, most: 1 })
		);
		expect(with3?.upper80).toBeCloseTo(without?.upper80 ?? NaN, 2);
	});

	it('of nothing is nothing', () => {
		expect(meanRate([], { step: 1 })).toBeNull();
		expect(meanRate([shareOf(0, 0)], { step: 1 })).toBeNull();
	});

	it('keeps its bounds around its value, and a share within 0 and 1', () => {
		const month = fc
			.integer({ min: 1, max: 500 })
			.chain((count) => fc.integer({ min: 0, max: count }).map((having) => shareOf(count, having)));
		fc.assert(
			fc.property(fc.array(month, { minLength: 1, maxLength: 6 }), (months) => {
				const rate = meanRate(months, { step: 0.001, most: 1 });
				if (rate === null) throw new Error('no rate');
				expect(rate.lower80).toBeGreaterThanOrEqual(0);
				expect(rate.lower80).toBeLessThanOrEqual(rate.value);
				expect(rate.value).toBeLessThanOrEqual(rate.upper80);
				expect(rate.upper80).toBeLessThanOrEqual(1);
			})
		);
	});
});

describe('roundTo', () => {
	it('leaves no tail of a binary fraction', () => {
		expect([roundTo(0.3004, 0.001), roundTo(1_234_567, 1_000), roundTo(2.005, 0.01)]).toEqual([
			0.3, 1_235_000, 2
		]);
	});
});

describe('usualCases', () => {
	it('is the mean week, between the tenth and the ninetieth percentile of the weeks', () => {
		const weeks = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
		expect(usualCases(weeks)).toEqual({ value: 50, lower80: 10, upper80: 90 });
	});

	it('holds the mean also where one week stands out', () => {
		expect(usualCases([...new Array<number>(19).fill(0), 100])).toEqual({ value: 5, lower80: 0, upper80: 5 });
	});

	it('of a part has the bounds of the whole, in proportion; of nowhere none', () => {
		expect(usualCases([10, 20, 30, 40], [1, 2, 1, 1])).toMatchObject({ value: 1.25, lower80: 0.65 });
		expect(usualCases([0, 0], [0, 0])).toEqual({ value: 0, lower80: 0, upper80: 0 });
	});
});
