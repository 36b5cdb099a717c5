import { describe, expect, it } from 'vitest';
import { adjustSeason, chooseKind, isSeasonal } from './seasonal-adjustment.ts';
import { fitOptimisedTheta } from './optimised-theta.ts';
import { fitTheta } from './theta.ts';

const line = Float64Array.from({ length: 40 }, (_, t) => 10 + 2 * t + ((t * 13) % 7) / 10);
const seasonal = Float64Array.from(
	{ length: 60 },
	(_, t) => (100 + t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) + ((t * 13) % 7) / 10
);

describe('Theta', () => {
	it('adds half the slope of the straight line to simple smoothing', () => {
		const mean = fitTheta(line, 1).mean(5);
		for (let step = 1; step < 5; step += 1) {
			expect((mean[step] ?? 0) - (mean[step - 1] ?? 0)).toBeCloseTo(1, 1);
		}
	});

	it('takes the whole slope where the optimised theta says so', () => {
		const mean = fitOptimisedTheta(line, 1).mean(5);
		for (let step = 0; step < 5; step += 1) {
			expect(Math.abs((mean[step] ?? 0) - (10 + 2 * (40 + step)))).toBeLessThan(1.2);
		}
	});

	it('finds θ by least squares: no other share of the trend fits better', () => {
		const model = fitOptimisedTheta(line, 1);
		const standard = fitTheta(line, 1);
		const squares = (errors: Float64Array): number => errors.reduce((sum, error) => sum + error * error, 0);
		expect(squares(model.residuals)).toBeLessThanOrEqual(squares(standard.residuals));
	});

	it.each([
		['standard', fitTheta],
		['optimised', fitOptimisedTheta]
	])('puts a season back in its calendar place (%s)', (_, fit) => {
		const mean = fit(seasonal, 12).mean(12);
		mean.forEach((value, step) => {
			const expected = (160 + step) * (1 + 0.3 * Math.sin((2 * Math.PI * (60 + step)) / 12));
			expect(Math.abs(value / expected - 1)).toBeLessThan(0.08);
		});
		const past = fit(seasonal, 12).refit(seasonal.slice(0, 48));
		expect(past.residuals).toHaveLength(48);
	});

	it('refuses NaN by its place and fewer than four observations', () => {
		expect(() => fitTheta(Float64Array.of(1, NaN, 3, 4), 1)).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => fitOptimisedTheta(Float64Array.of(1, 2, 3), 1)).toThrow(
			expect.objectContaining({ code: 'too-short' })
		);
	});
});

describe('seasonal adjustment', () => {
	it('sees a season only where it repeats', () => {
		expect(isSeasonal(seasonal, 12)).toBe(true);
		expect(
			isSeasonal(
				Float64Array.from({ length: 60 }, (_, t) => (t * 37) % 11),
				12
			)
		).toBe(false);
		expect(isSeasonal(seasonal.slice(0, 20), 12)).toBe(false);
		expect(isSeasonal(new Float64Array(36).fill(3), 12)).toBe(false);
	});

	it('takes ratios where all is positive and differences otherwise', () => {
		expect(chooseKind(seasonal, 12)).toBe('multiplicative');
		expect(
			chooseKind(
				seasonal.map((value) => value - 150),
				12
			)
		).toBe('additive');
		expect(chooseKind(line.slice(0, 10), 12)).toBe('none');
	});

	it('splits a history into indices and the rest, and puts it together again', () => {
		for (const kind of ['multiplicative', 'additive'] as const) {
			const season = adjustSeason(seasonal, 12, kind);
			const mean = season.indices.reduce((sum, index) => sum + index, 0) / 12;
			expect(mean).toBeCloseTo(kind === 'multiplicative' ? 1 : 0, 9);
			season
				.restore(season.adjusted, 0)
				.forEach((value, t) => expect(value).toBeCloseTo(seasonal[t] ?? 0, 9));
		}
	});
});
