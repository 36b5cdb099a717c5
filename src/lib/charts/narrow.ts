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
/** Of an axis and its figures, and of a letter of a name, both rather too much than too little. */
const besidePx = 90;
const letterPx = 7;

/** Of the whole picture, in CSS pixels. */
export interface PictureSize {
	width: number;
	height: number;
}

type Mark = { label?: { position?: string } };
type Series = { silent?: boolean; endLabel?: { show?: boolean }; markLine?: Mark };

/**
 * The same picture for a phone, with the width for the plot: names of lines stand above their ends instead of beside them,
 * names of layers in a key above the columns, and names of lying bars above their bars, or cut shorter where the bars stand
 * too close for that. A name that is cut is whole in the tooltip and in the table.
 *
 * @param size of the picture that it will be; what its bars have room for follows from it
 */
export function narrow(option: EChartsOption, theme: ChartTheme, size: PictureSize): EChartsOption {
	return spreadLyingBars(nameColumns(keyAbove(nameLinesAbove(option, theme), theme), size), size);
}

const seriesOf = (option: EChartsOption) => [option.series ?? []].flat() as Series[];
const isNamedLine = ({ silent, endLabel }: Series) => !silent && endLabel?.show === true;

function nameLinesAbove(option: EChartsOption, theme: ChartTheme): EChartsOption {
	const all = seriesOf(option);
	if (!all.some(isNamedLine)) return option;
	return {
		...option,
		grid: { ...option.grid, right: rightPx },
		series: all
			.map((one) => (isNamedLine(one) ? nameAbove(one, theme) : one))
			.map(nameMarkBelow) as EChartsOption['series']
	};
}

/** Above a marked height stand the names of the lines that end there. */
function nameMarkBelow(series: Series): Series {
	const { markLine } = series;
	if (markLine?.label?.position !== 'insideStartTop') return series;
	return {
		...series,
		markLine: { ...markLine, label: { ...markLine.label, position: 'insideStartBottom' } }
	};
}

function nameAbove(series: Series, theme: ChartTheme): Series {
	const place = { align: 'right', verticalAlign: 'bottom', offset: [-8, -3] };
	return {
		...series,
		endLabel: { ...series.endLabel, ...place, textBorderColor: theme.surface, textBorderWidth: 3 } as object
	};
}

/** Of a few columns none may be left unnamed because its name is wider than it: every second name then stands lower. */
function nameColumns(option: EChartsOption, { width }: PictureSize): EChartsOption {
	const axis = option.xAxis;
	if (!axis || Array.isArray(axis) || axis.type !== 'category' || axis.boundaryGap !== true) return option;
	const names = (axis.data ?? []).map(String);
	if (names.length > fewColumns) return option;
	const words = names.map((name) => name.split(' '));
	const columnPx = (width - besidePx) / names.length;
	const isWide = words.flat().some((word) => word.length * letterPx > columnPx);
	const lines = Math.max(...words.map(({ length }) => length));
	const formatter = (name: string, place: number) =>
		(isWide && place % 2 === 1 ? '\n'.repeat(lines) : '') + name.replaceAll(' ', '\n');
	const axisLabel = { ...axis.axisLabel, interval: 0, hideOverlap: false, formatter };
	return { ...option, xAxis: { ...axis, axisLabel } as EChartsOption['xAxis'] };
}
