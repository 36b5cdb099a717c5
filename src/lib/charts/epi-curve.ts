import { categoryAxis, frame, grid, hatch, pointedIndex, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption } from './option';
import type { ChartTheme } from './theme';

export interface CurveBar {
	/** On the axis: `15 Nov`. */
	label: string;
	/** In the tooltip: `Pekan 46, 15–21 November 2026`. */
	longLabel: string;
	/** Null where nobody counted: no bar, and not a nought. */
	value: number | null;
	/** The same period a year before. */
	reference: number | null;
	/** Still under way or counted only in part: pale and hatched, so that it is not read as a fall. */
	isPreliminary: boolean;
	/** Stands on another basis than the newest bars: outlined, not filled. */
	isOtherBasis: boolean;
	/** The rule that it broke, in words. */
	alert: string | null;
	/** What it stands on: the tooltip's foot. */
	note: string;
	/** What it will probably show when late reports are in, with an interval: drawn apart. */
	nowcast?: { expected: number; low: number; high: number };
}

export interface CurveTexts {
	now: string;
	/** At the grey line's end; null draws none. */
	reference: string | null;
	/** At the expected line's end, where there is one. */
	nowcast?: string;
	noData: string;
	format: (value: number) => string;
}

/**
 * An epidemic curve: a bar for each period from nought. Bars and no line, since a line from the last complete period
 * down to the one under way would draw late data as a fall.
 */
export function epiCurve(bars: readonly CurveBar[], texts: CurveTexts, theme: ChartTheme): EChartsOption {
	const { reference } = texts;
	return {
		...frame(theme),
		grid: grid(roomFor([reference ?? '', texts.nowcast ?? '']), 24),
		xAxis: categoryAxis(
			theme,
			bars.map(({ label }) => label),
			true
		),
		yAxis: valueAxis(theme, texts.format),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { type: 'shadow', shadowStyle: { color: theme.line, opacity: 0.4 } },
			formatter: (params) => curveTooltip(bars[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			{
				type: 'bar',
				name: texts.now,
				barMaxWidth: 30,
				barCategoryGap: '22%',
				emphasis: { disabled: true },
				data: bars.map((bar) => ({ value: bar.value, itemStyle: barStyle(bar, theme) }))
			},
			...(reference === null
				? []
				: [
						{
							type: 'line' as const,
							name: reference,
							data: bars.map((bar) => bar.reference),
							showSymbol: false,
							z: 3,
							lineStyle: { color: theme.reference, width: 2 },
							itemStyle: { color: theme.reference },
							emphasis: { disabled: true },
							endLabel: {
								show: bars.some((bar) => bar.reference !== null),
								formatter: reference,
								color: theme.muted
							},
							labelLayout: { moveOverlap: 'shiftY' as const }
						}
					]),
			{
				type: 'scatter',
				data: bars.map(({ alert, value }) => (alert === null ? null : value)),
				symbol: 'triangle',
				symbolSize: 9,
				symbolOffset: [0, -10],
				itemStyle: { color: theme.bad },
				z: 5
			},
			...nowcastBand(bars, texts, theme)
		]
	};
}

/** A band and its middle over the bars that will still grow; nothing where none will. */
function nowcastBand(bars: readonly CurveBar[], texts: CurveTexts, theme: ChartTheme): LineSeriesOption[] {
	if (bars.every(({ nowcast }) => nowcast === undefined)) return [];
	const line: LineSeriesOption = {
		...{ type: 'line', showSymbol: false, emphasis: { disabled: true }, z: 4 },
		itemStyle: { color: theme.forecast }
	};
	const hidden: LineSeriesOption = { ...line, stack: 'nowcast', silent: true, lineStyle: { width: 0 } };
	return [
		{ ...hidden, data: bars.map(({ nowcast }) => nowcast?.low ?? null) },
		{
			...hidden,
			data: bars.map(({ nowcast }) => (nowcast ? nowcast.high - nowcast.low : null)),
			areaStyle: { color: theme.forecast, opacity: 0.2 }
		},
		{
			...{ ...line, name: texts.nowcast ?? '', showSymbol: true, symbolSize: 5 },
			data: bars.map(({ nowcast }) => nowcast?.expected ?? null),
			lineStyle: { color: theme.forecast, width: 2, type: [4, 3] },
			endLabel: { show: true, formatter: texts.nowcast ?? '', color: theme.forecast },
			labelLayout: { moveOverlap: 'shiftY' }
		}
	];
}

function barStyle({ isPreliminary, isOtherBasis }: CurveBar, theme: ChartTheme) {
	const borderRadius = [2, 2, 0, 0];
	if (isPreliminary)
		return {
			color: theme.nowSoft,
			borderColor: theme.now,
			borderWidth: 1,
			borderRadius,
			decal: hatch(theme.now)
		};
	if (isOtherBasis) return { color: theme.surface, borderColor: theme.now, borderWidth: 1.5, borderRadius };
	return { color: theme.now, borderRadius };
}

function curveTooltip(bar: CurveBar | undefined, texts: CurveTexts, theme: ChartTheme): string {
	if (!bar) return '';
	const say = (value: number | null) => (value === null ? texts.noData : texts.format(value));
	const lines = [{ color: theme.now, name: texts.now, value: say(bar.value) }];
	if (texts.reference !== null)
		lines.push({ color: theme.reference, name: texts.reference, value: say(bar.reference) });
	if (bar.nowcast) {
		const { expected, low, high } = bar.nowcast;
		const value = `${texts.format(expected)} (${texts.format(low)}–${texts.format(high)})`;
		lines.push({ color: theme.forecast, name: texts.nowcast ?? '', value });
	}
	return tooltipHtml(bar.longLabel, lines, [bar.alert, bar.note].filter(Boolean).join(' · ') || null);
}
