import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalyticsError } from '../../analytics-error.ts';
import { chooseMethod } from './choose-method.ts';
import { judgeByChoice } from './judge-by-choice.ts';

const steady = (length: number) => Array.from({ length }, (_, week) => 10 + (week % 5));
const offersAt = (position: number, counts: readonly (number | null)[] = steady(400)) =>
	chooseMethod({ counts, frequency: 52 }, position);

describe('chooseMethod', () => {
	it.each([
		[6, null],
		[7, 'earsC1'],
		[78, 'farringtonFlexible'],
		[79, 'seasonal'],
		[300, 'seasonal']
	])('after %d weeks chooses %s', (position, method) => {
		expect(offersAt(position).method).toBe(method);
	});

	it('says of each method why it is offered or not', () => {
		const { offers } = offersAt(60);
		expect(offers.map(({ method, offered }) => [method, offered])).toEqual([
			['seasonal', false],
			['farringtonFlexible', false],
			['earsC1', true],
			['earsC2', true]
		]);
		expect(offers[1]).toEqual({
			method: 'farringtonFlexible',
			offered: false,
			reason: 'history-too-short',
			observations: 60,
			known: 60,
			needed: 78
		});
	});

	it('does not count weeks that nobody reported', () => {
		const gappy = steady(200).map((count, week) => (week < 100 && week % 2 === 0 ? null : count));
		const { method, offers } = offersAt(120, gappy);
		expect(method).toBe('earsC1');
		expect(offers[0]).toMatchObject({ reason: 'too-many-gaps', known: 70, needed: 90 });
	});

	it('counts in years, so that months need as long a history as weeks', () => {
		const choose = (position: number) => chooseMethod({ counts: steady(40), frequency: 12 }, position).method;
		expect([choose(17), choose(18), choose(19)]).toEqual(['earsC1', 'farringtonFlexible', 'seasonal']);
	});
});

describe('judgeByChoice', () => {
	it('alarms for a jump, whatever the history', () => {
		for (const length of [10, 60, 78, 79, 120, 300]) {
			const counts = [...steady(length), 90];
			const [week] = judgeByChoice({ counts, frequency: 52 }, { from: length, to: length });
			expect(week?.alarm).toBe(true);
			expect(week?.exceedance).toBeLessThan(0.005);
			expect(week?.upperbound).toBeLessThan(90);
		}
	});

	it('judges months too', () => {
		for (const length of [10, 18, 24, 48]) {
			const counts = [...steady(length), 90];
			const [month] = judgeByChoice({ counts, frequency: 12 }, { from: length, to: length });
			expect(month).toMatchObject({ alarm: true, count: 90 });
		}
	});

	it('changes method within a range as history grows, and keeps the order', () => {
		const weeks = judgeByChoice({ counts: steady(90), frequency: 52 }, { from: 4, to: 89 });
		expect(weeks.map(({ position }) => position)).toEqual(Array.from({ length: 86 }, (_, step) => step + 4));
		expect(new Set(weeks.map(({ choice }) => choice.method))).toEqual(
			new Set([null, 'earsC1', 'farringtonFlexible', 'seasonal'])
		);
		expect(weeks[0]).toMatchObject({ expected: null, upperbound: null, alarm: false, exceedance: null });
		expect(weeks.filter(({ alarm }) => alarm)).toEqual([]);
	});

	it('does not take one case after none for news', () => {
		for (const length of [20, 78, 200]) {
			const counts = [...new Array<number>(length).fill(0), 1];
			const [week] = judgeByChoice({ counts, frequency: 52 }, { from: length, to: length });
			expect(week).toMatchObject({ alarm: false, upperbound: null });
		}
	});

	it('judges a week the same alone as in a range, and each series by itself', () => {
		const counts = steady(130).map((count, week) => count + ((week * 7) % 3));
		const series = { counts, frequency: 52 };
		const all = judgeByChoice(series, { from: 60, to: 129 });
		for (const position of [60, 78, 79, 129])
			expect(judgeByChoice(series, { from: position, to: position })).toEqual([all[position - 60]]);
	});

	it('never answers NaN, however sparse the counts', () => {
		const sparse = fc.array(fc.option(fc.nat(4), { freq: 6 }), { minLength: 1, maxLength: 130 });
		fc.assert(
			fc.property(sparse, (counts) => {
				const position = counts.length - 1;
				const [week] = judgeByChoice(
					{ counts, frequency: 52 },
					{ from: position, to: position },
					{ floor: [0, 1] }
				);
				const numbers = Object.values(week ?? {}).filter((value) => typeof value === 'number');
				expect(numbers.every(Number.isFinite)).toBe(true);
			})
		);
	});

	it('refuses NaN and a range outside the series', () => {
		expect(() => judgeByChoice({ counts: [NaN], frequency: 52 }, { from: 0, to: 0 })).toThrow(
			'Count 1 is not a number.'
		);
		expect(() => judgeByChoice({ counts: [1], frequency: 52 }, { from: 0, to: 1 })).toThrow(AnalyticsError);
		expect(() => judgeByChoice({ counts: [1], frequency: 0 }, { from: 0, to: 0 })).toThrow(AnalyticsError);
	});
});
