import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../stats/generator.ts';
import { type ArrivalPattern, jakartaDayNumber, learnArrivals } from './arrival-pattern.ts';
import {
	addCounts,
	arrivalsOf,
	chanceOfAtLeast,
	countMean,
	countOf,
	countQuantile
} from './count-distribution.ts';
import { forecastOccupancy } from './occupancy-forecast.ts';
import { estimateStays, type StaySurvival } from './stay-survival.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A Sunday, 00.00 in Jakarta. */
const start = Date.parse('2026-03-01T00:00:00+07:00');

/** A ward with busy mornings and quiet Sundays, day by day from an empty start. */
function simulateWard(seed: number, days: number): { arrivedMs: number; hours: number }[] {
	const { poisson, uniform, gamma } = createGenerator(seed);
	return Array.from({ length: days * 24 }, (_, hour) => {
		const rate =
			(hour % 24 >= 8 && hour % 24 < 14 ? 0.6 : 0.15) * (Math.floor(hour / 24) % 7 === 0 ? 0.5 : 1);
		return Array.from({ length: poisson(rate) }, () => ({
			arrivedMs: start + (hour + uniform()) * hourMs,
			hours: gamma(1.5, 60)
		}));
	}).flat();
}

function learn(ward: readonly { arrivedMs: number; hours: number }[], nowMs: number) {
	const known = ward.filter(({ arrivedMs }) => arrivedMs <= nowMs);
	const stays = known.map(({ arrivedMs, hours }) => {
		const soFar = (nowMs - arrivedMs) / hourMs;
		return hours <= soFar ? { hours, ended: true } : { hours: soFar, ended: false };
	});
	const arrivals = learnArrivals(
		known.map(({ arrivedMs }) => arrivedMs),
		jakartaDayNumber(start),
		jakartaDayNumber(nowMs) - 1
	);
	const currentArrivalsMs = known
		.filter(({ arrivedMs, hours }) => arrivedMs + hours * hourMs > nowMs)
		.map(({ arrivedMs }) => arrivedMs);
	return { survival: estimateStays(stays), arrivals, currentArrivalsMs };
}

const steady: ArrivalPattern = { ratePerHour: () => 0.5, dispersion: 1, perDay: 12, days: 30 };
const memoryless: StaySurvival = {
	lastsBeyond: (hours) => Math.exp(-hours / 48),
	staysOn: (_, more) => Math.exp(-more / 48),
	stays: 100,
	ended: 100
};

describe('forecastOccupancy', () => {
	it('matches the M/M/∞ queue, whose answer is known', () => {
		const nowMs = start + 30 * dayMs;
		const [tomorrow] = forecastOccupancy({
			nowMs,
			currentArrivalsMs: Array.from({ length: 40 }, () => nowMs - 5 * hourMs),
			survival: memoryless,
			arrivals: steady,
			capacity: 50,
			hoursAhead: [24]
		});
		const kept = Math.exp(-0.5);
		expect(tomorrow?.meanStaying).toBeCloseTo(40 * kept, 9);
		expect(tomorrow?.meanArriving).toBeCloseTo(0.5 * 48 * (1 - kept), 3);
		expect(tomorrow?.mean).toBeCloseTo((tomorrow?.meanStaying ?? 0) + (tomorrow?.meanArriving ?? 0), 6);
	});

	it('covers what comes about as often as it says', () => {
		const [hit80, hit95, errors] = [
			new Map<number, number>(),
			new Map<number, number>(),
			new Map<number, number>()
		];
		const trials = 150;
		const add = (to: Map<number, number>, hours: number, by: number) =>
			to.set(hours, (to.get(hours) ?? 0) + by);
		for (let seed = 1; seed <= trials; seed++) {
			const ward = simulateWard(seed, 64);
			const nowMs = start + (60 * 24 + (seed % 24)) * hourMs;
			for (const { hoursAhead, interval80, interval95, mean } of forecastOccupancy({
				nowMs,
				...learn(ward, nowMs),
				capacity: null
			})) {
				const then = nowMs + hoursAhead * hourMs;
				const actual = ward.filter(
					({ arrivedMs, hours }) => arrivedMs <= then && arrivedMs + hours * hourMs > then
				).length;
				add(hit80, hoursAhead, Number(actual >= interval80[0] && actual <= interval80[1]));
				add(hit95, hoursAhead, Number(actual >= interval95[0] && actual <= interval95[1]));
				add(errors, hoursAhead, mean - actual);
			}
		}
		for (const hours of [24, 72]) {
			expect((hit80.get(hours) ?? 0) / trials).toBeGreaterThan(0.76);
			expect((hit95.get(hours) ?? 0) / trials).toBeGreaterThan(0.91);
			expect(Math.abs((errors.get(hours) ?? NaN) / trials)).toBeLessThan(0.7);
		}
	});

	it('nests its intervals, keeps to whole patients and speaks of beds only where their number is known', () => {
		const ages = fc.array(fc.nat(2000), { maxLength: 60 });
		fc.assert(
			fc.property(
				ages,
				fc.option(fc.nat(60)),
				fc.float({ min: 1, max: 3, noNaN: true }),
				(hours, capacity, dispersion) => {
					const forecasts = forecastOccupancy({
						nowMs: start,
						currentArrivalsMs: hours.map((age) => start - age * hourMs),
						survival: memoryless,
						arrivals: { ...steady, dispersion },
						capacity
					});
					for (const { interval80, interval95, median, mean, chanceFull, free80 } of forecasts) {
						const ordered = [0, interval95[0], interval80[0], median, interval80[1], interval95[1]];
						expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
						expect(ordered.every(Number.isInteger)).toBe(true);
						expect(Number.isFinite(mean)).toBe(true);
						expect(chanceFull === null).toBe(capacity === null);
						if (capacity !== null) expect(free80).toBeLessThanOrEqual(capacity);
					}
				}
			),
			{ numRuns: 50 }
		);
	});

	it('refuses a patient from the future and an hour that is none', () => {
		const input = {
			nowMs: start,
			currentArrivalsMs: [start],
			survival: memoryless,
			arrivals: steady,
			capacity: 5
		};
		const refusal = expect.objectContaining({ code: 'bad-option' });
		expect(() => forecastOccupancy({ ...input, currentArrivalsMs: [start + 1] })).toThrow(refusal);
		expect(() => forecastOccupancy({ ...input, hoursAhead: [0] })).toThrow(refusal);
		expect(() => forecastOccupancy({ ...input, currentArrivalsMs: [NaN] })).toThrow(
			expect.objectContaining({ code: 'not-a-number', index: 0 })
		);
		expect(() => forecastOccupancy({ ...input, capacity: -1 })).toThrow(
			expect.objectContaining({ code: 'negative' })
		);
	});
});

