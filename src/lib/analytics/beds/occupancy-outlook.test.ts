import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { studentQuantile } from '../stats/student.ts';
import { forecastShare, type OutlookRecord } from './occupancy-outlook.ts';
import type { OccupancySeries } from './reported-occupancy.ts';

const stepMs = 6 * 3_600_000;
const series = (values: readonly (number | null)[], settled = values): OccupancySeries =>
	Object.freeze({ atMs: values.map((_, index) => index * stepMs), believed: values, settled });

/** A day's rhythm, and a level that wanders and comes back: half of a distance is left after two days. */
function wander(seed: number, length = 113): number[] {
	const { normal } = createGenerator(seed);
	let distance = 0;
	return Array.from({ length }, (_, index) => {
		distance = 0.917 * distance + 0.02 * normal();
		return 0.75 + 0.03 * Math.cos((index % 4) * (Math.PI / 2)) + distance;
	});
}

const of = (record: readonly OutlookRecord[], hours: number) =>
	record.find(({ hoursAhead }) => hoursAhead === hours);

describe('forecastShare', () => {
	it('repeats a rhythm that never changes, without an error', () => {
		const { steps, record } = forecastShare(
			series(wander(1).map((_, n) => [0.5, 0.6, 0.7, 0.6][n % 4] ?? 0))
		);
		expect(steps.map(({ hoursAhead }) => hoursAhead)).toEqual(Array.from({ length: 13 }, (_, n) => 6 * n));
		// The last instant is number 112, the first of its day.
		expect(steps.slice(0, 5).map(({ share }) => share)).toEqual(
			[0.5, 0.6, 0.7, 0.6, 0.5].map((share) => expect.closeTo(share, 12) as number)
		);
		for (const { meanError, coverage } of record.slice(1)) {
			expect(meanError).toBeCloseTo(0, 12);
			expect(coverage).toBeGreaterThanOrEqual(0.8);
		}
		expect(of(record, 6)?.naiveError).toBeCloseTo(0.1, 9);
	});

	it('agrees with the arithmetic by hand: usual share, slope, choice and spread of errors', () => {
		const values = wander(7);
		const { steps } = forecastShare(series(values));
		const [last, ahead, lag] = [112, 4, 4];
		const at = (place: number) => values[place] ?? NaN;
		const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
		const usual = (from: number) =>
			mean([...Array(14).keys()].map((n) => from - 4 * n).flatMap((n) => (n >= 0 ? [at(n)] : [])));
		const stepBack = (origin: number) => {
			let [xy, xx] = [0, 0];
			// At least five days before.
			for (let s = 20; s + ahead + lag <= origin; s++) {
				const x = at(s) - usual(s - 4);
				xy += x * (at(s + ahead) - usual(s));
				xx += x * x;
			}
			return usual(origin) + Math.min(1, Math.max(0, xy / xx)) * (at(origin) - usual(origin - 4));
		};
		// The first with eight known pairs: 20 … 27, and their outcome a day later.
		const origins = (until: number) =>
			[...Array(last + 1).keys()].filter((s) => s >= 27 + ahead + lag && s + ahead + lag <= until);
		const forecast = (origin: number) => {
			const errorOf = (say: (s: number) => number) =>
				origins(origin).reduce((sum, s) => sum + Math.abs(at(s + ahead) - say(s)), 0);
			return errorOf(at) < errorOf(stepBack) ? at(origin) : stepBack(origin);
		};
		const errors = origins(last).map((s) => at(s + ahead) - forecast(s));
		const worth = (1.5 * errors.length) / ahead;
		const variance = mean(errors.map((error) => (error - mean(errors)) ** 2)) / (1 - 1 / worth);
		const reach = studentQuantile(0.9, worth - 1) * Math.sqrt(variance * (1 + 1 / worth));
		const step = steps.find(({ hoursAhead }) => hoursAhead === 24);
		expect(step?.share).toBeCloseTo(forecast(last), 12);
		expect(step?.low).toBeCloseTo(forecast(last) + mean(errors) - reach, 12);
		expect(step?.high).toBeCloseTo(forecast(last) + mean(errors) + reach, 12);
	});

	it('errs less than naive three days ahead, and covers about as often as it says', () => {
		const seeds = Array.from({ length: 30 }, (_, n) => n + 1);
		const records = seeds.map((seed) => of(forecastShare(series(wander(seed))).record, 72));
		const mean = (pick: (one: OutlookRecord) => number) =>
			records.reduce((sum, one) => sum + (one ? pick(one) : NaN), 0) / records.length;
		expect(mean(({ meanError }) => meanError) / mean(({ naiveError }) => naiveError)).toBeLessThan(1);
		expect(mean(({ coverage }) => coverage)).toBeGreaterThan(0.75);
		expect(mean(({ coverage }) => coverage)).toBeLessThan(0.92);
	});

	it('says of now what is reported, with what old reports got wrong', () => {
		const values = wander(3);
		const { steps } = forecastShare(
			series(
				values,
				values.map((value) => value + 0.02)
			)
		);
		expect(steps[0]).toMatchObject({ hoursAhead: 0, share: values.at(-1), low: values.at(-1) });
		expect(steps[0]?.high).toBeCloseTo((values.at(-1) ?? 0) + 0.02, 12);
	});

	it('does not look ahead: what comes later changes no forecast of before', () => {
		const values = wander(5);
		const changed = values.map((value, index) => (index > 90 ? value + 0.3 : value));
		const until = (list: number[]) => forecastShare(series(list.slice(0, 91)));
		expect(until(changed)).toEqual(until(values));
	});

	it('is silent where history is too short, and never leaves its interval or goes below nought', () => {
		expect(forecastShare(series([]))).toEqual({ steps: [], record: [] });
		expect(forecastShare(series([0.5, null, 0.6])).steps).toEqual([
			{ hoursAhead: 0, share: 0.6, low: null, high: null }
		]);
		expect(forecastShare(series(wander(2).map((v, n) => (n === 112 ? null : v)))).steps).toEqual([]);
		for (const seed of [11, 12, 13])
			for (const { share, low, high } of forecastShare(series(wander(seed).map((v) => Math.max(0, v - 0.74))))
				.steps)
				expect(
					[0, low ?? 0, share, high ?? share].every((v, n, all) => n === 0 || v >= (all[n - 1] ?? 0))
				).toBe(true);
	});

	it('refuses another grid and lists of different lengths', () => {
		const refusal = expect.objectContaining({ code: 'bad-option' }) as Error;
		expect(() => forecastShare({ atMs: [0, 1], believed: [1, 1], settled: [1, 1] })).toThrow(refusal);
		expect(() => forecastShare({ atMs: [0], believed: [], settled: [1] })).toThrow(refusal);
	});
});
