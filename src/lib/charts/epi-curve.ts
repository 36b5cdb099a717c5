import { categoryAxis, frame, grid, hatch, pointedIndex, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption } from './option';
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
}

export interface CurveTexts {
	now: string;
	/** At the grey line's end; null draws none. */
	reference: string | null;
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
		grid: grid(roomFor([reference ?? '']), 24),
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
			}
		]
	};
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
	return tooltipHtml(bar.longLabel, lines, [bar.alert, bar.note].filter(Boolean).join(' · ') || null);
}
