import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { followTrend, learnTrend } from './learn-trend.ts';

const months = (count: number, log: (at: number) => number) =>
	Array.from({ length: count }, (_, index) => ({
		at: index - count + 1,
		log: log(index - count + 1),
		variance: 0
	}));

const certain = { level: 1, growth: 0.1, growthBefore: 0.02, bendAt: -3, noise: 0, damping: 1 };

describe('learnTrend', () => {
	it('finds a steady growth', () => {
		const { growth } = learnTrend(months(24, (at) => 5 + 0.03 * at));
		expect(Math.abs(growth - 0.03)).toBeLessThan(0.005);
	});

	it('notices that costs began to rise five months ago', () => {
		const bent = months(24, (at) => 5 + 0.08 * Math.max(0, at + 5) + 0.01 * (at % 2));
		const { growth } = learnTrend(bent);
		expect(growth).toBeGreaterThan(0.06);
	});

	it('stays near no growth after one month, and says how little it knows', () => {
		const trend = learnTrend(months(1, () => 3));
		const generator = createGenerator(1);
		const growths = Array.from({ length: 4000 }, () => trend.draw(generator).growth);
		const spread = Math.sqrt(growths.reduce((sum, growth) => sum + growth ** 2, 0) / growths.length);
		expect(trend.growth).toBeCloseTo(0, 9);
		expect(spread).toBeGreaterThan(0.03);
	});

	it('heeds a month less whose bills are still coming', () => {
		const points = months(12, () => 5);
		const high = (variance: number) =>
			learnTrend(points.map((point) => (point.at === 0 ? { ...point, log: 6, variance } : point))).growth;
		expect(high(1)).toBeLessThan(high(0) / 3);
	});

	it('shifts with the unit and does not care for the order of months', () => {
		const points = months(10, (at) => 2 + 0.02 * at + 0.05 * Math.sin(at));
		const there = learnTrend(points);
		const shifted = learnTrend(points.map((point) => ({ ...point, log: point.log + 20 })));
		expect(shifted.growth).toBeCloseTo(there.growth, 6);
		expect(learnTrend([...points].reverse()).growth).toBeCloseTo(there.growth, 9);
	});

	it('refuses nothing, and NaN with its place', () => {
		expect(() => learnTrend([])).toThrow('No month');
		expect(() => learnTrend([{ at: 0, log: NaN, variance: 0 }])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 0 })
		);
	});
});

describe('followTrend', () => {
	it('runs along the line, round the bend and back', () => {
		expect(followTrend(certain, 0)).toBe(1);
		expect(followTrend(certain, 2)).toBeCloseTo(1.2, 12);
		expect(followTrend(certain, -3)).toBeCloseTo(0.7, 12);
		expect(followTrend(certain, -5)).toBeCloseTo(0.66, 12);
	});

	it('fades ahead where growth is damped', () => {
		const damped = { ...certain, damping: 0.9 };
		expect(followTrend(damped, 1)).toBeCloseTo(1.09, 12);
		expect(followTrend(damped, 1000)).toBeCloseTo(1.9, 9);
	});
});
