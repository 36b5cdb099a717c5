import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apportion } from './apportion.ts';

it('gives the units that rounding leaves to the largest remainders', () => {
	expect(apportion([1, 1, 1], 100)).toEqual([34, 33, 33]);
	expect(apportion([2, 1, 1], 7)).toEqual([3, 2, 2]);
	expect(apportion([0, 5], 3)).toEqual([0, 3]);
});

it('always shares exactly the sum, and nobody is a unit away from the exact share', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 10_000_000_000 }), { minLength: 1, maxLength: 400 }),
			fc.integer({ min: 0, max: 1_000_000_000_000 }),
			(weights, total) => {
				const shares = apportion(weights, total);
				const sum = weights.reduce((all, weight) => all + weight, 0);
				expect(shares.reduce((all, share) => all + share, 0)).toBe(total);
				for (const [index, share] of shares.entries())
					expect(Math.abs(share - ((weights[index] ?? 0) / sum) * total)).toBeLessThan(1.001);
			}
		)
	);
});

it('refuses to share among nobody', () => {
	expect(() => apportion([], 5)).toThrow('nothing');
	expect(() => apportion([0, 0], 5)).toThrow('nothing');
});
