import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachPeriod, grains, lastDayOf, movePeriod, periodOf, yearBefore } from './grain.ts';
import { addDays, epiWeek } from './period.ts';

const days = fc.integer({ min: 0, max: 20_000 }).map((number) => addDays('1995-01-01', number));

describe('periodOf', () => {
	it.each([
		['week', '2026-11-22', '2026-11-22'],
		['week', '2026-11-21', '2026-11-15'],
		['month', '2024-02-29', '2024-02-01'],
		['half-year', '2022-06-30', '2022-01-01'],
		['half-year', '2022-07-01', '2022-07-01'],
		['year', '2026-11-22', '2026-01-01']
	] as const)('begins the %s of %s on %s', (grain, day, period) => {
		expect(periodOf(grain, day)).toBe(period);
	});

	it('puts every day between the first and the last of its period', () => {
		fc.assert(
			fc.property(days, fc.constantFrom(...grains), (day, grain) => {
				const period = periodOf(grain, day);
				expect(period <= day && day <= lastDayOf(grain, period)).toBe(true);
				expect(periodOf(grain, movePeriod(grain, period, 1))).toBe(addDays(lastDayOf(grain, period), 1));
			})
		);
	});
});

describe('yearBefore', () => {
	it('takes the week of the same number, whatever its dates', () => {
		expect(epiWeek('2026-11-15')).toEqual({ year: 2026, week: 46 });
		expect(yearBefore('week', '2026-11-15')).toBe('2025-11-09');
		expect(epiWeek('2025-11-09')).toEqual({ year: 2025, week: 46 });
	});

	it('says nothing for a week 53 that the year before lacks', () => {
		expect(epiWeek('2025-12-28')).toEqual({ year: 2025, week: 53 });
		expect(yearBefore('week', '2025-12-28')).toBeNull();
	});

	it('goes back twelve months for the others', () => {
		expect(yearBefore('half-year', '2022-07-01')).toBe('2021-07-01');
	});
});

it('lists every period once, and none backwards', () => {
	expect(eachPeriod('half-year', '2021-08-09', '2022-07-01')).toEqual([
		'2021-07-01',
		'2022-01-01',
		'2022-07-01'
	]);
	expect(eachPeriod('week', '2026-11-22', '2026-11-08')).toEqual([]);
});
