/**
 * The rolling reference groups, scored as their README defines it: at each of six origins a series the forecast sees the
 * first `train_length` values; MASE by the stored scale, 95 % coverage and MSIS, averaged over origins and series.
 */
import {
	intervalCoverage,
	meanAbsoluteScaledError,
	meanScaledIntervalScore
} from '../../src/lib/analytics/forecast/accuracy.ts';
import { forecastDemand } from '../../src/lib/analytics/forecast/forecast-demand.ts';
import { createGenerator } from '../../src/lib/analytics/stats/generator.ts';
import { readReference } from './reference-data.ts';

export const regularGroups = ['pbs', 'hospital'] as const;
export type RegularGroup = (typeof regularGroups)[number];

interface Scores {
	readonly mase: number;
	readonly cover95: number;
	readonly msis95: number;
}

interface RollingSeries {
	readonly id: string;
	readonly frequency: number;
	readonly horizon: number;
	readonly values: readonly number[];
	readonly origins: readonly {
		readonly train_length: number;
		readonly scale_mae_snaive: number;
		/** Of all R methods together. */
		readonly cpu_s: number;
		readonly peers: Readonly<Record<'comb3' | 'snaive' | 'ets', Scores>>;
	}[];
}

/** Means over a series' origins. */
export interface SeriesScore {
	readonly id: string;
	readonly ours: Scores & { readonly cover80: number };
	readonly comb3: Scores;
	readonly cpuMs: number;
	readonly peersCpuMs: number;
}

export function readRolling(group: RegularGroup): readonly RollingSeries[] {
	return readReference<{ series: RollingSeries[] }>(`forecast/rolling_${group}_monthly.json`).series;
}

/** Forecasts every origin of a group: some hundred forecasts, a few seconds. */
export function scoreRolling(group: RegularGroup): SeriesScore[] {
	return readRolling(group).map((series) => {
		const rows = series.origins.map((origin) => scoreOrigin(series, origin));
		const meanOf = (read: (row: (typeof rows)[number]) => number): number =>
			mean(rows.map((row) => read(row)));
		const peerOf = (read: (scores: Scores) => number): number =>
			mean(series.origins.map(({ peers }) => read(peers.comb3)));
		return {
			id: series.id,
			ours: {
				mase: meanOf(({ mase }) => mase),
				cover80: meanOf(({ cover80 }) => cover80),
				cover95: meanOf(({ cover95 }) => cover95),
				msis95: meanOf(({ msis95 }) => msis95)
			},
			comb3: {
				mase: peerOf(({ mase }) => mase),
				cover95: peerOf(({ cover95 }) => cover95),
				msis95: peerOf(({ msis95 }) => msis95)
			},
			cpuMs: meanOf(({ cpuMs }) => cpuMs),
			peersCpuMs: 1000 * mean(series.origins.map(({ cpu_s }) => cpu_s))
		};
	});
}

function scoreOrigin(series: RollingSeries, origin: RollingSeries['origins'][number]) {
	const { frequency: period, horizon } = series;
	const history = series.values.slice(0, origin.train_length);
	const actual = series.values.slice(origin.train_length, origin.train_length + horizon);
	const before = process.cpuUsage();
	const forecast = forecastDemand(history, { period, horizon });
	const { user, system } = process.cpuUsage(before);
	const scale = origin.scale_mae_snaive;
	return {
		mase: meanAbsoluteScaledError(actual, forecast.mean, scale),
		cover80: intervalCoverage(actual, forecast.lower80, forecast.upper80),
		cover95: intervalCoverage(actual, forecast.lower95, forecast.upper95),
		msis95: meanScaledIntervalScore(actual, forecast.lower95, forecast.upper95, scale, 0.05),
		cpuMs: (user + system) / 1000
	};
}

/** Mean error of ours ÷ that of R's combination. */
export function ratioOf(scores: readonly SeriesScore[]): number {
	return mean(scores.map(({ ours }) => ours.mase)) / mean(scores.map(({ comb3 }) => comb3.mase));
}

/** Quantile of the geometric mean of the groups' ratios when the series of each group are drawn anew (seeded). */
export function bootstrapRatio(groups: readonly (readonly SeriesScore[])[], chance: number): number {
	const generator = createGenerator(20260101);
	const draws = Array.from({ length: 2000 }, () =>
		Math.exp(
			mean(
				groups.map((scores) => {
					const drawn = scores.flatMap(() => scores[Math.floor(generator.uniform() * scores.length)] ?? []);
					return Math.log(ratioOf(drawn));
				})
			)
		)
	).sort((a, b) => a - b);
	return draws[Math.floor(chance * draws.length)] ?? NaN;
}

export function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
