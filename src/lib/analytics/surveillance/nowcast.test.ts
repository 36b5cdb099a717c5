import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator, type Generator } from '../stats/generator.ts';
import { type Nowcast, nowcastCounts, type NowcastPeriod } from './nowcast.ts';

const delays = [0.25, 0.3, 0.2, 0.1, 0.06, 0.04, 0.03, 0.02];
const periods = 40;

interface World {
	readonly rate: (period: number, generator: Generator) => number;
	/** Delays of each period are drawn around `delays`; the smaller, the more they differ. Infinity: never. */
	readonly steadiness: number;
}

/** All that each period will have shown, by lag. */
function drawReports({ rate, steadiness }: World, generator: Generator): number[][] {
	return Array.from({ length: periods }, (_, period) => {
		const weights = delays.map((share) =>
			steadiness === Infinity ? share : generator.gamma(share * steadiness, 1)
		);
		const sum = weights.reduce((total, weight) => total + weight, 0);
		const mean = rate(period, generator);
		return weights.map((weight) => generator.poisson((mean * weight) / sum));
	});
}

const asKnownAtTheEnd = (reports: readonly number[][]) =>
	reports.map((row, period) => row.map((count, lag) => (period + lag < periods ? count : null)));

function expectNowcast(nowcast: Nowcast): readonly NowcastPeriod[] {
	if (nowcast.status !== 'nowcast') throw new Error(nowcast.reason);
	return nowcast.periods;
}

/** Share of unfinished periods whose final count the intervals hold, and how far the expectation is off in all. */
function measure(world: World, runs = 120) {
	let held80 = 0;
	let held95 = 0;
	let judged = 0;
	let expected = 0;
	let final = 0;
	for (let run = 0; run < runs; run++) {
		const reports = drawReports(world, createGenerator(run));
		const nowcast = expectNowcast(nowcastCounts(asKnownAtTheEnd(reports)));
		for (const [period, now] of nowcast.entries()) {
			if (now.knownShare === 1) continue;
			const count = (reports[period] ?? []).reduce((sum, value) => sum + value, 0);
			judged++;
			if (now.lower80 <= count && count <= now.upper80) held80++;
			if (now.lower95 <= count && count <= now.upper95) held95++;
			expected += now.expected;
			final += count;
		}
	}
	return { share80: held80 / judged, share95: held95 / judged, bias: expected / final - 1 };
}

describe('nowcastCounts', () => {
	const worlds: [string, World][] = [
		['a steady level', { rate: () => 100, steadiness: Infinity }],
		['uneven delays', { rate: () => 100, steadiness: 30 }],
		['noisy levels', { rate: (_, generator) => generator.gamma(4, 10), steadiness: 30 }],
		['growth of 15 % a period', { rate: (period) => 20 * 1.15 ** Math.max(0, period - 25), steadiness: 30 }],
		['a fall of 15 % a period', { rate: (period) => 200 * 0.85 ** Math.max(0, period - 25), steadiness: 30 }],
		['an outbreak three periods old', { rate: (period) => (period >= 37 ? 60 : 20), steadiness: 30 }]
	];

	it.each(worlds)('holds the final count in about 80 and 95 of 100: %s', (_, world) => {
		const { share80, share95, bias } = measure(world);
		expect(share80).toBeGreaterThan(0.77);
		expect(share80).toBeLessThan(0.95);
		expect(share95).toBeGreaterThan(0.92);
		expect(Math.abs(bias)).toBeLessThan(0.08);
	});

	it('holds rare counts at least as often as it says, for whole bounds are wide', () => {
		const { share80, share95 } = measure({ rate: () => 2, steadiness: 30 });
		expect(share80).toBeGreaterThan(0.8);
		expect(share95).toBeGreaterThan(0.95);
	});

	it('orders and nests its bounds and never undoes a report', () => {
		fc.assert(
			fc.property(fc.integer(), fc.double({ min: 2, max: 200, noNaN: true }), (seed, mean) => {
				const reports = drawReports({ rate: () => mean, steadiness: 20 }, createGenerator(seed));
				for (const now of expectNowcast(nowcastCounts(asKnownAtTheEnd(reports)))) {
					const bounds = [now.reported, now.lower95, now.lower80, now.upper80, now.upper95];
					expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
					expect(bounds.every(Number.isInteger)).toBe(true);
					expect(now.expected).toBeGreaterThanOrEqual(now.reported);
				}
			}),
			{ numRuns: 40 }
		);
	});

	it('adds nothing to what is fully reported', () => {
		const reports = drawReports({ rate: () => 50, steadiness: Infinity }, createGenerator(4));
		const [first] = expectNowcast(nowcastCounts(asKnownAtTheEnd(reports)));
		const count = (reports[0] ?? []).reduce((sum, value) => sum + value, 0);
		expect(first).toMatchObject({ reported: count, expected: count, lower95: count, upper95: count });
	});

	it('does not take a period without any report yet for 0', () => {
		const reports = drawReports({ rate: () => 50, steadiness: Infinity }, createGenerator(5));
		const silent = asKnownAtTheEnd(reports).map((row, period) =>
			period === periods - 1 ? row.map(() => null) : row
		);
		const last = expectNowcast(nowcastCounts(silent)).at(-1);
		expect(last?.knownShare).toBe(0);
		expect(last?.expected).toBeGreaterThan(30);
		expect(last?.upper95).toBeGreaterThan(last?.lower95 ?? 0);
	});

	it('forgets delays from before its window', () => {
		const slow = Array.from({ length: 30 }, () => [10, 30, 60]);
		const fast = Array.from({ length: 12 }, () => [80, 15, 5]);
		const all = [...slow, ...fast].map((row, period) =>
			row.map((count, lag) => (period + lag < 42 ? count : null))
		);
		const [remembering] = expectNowcast(nowcastCounts(all)).slice(-1);
		const [windowed] = expectNowcast(nowcastCounts(all, { window: 10 })).slice(-1);
		expect(windowed?.knownShare).toBeCloseTo(0.8, 2);
		expect(remembering?.knownShare).toBeLessThan(0.5);
	});

	it('says that it cannot know after too little', () => {
		expect(
			nowcastCounts([
				[30, 10],
				[20, null]
			])
		).toEqual({ status: 'unknown', reason: 'too-few-periods' });
		const quiet = Array.from({ length: 20 }, (_, period) => [0, period < 19 ? 0 : null]);
		expect(nowcastCounts(quiet)).toEqual({ status: 'unknown', reason: 'too-few-cases' });
	});

	it('refuses what is no count', () => {
		expect(() => nowcastCounts([[1, NaN]])).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 1 })
		);
		expect(() =>
			nowcastCounts([
				[1, 2],
				[-1, 2]
			])
		).toThrow(expect.objectContaining({ code: 'negative', index: 2 }));
		expect(() => nowcastCounts([[1, 2]], { window: 0 })).toThrow('window');
	});
});
