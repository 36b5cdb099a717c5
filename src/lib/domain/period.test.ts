import { TZDate } from '@date-fns/tz';
import * as dateFns from 'date-fns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	addDays,
	addMonths,
	daysBetween,
	eachDay,
	eachMonth,
	eachWeekStart,
	endOfJakartaDay,
	epiWeek,
	epiWeekStart,
	isDay,
	jakartaDay,
	monthOf,
	startOfJakartaDay,
	yearOf
} from './period.ts';

const instants = fc.date({
	min: new Date('1970-01-01T00:00:00Z'),
	max: new Date('2200-01-01T00:00:00Z'),
	noInvalidDate: true
});
const days = instants.map(jakartaDay);
const intl = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'Asia/Jakarta',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit'
});

describe('Jakarta days', () => {
	it('change between 16:59:59.999Z and 17:00:00Z', () => {
		expect(jakartaDay(new Date('2026-11-21T16:59:59.999Z'))).toBe('2026-11-21');
		expect(jakartaDay(new Date('2026-11-21T17:00:00.000Z'))).toBe('2026-11-22');
		expect(jakartaDay(new Date('2024-02-28T17:00:00Z'))).toBe('2024-02-29');
		expect(jakartaDay(new Date('2026-12-31T17:00:00Z'))).toBe('2027-01-01');
	});

	it('are the days that Intl gives', () => {
		fc.assert(
			fc.property(instants, (instant) => {
				expect(jakartaDay(instant)).toBe(intl.format(instant));
			})
		);
	});

	it('hold exactly the instants from their start to before their end', () => {
		fc.assert(
			fc.property(instants, (instant) => {
				const day = jakartaDay(instant);
				expect(startOfJakartaDay(day).getTime()).toBeLessThanOrEqual(instant.getTime());
				expect(endOfJakartaDay(day).getTime()).toBeGreaterThan(instant.getTime());
				expect(jakartaDay(endOfJakartaDay(day))).toBe(addDays(day, 1));
				expect(endOfJakartaDay(day).getTime() - startOfJakartaDay(day).getTime()).toBe(86_400_000);
			})
		);
		expect(endOfJakartaDay('2026-11-21').toISOString()).toBe('2026-11-21T17:00:00.000Z');
	});

	it('refuse an instant or a day that does not exist', () => {
		expect(() => jakartaDay(new Date(NaN))).toThrow(RangeError);
		for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '', '0026-01-01']) {
			expect(isDay(text), text).toBe(false);
			expect(() => addDays(text, 1), text).toThrow(/^invalid day: /);
		}
		expect(isDay('2024-02-29')).toBe(true);
	});

	it('count forth and back over leap days', () => {
		expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
		expect(addDays('2023-02-28', 1)).toBe('2023-03-01');
		expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
		fc.assert(
			fc.property(days, fc.integer({ min: -20_000, max: 20_000 }), (day, count) => {
				const other = addDays(day, count);
				expect(daysBetween(day, other)).toBe(count);
				expect(other > day).toBe(count > 0);
			})
		);
	});
});

