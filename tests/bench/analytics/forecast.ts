import { forecastDemand } from '../../../src/lib/analytics/forecast/forecast-demand.ts';
import {
	bootstrapRatio,
	mean,
	ratioOf,
	regularGroups,
	scoreRolling,
	type SeriesScore
} from '../../reference/forecast-scores.ts';
import { hasReference, sayWhenMissing } from '../../reference/reference-data.ts';
import { round } from '../support/table.ts';
import { timeOf } from './time-of.ts';

/** Forecasts a second on a made series of the agreed length; errors, intervals and CPU time beside R's where they stand. */
export async function benchForecast(): Promise<void> {
	const values = monthlySeries(204);
	const ms = timeOf(() => forecastDemand(values, { period: 12, horizon: 12 }), 20);
	console.log('\nForecast of 204 monthly values, all methods, backtest and intervals, one core');
	console.table([{ ms: round(ms, 1), 'forecasts/s': round(1000 / ms, 1), 'bar, ms': 250 }]);
	if (!hasReference) return sayWhenMissing('regular demand');
	const groups = regularGroups.map((group) => ({ group, scores: scoreRolling(group) }));
	console.log(
		'\nRegular demand, six origins a series (R: comb3, the mean of its ets, auto.arima and thetaf)'
	);
	console.table(groups.map(({ group, scores }) => describe(group, scores)));
	const ratios = groups.map(({ scores }) => ratioOf(scores));
	const overall = Math.exp(mean(ratios.map(Math.log)));
	const bound = bootstrapRatio(
		groups.map(({ scores }) => scores),
		0.9
	);
	console.log(
		`geometric mean of the ratios: ${round(overall, 4)}; 90 % bound over series: ${round(bound, 4)}`
	);
}

function describe(group: string, scores: readonly SeriesScore[]) {
	const meanOf = (read: (score: SeriesScore) => number): number => mean(scores.map(read));
	const [cpu, peersCpu] = [meanOf(({ cpuMs }) => cpuMs), meanOf(({ peersCpuMs }) => peersCpuMs)];
	return {
		group,
		series: scores.length,
		mase: round(
			meanOf(({ ours }) => ours.mase),
			4
		),
		'mase R': round(
			meanOf(({ comb3 }) => comb3.mase),
			4
		),
		ratio: round(ratioOf(scores), 4),
		'series better': scores.filter(({ ours, comb3 }) => ours.mase < comb3.mase).length,
		'cover 80': round(
			meanOf(({ ours }) => ours.cover80),
			3
		),
		'cover 95': round(
			meanOf(({ ours }) => ours.cover95),
			3
		),
		msis: round(
			meanOf(({ ours }) => ours.msis95),
			2
		),
		'msis R': round(
			meanOf(({ comb3 }) => comb3.msis95),
			2
		),
		'cpu ms': round(cpu, 1),
		'R ÷ ours': round(peersCpu / cpu, 1)
	};
}

/** Seventeen years with a trend, a season and noise that repeats itself. */
function monthlySeries(length: number): number[] {
	let state = 42;
	return Array.from({ length }, (_, t) => {
		state = (state * 16807) % 2147483647;
		return (300 + 2 * t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) * (0.9 + (0.2 * state) / 2147483647);
	});
}
