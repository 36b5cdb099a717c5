/**
 * The intermittent reference groups, scored as their README defines it: RMSSE with the scale from the first
 * demand on, bias as the mean of forecast − demand ÷ mean demand of the training part, pinball loss of the
 * year's total ÷ twelve mean months.
 */
import { forecastIntermittent } from '../../src/lib/analytics/forecast/intermittent/forecast-intermittent.ts';
import { quantile } from '../../src/lib/analytics/stats/quantile.ts';
import { readReference } from './reference-data.ts';

export const intermittentGroups = ['carparts_monthly', 'abx_hospital_monthly'] as const;
export type IntermittentGroup = (typeof intermittentGroups)[number];
export const chances = [0.5, 0.8, 0.95] as const;

interface Peer {
	readonly mean: number | readonly number[];
	readonly rmsse: number;
	readonly sbias: number;
}

export interface IntermittentSeries {
	readonly id: string;
	readonly horizon: number;
	readonly train: readonly number[];
	readonly test: readonly number[];
	readonly peers: Readonly<Record<string, Peer>>;
}

export interface PinballRow {
	readonly chance: number;
	readonly loss: number;
	/** Type-7 quantile of all overlapping totals of as many periods in the training part. */
	readonly baseline: number;
	/** Share of totals that the quantile sufficed for. */
	readonly sufficed: number;
	readonly baselineSufficed: number;
}

export interface GroupScore {
	readonly series: number;
	readonly rmsse: number;
	readonly bias: number;
	readonly peers: Readonly<Record<'ses' | 'tsb_a01', { readonly rmsse: number; readonly bias: number }>>;
	readonly pinball: readonly PinballRow[];
	readonly msPerSeries: number;
}

export function readIntermittent(group: IntermittentGroup): readonly IntermittentSeries[] {
	return readReference<{ series: IntermittentSeries[] }>(`forecast/${group}.json`).series;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

function rollingTotals({ train, horizon }: IntermittentSeries): number[] {
	return train.slice(horizon - 1).map((_, start) => sum(train.slice(start, start + horizon)));
}

function loss(actual: number, ordered: number, chance: number): number {
	return actual > ordered ? chance * (actual - ordered) : (1 - chance) * (ordered - actual);
}

function rmsse({ train, test }: IntermittentSeries, forecast: Float64Array): number {
	const from = train.slice(train.findIndex((value) => value > 0));
	const scale = mean(from.slice(1).map((value, t) => (value - (from[t] ?? 0)) ** 2));
	return Math.sqrt(mean(test.map((value, t) => (value - (forecast[t] ?? 0)) ** 2)) / scale);
}

export function scoreGroup(group: IntermittentGroup): GroupScore {
	const all = readIntermittent(group);
	const begun = performance.now();
	const forecasts = all.map((series) => {
		const forecast = forecastIntermittent(series.train, series.horizon);
		return { series, forecast, quantiles: chances.map((chance) => forecast.total.quantile(chance)) };
	});
	const msPerSeries = (performance.now() - begun) / all.length;
	const peerOf = (name: string) => ({
		rmsse: mean(all.map(({ peers }) => peers[name]?.rmsse ?? NaN)),
		bias: mean(all.map(({ peers }) => peers[name]?.sbias ?? NaN))
	});
	const pinball = chances.map((chance, i): PinballRow => {
		const rows = forecasts.map(({ series, quantiles }) => {
			const unit = mean(series.train) * series.horizon;
			const actual = sum(series.test);
			const ordered = quantiles[i] ?? NaN;
			const usual = quantile(rollingTotals(series), chance);
			return {
				loss: loss(actual, ordered, chance) / unit,
				baseline: loss(actual, usual, chance) / unit,
				sufficed: Number(actual <= ordered),
				baselineSufficed: Number(actual <= usual)
			};
		});
		const meanOf = (key: keyof (typeof rows)[number]) => mean(rows.map((row) => row[key]));
		return {
			chance,
			loss: meanOf('loss'),
			baseline: meanOf('baseline'),
			sufficed: meanOf('sufficed'),
			baselineSufficed: meanOf('baselineSufficed')
		};
	});
	return {
		series: all.length,
		rmsse: mean(forecasts.map(({ series, forecast }) => rmsse(series, forecast.mean))),
		bias: mean(
			forecasts.map(
				({ series, forecast }) => (mean([...forecast.mean]) - mean(series.test)) / mean(series.train)
			)
		),
		peers: { ses: peerOf('ses'), tsb_a01: peerOf('tsb_a01') },
		pinball,
		msPerSeries
	};
}

/** RMSSE against the better of the two peers. */
export function ratioOf({ rmsse: own, peers }: GroupScore): number {
	return own / Math.min(peers.ses.rmsse, peers.tsb_a01.rmsse);
}

export function geometricMean(values: readonly number[]): number {
	return Math.exp(mean(values.map(Math.log)));
}
