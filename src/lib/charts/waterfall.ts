import { frame, grid, lyingAxis, pointedIndex, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

export interface WaterfallStep {
	name: string;
	/** What it adds; negative takes away. */
	value: number;
}

export interface WaterfallTexts {
	from: string;
	to: string;
	format: (value: number) => string;
	/** `+Rp 1,2 M`: of a step. */
	formatStep: (value: number) => string;
}

/** A total is drawn from nought, a step from where the one before it ended. */
interface WaterfallBar {
	name: string;
	kind: 'total' | 'step';
	value: number;
	/** The two ends of what is drawn. */
	start: number;
	end: number;
}

/** Where each bar stands: the first total, the steps one upon the other, and the total that they lead to. */
export function layOutWaterfall(
	from: number,
	steps: readonly WaterfallStep[],
	texts: Pick<WaterfallTexts, 'from' | 'to'>
): WaterfallBar[] {
	let sum = from;
	const bars = steps.map(({ name, value }): WaterfallBar => {
		const start = sum;
		sum += value;
		return { name, kind: 'step', value, start, end: sum };
	});
	return [
		{ name: texts.from, kind: 'total', value: from, start: 0, end: from },
		...bars,
		{ name: texts.to, kind: 'total', value: sum, start: 0, end: sum }
	];
}

/**
 * What leads from one sum to another, from top to bottom. More is drawn in the warning hue and less in the hue of now, and
 * each step says its sign, so that the colour is never alone. Zero-based.
 */
export function waterfall(
	from: number,
	steps: readonly WaterfallStep[],
	texts: WaterfallTexts,
	theme: ChartTheme
): EChartsOption {
	const bars = layOutWaterfall(from, steps, texts);
	const lowest = Math.min(0, ...bars.map(({ start, end }) => Math.min(start, end)));
	const say = ({ kind, value }: WaterfallBar) =>
		kind === 'total' ? texts.format(value) : texts.formatStep(value);
	const colorOf = ({ kind, value }: WaterfallBar) =>
		kind === 'total' ? theme.reference : value > 0 ? theme.warn : theme.now;
	return {
		...frame(theme),
		grid: grid(84, 4),
		xAxis: { ...valueAxis(theme, texts.format), min: lowest, show: false },
		yAxis: lyingAxis(
			theme,
			bars.map(({ name }) => name)
		),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { type: 'none' },
			formatter: (params) => {
				const bar = bars[pointedIndex(params) ?? -1];
				return bar ? tooltipHtml(bar.name, [{ color: colorOf(bar), name: bar.name, value: say(bar) }]) : '';
			}
		},
		series: [
			// The clear part below a bar: how ECharts lets one float.
			{
				type: 'bar',
				stack: 'fall',
				silent: true,
				itemStyle: { color: 'transparent' },
				data: bars.map(({ start, end }) => Math.min(start, end))
			},
			{
				type: 'bar',
				stack: 'fall',
				barMaxWidth: 26,
				emphasis: { disabled: true },
				label: {
					show: true,
					position: 'right',
					color: theme.ink,
					formatter: ({ dataIndex }) => {
						const bar = bars[dataIndex];
						return bar ? say(bar) : '';
					}
				},
				data: bars.map((bar) => ({
					value: Math.abs(bar.end - bar.start),
					itemStyle: { color: colorOf(bar), borderRadius: 2 }
				}))
			}
		]
	};
}
