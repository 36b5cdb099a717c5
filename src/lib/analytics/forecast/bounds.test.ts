import { describe, expect, it } from 'vitest';
import { drawBounds } from './bounds.ts';

const mean = Float64Array.of(10, 10, 1);
const spreads = [
	{ up: 2, down: 1 },
	{ up: 4, down: 2 },
	{ up: 4, down: 2 }
];

describe('drawBounds', () => {
	it("reaches Student's quantile of the stretched spread, up and down by its own", () => {
		const { lower95, upper95, lower80 } = drawBounds(mean, spreads, { factor: 2, freedom: 10 });
		// t(0.975; 10) = 2.2281, t(0.9; 10) = 1.3722 (any table).
		expect(upper95[0]).toBeCloseTo(10 + 2 * 2 * 2.2281, 3);
		expect(lower95[0]).toBeCloseTo(10 - 2 * 2.2281, 3);
		expect(lower80[0]).toBeCloseTo(10 - 2 * 1.3722, 3);
		expect(lower95[2]).toBe(0);
	});
});
