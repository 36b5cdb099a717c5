import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blurCount, countsBehind } from './blur.ts';

describe('blurCount', () => {
	it.each([
		[0, 0],
		[1, 0],
		[7, 0],
		[8, 10],
		[12, 10],
		[13, 15],
		[1_002, 1_000]
	])('shows %i as %i', (count, shown) => expect(blurCount(count)).toBe(shown));

	it('leaves possible exactly the counts that are shown alike, and none of its ends is one to four', () => {
		fc.assert(
			fc.property(fc.nat(10_000), (count) => {
				const { low, high } = countsBehind(blurCount(count));
				expect(low <= count && count <= high).toBe(true);
				for (const end of [low, high]) {
					expect(blurCount(end)).toBe(blurCount(count));
					expect(end >= 1 && end <= 4).toBe(false);
				}
				expect(blurCount(high + 1)).not.toBe(blurCount(count));
				expect(low === 0 || blurCount(low - 1) !== blurCount(count)).toBe(true);
			})
		);
	});
});
