import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../stats/generator.ts';
import { forecastIntermittent } from './forecast-intermittent.ts';

const history = fc.array(
	fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(40) }),
	{
		minLength: 1,
		maxLength: 50
	}
);
const chances = [0.05, 0.5, 0.8, 0.95];

function compound(seed: number, length: number, chance: number, meanSize: number): number[] {
	const { uniform, poisson } = createGenerator(seed);
	return Array.from({ length }, () => (uniform() < chance ? 1 + poisson(meanSize - 1) : 0));
}

describe('forecastIntermittent', () => {
	it('answers ordered quantiles, nested intervals and totals that add up, never below 0', () => {
		fc.assert(
			fc.property(history, fc.integer({ min: 1, max: 14 }), (values, horizon) => {
				const { mean, total, periodQuantile, interval } = forecastIntermittent(values, horizon, {
					paths: 99
				});
				expect(mean).toHaveLength(horizon);
				expect(total.mean).toBeCloseTo(
					mean.reduce((sum, value) => sum + value, 0),
					9
				);
				const [wide, narrow] = [interval(0.95), interval(0.8)];
				mean.forEach((value, i) => {
					const at = chances.map((p) => periodQuantile(i + 1, p));
					expect(at).toEqual([...at].sort((a, b) => a - b));
					const ordered = [0, wide.lower[i], narrow.lower[i], value, narrow.upper[i], wide.upper[i]];
					expect(ordered).toEqual([...ordered].sort((a, b) => Number(a) - Number(b)));
				});
				const totals = chances.map((p) => total.quantile(p));
				expect(totals).toEqual([...totals].sort((a, b) => a - b));
				expect(totals.every((value) => value >= 0 && Number.isInteger(value))).toBe(true);
			}),
			{ numRuns: 60 }
		);
	});

	it('scales with the values', () => {
		fc.assert(
			fc.property(history, fc.constantFrom(0.001, 0.25, 20, 1e6), (values, factor) => {
				const options = { paths: 99, isCounted: false };
				const once = forecastIntermittent(values, 6, options);
				const scaled = forecastIntermittent(
					values.map((value) => value * factor),
					6,
					options
				);
				const closeTo = (value: number, expected: number) =>
					expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(expected, factor));
				once.mean.forEach((value, i) => closeTo(scaled.mean[i] ?? NaN, value * factor));
				for (const p of chances) closeTo(scaled.total.quantile(p), once.total.quantile(p) * factor);
			}),
			{ numRuns: 60 }
		);
	});

	it('repeats itself to the digit with the same seed and leaves its input alone', () => {
		const values = Object.freeze(compound(1, 40, 0.3, 4));
		const draw = (seed: number) =>
			chances.map((p) => forecastIntermittent(values, 12, { seed }).total.quantile(p));
		expect(draw(7)).toEqual(draw(7));
		expect(forecastIntermittent(values, 12).mean).toEqual(forecastIntermittent(values, 12, { seed: 9 }).mean);
	});

	it('keeps a constant demand as it is, without doubt', () => {
		const { mean, total } = forecastIntermittent(
			Array.from({ length: 24 }, () => 5),
			12
		);
		for (const value of mean) expect(value).toBeCloseTo(5, 9);
		expect([total.quantile(0.05), total.quantile(0.95)]).toEqual([60, 60]);
	});

	it('says that nothing was ever asked for', () => {
		const { method, total, mean } = forecastIntermittent([0, 0, 0, 0, 0, 0, 0, 0], 12);
		expect(method).toBe('none');
		expect(total.quantile(0.95)).toBe(0);
		expect(mean.every((value) => value === 0)).toBe(true);
	});

	it('falls back on the mean where the history is shorter than half a year', () => {
		const { method, mean } = forecastIntermittent([4, 0, 2], 2);
		expect(method).toBe('mean');
		expect([...mean]).toEqual([2, 2]);
	});

	it('sinks when demand dies out and follows when it grows', () => {
		const steady = compound(3, 30, 0.5, 6);
		const died = [...steady, ...Array.from({ length: 15 }, () => 0)];
		const grown = steady.map((value, t) => Math.round((value * (t + 3)) / 10));
		const meanOf = (values: readonly number[]) =>
			values.reduce((sum, value) => sum + value, 0) / values.length;
		expect(forecastIntermittent(died, 12).total.mean).toBeLessThan(12 * 0.4 * meanOf(steady));
		expect(forecastIntermittent(grown, 12).total.mean).toBeGreaterThan(12 * meanOf(grown));
	});

	it('covers the totals of a demand that stays as it is about as often as it says', () => {
		const trials = Array.from({ length: 300 }, (_, seed) => {
			const values = compound(seed, 72, 0.4, 5);
			const { total } = forecastIntermittent(values.slice(0, 60), 12, { paths: 300 });
			const actual = values.slice(60).reduce((sum, value) => sum + value, 0);
			return { actual, mean: total.mean, p50: total.quantile(0.5), p95: total.quantile(0.95) };
		});
		const share = (count: number) => count / trials.length;
		const half = share(trials.filter(({ actual, p50 }) => actual <= p50).length);
		const most = share(trials.filter(({ actual, p95 }) => actual <= p95).length);
		expect(half).toBeGreaterThan(0.42);
		expect(half).toBeLessThan(0.68);
		expect(most).toBeGreaterThan(0.9);
		const bias = trials.reduce((sum, { mean, actual }) => sum + mean - actual, 0) / (trials.length * 24);
		expect(Math.abs(bias)).toBeLessThan(0.08);
	});

	it('reads an unreported period as unknown, not as 0', () => {
		const values = compound(5, 30, 0.5, 4);
		const gappy = values.flatMap((value, t) => (t % 5 === 0 ? [value, null] : [value]));
		expect(forecastIntermittent(gappy, 6).mean).toEqual(forecastIntermittent(values, 6).mean);
	});

	it.each([
		['NaN', [1, NaN], 'not-a-number'],
		['infinity', [1, Infinity], 'not-a-number'],
		['what overflows when squared', [1, 1e200], 'not-a-number'],
		['what vanishes when squared', [0, 1e-200], 'not-a-number'],
		['a negative demand', [1, -2], 'negative'],
		['nothing', [], 'too-short']
	])('refuses %s by name', (_, values, code) => {
		expect(() => forecastIntermittent(values, 3)).toThrow(expect.objectContaining({ code }));
	});

	it('refuses a horizon that is none, a period outside it and a coverage of 1', () => {
		const refusal = expect.objectContaining({ code: 'bad-option' });
		expect(() => forecastIntermittent([1, 2], 0)).toThrow(refusal);
		expect(() => forecastIntermittent([1, 2], 1.5)).toThrow(refusal);
		expect(() => forecastIntermittent([1, 2], 2, { paths: 0 })).toThrow(refusal);
		const { periodQuantile, interval, total } = forecastIntermittent([1, 2], 2);
		expect(() => periodQuantile(3, 0.5)).toThrow(refusal);
		expect(() => interval(1)).toThrow(refusal);
		expect(() => total.quantile(1.2)).toThrow(refusal);
	});
});
