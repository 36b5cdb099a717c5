import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	intervalCoverage,
	meanAbsoluteScaledError,
	meanScaledIntervalScore,
	pinballLoss,
	rootMeanSquaredScaledError,
	seasonalNaiveScale,
	seasonalNaiveSquareScale
} from './accuracy.ts';

describe('scaled errors', () => {
	it('scale by the in-sample error of the seasonal naive forecast', () => {
		// |5−1|, |1−2|, |9−3|, |4−5| at lag 2.
		const history = [1, 2, 5, 1, 11, 2].map((value, t) => (t === 4 ? 11 : value));
		expect(seasonalNaiveScale(history, 2)).toBe((4 + 1 + 6 + 1) / 4);
		expect(seasonalNaiveSquareScale(history, 2)).toBe((16 + 1 + 36 + 1) / 4);
		expect(seasonalNaiveScale([3, 5, 4], 1)).toBe(1.5);
	});

	it('are mean errors in that unit', () => {
		expect(meanAbsoluteScaledError([10, 20], [12, 19], 2)).toBe(0.75);
		expect(rootMeanSquaredScaledError([10, 20], [13, 16], 12.5)).toBe(1);
	});

	it('charge an interval its width and 2/a for each unit outside', () => {
		// Widths 4 and 4; the second observation lies 1 above: 2 / 0.05 = 40.
		expect(meanScaledIntervalScore([2, 5], [0, 0], [4, 4], 2, 0.05)).toBe((4 + 4 + 40) / 2 / 2);
		expect(intervalCoverage([2, 5], [0, 0], [4, 4])).toBe(0.5);
		expect(intervalCoverage([4], [4], [4])).toBe(1);
	});

	it('charge shortage and surplus of a quantile unequally', () => {
		expect(pinballLoss([10], [8], 0.9)).toBeCloseTo(1.8, 12);
		expect(pinballLoss([8], [10], 0.9)).toBeCloseTo(0.2, 12);
	});

	it('do not depend on the unit', () => {
		const values = fc.array(fc.double({ min: 0.1, max: 1e3, noNaN: true }), { minLength: 4, maxLength: 20 });
		fc.assert(
			fc.property(values, fc.double({ min: 0.01, max: 1e4, noNaN: true }), (actual, unit) => {
				const forecast = actual.map((value) => value + 1);
				const scaled = (list: number[]): number[] => list.map((value) => value * unit);
				const plain = meanAbsoluteScaledError(actual, forecast, 3);
				expect(meanAbsoluteScaledError(scaled(actual), scaled(forecast), 3 * unit)).toBeCloseTo(plain, 6);
			})
		);
	});

	it('refuse what cannot be compared, by name and place', () => {
		expect(() => meanAbsoluteScaledError([1], [1, 2], 1)).toThrow(
			expect.objectContaining({ code: 'bad-shape' })
		);
		expect(() => meanAbsoluteScaledError([], [], 1)).toThrow(expect.objectContaining({ code: 'bad-shape' }));
		expect(() => meanAbsoluteScaledError([1], [1], 0)).toThrow(
			expect.objectContaining({ code: 'bad-option' })
		);
		expect(() => seasonalNaiveScale([1, NaN, 2], 1)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => seasonalNaiveSquareScale([1, 1e200], 1)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => seasonalNaiveScale([1, 2], 2)).toThrow(expect.objectContaining({ code: 'too-short' }));
		expect(() => pinballLoss([1], [1], 1)).toThrow(expect.objectContaining({ code: 'bad-option' }));
	});
});
