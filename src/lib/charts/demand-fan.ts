import { categoryAxis, frame, grid, pointedIndex, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption } from './option';
import type { ChartTheme } from './theme';

export interface DemandPoint {
	/** On the axis: `Nov 26`. */
	label: string;
	longLabel: string;
	/** As counted; null where nobody counted, and in months to come. */
	raw: number | null;
	/** As it would have been with full shelves. */
	adjusted: number | null;
	/** Null in the past. */
	ahead: { mean: number; lower80: number; upper80: number; lower95: number; upper95: number } | null;
	/** Said beneath the figures: that a shelf was empty. */
	note: string | null;
}

export interface DemandTexts {
	raw: string;
	adjusted: string;
	forecast: string;
	band80: string;
	band95: string;
	/** At the line where the forecast begins. */
	begins: string;
	noData: string;
	format: (value: number) => string;
}

/** Use month by month: as counted, as it would have been, and what is to come within two bands, from a marked line on. */
export function demandFan(
	points: readonly DemandPoint[],
	texts: DemandTexts,
	theme: ChartTheme
): EChartsOption {
	const first = points.findIndex(({ ahead }) => ahead !== null);
	return {
		...frame(theme),
		grid: grid(roomFor([texts.forecast]), 28),
		xAxis: categoryAxis(
			theme,
			points.map(({ label }) => label),
			false
		),
		yAxis: valueAxis(theme, texts.format),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { lineStyle: { color: theme.reference } },
			formatter: (params) => pointTooltip(points[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			...bandOf(points, 'wide', theme, ({ lower95, upper95 }) => [lower95, upper95]),
			...bandOf(points, 'narrow', theme, ({ lower80, upper80 }) => [lower80, upper80]),
			{
				...lineOf(theme.reference, 1.5),
				name: texts.raw,
				data: points.map(({ raw }) => raw),
				lineStyle: { color: theme.reference, width: 1.5, type: [5, 4] }
			},
			{ ...lineOf(theme.now, 2.5), name: texts.adjusted, data: points.map(({ adjusted }) => adjusted) },
			{
				...lineOf(theme.forecast, 2.5),
				name: texts.forecast,
				data: joined(points, first),
				endLabel: { show: first !== -1, formatter: texts.forecast, color: theme.forecast },
				markLine: first === -1 ? undefined : beginning(first, texts, theme)
			}
		]
	};
}

function lineOf(color: string, width: number): LineSeriesOption {
	return {
		...{ type: 'line', showSymbol: false, emphasis: { disabled: true }, itemStyle: { color } },
		lineStyle: { color, width, cap: 'round', join: 'round' }
	};
}

/** The forecast's line begins at the last known month, so that no gap looks like a fall. */
function joined(points: readonly DemandPoint[], first: number): (number | null)[] {
	return points.map(({ ahead, adjusted }, place) => ahead?.mean ?? (place === first - 1 ? adjusted : null));
}

/** The upper line is stacked upon the lower, so that the area between them is filled and nothing else. */
function bandOf(
	points: readonly DemandPoint[],
	stack: string,
	theme: ChartTheme,
	ends: (ahead: NonNullable<DemandPoint['ahead']>) => [number, number]
): LineSeriesOption[] {
	const hidden: LineSeriesOption = {
		...{ ...lineOf(theme.forecast, 0), stack, silent: true },
		lineStyle: { width: 0 }
	};
	const at = (of: (low: number, high: number) => number) =>
		points.map(({ ahead }) => (ahead === null ? null : of(...ends(ahead))));
	return [
		{ ...hidden, data: at((low) => low) },
		{ ...hidden, data: at((low, high) => high - low), areaStyle: { color: theme.forecast, opacity: 0.16 } }
	];
}

function beginning(first: number, texts: DemandTexts, theme: ChartTheme): LineSeriesOption['markLine'] {
	return {
		...{ silent: true, symbol: 'none', data: [{ xAxis: first }] },
		lineStyle: { color: theme.muted, type: 'solid', width: 1 },
		label: { formatter: texts.begins, color: theme.muted, position: 'end' }
	};
}

function pointTooltip(point: DemandPoint | undefined, texts: DemandTexts, theme: ChartTheme): string {
	if (!point) return '';
	const { ahead, raw, adjusted, note } = point;
	const say = (value: number | null) => (value === null ? texts.noData : texts.format(value));
	const range = (low: number, high: number) => `${texts.format(low)}–${texts.format(high)}`;
	const lines = ahead
		? [
				{ color: theme.forecast, name: texts.forecast, value: texts.format(ahead.mean) },
				{ color: theme.forecast, name: texts.band80, value: range(ahead.lower80, ahead.upper80) },
				{ color: theme.forecast, name: texts.band95, value: range(ahead.lower95, ahead.upper95) }
			]
		: [
				{ color: theme.reference, name: texts.raw, value: say(raw) },
				{ color: theme.now, name: texts.adjusted, value: say(adjusted) }
			];
	return tooltipHtml(point.longLabel, lines, note);
}
