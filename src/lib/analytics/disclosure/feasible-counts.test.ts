import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blurCount, countsBehind, smallest } from '../../domain/blur.ts';
import { feasibleCounts, isPinned, type Interval } from './feasible-counts.ts';

const oneSum = (parts: number) => [
	{ whole: 0, parts: Array.from({ length: parts }, (_, index) => index + 1) }
];

/** Every table that fits, by trying all of them. */
function bruteForce(known: readonly Interval[]): Interval[] {
	const [whole, ...parts] = known;
	const found: number[][] = [];
	const extend = (values: number[]) => {
		const next = parts[values.length];
		if (next === undefined) {
			const sum = values.reduce((a, b) => a + b, 0);
			if (whole && sum >= whole.low && sum <= whole.high) found.push([sum, ...values]);
			return;
		}
		for (let value = next.low; value <= next.high; value++) extend([...values, value]);
	};
	extend([]);
	return known.map((_, index) => {
		const values = found.map((one) => one[index] ?? 0);
		return { low: Math.min(...values), high: Math.max(...values) };
	});
}

describe('feasibleCounts', () => {
	it('finds what is left to a part when the others are known', () => {
		const known = [
			{ low: 9, high: 9 },
			{ low: 0, high: 7 },
			{ low: 8, high: 8 }
		];
		expect(feasibleCounts(known, oneSum(2))[1]).toEqual({ low: 1, high: 1 });
	});

	it('agrees with trying every table', () => {
		const shown = fc.constantFrom(0, 10, 15).map(countsBehind);
		fc.assert(
			fc.property(fc.array(fc.nat(16), { minLength: 1, maxLength: 3 }), shown, (counts, other) => {
				const sum = counts.reduce((a, b) => a + b, 0);
				const known = [
					{ low: Math.min(sum, other.low), high: Math.max(sum, other.high) },
					...counts.map((count) => countsBehind(blurCount(count)))
				];
				expect(feasibleCounts(known, oneSum(counts.length))).toEqual(bruteForce(known));
			}),
			{ numRuns: 60 }
		);
	});

	it('leaves no small count when the whole is told exactly and the parts are blurred', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 14 }), (counts) => {
				const sum = counts.reduce((a, b) => a + b, 0);
				const exact = blurCount(sum) === 0 ? countsBehind(0) : { low: sum, high: sum };
				const known = [exact, ...counts.map((count) => countsBehind(blurCount(count)))];
				for (const left of feasibleCounts(known, oneSum(counts.length)).slice(1))
					expect(isPinned(left, smallest)).toBe(false);
			}),
			{ numRuns: 2_000 }
		);
	});

	it('would find the small counts of plain rounding to five', () => {
		const plain = [{ low: 8, high: 8 }, ...Array.from({ length: 4 }, () => ({ low: 0, high: 2 }))];
		expect(
			feasibleCounts(plain, oneSum(4))
				.slice(1)
				.every((left) => isPinned(left, smallest))
		).toBe(true);
	});

	it('ends where nothing fits', () => {
		const known = [
			{ low: 1, high: 1 },
			{ low: 3, high: 4 }
		];
		expect(feasibleCounts(known, [...oneSum(1), { whole: 1, parts: [0] }])[0]).toBeDefined();
	});
});
