import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

/** Below so many pixels names beside the plot would take it away. */
export const narrowPx = 480;

const categoryPx = 104;
const rightPx = 14;

type Series = { silent?: boolean; endLabel?: { show?: boolean } };

/**
 * The same picture for a phone: names of lines stand above their ends instead of beside them, and names of bars are cut
 * shorter, so that the plot keeps its width.
 */
export function narrow(option: EChartsOption, theme: ChartTheme): EChartsOption {
	const all = [option.series ?? []].flat() as Series[];
	const hasNamedLines = all.some(isNamedLine);
	return {
		...option,
		...(hasNamedLines && { grid: { ...option.grid, right: rightPx } }),
		...(option.yAxis && { yAxis: narrowAxis(option.yAxis) }),
		series: all.map((one) => (isNamedLine(one) ? nameAbove(one, theme) : one)) as EChartsOption['series']
	};
}

const isNamedLine = ({ silent, endLabel }: Series) => !silent && endLabel?.show === true;

function nameAbove(series: Series, theme: ChartTheme): Series {
	const place = { align: 'right', verticalAlign: 'bottom', offset: [-8, -3] };
	return {
		...series,
		endLabel: { ...series.endLabel, ...place, textBorderColor: theme.surface, textBorderWidth: 3 } as object
	};
}

function narrowAxis(axis: NonNullable<EChartsOption['yAxis']>): EChartsOption['yAxis'] {
	if (Array.isArray(axis) || axis.type !== 'category') return axis;
	return { ...axis, axisLabel: { ...axis.axisLabel, width: categoryPx, overflow: 'truncate', fontSize: 12 } };
}
