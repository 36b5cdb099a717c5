import { describe, expect, it } from 'vitest';
import { fitShrunkStl } from './shrunk-stl.ts';

const noise = (t: number): number => ((t * 7919) % 97) / 97 - 0.5;
const wave = (t: number): number => Math.sin((2 * Math.PI * t) / 12);

describe('shrunk STL', () => {
	it('carries season and level on where the season is clear', () => {
		const values = Float64Array.from({ length: 72 }, (_, t) => 50 + 10 * wave(t) + noise(t));
		const model = fitShrunkStl(values, 12, 7);
		model.mean(12).forEach((value, step) => {
			expect(Math.abs(value - 50 - 10 * wave(72 + step))).toBeLessThan(1.5);
		});
		expect(model.refit(values.slice(0, 60)).residuals).toHaveLength(60);
	});

	it('forecasts nearly flat where there is only noise', () => {
		const values = Float64Array.from({ length: 72 }, (_, t) => 50 + 10 * noise(t));
		const mean = fitShrunkStl(values, 12, 13).mean(12);
		expect(Math.max(...mean) - Math.min(...mean)).toBeLessThan(4);
	});
});
