import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { learnSeason } from './learn-season.ts';

const wave = (month: number) => 0.3 * Math.sin((2 * Math.PI * month) / 12);

function drawMonths(count: number, season: (month: number) => number, noise: number): number[] {
	const generator = createGenerator(3);
	return Array.from({ length: count }, (_, month) =>
		Math.exp(5 + 0.01 * month + season(month) + noise * generator.normal())
	);
}

describe('learnSeason', () => {
	it('finds a season under a trend, and goes on with it', () => {
		const season = learnSeason(drawMonths(48, wave, 0.05), 60);
		for (const [month, factor] of season.entries())
			expect(Math.abs(Math.log(factor) - wave(month))).toBeLessThan(0.08);
		expect(season.slice(48, 60)).toEqual(season.slice(0, 12));
	});

	it('sees no season in noise', () => {
		for (const factor of learnSeason(
			drawMonths(48, () => 0, 0.1),
			12
		))
			expect(Math.abs(factor - 1)).toBeLessThan(0.1);
	});

	it('is 1 where the history is too short, or a month of the year is missing', () => {
		const ones = new Array<number>(12).fill(1);
		expect(learnSeason(drawMonths(23, wave, 0), 12)).toEqual(ones);
		const holed = drawMonths(26, wave, 0).map((value, month) => (month === 10 ? null : value));
		expect(learnSeason(holed, 12)).toEqual(ones);
	});

	it('does not depend on the unit', () => {
		const months = drawMonths(40, wave, 0.05);
		const once = learnSeason(months, 12);
		const scaled = learnSeason(
			months.map((value) => value * 1000),
			12
		);
		for (const [month, factor] of scaled.entries()) expect(factor).toBeCloseTo(once[month] ?? 0, 9);
	});

	it('refuses NaN and 0 with their month', () => {
		expect(() => learnSeason([1, NaN], 12)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => learnSeason([0], 12)).toThrow(expect.objectContaining({ code: 'negative', index: 0 }));
	});
});
