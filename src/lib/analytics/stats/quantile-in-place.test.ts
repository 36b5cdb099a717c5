import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalyticsError } from '../analytics-error.ts';
import { quantileInPlace } from './quantile-in-place.ts';
import { quantile } from './quantile.ts';

const codeOf = (code: AnalyticsError['code']) => expect.objectContaining({ code }) as AnalyticsError;
/** Few different ones, so that many are equal; or any. */
const numbers = fc.oneof(
	fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 60 }),
	fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 })
);
const shares = fc.array(fc.double({ noNaN: true, min: 0, max: 1 }), { minLength: 1, maxLength: 6 });

describe('a quantile of values that are not sorted', () => {
	it('is the quantile of the sorted ones, asked once or again and again', () => {
		fc.assert(
			fc.property(numbers, shares, (values, asked) => {
				const moved = Float64Array.from(values);
				for (const p of [...asked, 0, 1, 0.5]) {
					expect(quantileInPlace(moved, p)).toBe(quantile(values, p));
				}
				expect(moved.sort()).toEqual(Float64Array.from(values).sort());
			})
		);
	});

	it('is found in values that already stand in order, and in the reverse', () => {
		const rising = Float64Array.from({ length: 1_001 }, (_, i) => i);
		expect(quantileInPlace(rising, 0.1)).toBe(100);
		expect(quantileInPlace(rising.toReversed(), 0.975)).toBe(975);
	});

	it('refuses no values, and a share outside 0 … 1', () => {
		expect(() => quantileInPlace(new Float64Array(0), 0.5)).toThrowError(codeOf('too-short'));
		expect(() => quantileInPlace(Float64Array.of(1, 2), 1.1)).toThrowError(codeOf('bad-option'));
		expect(() => quantileInPlace(Float64Array.of(1, 2), NaN)).toThrowError(codeOf('bad-option'));
	});
});
