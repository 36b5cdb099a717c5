import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../analytics-error.ts';
import { earsC3 } from './ears-c3.ts';
import { earsC1, earsC2 } from './ears.ts';
import { predictFromRecent } from './predict-from-recent.ts';

const counts = Object.freeze([3, 5, 4, 6, 5, 4, 3, 5, 6, 30, 28]);
const series = { counts, frequency: 52 };
const at = (position: number) => ({ from: position, to: position });
const only = <T>([first]: readonly T[]): T => {
	if (first === undefined) throw new Error('no answer');
	return first;
};

describe('EARS', () => {
	it('sets the bound z standard deviations above the mean of seven weeks', () => {
		// mean(4,6,5,4,3,5,6) and sd by hand
		const week = only(earsC1(series, at(9)));
		expect(week.expected).toBeCloseTo(33 / 7, 12);
		expect(week.upperbound).toBeCloseTo(33 / 7 + 3.090232306167813 * 1.1126972805283737, 9);
		expect(week.alarm).toBe(true);
		expect(week.exceedance).toBeLessThan(1e-100);
	});

	it('is not blinded in C2 by the outbreak of the week before, as C1 is', () => {
		expect(only(earsC1(series, at(10))).alarm).toBe(false);
		expect(only(earsC2(series, at(10))).alarm).toBe(true);
	});

	it('alarms in C3 for what the two weeks before did', () => {
		const calm = { counts: [...counts, 4, 4], frequency: 52 };
		const week = only(earsC3(calm, at(11)));
		expect(week).toMatchObject({ count: 4, upperbound: 0, alarm: true });
		expect(week.exceedance).toBeLessThan(0.025);
		expect(() => earsC3(calm, at(10))).toThrow(AnalyticsError);
	});

	it('says nothing in C3 where weeks without spread leave nothing to measure by', () => {
		const flat = { counts: new Array<number>(12).fill(0), frequency: 52 };
		expect(only(earsC3(flat, at(11)))).toMatchObject({ upperbound: null, alarm: null, exceedance: null });
		expect(only(earsC1(flat, at(11)))).toMatchObject({ upperbound: 0, alarm: false, exceedance: 1 });
	});

	it('leaves missing weeks out of the baseline, and judges nothing without two of them', () => {
		const gappy = { counts: [null, null, null, null, 4, 6, 5, 9], frequency: 52 };
		expect(only(earsC1(gappy, at(7))).expected).toBe(5);
		const bare = { counts: [null, null, null, null, null, null, 5, 9], frequency: 52 };
		expect(only(earsC1(bare, at(7)))).toMatchObject({ expected: null, alarm: null });
		expect(only(earsC1({ counts: [...counts.slice(0, 9), null], frequency: 52 }, at(9))).alarm).toBe(false);
	});

	it('refuses NaN, a baseline that is not there, and options out of range', () => {
		expect(() => earsC1({ counts: [1, NaN], frequency: 52 }, at(0))).toThrow('Count 2 is not a number.');
		expect(() => earsC1({ counts: [1, 2e9], frequency: 52 }, at(0))).toThrow(
			'Count 2 is 2000000000, which is no count of cases.'
		);
		expect(() => earsC1(series, at(6))).toThrow('Observation 7 has less than 7 observations before it.');
		expect(() => earsC2(series, at(8))).toThrow(AnalyticsError);
		expect(() => earsC1(series, at(99))).toThrow(AnalyticsError);
		expect(() => earsC1(series, { from: 9, to: 8 })).toThrow(AnalyticsError);
		expect(() => earsC1(series, at(9), { alpha: 0 })).toThrow(AnalyticsError);
		expect(() => earsC1(series, at(9), { baseline: 1 })).toThrow(AnalyticsError);
		expect(() => earsC1(series, at(9), { minSigma: -1 })).toThrow(AnalyticsError);
	});

	it('moves with the level, stretches with the unit, and rises as alpha falls', () => {
		const past = fc.array(fc.nat(200), { minLength: 12, maxLength: 12 });
		fc.assert(
			fc.property(past, fc.integer({ min: 1, max: 50 }), (values, factor) => {
				for (const method of [earsC1, earsC2]) {
					const bound = (of: readonly number[], alpha: number) =>
						only(method({ counts: of, frequency: 52 }, at(11), { alpha })).upperbound ?? NaN;
					const plain = bound(values, 0.01);
					expect(
						bound(
							values.map((value) => value + factor),
							0.01
						)
					).toBeCloseTo(plain + factor, 8);
					expect(
						bound(
							values.map((value) => value * factor),
							0.01
						)
					).toBeCloseTo(plain * factor, 6);
					expect(bound(values, 0.001)).toBeGreaterThanOrEqual(plain);
				}
			})
		);
	});

	it('does not look at what comes after, nor care for the order within the baseline', () => {
		const judged = earsC1(series, at(8));
		expect(earsC1({ counts: counts.slice(0, 9), frequency: 52 }, at(8))).toEqual(judged);
		const shuffled = [counts[0] ?? 0, ...counts.slice(1, 8).reverse(), ...counts.slice(8)];
		expect(only(earsC1({ counts: shuffled, frequency: 52 }, at(8))).upperbound).toBeCloseTo(
			only(judged).upperbound ?? NaN,
			12
		);
	});
});

describe('predictFromRecent', () => {
	it('asks for more than EARS does, as seven weeks say little', () => {
		const usual = only(earsC1(series, at(9), { alpha: 0.005 })).upperbound ?? NaN;
		const honest = only(predictFromRecent(series, at(9), { method: 'C1', alpha: 0.005 })).upperbound ?? NaN;
		expect(honest).toBeGreaterThan(usual + 2);
	});

	it('does not take one case after seven empty weeks for impossible', () => {
		const empty = { counts: [0, 0, 0, 0, 0, 0, 0, 1], frequency: 52 };
		const week = only(predictFromRecent(empty, at(7), { method: 'C1' }));
		expect(week.alarm).toBe(false);
		expect(week.exceedance).toBeGreaterThan(0.05);
	});

	it('alarms exactly where the chance falls below alpha', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(60), { minLength: 10, maxLength: 10 }), (values) => {
				const week = only(
					predictFromRecent({ counts: values, frequency: 52 }, at(9), { method: 'C2', alpha: 0.05 })
				);
				expect(week.alarm).toBe((week.exceedance ?? 1) < 0.05);
			})
		);
	});
});
