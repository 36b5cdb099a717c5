import { categoryAxis, frame, grid, hatch, pointedIndex, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

export interface Layer {
	name: string;
	/** One a column; null is missing, not nought. */
	values: readonly (number | null)[];
	/** `reference` for what is no category but a rest; else the next colour of the categories. */
	color?: 'now' | 'reference' | 'forecast' | 'warn';
}

export interface StackTexts {
	format: (value: number) => string;
	total: string;
	/** Columns from here on are preliminary: hatched. */
	preliminary: string;
}

/** Columns in layers, from nought; the names stand at the end of the last column, not in a box. */
export function stackedBars(
	columns: readonly string[],
	layers: readonly Layer[],
	preliminaryFrom: number | null,
	texts: StackTexts,
	theme: ChartTheme
): EChartsOption {
	const colors = layerColors(layers, theme);
	const isPreliminary = (index: number) => preliminaryFrom !== null && index >= preliminaryFrom;
	return {
		...frame(theme),
		grid: grid(roomFor(layers.map(({ name }) => name))),
		xAxis: categoryAxis(theme, columns, true),
		yAxis: valueAxis(theme, texts.format),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { type: 'shadow', shadowStyle: { color: theme.line, opacity: 0.4 } },
			formatter: (params) => {
				const index = pointedIndex(params);
				if (index === null) return '';
				return stackTooltip(index, columns, layers, colors, isPreliminary(index), texts);
			}
		},
		series: layers.map((layer, order) => ({
			type: 'bar',
			stack: 'all',
			name: layer.name,
			barMaxWidth: 36,
			emphasis: { disabled: true },
			itemStyle: { color: colors[order], borderColor: theme.surface, borderWidth: 1 },
			data: layer.values.map((value, index) => ({
				value,
				...(isPreliminary(index) ? { itemStyle: { decal: hatch(theme.surface) } } : {}),
				...(index === columns.length - 1 ? { label: endName(layer.name, colors[order] ?? theme.ink) } : {})
			})),
			labelLayout: { moveOverlap: 'shiftY' }
		}))
	};
}

function endName(name: string, color: string) {
	return {
		show: true,
		position: 'right',
		distance: 8,
		color,
		formatter: name,
		width: 116,
		overflow: 'break'
	} as const;
}

function layerColors(layers: readonly Layer[], theme: ChartTheme): string[] {
	let next = 0;
	return layers.map(({ color }) => {
		if (color) return theme[color];
		next += 1;
		return theme.categories[(next - 1) % theme.categories.length] ?? theme.reference;
	});
}

function stackTooltip(
	index: number,
	columns: readonly string[],
	layers: readonly Layer[],
	colors: readonly string[],
	isPreliminary: boolean,
	texts: StackTexts
): string {
	const known = layers.flatMap(({ name, values }, order) => {
		const value = values[index];
		return value === null || value === undefined ? [] : [{ name, value, color: colors[order] ?? '' }];
	});
	const total = known.reduce((sum, { value }) => sum + value, 0);
	// The top layer first, as the eye meets it.
	const lines = known.reverse().map((one) => ({ ...one, value: texts.format(one.value) }));
	return tooltipHtml(
		columns[index] ?? '',
		[...lines, { color: 'transparent', name: texts.total, value: texts.format(total) }],
		isPreliminary ? texts.preliminary : null
	);
}
