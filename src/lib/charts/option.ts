import type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type {
	GeoComponentOption,
	GridComponentOption,
	MarkLineComponentOption,
	TooltipComponentOption
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { ChartTheme } from './theme';

/** Exactly what the chart chunk registers: an option that needs more does not compile. */
export type EChartsOption = ComposeOption<
	| BarSeriesOption
	| LineSeriesOption
	| ScatterSeriesOption
	| GeoComponentOption
	| GridComponentOption
	| MarkLineComponentOption
	| TooltipComponentOption
>;

export type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption };

/** Draws once the page's colours are known, and again when they change. */
export type BuildOption = (theme: ChartTheme) => EChartsOption;
