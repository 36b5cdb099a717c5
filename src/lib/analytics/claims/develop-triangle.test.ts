import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../domain/period.ts';
import { developTriangle, type KnownAmount } from './develop-triangle.ts';

const rows: KnownAmount[] = [
	{ occurred: '2026-01-31', known: '2026-01-31', amount: 10 },
	{ occurred: '2026-01-05', known: '2026-03-01', amount: 5 },
	{ occurred: '2026-02-10', known: '2026-02-28', amount: 7 },
	{ occurred: '2026-02-10', known: '2026-03-15', amount: -2 },
	{ occurred: '2026-03-02', known: '2026-03-31', amount: 4 },
	{ occurred: '2026-03-30', known: '2026-04-02', amount: 6 }
];

describe('developTriangle', () => {
	it('puts each amount where it happened and as late as it was known', () => {
		const { origins, increments, unfinishedAmount } = developTriangle({
			rows,
			grain: 'month',
			from: '2026-01-01',
			asOf: '2026-03-31'
		});
		expect(origins).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
		expect(increments).toEqual([
			[10, 0, 5],
			[7, -2, null],
			[4, null, null]
		]);
		expect(unfinishedAmount).toBe(0);
	});

	it('shows the same triangle as it stood earlier', () => {
		const earlier = developTriangle({ rows, grain: 'month', from: '2026-01-01', asOf: '2026-02-28' });
		expect(earlier.increments).toEqual([
			[10, 0],
			[7, null]
		]);
	});

	it('keeps what belongs to a period that is still running out of every cell, and tells how much', () => {
		const { increments, unfinishedAmount } = developTriangle({
			rows,
			grain: 'month',
			from: '2026-01-01',
			asOf: '2026-03-15'
		});
		expect(increments).toEqual([
			[10, 0],
			[7, null]
		]);
		expect(unfinishedAmount).toBe(3);
	});

	it('counts what comes after the last column in it', () => {
		const { increments } = developTriangle({
			rows,
			grain: 'month',
			from: '2026-01-01',
			asOf: '2026-03-31',
			lags: 2
		});
		expect(increments).toEqual([
			[10, 5],
			[7, -2],
			[4, null]
		]);
	});

	it('works by day and by epidemiological week', () => {
		const daily = developTriangle({ rows, grain: 'day', from: '2026-03-30', asOf: '2026-04-02' });
		expect(daily.increments[0]).toEqual([0, 0, 0, 6]);
		const weekly = developTriangle({ rows, grain: 'week', from: '2026-03-29', asOf: '2026-04-04' });
		expect(weekly.increments).toEqual([[6]]);
	});

	it('adds up to everything known, in whatever order the rows come', () => {
		const events = fc.array(
			fc.record({ day: fc.nat(200), delay: fc.nat(120), amount: fc.integer({ min: -1000, max: 1000 }) })
		);
		fc.assert(
			fc.property(events, (drawn) => {
				const known = drawn.map(({ day, delay, amount }) => ({
					occurred: addDays('2026-01-01', day),
					known: addDays('2026-01-01', day + delay),
					amount
				}));
				const request = { grain: 'month', from: '2026-01-01', asOf: '2026-08-20', lags: 3 } as const;
				const there = developTriangle({ rows: known, ...request });
				const back = developTriangle({ rows: [...known].reverse(), ...request });
				const sum = there.increments.flat().reduce<number>((total, cell) => total + (cell ?? 0), 0);
				const expected = known
					.filter((row) => row.known <= request.asOf)
					.reduce((total, row) => total + row.amount, 0);
				expect(sum + there.unfinishedAmount).toBe(expected);
				expect(back).toEqual(there);
			})
		);
	});

	it('refuses NaN, knowledge before the event, no lags and nothing finished', () => {
		const request = { grain: 'month', from: '2026-01-01', asOf: '2026-03-31' } as const;
		const row = { occurred: '2026-01-02', known: '2026-01-02', amount: 1 };
		expect(() => developTriangle({ ...request, rows: [row, { ...row, amount: NaN }] })).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() => developTriangle({ ...request, rows: [{ ...row, known: '2026-01-01' }] })).toThrow(
			'Row 0 was known before it happened'
		);
		expect(() => developTriangle({ ...request, rows: [], lags: 0 })).toThrow('0 lags');
		expect(() => developTriangle({ ...request, rows: [], asOf: '2026-01-30' })).toThrow('is finished');
	});
});
