import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../../../../tests/fixtures/simulated-outbreaks.json' with { type: 'json' };
import { AnalyticsError } from '../../analytics-error.ts';
import { farringtonFlexible } from './farrington-flexible.ts';
import { farrington } from './farrington.ts';
import type { FarringtonFlexibleOptions } from './options.ts';

/** Weeks that R judged. */
const range = { from: 364, to: 467 };
const advised: FarringtonFlexibleOptions = {
	noPeriods: 10,
	pastWeeksNotIncluded: 26,
	pThresholdTrend: 1,
	thresholdMethod: 'nbPlugin',
	alpha: 0.005
};
const seriesOf = (counts: readonly (number | null)[]) => ({ counts, frequency: 52 });
const first = fixture.series[0]?.observed ?? [];
const last = { from: 467, to: 467 };

describe('Farrington, flexible and classic', () => {
	it.each(fixture.series)("sets R's bounds and alarms on $id", ({ observed, runs }) => {
		const flexible = farringtonFlexible(seriesOf(observed), range, advised);
		expect(flexible.map(({ upperbound }) => upperbound)).toEqual(runs.farringtonFlexible.upperbound);
		expect(flexible.map(({ alarm }) => Number(alarm))).toEqual(runs.farringtonFlexible.alarm);
		const classic = farrington(seriesOf(observed), range, { alpha: 0.005 });
		classic.forEach(({ upperbound }, step) =>
			expect(upperbound ?? 0).toBeCloseTo(runs.farrington.upperbound[step] ?? NaN, 6)
		);
		expect(classic.map(({ alarm }) => Number(alarm))).toEqual(runs.farrington.alarm);
	});

	it('judges by dates as by positions where years have 52 weeks and by the calendar where they do not', () => {
		const dates = first.map((_, week) =>
			new Date(Date.UTC(2015, 0, 4 + 7 * week)).toISOString().slice(0, 10)
		);
		const byDate = farringtonFlexible({ ...seriesOf(first), dates }, range, {
			...advised,
			epochAsDate: true
		});
		const byPosition = farringtonFlexible(seriesOf(first), range, advised);
		expect(byDate).toHaveLength(byPosition.length);
		// Five years back the calendar is a week ahead of five times 52 weeks.
		expect(byDate.map(({ expected }) => expected)).not.toEqual(byPosition.map(({ expected }) => expected));
	});

	it('leaves missing past weeks out and gives a missing week a bound without an alarm', () => {
		const gappy = first.map((count, week) => (week % 17 === 3 || week === 467 ? null : count));
		const [week] = farringtonFlexible(seriesOf(gappy), last, { ...advised, limit54: [0, 4] });
		expect(week).toMatchObject({ count: null, alarm: false, exceedance: null });
		expect(week?.upperbound).toBeGreaterThan(week?.expected ?? NaN);
	});

	it('has no expectation where no past week of that time of year is known', () => {
		const [week] = farringtonFlexible(
			seriesOf(first.map((count, at) => (at < 467 ? null : count))),
			last,
			advised
		);
		expect(week).toMatchObject({ expected: null, upperbound: null, alarm: false, phi: null });
	});

	it('raises the bound as alpha falls, by every method, and orders the chances of higher counts', () => {
		for (const thresholdMethod of ['delta', 'nbPlugin', 'muan'] as const) {
			const bounds = [0.1, 0.05, 0.01, 0.001].map(
				(alpha) =>
					farringtonFlexible(seriesOf(first), last, { ...advised, thresholdMethod, alpha })[0]?.upperbound
			);
			expect(bounds).toEqual([...bounds].sort((a, b) => (a ?? 0) - (b ?? 0)));
			const chances = [5, 20, 60].map((count) => {
				const counts = [...first.slice(0, 467), count];
				return (
					farringtonFlexible(seriesOf(counts), last, { ...advised, thresholdMethod })[0]?.exceedance ?? 2
				);
			});
			expect(chances).toEqual([...chances].sort((a, b) => b - a));
		}
	});

	it('alarms exactly where the chance is below alpha', () => {
		for (const powertrans of ['2/3', '1/2', 'none'] as const)
			for (const week of farringtonFlexible(seriesOf(first), range, {
				powertrans,
				alpha: 0.05,
				limit54: [0, 4]
			}))
				expect(week.alarm).toBe((week.exceedance ?? 1) < 0.05);
	});

	it('is deaf to what comes after the week and to the week itself', () => {
		fc.assert(
			fc.property(fc.nat(500), fc.nat(500), (count, next) => {
				const counts = [...first.slice(0, 400), count, next];
				const [week] = farrington(seriesOf(counts), { from: 400, to: 400 });
				const [plain] = farrington(seriesOf(first), { from: 400, to: 400 });
				expect(week?.expected).toBe(plain?.expected);
			}),
			{ numRuns: 20 }
		);
	});

	it('scales with the counts where they are overdispersed, as far as the fit is driven', () => {
		const tenfold = first.map((count) => 10 * count);
		const options = { noPeriods: 10, trend: false, thresholdMethod: 'delta', reweight: false } as const;
		const [one] = farringtonFlexible(seriesOf(first), last, options);
		const [ten] = farringtonFlexible(seriesOf(tenfold), last, options);
		expect((ten?.expected ?? NaN) / (one?.expected ?? NaN)).toBeCloseTo(10, 1);
		expect((ten?.upperbound ?? NaN) / (one?.upperbound ?? NaN)).toBeCloseTo(10, 1);
	});

	it('takes a past outbreak for less than it was', () => {
		const outbreak = first.map((count, week) =>
			week >= 415 - 52 && week <= 415 - 50 ? 40 * (count + 1) : count
		);
		const at = { from: 415, to: 415 };
		const bound = (reweight: boolean) =>
			farrington(seriesOf(outbreak), at, { reweight })[0]?.upperbound ?? NaN;
		expect(bound(true)).toBeLessThan(bound(false) - 50);
	});

	it('has no muan bound for a time of year that never had a case', () => {
		const summer = Array.from({ length: 417 }, (_, week) => (week % 52 > 20 && week % 52 < 40 ? 9 : 0));
		const [week] = farringtonFlexible(
			seriesOf(summer),
			{ from: 416, to: 416 },
			{ ...advised, thresholdMethod: 'muan', limit54: [0, 4] }
		);
		expect(week).toMatchObject({ upperbound: null, exceedance: null, alarm: false });
		expect(week?.expected).toBeLessThan(1e-3);
	});

	it('never answers NaN', () => {
		const sparse = fc.array(fc.option(fc.nat(3), { freq: 3 }), { minLength: 120, maxLength: 120 });
		fc.assert(
			fc.property(sparse, fc.constantFrom('delta', 'nbPlugin', 'muan'), (counts, thresholdMethod) => {
				const options = { b: 2, noPeriods: 10, thresholdMethod, limit54: [0, 4] } as const;
				const [week] = farringtonFlexible(seriesOf(counts), { from: 119, to: 119 }, options);
				const numbers = Object.values(week ?? {}).filter((value) => typeof value === 'number');
				expect(numbers.every(Number.isFinite)).toBe(true);
			})
		);
	});

	it('refuses too short a series, NaN by its index, and options out of range', () => {
		expect(() => farrington(seriesOf(first), { from: 100, to: 100 })).toThrow(
			'Observation 101 has less than 5 years and 3 observations before it.'
		);
		expect(() => farrington(seriesOf([1, NaN]), { from: 1, to: 1 })).toThrow('Count 2 is not a number.');
		expect(() => farrington(seriesOf([1, -2]), { from: 1, to: 1 })).toThrow('Count 2 is -2, below 0.');
		const refused: FarringtonFlexibleOptions[] = [
			{ b: 0 },
			{ w: -1 },
			{ noPeriods: 0 },
			{ alpha: 1 },
			{ weightsThreshold: 0 },
			{ pThresholdTrend: 0 },
			{ limit54: [-1, 4] },
			{ epochAsDate: true }
		];
		for (const options of refused)
			expect(() => farringtonFlexible(seriesOf(first), range, options)).toThrow(AnalyticsError);
	});

	it('refuses dates that are none or go backwards', () => {
		const judge = (dates: string[]) => () =>
			farrington({ counts: [1, 2], frequency: 52, dates }, { from: 1, to: 1 }, { epochAsDate: true });
		expect(judge(['2026-01-04', 'soon'])).toThrow("Date 2 is 'soon', not like 2026-11-22.");
		expect(judge(['2026-01-11', '2026-01-04'])).toThrow('Date 2 does not come after the one before.');
		expect(judge(['2026-01-11'])).toThrow(AnalyticsError);
	});
});