describe('epidemiological weeks', () => {
	it('have the numbers that the MMWR calendar prints at year ends', () => {
		// CDC MMWR weeks: 2020 has 53, 2021 begins on 3 January, 2026 on 4 January, 2025 on 29 December 2024.
		expect(epiWeek('2021-01-02')).toEqual({ year: 2020, week: 53 });
		expect(epiWeek('2021-01-03')).toEqual({ year: 2021, week: 1 });
		expect(epiWeek('2024-12-28')).toEqual({ year: 2024, week: 52 });
		expect(epiWeek('2024-12-29')).toEqual({ year: 2025, week: 1 });
		expect(epiWeek('2025-12-31')).toEqual({ year: 2025, week: 53 });
		expect(epiWeek('2026-01-04')).toEqual({ year: 2026, week: 1 });
		expect(epiWeekStart('2026-11-22')).toBe('2026-11-22');
		expect(epiWeekStart('2026-11-21')).toBe('2026-11-15');
	});

	it('begin on Sunday, hold the day, and follow one another without gap', () => {
		fc.assert(
			fc.property(days, (day) => {
				const sunday = epiWeekStart(day);
				expect(new Date(`${sunday}T00:00:00Z`).getUTCDay()).toBe(0);
				expect(daysBetween(sunday, day)).toBeGreaterThanOrEqual(0);
				expect(daysBetween(sunday, day)).toBeLessThan(7);
				expect(epiWeek(sunday)).toEqual(epiWeek(addDays(sunday, 6)));
				const [now, next] = [epiWeek(day), epiWeek(addDays(day, 7))];
				expect(next).toEqual(
					next.year === now.year ? { year: now.year, week: now.week + 1 } : { year: now.year + 1, week: 1 }
				);
			})
		);
	});

	it('belong to the year that has four or more of their days', () => {
		fc.assert(
			fc.property(days, (day) => {
				const sunday = epiWeekStart(day);
				const inYear = eachDay(sunday, addDays(sunday, 6)).filter(
					(each) => yearOf(each) === epiWeek(day).year
				);
				expect(inYear.length).toBeGreaterThanOrEqual(4);
			})
		);
	});
});

describe('ranges', () => {
	it('include both ends and are empty when turned round', () => {
		expect(eachDay('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
		expect(eachWeekStart('2026-11-21', '2026-11-22')).toEqual(['2026-11-15', '2026-11-22']);
		expect(eachMonth('2025-11-30', '2026-02-01')).toEqual([
			'2025-11-01',
			'2025-12-01',
			'2026-01-01',
			'2026-02-01'
		]);
		for (const each of [eachDay, eachWeekStart, eachMonth])
			expect(each('2026-01-02', '2026-01-01')).toEqual([]);
	});

	it('move by months over the year end', () => {
		expect(monthOf('2026-11-22')).toBe('2026-11-01');
		expect(addMonths('2026-11-01', 2)).toBe('2027-01-01');
		expect(addMonths('2026-01-01', -1)).toBe('2025-12-01');
		expect(addMonths('2026-01-01', -12)).toBe('2025-01-01');
	});

	it('have as many days as lie between', () => {
		fc.assert(
			fc.property(days, fc.integer({ min: 0, max: 800 }), (day, count) => {
				const range = eachDay(day, addDays(day, count));
				expect(range).toHaveLength(count + 1);
				expect(new Set(range.map(epiWeekStart))).toEqual(new Set(eachWeekStart(day, addDays(day, count))));
				expect(new Set(range.map(monthOf))).toEqual(new Set(eachMonth(day, addDays(day, count))));
			}),
			{ numRuns: 50 }
		);
	});
});

describe('against date-fns', () => {
	const local = (day: string) => dateFns.parse(day, 'yyyy-MM-dd', new Date(2000, 0, 1));
	const text = (date: Date) => dateFns.format(date, 'yyyy-MM-dd');

	it('puts an instant on the same Jakarta day', () => {
		fc.assert(
			fc.property(instants, (instant) => {
				expect(jakartaDay(instant)).toBe(text(new TZDate(instant, 'Asia/Jakarta')));
			})
		);
	});

	it('counts days, weeks and months alike', () => {
		fc.assert(
			fc.property(days, fc.integer({ min: -2000, max: 2000 }), (day, count) => {
				expect(addDays(day, count)).toBe(text(dateFns.addDays(local(day), count)));
				expect(epiWeekStart(day)).toBe(text(dateFns.startOfWeek(local(day), { weekStartsOn: 0 })));
				const months = count % 200;
				expect(addMonths(monthOf(day), months)).toBe(text(dateFns.addMonths(local(monthOf(day)), months)));
			})
		);
	});
});
