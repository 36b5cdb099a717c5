import { describe, expect, it } from 'vitest';
import { calibrate, type JudgedError } from './calibration.ts';

/** Errors at the 1st, 3rd, … of 2n normal quantiles would do; here: evenly spread up to `largest` bands. */
function errors(count: number, largest: number): JudgedError[] {
	return Array.from({ length: count }, (_, i) => ({
		error: (largest * (i + 1)) / count,
		spread: { up: 1, down: 1 }
	}));
}

describe('calibrate', () => {
	it('leaves bands alone that are about right, or that nothing judged', () => {
		expect(calibrate([])).toBe(1);
		expect(calibrate(errors(90, 2.2))).toBeCloseTo(1, 2);
	});

	it('believes many times too narrow or too wide almost wholly', () => {
		expect(calibrate(errors(90, 0.02))).toBeLessThan(0.02);
		expect(calibrate(errors(90, 20))).toBeGreaterThan(4);
	});

	it('believes a record the more the longer it is', () => {
		expect(calibrate(errors(10, 6))).toBeLessThan(calibrate(errors(100, 6)));
	});

	it('does not stretch a band that was nothing into one without end', () => {
		const broken = errors(90, 1).map(({ error }) => ({ error, spread: { up: 1e-12, down: 1e-12 } }));
		expect(calibrate(broken)).toBeLessThanOrEqual(10);
		expect(calibrate([{ error: 3, spread: { up: 0, down: 0 } }])).toBe(1);
	});

	it('reads an error downwards by the band downwards', () => {
		const lopsided = errors(90, 2).map(({ error }) => ({ error: -error, spread: { up: 1e-3, down: 1 } }));
		expect(calibrate(lopsided)).toBeCloseTo(1, 1);
	});
});
