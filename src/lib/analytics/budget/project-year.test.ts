import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../domain/period.ts';
import { projectYear, type YearInput } from './project-year.ts';

const billion = 1e9;

/** Each month costs `cost(index)`; half is billed 20 days after the month, half 50 days after, up to today. */
function history(cost: (index: number) => number, months: number, today: string): YearInput['billed'] {
	return Array.from({ length: months }, (_, index) => addMonths('2025-01-01', index))
		.flatMap((occurred, index) =>
			[20, 50].map((days) => ({
				occurred,
				known: addDays(addMonths(occurred, 1), days),
				amount: cost(index) / 2
			}))
		)
		.filter(({ known }) => known <= today);
}

const input = (changes: Partial<YearInput> = {}): YearInput => ({
	year: 2026,
	ceilingRupiah: 12 * billion,
	carriedRupiah: 0,
	billed: history(() => billion, 23, '2026-09-25'),
	decided: { billedRupiah: 0, paidRupiah: 0 },
	visits: [],
	today: '2026-09-25',
	seed: 7,
	simulations: 400,
	...changes
});

describe('projectYear', () => {
	it('adds the bills still to come: eight finished months of one billion each, two of them half billed', () => {
		const answer = projectYear(input());
		if (answer.status !== 'projected') throw new Error(answer.reason);
		expect([answer.from, answer.to]).toEqual(['2025-01-01', '2026-08-01']);
		// August: its first half came on 20 September; July is whole since 20 September.
		expect(answer.notReported.p50 / billion).toBeCloseTo(0.5, 1);
		expect(answer.yearEnd.p50 / billion).toBeCloseTo(12, 0);
	});

	it('tells the month in which a ceiling of ten months’ cost is reached', () => {
		const answer = projectYear(input({ ceilingRupiah: 9.5 * billion }));
		if (answer.status !== 'projected') throw new Error(answer.reason);
		expect(answer.date.median?.slice(0, 7)).toBe('2026-10');
		expect(answer.probability).toBeGreaterThan(0.95);
	});

	it('takes a billed rupiah for what decided claims came to', () => {
		const answer = projectYear(input({ decided: { billedRupiah: 10 * billion, paidRupiah: 8 * billion } }));
		if (answer.status !== 'projected') throw new Error(answer.reason);
		expect(answer.yearEnd.p50 / billion).toBeCloseTo(9.6, 0);
	});

	it('counts what is carried over', () => {
		const without = projectYear(input({ ceilingRupiah: 11 * billion }));
		const carried = projectYear(input({ ceilingRupiah: 11 * billion, carriedRupiah: 2 * billion }));
		if (without.status !== 'projected' || carried.status !== 'projected') throw new Error('unknown');
		expect(carried.yearEnd.p50 - without.yearEnd.p50).toBeCloseTo(2 * billion, -3);
		expect((carried.date.median ?? '') < (without.date.median ?? '')).toBe(true);
	});

	it('uses bills of the running month at once: a day before they come the same month has fewer', () => {
		const before = projectYear(
			input({ today: '2026-09-19', billed: history(() => billion, 23, '2026-09-19') })
		);
		const after = projectYear(input());
		if (before.status !== 'projected' || after.status !== 'projected') throw new Error('unknown');
		expect(before.notReported.p50).toBeGreaterThan(after.notReported.p50 * 1.5);
	});

	it('says why it knows nothing', () => {
		expect(projectYear(input({ year: 2025 }))).toEqual({ status: 'unknown', reason: 'year-over' });
		expect(projectYear(input({ billed: [] }))).toEqual({ status: 'unknown', reason: 'too-few-months' });
		const young = history(() => billion, 23, '2026-09-25').filter(({ occurred }) => occurred >= '2026-04-01');
		expect(projectYear(input({ billed: young }))).toEqual({ status: 'unknown', reason: 'too-few-months' });
	});

	it('does not depend on the order of the bills and gives ordered intervals', () => {
		const expected = projectYear(input());
		fc.assert(
			fc.property(
				fc.shuffledSubarray([...input().billed], { minLength: input().billed.length }),
				(billed) => {
					expect(projectYear(input({ billed }))).toEqual(expected);
				}
			),
			{ numRuns: 5 }
		);
		if (expected.status !== 'projected') throw new Error(expected.reason);
		for (const { used } of expected.months) {
			expect(used.p10).toBeLessThanOrEqual(used.p50);
			expect(used.p50).toBeLessThanOrEqual(used.p90);
		}
	});
});
