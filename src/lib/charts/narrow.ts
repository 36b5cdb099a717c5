import { keyAbove } from './narrow-key';
import { spreadLyingBars } from './narrow-lying';
import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

/** Below so many pixels names beside the plot would take it away. */
export const narrowPx = 480;

/** What is left at the right where no name stands there any more. */
const rightPx = 14;
/** So few columns are all named, each word on a line of its own. */
const fewColumns = 6;

/** Of the whole picture, in CSS pixels. */
export interface PictureSize {
	width: number;
	height: number;
}

type Series = { silent?: boolean; endLabel?: { show?: boolean } };

/**
 * The same picture for a phone, with the width for the plot: names of lines stand above their ends instead of beside them,
 * names of layers in a key above the columns, and names of lying bars above their bars, or cut shorter where the bars stand
 * too close for that. A name that is cut is whole in the tooltip and in the table.
 *
 * @param size of the picture that it will be; what its bars have room for follows from it
 */
export function narrow(option: EChartsOption, theme: ChartTheme, size: PictureSize): EChartsOption {
	return spreadLyingBars(nameColumns(keyAbove(nameLinesAbove(option, theme), theme)), size);
}

const seriesOf = (option: EChartsOption) => [option.series ?? []].flat() as Series[];
const isNamedLine = ({ silent, endLabel }: Series) => !silent && endLabel?.show === true;

function nameLinesAbove(option: EChartsOption, theme: ChartTheme): EChartsOption {
	const all = seriesOf(option);
	if (!all.some(isNamedLine)) return option;
	return {
		...option,
		grid: { ...option.grid, right: rightPx },
		series: all.map((one) => (isNamedLine(one) ? nameAbove(one, theme) : one)) as EChartsOption['series']
	};
}

function nameAbove(series: Series, theme: ChartTheme): Series {
	const place = { align: 'right', verticalAlign: 'bottom', offset: [-8, -3] };
	return {
		...series,
		endLabel: { ...series.endLabel, ...place, textBorderColor: theme.surface, textBorderWidth: 3 } as object
	};
}

/** Of a few columns none may be left unnamed because its name is wider than it. */
function nameColumns(option: EChartsOption): EChartsOption {
	const axis = option.xAxis;
	if (!axis || Array.isArray(axis) || axis.type !== 'category' || axis.boundaryGap !== true) return option;
	if ((axis.data?.length ?? 0) > fewColumns) return option;
	const formatter = (name: string) => name.replaceAll(' ', '\n');
	const axisLabel = { ...axis.axisLabel, interval: 0, hideOverlap: false, formatter };
	return { ...option, xAxis: { ...axis, axisLabel } as EChartsOption['xAxis'] };
}
