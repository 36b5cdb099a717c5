import { describe, expect, it } from 'vitest';
import { forecastTsb } from './tsb.ts';
import { forecastSmoothed } from './smoothing.ts';
import { forecastCroston } from './croston.ts';

const dying = [
	...Array.from({ length: 12 }, (_, t) => (t % 2 ? 10 : 0)),
	...Array.from({ length: 18 }, () => 0)
];

describe('forecastTsb', () => {
	it('follows the definition by hand', () => {
		// Chance starts at 2/4, size at 3; periods 2 to 4: no demand, 5, no demand.
		const chance = (0.5 * 0.9 * 0.9 + 0.1) * 0.9;
		const size = 3 + 0.2 * (5 - 3);
		const { level } = forecastTsb([3, 0, 5, 0], { size: 0.2, chance: 0.1 });
		expect(level).toBeCloseTo(chance * size, 12);
	});

	it('sinks while nothing is asked for, where Croston stays', () => {
		const weights = { size: 0.1, chance: 0.2 };
		expect(forecastTsb(dying, weights).level).toBeLessThan(0.2);
		expect(forecastCroston(dying, { weights: { size: 0.1, interval: 0.1 } }).level).toBeGreaterThan(4);
	});

	it('answers 0 where nothing was ever asked for', () => {
		expect(forecastTsb([0, 0, 0]).level).toBe(0);
		expect(forecastTsb([0, 0, 0], { size: 0.1, chance: 0.1 }).level).toBe(0);
	});

	it('refuses a weight above 1', () => {
		expect(() => forecastTsb([1, 2], { size: 0.1, chance: 1.5 })).toThrow(
			expect.objectContaining({ code: 'bad-option' })
		);
	});
});

describe('forecastSmoothed', () => {
	it('follows the definition by hand', () => {
		// Starts at the mean, 2; then 1.5, 2.25.
		expect(forecastSmoothed([1, 3], 0.5).level).toBeCloseTo(2.25, 12);
	});

	it('seeks a high weight after a lasting jump and a low one in noise around a mean', () => {
		const jump = [...Array.from({ length: 20 }, () => 1), ...Array.from({ length: 20 }, () => 9)];
		const noise = Array.from({ length: 40 }, (_, t) => 5 + (t % 2 ? 1 : -1));
		expect(forecastSmoothed(jump).weights[0]).toBeGreaterThan(0.9);
		expect(forecastSmoothed(noise).weights[0]).toBeLessThan(0.05);
	});

	it('leaves unreported periods out', () => {
		expect(forecastSmoothed([1, null, 3, null], 0.5).level).toBe(forecastSmoothed([1, 3], 0.5).level);
	});

	it('refuses a history in which nothing was reported', () => {
		expect(() => forecastSmoothed([null, null])).toThrow(expect.objectContaining({ code: 'too-short' }));
	});
});
