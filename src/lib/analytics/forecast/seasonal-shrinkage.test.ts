import { describe, expect, it } from 'vitest';
import { seasonalTrust } from './seasonal-shrinkage.ts';

const noise = (t: number): number => ((t * 7919) % 97) / 97 - 0.5;
const wave = (t: number): number => Math.sin((2 * Math.PI * t) / 12);

describe('seasonalTrust', () => {
	it('believes a season that repeats and not one that chance made', () => {
		const clear = Float64Array.from({ length: 60 }, (_, t) => 5 * wave(t) + noise(t));
		const chance = Float64Array.from({ length: 60 }, (_, t) => noise(t));
		expect(seasonalTrust(clear, 12)).toBeGreaterThan(0.95);
		expect(seasonalTrust(chance, 12)).toBeLessThan(0.5);
	});

	it('lies within 0 and 1, and is 0 where nothing can be judged', () => {
		expect(seasonalTrust(new Float64Array(24).fill(3), 12)).toBe(0);
		expect(
			seasonalTrust(
				Float64Array.from({ length: 24 }, (_, t) => noise(t)),
				12
			)
		).toBeGreaterThanOrEqual(0);
		expect(seasonalTrust(Float64Array.of(1, 2, 1, 2, 1, 2), 2)).toBe(1);
	});
});
