import { categoryAxis, frame, grid, pointedIndex, roomFor, roundUp, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption } from './option';
import type { ChartTheme } from './theme';

export interface BurnPoint {
	/** The month. */
	label: string;
	/** Spent from the year's begin to this month's end; null for months to come. */
	spent: number | null;
	plan: number | null;
	/** Owed too, though not paid: drawn above what is spent. */
	committed?: number | null;
	/** Where it leads from the last known month on. */
	projected?: number | null;
	/** What most simulated years lie between; drawn as a band. */
	band?: { low: number; high: number } | null;
}

export interface BurnTexts {
	spent: string;
	committed: string;
	plan: string;
	projected: string;
	/** In the tooltip, beside the band's ends. */
	band: string;
	/** On the line: `Pagu Rp 420 M`. */
	ceiling: string;
	format: (value: number) => string;
}

/** Cumulative money against the plan, under the year's ceiling; of a part of the programme there is no ceiling. */
export function burnLine(
	points: readonly BurnPoint[],
	ceilingRupiah: number | null,
	texts: BurnTexts,
	theme: ChartTheme
): EChartsOption {
	const top = Math.max(
		ceilingRupiah ?? 0,
		...points.flatMap(({ spent, plan, committed, projected, band }) => [
			band?.high ?? 0,
			spent ?? 0,
			plan ?? 0,
			committed ?? 0,
			projected ?? 0
		])
	);
	return {
		...frame(theme),
		grid: grid(roomFor([texts.plan, texts.projected, texts.spent]), 28),
		xAxis: categoryAxis(
			theme,
			points.map(({ label }) => label),
			false
		),
		yAxis: { ...valueAxis(theme, texts.format), max: roundUp(top * 1.04) },
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { lineStyle: { color: theme.reference } },
			formatter: (params) => burnTooltip(points[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			...bandSeries(points, theme),
			line(
				texts.plan,
				points.map(({ plan }) => plan),
				theme.reference,
				1.5
			),
			line(
				texts.projected,
				points.map(({ projected }) => projected ?? null),
				theme.forecast,
				2,
				[6, 4]
			),
			line(
				texts.committed,
				points.map(({ committed }) => committed ?? null),
				theme.now,
				1.5,
				[2, 3]
			),
			{
				...line(
					texts.spent,
					points.map(({ spent }) => spent),
					theme.now,
					3
				),
				areaStyle: { color: theme.now, opacity: 0.08 },
				markLine: ceilingRupiah === null ? undefined : ceilingMark(ceilingRupiah, texts, theme)
			}
		]
	};
}

/** Two stacked areas, the lower one clear: how ECharts draws a band. */
function bandSeries(points: readonly BurnPoint[], theme: ChartTheme): LineSeriesOption[] {
	if (!points.some(({ band }) => band)) return [];
	const area = (data: (number | null)[], opacity: number): LineSeriesOption => ({
		type: 'line',
		stack: 'band',
		data,
		silent: true,
		showSymbol: false,
		lineStyle: { opacity: 0 },
		areaStyle: { color: theme.forecast, opacity }
	});
	return [
		area(
			points.map(({ band }) => band?.low ?? null),
			0
		),
		area(
			points.map(({ band }) => (band ? band.high - band.low : null)),
			0.18
		)
	];
}

function ceilingMark(
	ceilingRupiah: number,
	texts: BurnTexts,
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

function line(
	name: string,
	data: (number | null)[],
	color: string,
	width: number,
	type?: number[]
): LineSeriesOption {
	return {
		type: 'line',
		name,
		data,
		showSymbol: false,
		lineStyle: { color, width, cap: 'round', join: 'round', ...(type ? { type } : {}) },
		itemStyle: { color },
		emphasis: { disabled: true },
		// The line's height keeps names apart where lines end near each other: what overlaps is shifted by it.
		endLabel: { show: data.some((value) => value !== null), formatter: name, color, lineHeight: 18 },
		labelLayout: { moveOverlap: 'shiftY' }
	};
}

function burnTooltip(point: BurnPoint | undefined, texts: BurnTexts, theme: ChartTheme): string {
	if (!point) return '';
	const lines = [
		{ color: theme.now, name: texts.spent, amount: point.spent },
		{ color: theme.now, name: texts.committed, amount: point.committed },
		{ color: theme.reference, name: texts.plan, amount: point.plan },
		{ color: theme.forecast, name: texts.projected, amount: point.projected }
	];
	const { band } = point;
	const between = band
		? [
				{
					color: theme.forecast,
					name: texts.band,
					value: `${texts.format(band.low)} – ${texts.format(band.high)}`
				}
			]
		: [];
	return tooltipHtml(point.label, [
		...lines.flatMap(({ color, name, amount }) =>
			amount === null || amount === undefined ? [] : [{ color, name, value: texts.format(amount) }]
		),
		...between
	]);
}
