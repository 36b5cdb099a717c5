import { categoryAxis, frame, grid, hatch, pointedIndex, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from './option';
import type { ChartTheme } from './theme';

export interface TrendPoint {
	/** On the axis: `Mg 12`. */
	label: string;
	/** In the tooltip: `Minggu 12, 17–23 Maret 2026`; without it the label. */
	longLabel?: string;
	/** Null where nobody reported; the line breaks, it does not fall. */
	value: number | null;
	/** The same week a year before. */
	reference?: number | null;
	/** The interval, where the value is corrected or forecast. */
	low?: number;
	high?: number;
	/** Reports for it are not complete yet: drawn dashed and hatched. */
	isPreliminary?: boolean;
	isForecast?: boolean;
	/** The rule that this point broke, in words. */
	alert?: string;
}

export interface TrendTexts {
	/** At the line's end: `2026`, `2025`. */
	now: string;
	reference: string;
	preliminary: string;
	forecast: string;
	noData: string;
	format: (value: number) => string;
	/** Where the axis ends, for values that cannot be larger; else where they end. */
	most?: number;
}

/** A weekly trend beside its reference, from nought, with what is preliminary and what is forecast drawn apart. */
export function lineWithReference(
	points: readonly TrendPoint[],
	texts: TrendTexts,
	theme: ChartTheme
): EChartsOption {
	const settled = splitLine(points, (point) => !point.isPreliminary && !point.isForecast);
	const preliminary = splitLine(points, (point) => Boolean(point.isPreliminary));
	const forecast = splitLine(points, (point) => Boolean(point.isForecast));
	// The name stands where the line really ends: after its preliminary part. Before a forecast the mark names it.
	const isOpenEnded = points.some((point) => point.isPreliminary || point.isForecast);
	const forecastStart = points.find((point) => point.isForecast)?.label;
	return {
		...frame(theme),
		grid: grid(roomFor([texts.now, texts.reference, forecastStart === undefined ? '' : texts.forecast]), 28),
		xAxis: categoryAxis(
			theme,
			points.map(({ label }) => label),
			false
		),
		yAxis: { ...valueAxis(theme, texts.format), ...(texts.most !== undefined && { max: texts.most }) },
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { lineStyle: { color: theme.reference } },
			formatter: (params) => trendTooltip(points[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			...intervalBand(points, theme),
			line(
				texts.reference,
				points.map(({ reference }) => reference ?? null),
				theme.reference,
				{ width: 1.5 }
			),
			{
				...line(texts.preliminary, preliminary, theme.now, { width: 2, type: [4, 4] }, texts.now),
				areaStyle: { color: theme.now, opacity: 0.22 },
				itemStyle: { color: theme.now, decal: hatch(theme.now) }
			},
			line(texts.forecast, forecast, theme.forecast, { width: 2 }),
			{
				...line(texts.now, settled, theme.now, { width: 2.5 }, isOpenEnded ? '' : texts.now),
				markLine: forecastStart === undefined ? undefined : forecastMark(forecastStart, texts, theme)
			},
			alertMarks(points, theme)
		]
	};
}

/**
 * The values of one part. The point before a preliminary or forecast part is repeated, so that the parts join;
 * a settled part takes no neighbour.
 */
function splitLine(
	points: readonly TrendPoint[],
	belongs: (point: TrendPoint) => boolean
): (number | null)[] {
	const isSettled = (point: TrendPoint) => !point.isPreliminary && !point.isForecast;
	return points.map((point, index) => {
		const next = points[index + 1];
		const joins = next !== undefined && belongs(next) && !isSettled(next);
		return belongs(point) || joins ? point.value : null;
	});
}

function line(
	name: string,
	data: (number | null)[],
	color: string,
	lineStyle: { width: number; type?: number[] },
	endLabel = name
): LineSeriesOption {
	return {
		type: 'line',
		name,
		data,
		showSymbol: false,
		symbol: 'circle',
		symbolSize: 6,
		lineStyle: { color, cap: 'round', join: 'round', ...lineStyle },
		itemStyle: { color },
		emphasis: { disabled: true },
		endLabel: { show: endLabel !== '' && data.some((value) => value !== null), formatter: endLabel, color },
		labelLayout: { moveOverlap: 'shiftY' }
	};
}

/** Two stacked lines, of which only the space between is seen. */
function intervalBand(points: readonly TrendPoint[], theme: ChartTheme): LineSeriesOption[] {
	if (!points.some(({ high }) => high !== undefined)) return [];
	const hidden = { ...line('', [], theme.now, { width: 0 }, ''), stack: 'interval', silent: true };
	const color = points.some(({ isForecast }) => isForecast) ? theme.forecast : theme.now;
	return [
		{ ...hidden, data: points.map(({ low }) => low ?? null) },
		{
			...hidden,
			data: points.map(({ low, high }) => (low === undefined || high === undefined ? null : high - low)),
			areaStyle: { color, opacity: 0.16 }
		}
	];
}

function forecastMark(start: string, texts: TrendTexts, theme: ChartTheme): LineSeriesOption['markLine'] {
	return {
		silent: true,
		symbol: 'none',
		data: [{ xAxis: start }],
		lineStyle: { color: theme.forecast, type: 'solid', width: 1 },
		label: { formatter: `${texts.now} | ${texts.forecast}`, color: theme.forecast, position: 'end' }
	};
}

function alertMarks(points: readonly TrendPoint[], theme: ChartTheme): ScatterSeriesOption {
	return {
		type: 'scatter',
		data: points.map(({ alert, value }) => (alert === undefined ? null : value)),
		symbol: 'triangle',
		symbolSize: 11,
		symbolOffset: [0, -12],
		itemStyle: { color: theme.bad },
		z: 5
	};
}

function trendTooltip(point: TrendPoint | undefined, texts: TrendTexts, theme: ChartTheme): string {
	if (!point) return '';
	const say = (value: number | null) => (value === null ? texts.noData : texts.format(value));
	const interval =
		point.high === undefined ? '' : ` (${texts.format(point.low ?? 0)}–${texts.format(point.high)})`;
	const lines = [
		{
			color: point.isForecast ? theme.forecast : theme.now,
			name: point.isForecast ? texts.forecast : texts.now,
			value: `${say(point.value)}${interval}`
		}
	];
	if (point.reference !== undefined) {
		lines.push({ color: theme.reference, name: texts.reference, value: say(point.reference) });
	}
	return tooltipHtml(
		point.longLabel ?? point.label,
		lines,
		point.alert ?? (point.isPreliminary ? texts.preliminary : null)
	);
}
