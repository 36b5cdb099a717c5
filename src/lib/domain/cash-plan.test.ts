import fc from 'fast-check';
import { expect, it } from 'vitest';
import { yearTwelfths } from './cash-plan.ts';

it('divides a year’s money into twelve parts that add up to it', () => {
	fc.assert(
		fc.property(fc.nat(1e12), (rupiah) => {
			const months = yearTwelfths(rupiah);
			expect(months).toHaveLength(12);
			expect(months.reduce((sum, month) => sum + month, 0)).toBe(rupiah);
			expect(Math.max(...months) - Math.min(...months)).toBeLessThanOrEqual(1);
		})
	);
});
