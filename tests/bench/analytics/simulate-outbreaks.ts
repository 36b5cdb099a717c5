import { createGenerator, type Generator } from '../../../src/lib/analytics/stats/generator.ts';
import type { OutbreakSeries } from './detection.ts';

/** Levels, seasons, trends and spreads that the reference does not have, so that a method cannot be fitted to both. */
const logLevels = [1, 2, 3, 4] as const;
const amplitudes = [0, 0.4, 0.8, 1.2] as const;
const spreads = [1, 1.5, 3] as const;
const slopes = [-0.002, 0, 0.002] as const;
const outbreakStarts = [60, 150, 250, 380, 430] as const;
const weeks = 468;
const weeksAYear = 365.25 / 7;

const pick = <T>(values: readonly [T, ...T[]], index: number): T =>
	values[index % values.length] ?? values[0];

/** Sixty-four seeded series of nine years: an uneven season, a trend, five outbreaks of one to five weeks each. */
export function simulateOutbreaks(): OutbreakSeries[] {
	const generator = createGenerator(2026);
	return Array.from({ length: 64 }, (_, index) => simulate(index, generator));
}

function simulate(index: number, generator: Generator): OutbreakSeries {
	const [level, spread, slope] = [pick(logLevels, index), pick(spreads, index), pick(slopes, index)];
	const amplitude = pick(amplitudes, Math.floor(index / 4));
	const observed = Array.from({ length: weeks }, (_, week) => {
		const angle = (2 * Math.PI * (week + 5 * index)) / weeksAYear;
		const season = amplitude * (Math.cos(angle) + 0.4 * Math.sin(2 * angle));
		const mean = Math.exp(level + slope * (week - weeks / 2) + season);
		return spread === 1 ? generator.poisson(mean) : generator.negativeBinomial(mean, mean / (spread - 1));
	});
	const state = observed.map(() => 0);
	const outbreaks = outbreakStarts.map((earliest) => {
		const start = earliest + Math.floor(20 * generator.uniform());
		const shares = Array.from(
			{ length: 1 + Math.floor(5 * generator.uniform()) },
			() => 0.3 + generator.uniform()
		);
		const cases = Math.sqrt(spread * Math.exp(level)) * (2 + 8 * generator.uniform());
		const whole = shares.reduce((sum, share) => sum + share, 0);
		shares.forEach((share, step) => {
			observed[start + step] = (observed[start + step] ?? 0) + Math.round((cases * share) / whole);
			state[start + step] = 1;
		});
		return { start: start + 1, end: start + shares.length };
	});
	return { id: `simulated ${index + 1}`, observed, state, outbreaks };
}
