import { categoryAxis, frame, grid, pointedIndex, tooltipHtml, valueAxis } from './frame';
import type { BarSeriesOption, EChartsOption } from './option';
import type { ChartTheme } from './theme';

export interface AgeBin {
	/** `0–1 jam` */
	label: string;
	count: number;
	/** Past the limit at which a report counts as a rumour. */
	isStale: boolean;
}

export interface AgeTexts {
	count: string;
	/** Over the first stale column: `basi sejak 6 jam`. */
	limit: string;
	format: (value: number) => string;
}

/** How old the reports are: fresh ones in the colour of now, those past the limit in grey. */
export function ageHistogram(bins: readonly AgeBin[], texts: AgeTexts, theme: ChartTheme): EChartsOption {
	const firstStale = bins.findIndex(({ isStale }) => isStale);
	return {
		...frame(theme),
		grid: grid(8, 28),
		xAxis: categoryAxis(
			theme,
			bins.map(({ label }) => label),
			true
		),
		yAxis: valueAxis(theme, texts.format),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { type: 'none' },
			formatter: (params) => {
				const bin = bins[pointedIndex(params) ?? -1];
				if (!bin) return '';
				const color = bin.isStale ? theme.reference : theme.now;
				return tooltipHtml(bin.label, [{ color, name: texts.count, value: texts.format(bin.count) }]);
			}
		},
		series: [
			{
				type: 'bar',
				name: texts.count,
				barCategoryGap: '12%',
				emphasis: { disabled: true },
				data: bins.map(({ count, isStale }, index) => ({
					value: count,
					itemStyle: { color: isStale ? theme.reference : theme.now, borderRadius: [3, 3, 0, 0] },
					...(index === firstStale ? { label: limitLabel(texts.limit, theme) } : {})
				}))
			}
		]
	};
}

function limitLabel(text: string, theme: ChartTheme): BarSeriesOption['label'] {
	return { show: true, position: 'top', align: 'left', offset: [-24, 0], color: theme.warn, formatter: text };
}
