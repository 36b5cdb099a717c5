import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreAlerts, type AlarmWeek, type ConfirmedOutbreak } from './score-alerts.ts';

const at = (place: string, ...weeks: number[]): AlarmWeek[] => weeks.map((week) => ({ place, week }));
const outbreak: ConfirmedOutbreak = Object.freeze({ place: 'dengue a', from: 10, to: 14, peak: 12 });

describe('scoreAlerts', () => {
	it('hears an outbreak from four weeks before its first week to its last, and tells the lead to its peak', () => {
		expect(scoreAlerts(at('dengue a', 6, 7, 11), [outbreak])).toEqual({
			...{ hits: 1, falseAlarms: 0, leadWeeks: 6 }
		});
		expect(scoreAlerts(at('dengue a', 14), [outbreak])).toMatchObject({ hits: 1, leadWeeks: -2 });
		expect(scoreAlerts(at('dengue a', 5), [outbreak])).toEqual({ hits: 0, falseAlarms: 1, leadWeeks: null });
		expect(scoreAlerts(at('dengue b', 12), [outbreak])).toMatchObject({ hits: 0, falseAlarms: 1 });
	});

	it('counts weeks that follow each other as one alarm, and one that runs into an outbreak as none', () => {
		expect(scoreAlerts(at('dengue b', 3, 1, 2, 2, 7), [])).toMatchObject({ falseAlarms: 2 });
		expect(scoreAlerts(at('dengue a', 4, 5, 6), [outbreak])).toMatchObject({ hits: 1, falseAlarms: 0 });
	});

	it('takes the median lead, and none of nothing', () => {
		const three = [0, 30, 60].map((from) => ({ place: 'x', from, to: from + 2, peak: from + 2 }));
		expect(scoreAlerts(at('x', 0, 31, 62), three)).toEqual({ hits: 3, falseAlarms: 0, leadWeeks: 1 });
		expect(scoreAlerts([], [])).toEqual({ hits: 0, falseAlarms: 0, leadWeeks: null });
	});

	it('hits no more than there are, has no more false ones than alarms, and does not hang on their order', () => {
		const place = fc.constantFrom('a', 'b');
		const alarms = fc.array(fc.record({ place, week: fc.nat(60) }), { maxLength: 30 });
		const outbreaks = fc.array(
			fc.record({ place, from: fc.nat(50), length: fc.nat(6) }).map(({ from, length, ...rest }) => ({
				...{ ...rest, from, to: from + length, peak: from }
			})),
			{ maxLength: 5 }
		);
		fc.assert(
			fc.property(alarms, outbreaks, (given, confirmed) => {
				const score = scoreAlerts(given, confirmed);
				expect(score.hits).toBeLessThanOrEqual(confirmed.length);
				expect(score.falseAlarms).toBeLessThanOrEqual(given.length);
				expect(scoreAlerts([...given].reverse(), confirmed)).toEqual(score);
				expect(scoreAlerts(given, []).falseAlarms).toBeGreaterThanOrEqual(score.falseAlarms);
			})
		);
	});
});
