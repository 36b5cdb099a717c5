import { describe, expect, it } from 'vitest';
import { isSettledMonth, projectRunRate, settleDays, type MonthCommitment } from './run-rate.ts';

const miliar = 1_000_000_000;
const month = (number: number, amount: number): MonthCommitment =>
	Object.freeze({ month: `2026-${String(number).padStart(2, '0')}-01`, committedRupiah: amount * miliar });
/** Rp 1 bn a day in July, August and September: 92 bn in 92 days. */
const quarter = [month(7, 31), month(8, 31), month(9, 30)];
const base = { year: 2026, carriedRupiah: 0, today: '2026-11-22' };

describe('projectRunRate', () => {
	it('draws the mean of the last three settled months on to the ceiling, day by day', () => {
		const months = Object.freeze([...quarter, month(10, 2)]);
		const result = projectRunRate({ ...base, months, ceilingRupiah: 112 * miliar });
		expect(result).toEqual({
			status: 'projected',
			reachedOn: '2026-10-20',
			yearEndRupiah: 184 * miliar,
			rupiahPerMonth: Math.round((miliar * 365) / 12),
			basis: ['2026-07-01', '2026-08-01', '2026-09-01'],
			from: '2026-09-30',
			committedRupiah: 92 * miliar
		});
	});

	it('says that the year ends first when the ceiling lies beyond it', () => {
		const result = projectRunRate({ ...base, months: quarter, ceilingRupiah: 400 * miliar });
		expect(result).toMatchObject({ status: 'projected', reachedOn: null, yearEndRupiah: 184 * miliar });
	});

	it('lets older settled months count as spent, not for the pace', () => {
		const months = [month(1, 10), month(6, 8), ...quarter];
		const result = projectRunRate({ ...base, months, ceilingRupiah: 400 * miliar });
		expect(result).toMatchObject({ committedRupiah: 110 * miliar, yearEndRupiah: 202 * miliar });
	});

	it('lets what is carried from the year before use the ceiling up', () => {
		const input = { ...base, months: quarter, ceilingRupiah: 400 * miliar, carriedRupiah: 5 * miliar };
		expect(projectRunRate(input)).toMatchObject({ committedRupiah: 97 * miliar });
	});

	it('names the month whose services reached the ceiling', () => {
		const result = projectRunRate({ ...base, months: [...quarter].reverse(), ceilingRupiah: 60 * miliar });
		expect(result).toEqual({ status: 'reached', month: '2026-08-01', committedRupiah: 92 * miliar });
	});

	it('says no month when what was carried alone reaches the ceiling', () => {
		const input = { ...base, months: quarter, ceilingRupiah: miliar, carriedRupiah: miliar };
		expect(projectRunRate(input)).toMatchObject({ status: 'reached', month: null });
	});

	it.each([
		['no ceiling', 'no-ceiling', { ceilingRupiah: null, months: quarter }],
		['no months', 'too-few-months', { ceilingRupiah: miliar, months: [] }],
		['two months', 'too-few-months', { ceilingRupiah: 900 * miliar, months: quarter.slice(1) }],
		['a gap', 'too-few-months', { ceilingRupiah: 900 * miliar, months: [month(5, 9), ...quarter.slice(1)] }],
		[
			'a month without a bill',
			'too-few-months',
			{ ceilingRupiah: 900 * miliar, months: [month(7, 31), month(8, 0), month(9, 30)] }
		],
		[
			'bills that stopped coming',
			'too-few-months',
			{ ceilingRupiah: 900 * miliar, months: [month(4, 3), month(5, 3), month(6, 3)] }
		],
		[
			'a year that is over',
			'year-over',
			{ ceilingRupiah: 900 * miliar, months: quarter, today: '2027-03-01' }
		]
	])('answers nothing from %s and says why', (_, reason, input) => {
		expect(projectRunRate({ ...base, ...input })).toEqual({ status: 'unknown', reason });
	});

	it('does not reach within the year what would take ages', () => {
		const slow = quarter.map((entry) => ({ ...entry, committedRupiah: 1 }));
		const result = projectRunRate({ ...base, months: slow, ceilingRupiah: 900_000 * miliar });
		expect(result).toMatchObject({ status: 'projected', reachedOn: null });
	});

	it('refuses an amount that is no number by its month', () => {
		const months = [...quarter, month(10, NaN)];
		expect(() => projectRunRate({ ...base, months, ceilingRupiah: miliar })).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 3 })
		);
	});

	it('never reaches a higher ceiling earlier', () => {
		const days = [95, 100, 120, 150, 180].map((ceiling) => {
			const result = projectRunRate({ ...base, months: quarter, ceilingRupiah: ceiling * miliar });
			return result.status === 'projected' ? result.reachedOn : null;
		});
		expect(days).toEqual([...days].sort());
		expect(days).not.toContain(null);
	});
});

describe('isSettledMonth', () => {
	it('settles a month on the 45th day after its end, not on the 44th', () => {
		expect(settleDays).toBe(45);
		expect(isSettledMonth('2026-09-01', '2026-11-13')).toBe(false);
		expect(isSettledMonth('2026-09-01', '2026-11-14')).toBe(true);
	});
});
