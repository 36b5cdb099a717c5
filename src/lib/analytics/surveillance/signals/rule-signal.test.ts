import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastRise } from '../../../domain/outbreak-signal.ts';
import { skdrDiseases, type SkdrRule } from '../../../domain/surveillance-diseases.ts';
import { judgeWeek } from '../skdr-rules.ts';
import { findRuleSignal } from './rule-signal.ts';

const one: SkdrRule = { kind: 'threshold', minimum: 1 };
const two: SkdrRule = { kind: 'threshold', minimum: 2 };
const rise: SkdrRule = { kind: 'ratio', ratio: 1.5 };
const weeks = (count: number, value: number | null = 0) => new Array<number | null>(count).fill(value);
const judge = (before: (number | null)[], now: number | null, rule: SkdrRule | null, hasMethod = true) =>
	findRuleSignal([...before, now], before.length, { rule, hasMethod });

describe('an absolute count', () => {
	it('is heard again for a second case within the year, and the first is told as the first', () => {
		expect(judge(weeks(60), 1, one)).toEqual({ rule: 'first-case', alertAt: 1, previous: null });
		expect(judge([...weeks(60), 1, ...weeks(9)], 1, one)).toEqual({
			...{ rule: 'threshold', alertAt: 1, previous: null }
		});
	});

	it('is heard from the first week of a feed on, whether anything is known before it or not', () => {
		expect(judge([], 1, one, false)).toMatchObject({ rule: 'threshold' });
		expect(judge(weeks(3), 2, two, false)).toMatchObject({ rule: 'threshold', alertAt: 2 });
	});

	it('is quiet below it, for a week that nobody reported, and without a rule', () => {
		expect(judge(weeks(60), 1, two)).toBeNull();
		expect(judge(weeks(60), null, one)).toBeNull();
		expect(judge(weeks(60), 9, null)).toBeNull();
		expect(judge(weeks(60), 9, { kind: 'watch' })).toBeNull();
	});

	it('is left to statistics where every second week of a year reaches it, and to nobody else', () => {
		const everyday = weeks(52).map((_, week) => week % 2);
		expect(judge(everyday, 3, one)).toBeNull();
		expect(judge(everyday, 3, one, false)).toMatchObject({ rule: 'threshold' });
		expect(judge(everyday.with(1, 0), 3, one)).toMatchObject({ rule: 'threshold' });
		expect(judge(weeks(12, 5), 5, one)).toMatchObject({ rule: 'threshold' });
		expect(judge(weeks(13, 5), 5, one)).toBeNull();
		// What is missing is neither.
		expect(judge([...weeks(40, null), ...weeks(12, 5)], 5, one)).toMatchObject({ rule: 'threshold' });
		// More than a year ago is not now.
		expect(judge([...weeks(52, 5), ...weeks(52)], 1, one)).toMatchObject({ rule: 'first-case' });
	});
});

describe('a rise', () => {
	it('is heard where no statistics can speak, and held against the week before', () => {
		expect(judge([10], 15, rise, false)).toEqual({ rule: 'rise', alertAt: 15, previous: 10 });
		expect(judge([10], 14, rise, false)).toBeNull();
		expect(judge([10], 15, rise, true)).toBeNull();
	});

	it('is no news among a few, after a week without a case, or after one that nobody reported', () => {
		expect(judge([2], 4, rise, false)).toBeNull();
		expect(judge([2], 5, rise, false)).toEqual({ rule: 'rise', alertAt: leastRise, previous: 2 });
		expect(judge([0], 50, rise, false)).toBeNull();
		expect(judge([null], 50, rise, false)).toBeNull();
		expect(judge([], 50, rise, false)).toBeNull();
	});
});

it('never says more than the rule itself, and its count is where it begins', () => {
	const count = fc.option(fc.nat(12), { nil: null });
	fc.assert(
		fc.property(
			fc.constantFrom(...skdrDiseases),
			fc.array(count, { minLength: 1, maxLength: 70 }),
			fc.boolean(),
			({ rule }, counts, hasMethod) => {
				const last = counts.length - 1;
				const said = findRuleSignal(counts, last, { rule, hasMethod });
				if (said === null) return;
				const now = counts[last] ?? null;
				expect(judgeWeek(rule, now, counts[last - 1] ?? null)).toBe('alert');
				expect(now).toBeGreaterThanOrEqual(said.alertAt);
				const fewer = counts.with(-1, said.alertAt - 1);
				expect(findRuleSignal(fewer, last, { rule, hasMethod })).toBeNull();
			}
		)
	);
});
