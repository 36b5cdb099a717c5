import { describe, expect, it } from 'vitest';
import { toCommonUnit } from './common-unit.ts';

describe('toCommonUnit', () => {
	it('gives a history a mean of one and keeps what it was', () => {
		const { unit, values } = toCommonUnit(Float64Array.of(1, 0, 5));
		expect([unit, ...values]).toEqual([2, 0.5, 0, 2.5]);
	});

	it('gives the very same numbers in tablets and in boxes', () => {
		const tablets = Float64Array.of(120, 37, 4, 1900, 0);
		const boxes = tablets.map((value) => value / 12);
		expect(toCommonUnit(boxes).values).toEqual(toCommonUnit(tablets).values);
	});

	it('makes nothing of next to nothing', () => {
		expect(toCommonUnit(Float64Array.of(1e-9, 1e9)).values[0]).toBeGreaterThan(0);
	});
});
