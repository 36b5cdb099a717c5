import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kilometresBetween, type Point } from './distance.ts';

const point = fc.tuple(
	fc.double({ min: 106, max: 108, noNaN: true }),
	fc.double({ min: -7, max: -5, noNaN: true })
);

describe('kilometresBetween', () => {
	it('is a degree of the meridian, whose length is known', () => {
		// 2π · 6371.0088 ÷ 360
		expect(kilometresBetween([107, -6], [107, -7])).toBeCloseTo(111.195, 3);
	});

	it('shortens a degree of longitude by the cosine of the latitude', () => {
		expect(kilometresBetween([106, -60], [107, -60])).toBeCloseTo(111.195 / 2, 1);
	});

	it('is nought to itself, the same both ways, and never longer than a detour', () => {
		fc.assert(
			fc.property(point, point, point, (a: Point, b: Point, c: Point) => {
				expect(kilometresBetween(a, a)).toBe(0);
				expect(kilometresBetween(a, b)).toBeCloseTo(kilometresBetween(b, a), 9);
				expect(kilometresBetween(a, b)).toBeLessThanOrEqual(
					kilometresBetween(a, c) + kilometresBetween(c, b) + 1e-9
				);
			})
		);
	});
});
