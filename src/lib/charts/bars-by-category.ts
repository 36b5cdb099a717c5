import { frame, grid, hatch, lyingAxis, pointedIndex, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

export interface Bar {
	name: string;
	value: number;
	/** Grey beside it: last year, the plan. */
	reference?: number;
	isPreliminary?: boolean;
	/** The one that the title speaks of; the others step back. */
	isChosen?: boolean;
}

export interface BarTexts {
	now: string;
	reference: string;
	format: (value: number) => string;
}

/** Horizontal bars from nought, the first on top, each with its figure at its end. */
export function barsByCategory(bars: readonly Bar[], texts: BarTexts, theme: ChartTheme): EChartsOption {
	const hasChosen = bars.some(({ isChosen }) => isChosen);
	const hasReference = bars.some(({ reference }) => reference !== undefined);
	return {
		...frame(theme),
		grid: grid(72, 4),
		xAxis: { ...valueAxis(theme, texts.format), show: false },
		yAxis: lyingAxis(
			theme,
			bars.map(({ name }) => name)
		),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { type: 'none' },
			formatter: (params) => barTooltip(bars[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			{
				type: 'bar',
				name: texts.now,
				barMaxWidth: 22,
				barGap: '10%',
				emphasis: { disabled: true },
				label: {
					show: true,
					position: 'right',
					color: theme.ink,
					formatter: ({ dataIndex }) => texts.format(bars[dataIndex]?.value ?? 0)
				},
				data: bars.map((bar) => ({
					value: bar.value,
					itemStyle: {
						color: hasChosen && !bar.isChosen ? (theme.ramp[2] ?? theme.now) : theme.now,
						borderRadius: [0, 3, 3, 0],
						...(bar.isPreliminary ? { decal: hatch(theme.surface) } : {})
					}
				}))
			},
			...(hasReference
				? [
						{
							type: 'bar' as const,
							name: texts.reference,
							barMaxWidth: 10,
							emphasis: { disabled: true },
							itemStyle: { color: theme.reference, borderRadius: [0, 3, 3, 0] },
							data: bars.map(({ reference }) => reference ?? null)
						}
					]
				: [])
		]
	};
}

function barTooltip(bar: Bar | undefined, texts: BarTexts, theme: ChartTheme): string {
	if (!bar) return '';
	const lines = [{ color: theme.now, name: texts.now, value: texts.format(bar.value) }];
	if (bar.reference !== undefined) {
		lines.push({ color: theme.reference, name: texts.reference, value: texts.format(bar.reference) });
	}
	return tooltipHtml(bar.name, lines);
}
