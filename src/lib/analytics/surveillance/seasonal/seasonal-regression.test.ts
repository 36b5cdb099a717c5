import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../analytics-error.ts';
import { createGenerator } from '../../stats/generator.ts';
import { combineWeeks, midExceedance } from './combine-weeks.ts';
import { judgeSeason } from './seasonal-regression.ts';

/** Exact waves and trend, so that the answer is known. */
const wave = (length: number) =>
	Array.from({ length }, (_, week) => {
		const year = week / (365.25 / 7);
		return Math.exp(3 + 0.1 * year + 0.5 * Math.cos(2 * Math.PI * year));
	});
const at = (position: number) => ({ from: position, to: position });

describe('judgeSeason', () => {
	it('finds back level, trend and season', () => {
		const counts = wave(300);
		const [week] = judgeSeason({ counts, frequency: 52 }, at(280));
		expect(week?.expected).toBeCloseTo(counts[280] ?? NaN, 5);
		expect(week?.trend).toBeCloseTo(0.1, 6);
		expect(week).toMatchObject({ alarm: false, phi: 1 });
	});

	it('sees no trend before three years', () => {
		const [week] = judgeSeason({ counts: wave(120), frequency: 52 }, at(110));
		expect(week?.trend).toBeNull();
		expect(week?.expected).toBeGreaterThan(0);
	});

	it('hears two weeks together that are not unusual each', () => {
		const counts = wave(281).map(Math.round);
		const raised = (week: number) => Math.round((counts[week] ?? 0) + 2.3 * Math.sqrt(counts[week] ?? 0));
		const both = [...counts.slice(0, 279), raised(279), raised(280)];
		const one = [...counts.slice(0, 280), raised(280)];
		expect(judgeSeason({ counts: both, frequency: 52 }, at(280))[0]?.alarm).toBe(true);
		expect(judgeSeason({ counts: one, frequency: 52 }, at(280))[0]?.alarm).toBe(false);
	});

	it('alarms above its bound and nowhere else', () => {
		const generator = createGenerator(7);
		const counts = wave(260).map((mean) => generator.poisson(mean));
		const [plain] = judgeSeason({ counts, frequency: 52 }, at(259));
		const bound = plain?.upperbound ?? NaN;
		const alarmOf = (count: number) =>
			judgeSeason({ counts: [...counts.slice(0, 259), count], frequency: 52 }, at(259))[0]?.alarm;
		expect([alarmOf(bound), alarmOf(bound + 1)]).toEqual([false, true]);
	});

	it('raises few false alarms on counts without outbreaks', () => {
		const generator = createGenerator(11);
		const counts = wave(468).map((mean) => generator.poisson(mean));
		const alarms = judgeSeason({ counts, frequency: 52 }, { from: 160, to: 467 }).filter(
			({ alarm }) => alarm
		);
		// 308 weeks at 0.005: one or two are to be expected.
		expect(alarms.length).toBeLessThanOrEqual(6);
	});

	it('leaves missing weeks out and judges after a missing one by a single look', () => {
		const counts: (number | null)[] = wave(281).map(Math.round);
		counts[100] = null;
		counts[279] = null;
		const [week] = judgeSeason({ counts, frequency: 52 }, at(280));
		expect(week?.exceedance).toBe(week?.exceedanceAlone);
		const [missing] = judgeSeason({ counts, frequency: 52 }, at(279));
		expect(missing).toMatchObject({ count: null, alarm: false, exceedance: null });
	});

	it('keeps still below the alert floor', () => {
		const counts = [...new Array<number>(200).fill(0), 3];
		expect(judgeSeason({ counts, frequency: 52 }, at(200))[0]).toMatchObject({
			alarm: false,
			upperbound: null
		});
	});

	it('raises the bound as alpha falls', () => {
		const counts = wave(281).map(Math.round);
		const bounds = [0.05, 0.01, 0.001].map(
			(alpha) => judgeSeason({ counts, frequency: 52 }, at(280), { alpha })[0]?.upperbound ?? NaN
		);
		expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
	});

	it('refuses a year and a half or less, NaN, and options out of range', () => {
		const series = { counts: wave(200), frequency: 52 };
		expect(() => judgeSeason(series, at(78))).toThrow('Observation 79 has no more than 1.5 years before it.');
		expect(() => judgeSeason({ counts: [NaN], frequency: 52 }, at(0))).toThrow('Count 1 is not a number.');
		for (const options of [{ alpha: 2 }, { harmonics: -1 }, { years: 0 }, { weightsThreshold: 0 }])
			expect(() => judgeSeason(series, at(180), options)).toThrow(AnalyticsError);
	});
});

describe('midExceedance and combineWeeks', () => {
	const chance = fc.double({ min: 0, max: 1, noNaN: true });

	it('is even around the middle of a distribution and falls with the count', () => {
		const expectation = { expected: 100, phi: 1.5, logVariance: 0.001, trend: null };
		expect(midExceedance(100, expectation)).toBeCloseTo(0.48, 1);
		expect(midExceedance(130, expectation)).toBeLessThan(midExceedance(120, expectation));
	});

	it('stays a chance, and falls as either week gets less likely', () => {
		fc.assert(
			fc.property(chance, chance, chance, (now, before, lower) => {
				const both = combineWeeks(now, before);
				expect(both).toBeGreaterThanOrEqual(0);
				expect(both).toBeLessThanOrEqual(1);
				expect(combineWeeks(now * lower, before)).toBeLessThanOrEqual(both + 1e-12);
				expect(combineWeeks(now, before * lower)).toBeLessThanOrEqual(both + 1e-12);
			})
		);
	});

	it('takes the week alone where the one before is not known', () => {
		expect(combineWeeks(0.2, null)).toBe(0.2);
	});
});
