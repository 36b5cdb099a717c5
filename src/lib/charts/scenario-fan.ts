import { categoryAxis, frame, grid, pointedIndex, roomFor, roundUp, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption } from './option';
import type { ChartTheme } from './theme';

/** One month's end, with the change and without it. */
export interface ScenarioPoint {
	label: string;
	/** Null where nothing is projected. */
	usual: number | null;
	scenario: number;
	/** What eight of ten simulated years lie between, with the change. */
	low: number;
	high: number;
}

export interface ScenarioTexts {
	usual: string;
	scenario: string;
	/** In the tooltip, beside the band's ends. */
	band: string;
	/** On the line: `Pagu Rp 420 M`. */
	ceiling: string;
	format: (value: number) => string;
}

/** Money used month by month with a change, its band, and without it, under the year's budget. */
export function scenarioFan(
	points: readonly ScenarioPoint[],
	ceilingRupiah: number | null,
	texts: ScenarioTexts,
	theme: ChartTheme
): EChartsOption {
	const name = (text: string, color: string) => ({
		endLabel: { show: true, formatter: text, color, lineHeight: 18 },
		labelLayout: { moveOverlap: 'shiftY' as const }
	});
	return {
		...frame(theme),
		grid: grid(roomFor([texts.usual, texts.scenario]), 28),
		xAxis: categoryAxis(
			theme,
			points.map(({ label }) => label),
			false
		),
		yAxis: { ...valueAxis(theme, texts.format), max: topOf(points, ceilingRupiah) },
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { lineStyle: { color: theme.reference } },
			formatter: (params) => tooltipOf(points[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			...bandOf(points, theme),
			{
				...line(
					points.map(({ usual }) => usual),
					theme.reference,
					[6, 4]
				),
				...(isApart(points) && name(texts.usual, theme.muted)),
				name: texts.usual
			},
			{
				...line(
					points.map(({ scenario }) => scenario),
					theme.forecast
				),
				...name(texts.scenario, theme.forecast),
				name: texts.scenario,
				markLine: ceilingRupiah === null ? undefined : ceilingMark(ceilingRupiah, texts, theme)
			}
		]
	};
}

/** One name is enough where both lines are one. */
const isApart = (points: readonly ScenarioPoint[]) =>
	points.some(({ usual, scenario }) => usual !== null && usual !== scenario);

/** A little above the highest, so that the ceiling is never the frame. */
const topOf = (points: readonly ScenarioPoint[], ceilingRupiah: number | null) =>
	roundUp(1.04 * Math.max(ceilingRupiah ?? 0, ...points.flatMap(({ usual, high }) => [usual ?? 0, high])));

function line(data: (number | null)[], color: string, type?: number[]): LineSeriesOption {
	return {
		type: 'line',
		data,
		showSymbol: false,
		lineStyle: { color, width: type ? 1.5 : 2.5, cap: 'round', join: 'round', ...(type && { type }) },
		itemStyle: { color },
		emphasis: { disabled: true }
	};
}

/** Two stacked areas, the lower one clear: how ECharts draws a band. */
function bandOf(points: readonly ScenarioPoint[], theme: ChartTheme): LineSeriesOption[] {
	const area = (data: number[], opacity: number): LineSeriesOption => ({
		...{ type: 'line', stack: 'band', data, silent: true, showSymbol: false },
		...{ lineStyle: { opacity: 0 }, areaStyle: { color: theme.forecast, opacity } }
	});
	return [
		area(
			points.map(({ low }) => low),
			0
		),
		area(
			points.map(({ low, high }) => high - low),
			0.18
		)
	];
}

function ceilingMark(
	ceilingRupiah: number,
	texts: ScenarioTexts,
	theme: ChartTheme
): LineSeriesOption['markLine'] {
	return {
		silent: true,
		symbol: 'none',
		data: [{ yAxis: ceilingRupiah }],
		lineStyle: { color: theme.bad, type: 'solid', width: 1.5 },
		label: { formatter: texts.ceiling, color: theme.bad, position: 'insideStartTop' }
	};
}

function tooltipOf(point: ScenarioPoint | undefined, texts: ScenarioTexts, theme: ChartTheme): string {
	if (!point) return '';
	const { usual, scenario, low, high } = point;
	return tooltipHtml(point.label, [
		{ color: theme.forecast, name: texts.scenario, value: texts.format(scenario) },
		{ color: theme.forecast, name: texts.band, value: `${texts.format(low)} – ${texts.format(high)}` },
		...(usual === null ? [] : [{ color: theme.reference, name: texts.usual, value: texts.format(usual) }])
	]);
}
