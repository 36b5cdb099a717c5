import { describe, expect, it } from 'vitest';
import { instantOf, readDate, readMonth } from './dates.ts';

describe('readDate', () => {
	it.each([
		['22/11/2026', '2026-11-22', null],
		['2-1-26', '2026-01-02', null],
		['22.11.2026 14.05', '2026-11-22', '14:05:00'],
		['22/11/2026, 2:05 PM', '2026-11-22', '14:05:00'],
		['2026-11-22T01:00:00Z', '2026-11-22', '01:00:00Z'],
		['2026-11-22 08:15:30+0700', '2026-11-22', '08:15:30+07:00'],
		['Minggu, 22 November 2026', '2026-11-22', null],
		['22 Nop 2026 08.00 WIB', '2026-11-22', '08:00:00'],
		['1-Mei-26', '2026-05-01', null],
		[46_348, '2026-11-22', null],
		[46_348.34375, '2026-11-22', '08:15:00'],
		['46348,5', '2026-11-22', '12:00:00'],
		['29/02/2028', '2028-02-29', null]
	])('reads %j', (cell, day, time) => expect(readDate(cell, false)).toEqual({ day, time }));

	it.each([
		'31/02/2026',
		'22/13/2026',
		'22 Foo 2026',
		'2026',
		'kemarin',
		'22/11/2026 25:00',
		12,
		999_999,
		true
	])('does not guess %j', (cell) => expect(readDate(cell, false)).not.toHaveProperty('day'));

	it('names a date whose month stands first instead of reading it as another day', () => {
		expect(readDate('11/22/2026', false)).toEqual({ isMonthFirst: true });
	});

	it('counts from 1904 where the workbook does', () => {
		expect(readDate(46_348 - 1_462, true)).toEqual({ day: '2026-11-22', time: null });
	});
});

it('a time without a zone is Jakarta’s, and a day without a time is its first moment', () => {
	expect(instantOf({ day: '2026-11-22', time: '08:15:00' })).toBe('2026-11-22T08:15:00+07:00');
	expect(instantOf({ day: '2026-11-22', time: '08:15:00Z' })).toBe('2026-11-22T08:15:00Z');
	expect(instantOf({ day: '2026-11-22', time: null })).toBe('2026-11-22T00:00:00+07:00');
});

it.each([
	['Oktober 2026', '2026-10'],
	['Okt-26', '2026-10'],
	['10/2026', '2026-10'],
	['2026-10', '2026-10'],
	['01/10/2026', '2026-10'],
	[46_296, '2026-10'],
	['triwulan 3', null],
	[10, null]
])('readMonth reads %j as %j', (cell, month) => expect(readMonth(cell, false)).toBe(month));
