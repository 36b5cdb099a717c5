import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DemandForecast } from './demand-forecast.ts';
import { forecastDemand } from './forecast-demand.ts';

/** Four years of months with a season, a trend and noise that repeats on every machine. */
function history(length = 48, seed = 1): number[] {
	let state = seed;
	return Array.from({ length }, (_, t) => {
		state = (state * 16807) % 2147483647;
		return Math.round((200 + t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) + 40 * (state / 2147483647));
	});
}

const monthly = { period: 12, horizon: 12 };

function expectOrdered({ lower95, lower80, mean, upper80, upper95 }: DemandForecast): void {
	mean.forEach((value, step) => {
		const bounds = [0, lower95[step], lower80[step], value, upper80[step], upper95[step]];
		expect(bounds.every(Number.isFinite)).toBe(true);
		expect([...bounds].sort((a = 0, b = 0) => a - b)).toEqual(bounds);
	});
}

describe('forecastDemand', () => {
	it('combines what the history allows and shows its record', () => {
		const { mean, card, total } = forecastDemand(history(), monthly);
		mean.forEach((value, step) => {
			const expected = (248 + step) * (1 + 0.3 * Math.sin((2 * Math.PI * (48 + step)) / 12)) + 20;
			expect(Math.abs(value / expected - 1)).toBeLessThan(0.15);
		});
		expect(card.method).toBe('combination');
		expect(card.reason).toEqual({ code: 'combined', observations: 48, members: 9, origins: 7 });
		expect(card.why).toContain('48 observations');
		expect(card.members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
		expect(card.record?.mase).toBeLessThan(card.record?.naiveMase ?? 0);
		expect(card.record?.coverage95).toBeGreaterThanOrEqual(card.record?.coverage80 ?? 1);
		expect(card.record?.pairs).toBe(3 + 6 + 9 + 12 * 4);
		expect(total.mean).toBeCloseTo(
			mean.reduce((sum, value) => sum + value, 0),
			9
		);
		expect(total.quantile(0.8)).toBeGreaterThan(total.mean);
	});

	it.each([
		['nothing but the mean', history(5), 'mean', 'too-short-for-model'],
		['a level without a season', history(20), 'simple smoothing', 'too-short-for-season'],
		['everything', history(36), 'combination', 'combined'],
		['methods for rare demand', [0, 0, 3, 0, 0, 0, 5, 0, 0, 2, 0, 0], 'intermittent', 'rare-demand'],
		['that nobody asked for it', [0, 0, 0], 'none', 'no-demand']
	])('answers with %s where the history bears no more', (_, values, method, code) => {
		const forecast = forecastDemand(values, monthly);
		expect([forecast.card.method, forecast.card.reason.code]).toEqual([method, code]);
		expect(forecast.card.why).toMatch(/^[A-Z0-9].*\.$/);
		expectOrdered(forecast);
	});

	it.each([
		['regular', history()],
		['short', history(20)],
		['rare', [0, 0, 3, 0, 0, 0, 5, 0, 0, 2, 0, 0]]
	])('totals a %s demand from a later month on, and nothing of the months before', (_, values) => {
		const whole = forecastDemand(values, monthly);
		const late = forecastDemand(values, { ...monthly, totalFrom: 4 });
		expect(late.mean).toEqual(whole.mean);
		const later = whole.mean.slice(3).reduce((sum, value) => sum + value, 0);
		expect(late.total.mean).toBeCloseTo(later, 9);
		expect(late.total.quantile(0.95)).toBeLessThan(whole.total.quantile(0.95));
		expect(late.total.quantile(0.95)).toBeGreaterThan(late.total.mean);
		expect(() => forecastDemand(values, { ...monthly, totalFrom: 13 })).toThrow('within the horizon');
	});

	it('lets few methods compete where it has to be quick', () => {
		const { card } = forecastDemand(history(), { ...monthly, effort: 'quick' });
		expect(card.members.map(({ name }) => name)).toEqual(['snaive', 'theta', 'shrunk-stl']);
		expect(card.record?.mase).toBeLessThan(card.record?.naiveMase ?? 0);
	});

	it('combines without a season where the period is one', () => {
		const { card } = forecastDemand(history(30), { period: 1, horizon: 3 });
		expect(card.method).toBe('combination');
		expect(card.members.map(({ name }) => name)).not.toContain('shrunk-stl');
		expect(forecastDemand(history(9), { period: 1, horizon: 3 }).card.method).toBe('mean');
	});

	it('carries one observation on and owns that it knows nothing', () => {
		const { mean, lower95, upper95, card } = forecastDemand([40], { period: 12, horizon: 2 });
		expect(Array.from(mean)).toEqual([40, 40]);
		expect([lower95[0], card.record]).toEqual([0, null]);
		expect(upper95[0]).toBeGreaterThan(400);
	});

	it('fills a few unreported months and says how many; too many it does not invent', () => {
		const gappy = history().map((value, t) => (t % 10 === 3 ? null : value));
		expect(forecastDemand(gappy, monthly).card).toMatchObject({ method: 'combination', filled: 5 });
		const sparse = history().map((value, t) => (t % 3 === 1 ? null : value));
		const { card } = forecastDemand(sparse, monthly);
		expect(card.reason).toEqual({ code: 'too-many-gaps', observations: 32, missing: 16 });
	});

	it('counts in whole units where demand is counted', () => {
		const forecast = forecastDemand(history(), { ...monthly, isCounted: true });
		const { mean, lower80, upper80, lower95, upper95 } = forecast;
		for (const bound of [mean, lower80, upper80, lower95, upper95]) {
			expect(bound.every(Number.isInteger)).toBe(true);
		}
		expectOrdered(forecast);
	});

	it('reads past zeros, which logarithms cannot', () => {
		const values = history().map((value, t) => (t % 12 === 5 ? 0 : value));
		const { card } = forecastDemand(values, monthly);
		expect(card.members.map(({ name }) => name).filter((name) => name.startsWith('log'))).toEqual([]);
	});

	it('leaves its input as it was and answers the same again', () => {
		const values = Object.freeze(history());
		const [first, second] = [forecastDemand(values, monthly), forecastDemand(values, monthly)];
		expect(second.mean).toEqual(first.mean);
		expect(second.upper95).toEqual(first.upper95);
	});

	it('keeps its intervals ordered, finite and above zero on whatever it is given', () => {
		const demand = fc.array(fc.option(fc.integer({ min: 0, max: 500 }), { freq: 20 }), {
			minLength: 1,
			maxLength: 60
		});
		fc.assert(
			fc.property(
				demand,
				fc.constantFrom(1, 4, 12),
				fc.integer({ min: 1, max: 14 }),
				(values, period, horizon) => {
					fc.pre(values.some((value) => value !== null));
					expectOrdered(forecastDemand(values, { period, horizon }));
				}
			),
			{ numRuns: 60, seed: 7 }
		);
	});

	it('stays finite after a last value that dwarfs all before it', () => {
		for (const last of [1e3, 1e9, 1e12, 1e15]) {
			const ones = Array.from({ length: 60 }, (_, t) => (t === 59 ? last : 1));
			const forecast = forecastDemand(ones, { period: 12, horizon: 18 });
			expectOrdered(forecast);
			for (const chance of [0.5, 0.8, 0.95])
				expect(Number.isFinite(forecast.total.quantile(chance))).toBe(true);
		}
	});

	it('scales with the unit of its values', () => {
		const unit = fc.constantFrom(0.001, 0.37, 12, 1e6);
		fc.assert(
			fc.property(unit, fc.integer({ min: 1, max: 999 }), (factor, seed) => {
				const values = history(40, seed);
				const plain = forecastDemand(values, monthly);
				const scaled = forecastDemand(
					values.map((value) => value * factor),
					monthly
				);
				plain.mean.forEach((value, step) => {
					expect((scaled.mean[step] ?? 0) / factor / value).toBeCloseTo(1, 9);
					expect((scaled.upper95[step] ?? 0) / factor / (plain.upper95[step] ?? 1)).toBeCloseTo(1, 9);
				});
			}),
			{ numRuns: 8, seed: 3 }
		);
	});

	it('refuses by name and place', () => {
		const refusal = (values: (number | null)[], options = monthly): unknown => {
			try {
				return forecastDemand(values, options);
			} catch (error) {
				return error;
			}
		};
		expect(refusal([1, NaN, 3])).toMatchObject({ code: 'not-a-number', index: 1 });
		expect(refusal([1, 2, -3])).toMatchObject({ code: 'negative', index: 2 });
		expect(refusal([1, 2, 1e200])).toMatchObject({ code: 'not-a-number', index: 2 });
		expect(refusal([0, 0, 0, 1e-200])).toMatchObject({ code: 'not-a-number', index: 3 });
		expect(refusal([])).toMatchObject({ code: 'too-short' });
		expect(refusal([null])).toMatchObject({ code: 'too-short' });
		expect(refusal([1], { period: 0, horizon: 1 })).toMatchObject({ code: 'bad-option' });
		expect(refusal([1], { period: 12, horizon: 1.5 })).toMatchObject({ code: 'bad-option' });
		expect(refusal([1], { period: 12, horizon: 1e9 })).toMatchObject({ code: 'bad-option' });
	});
});
