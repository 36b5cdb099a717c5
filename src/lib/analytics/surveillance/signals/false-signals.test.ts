/** How many signals a planner sees in weeks without any outbreak: 60 diseases × 12 places of every size, season and spread. */
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../stats/generator.ts';
import { optimism } from './alarm-budget.ts';
import { lookAtWeek, type WatchedSeries } from './look-at-week.ts';

const looks = 720;
const logLevels = [-2, -1, 0, 1, 1.7, 2.5, 3.2, 4];
const amplitudes = [0, 0.3, 0.6, 1];
const spreads = [1, 1.3, 2, 3];
const slopes = [-0.001, 0, 0.001];
const weeksAYear = 365.25 / 7;
const of = (values: readonly number[], index: number) => values[index % values.length] ?? 0;

function drawCity(seed: number, weeks: number): number[][] {
	const generator = createGenerator(seed);
	return Array.from({ length: looks }, (_, index) => {
		const spread = of(spreads, Math.floor(index / 32));
		return Array.from({ length: weeks }, (__, week) => {
			const angle = (2 * Math.PI * (week + 5 * index)) / weeksAYear;
			const season = of(amplitudes, Math.floor(index / 8)) * (Math.cos(angle) + 0.3 * Math.sin(2 * angle));
			const mean = Math.exp(of(logLevels, index) + season + of(slopes, index) * (week - weeks / 2));
			return spread === 1 ? generator.poisson(mean) : generator.negativeBinomial(mean, mean / (spread - 1));
		});
	});
}

type Rate = { signals: number; persistence: number };

/** False signals a week, over the last weeks of a drawn city. */
function rateOf(counts: readonly number[][], weeks: number, falseSignals?: number): Rate {
	const rate = { signals: 0, persistence: 0 };
	for (let left = weeks - 1; left >= 0; left--) {
		const series = counts.map((all, id): WatchedSeries => ({
			...{ id: String(id), rule: null, frequency: 52 },
			counts: all.slice(0, all.length - left)
		}));
		for (const look of lookAtWeek(series, falseSignals === undefined ? {} : { falseSignals }).looks) {
			if (look.isSignal) rate.signals += 1 / weeks;
			if (look.isPersistence) rate.persistence += 1 / weeks;
		}
	}
	return rate;
}

/** Each method's own level of 0.005, as it was before there was a budget. */
const unlimited = 0.005 * looks * optimism;

describe('720 looks at weeks in which nothing is going on', () => {
	it('make about three false signals a week out of a year of history, and more without a budget', () => {
		const counts = drawCity(11, 76);
		const kept = rateOf(counts, 24);
		const free = rateOf(counts, 24, unlimited);
		console.log('A year of history, false signals a week:', { kept, free });
		expect(kept.signals).toBeGreaterThan(1);
		expect(kept.signals).toBeLessThan(3.5);
		expect(free.signals).toBeGreaterThan(1.3 * kept.signals);
		// The simple rule would send somebody out for every sixth disease and place.
		expect(kept.persistence).toBeGreaterThan(60);
	});

	it('make no more out of three years', () => {
		const counts = drawCity(12, 160);
		const kept = rateOf(counts, 4);
		console.log('Three years of history, false signals a week:', kept);
		expect(kept.signals).toBeLessThan(3.5);
	});
});
