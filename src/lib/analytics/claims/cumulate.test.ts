import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCumulative, toIncremental } from './cumulate.ts';

describe('toCumulative and toIncremental', () => {
	it('undo each other where there are no holes', () => {
		const triangles = fc.array(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 }));
		fc.assert(
			fc.property(triangles, (triangle) => {
				expect(toIncremental(toCumulative(triangle))).toEqual(triangle);
			})
		);
	});

	it('do not invent a total after a missing increment', () => {
		expect(toCumulative([[1, null, 3]])).toEqual([[1, null, null]]);
	});

	it('do not invent an increment beside a missing total', () => {
		expect(toIncremental([[1, null, 3, 7]])).toEqual([[1, null, null, 4]]);
	});
});
