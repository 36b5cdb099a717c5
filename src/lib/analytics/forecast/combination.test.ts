import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineMembers, weighMembers } from './combination.ts';

const sizes = fc.double({ min: 0.001, max: 1e6, noNaN: true });

describe('weighMembers', () => {
	it('gives half by record and half alike', () => {
		// Merits 1 and ½ share one half; the other half is split evenly.
		expect(weighMembers([2, 4])).toEqual([0.25 + 1 / 3, 0.25 + 1 / 6]);
	});

	it('weighs alike where nobody erred or nobody was judged', () => {
		expect(weighMembers([0, 0])).toEqual([0.5, 0.5]);
		expect(weighMembers([])).toEqual([]);
	});

	it('does not hand everything to a member that has not erred yet', () => {
		expect(weighMembers([0, 1, 1])[0]).toBeLessThan(0.7);
	});

	it('sums to one, favours the better record, and ignores the unit', () => {
		fc.assert(
			fc.property(fc.array(sizes, { minLength: 1, maxLength: 9 }), (errors) => {
				const weights = weighMembers(errors);
				expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
				const best = errors.indexOf(Math.min(...errors));
				expect(weights[best]).toBe(Math.max(...weights));
				weighMembers(errors.map((error) => error * 8)).forEach((weight, i) =>
					expect(weight).toBeCloseTo(weights[i] ?? 0, 10)
				);
			})
		);
	});
});

describe('combineMembers', () => {
	it('is the mean of the middle half', () => {
		expect(combineMembers([1, 2, 4, 100], [1, 1, 1, 1])).toBe(3);
	});

	it('counts a heavy member for what it weighs', () => {
		// Weight runs 0 … 0.2 (one), 0.2 … 1 (five): the middle half is all five.
		expect(combineMembers([1, 5], [0.2, 0.8])).toBe(5);
	});

	it('is not moved by one member that runs away', () => {
		const others = [10, 11, 12, 13];
		const weights = [1, 1, 1, 1, 1];
		expect(combineMembers([...others, 1e9], weights)).toBe(combineMembers([...others, 14], weights));
	});

	it('stays within the members and does not ask for their order', () => {
		const members = fc.array(fc.tuple(sizes, sizes), { minLength: 1, maxLength: 9 });
		fc.assert(
			fc.property(members, (pairs) => {
				const combined = combineMembers(
					pairs.map(([value]) => value),
					pairs.map(([, weight]) => weight)
				);
				const values = pairs.map(([value]) => value);
				expect(combined).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9));
				expect(combined).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9));
				const turned = [...pairs].reverse();
				expect(
					combineMembers(
						turned.map(([value]) => value),
						turned.map(([, weight]) => weight)
					)
				).toBeCloseTo(combined, 6);
			})
		);
	});
});
