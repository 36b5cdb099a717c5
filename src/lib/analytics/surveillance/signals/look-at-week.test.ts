import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../stats/generator.ts';
import { levelForBudget } from './alarm-budget.ts';
import { isFirstCase } from './first-case.ts';
import { lookAtWeek, type WatchedSeries } from './look-at-week.ts';
import { followsPersistence } from './persistence-rule.ts';

const generator = createGenerator(5);
const steady = (id: string, mean: number, last?: number): WatchedSeries => {
	const counts = Array.from({ length: 60 }, () => generator.poisson(mean));
	return { id, counts: last === undefined ? counts : [...counts, last], rule: null, frequency: 52 };
};

describe('lookAtWeek', () => {
	it('tells of each look what was expected, from where on it is a signal, and how likely chance is', () => {
		const { looks, told, level } = lookAtWeek([steady('outbreak', 10, 40), steady('quiet', 10, 10)]);
		const [outbreak, quiet] = looks;
		expect(told).toBe(2);
		expect(level).toBe(levelForBudget(2));
		expect(outbreak).toMatchObject({ id: 'outbreak', count: 40, isSignal: true, method: 'earsC1' });
		expect(outbreak?.threshold).toBeGreaterThan(outbreak?.expected ?? Infinity);
		expect(outbreak?.threshold).toBeLessThan(40);
		expect(outbreak?.chance).toBeLessThanOrEqual(level);
		expect(outbreak?.falseShare).toBeCloseTo(2 * (outbreak?.chance ?? NaN), 12);
		expect(quiet).toMatchObject({ isSignal: false });
		expect(quiet?.chance).toBeGreaterThan(level);
	});

	it('asks for more the more looks there are', () => {
		const many = Array.from({ length: 720 }, (_, n) => steady(String(n), 8));
		const alone = lookAtWeek([steady('x', 8, 20)]);
		const among = lookAtWeek([...many, steady('x', 8, 20)]);
		expect(among.level).toBeCloseTo(levelForBudget(721), 12);
		expect(among.level).toBeLessThan(alone.level);
		expect(among.looks).toHaveLength(721);
	});

	it('says nothing of a week that nobody reported, of a history too short, and of nothing', () => {
		const { looks, told } = lookAtWeek([
			{ id: 'missing', counts: [...steady('m', 5).counts, null], rule: null, frequency: 52 },
			{ id: 'short', counts: [3, 4, 50], rule: null, frequency: 52 },
			{ id: 'empty', counts: [], rule: null, frequency: 52 }
		]);
		expect(told).toBe(0);
		for (const look of looks)
			expect(look).toMatchObject({ method: null, chance: null, threshold: null, isSignal: false });
		expect(lookAtWeek([])).toMatchObject({ looks: [], told: 0 });
	});

	it('keeps still below the alert floor, and still counts the look', () => {
		const counts = [...new Array<number>(60).fill(0), 3];
		const { looks, told } = lookAtWeek([{ id: 'rare', counts, rule: null, frequency: 52 }]);
		expect(told).toBe(1);
		expect(looks[0]).toMatchObject({ isSignal: false, threshold: null });
	});
});

describe('followsPersistence', () => {
	it.each([
		[[10, 15], true],
		[[10, 14], false],
		[[0, 5], true],
		[[2, 3], true],
		[[1, 2], false],
		[[null, 50], false],
		[[10, null], false]
	])('of %j: %s', (counts, expected) => {
		expect(followsPersistence(counts, counts.length - 1)).toBe(expected);
	});
});

describe('isFirstCase', () => {
	const quiet = (weeks: number, value: number | null = 0) => new Array<number | null>(weeks).fill(value);
	const judge = (before: (number | null)[], now: number | null, minimum: number | null) =>
		isFirstCase([...before, now], before.length, minimum);

	it('hears a single case after a year without, and not the next one', () => {
		expect(judge(quiet(60), 1, 1)).toBe(true);
		expect(judge([...quiet(60), 1], 1, 1)).toBe(false);
		expect(judge([1, ...quiet(52)], 1, 1)).toBe(true);
		expect(judge([1, ...quiet(51)], 1, 1)).toBe(false);
	});

	it('asks for as many as the rule does, and says nothing without a rule or a report', () => {
		expect(judge(quiet(60), 1, 2)).toBe(false);
		expect(judge(quiet(60), 2, 2)).toBe(true);
		expect(judge(quiet(60), 5, null)).toBe(false);
		expect(judge(quiet(60), null, 1)).toBe(false);
	});

	it('waits for a quarter of a year to be known: else everything would be the first where a feed begins', () => {
		expect(judge(quiet(12), 1, 1)).toBe(false);
		expect(judge(quiet(13), 1, 1)).toBe(true);
		expect(judge([...quiet(40, null), ...quiet(12)], 1, 1)).toBe(false);
	});

	it('cannot make more than one and a half signals a week, however often 17 diseases come to 12 places', () => {
		// Cases at a rate: none in a year, then at least one; worst where 53 weeks hold one on average.
		const worst = Math.max(
			...[0.5, 0.8, 1, 1.2, 2].map((a) => (1 - Math.exp(-a / 53)) * Math.exp((-52 * a) / 53))
		);
		expect(17 * 12 * worst).toBeLessThan(1.5);
	});
});