describe('learnArrivals', () => {
	it('tells weekdays and hours of Jakarta apart and keeps the total', () => {
		const first = jakartaDayNumber(start);
		// Four weeks: ten patients each Monday at 09.30, two on other days.
		const arrivals = Array.from({ length: 28 }, (_, day) =>
			Array.from({ length: day % 7 === 1 ? 10 : 2 }, () => start + day * dayMs + 9.5 * hourMs)
		).flat();
		const { ratePerHour, perDay, dispersion } = learnArrivals(arrivals, first, first + 27);
		const dayTotal = (day: number) =>
			Array.from({ length: 24 }, (_, hour) => ratePerHour(start + day * dayMs + hour * hourMs)).reduce(
				(a, b) => a + b
			);
		expect(perDay).toBeCloseTo(88 / 28, 12);
		expect(dayTotal(1)).toBeGreaterThan(3 * dayTotal(2));
		expect(ratePerHour(start + dayMs + 9 * hourMs)).toBeGreaterThan(
			20 * ratePerHour(start + dayMs + 8 * hourMs)
		);
		expect([0, 1, 2, 3, 4, 5, 6].map(dayTotal).reduce((a, b) => a + b)).toBeCloseTo(7 * perDay, 9);
		expect(dispersion).toBe(1);
	});

	it('notices waves', () => {
		const first = jakartaDayNumber(start);
		const waves = Array.from({ length: 56 }, (_, day) =>
			Array.from({ length: day % 11 === 0 ? 30 : 1 }, () => start + day * dayMs)
		).flat();
		expect(learnArrivals(waves, first, first + 55).dispersion).toBeGreaterThan(5);
	});

	it('refuses less than a week and a time that is none', () => {
		expect(() => learnArrivals([], 0, 5)).toThrow(expect.objectContaining({ code: 'too-short' }));
		expect(() => learnArrivals([NaN], 0, 20)).toThrow(expect.objectContaining({ code: 'not-a-number' }));
		expect(learnArrivals([], 0, 6).ratePerHour(start)).toBe(0);
	});
});

describe('counts', () => {
	it('agree with the binomial and Poisson distributions', () => {
		const binomial = countOf(new Float64Array(4).fill(0.5));
		expect([...binomial]).toEqual([1, 4, 6, 4, 1].map((ways) => ways / 16));
		const poisson = arrivalsOf(3, 1);
		expect(poisson[2]).toBeCloseTo((9 / 2) * Math.exp(-3), 12);
		expect(countMean(addCounts(binomial, poisson))).toBeCloseTo(5, 9);
		expect(countQuantile(binomial, 0.5)).toBe(2);
		expect(chanceOfAtLeast(binomial, 4)).toBeCloseTo(1 / 16, 12);
		expect(chanceOfAtLeast(binomial, 0)).toBe(1);
	});

	it('keep mean and variance of a dispersed or very large arrival', () => {
		for (const [mean, dispersion] of [
			[6, 2.5],
			[2000, 1],
			[900, 4]
		] as const) {
			const chances = arrivalsOf(mean, dispersion);
			const variance = chances.reduce((sum, chance, count) => sum + chance * (count - mean) ** 2, 0);
			expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
			expect(countMean(chances) / mean).toBeCloseTo(1, 6);
			expect(variance / mean).toBeCloseTo(dispersion, 4);
		}
	});
});
