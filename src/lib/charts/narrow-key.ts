import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

const linePx = 18;
const gapPx = 10;
const rightPx = 8;

type Item = { label?: { position?: unknown; formatter?: unknown } } | number | null;
type Bars = { type?: string; stack?: string; name?: string; itemStyle?: { color?: unknown }; data?: Item[] };

/** A layer that says its name beside its last column. */
const isNamedLayer = ({ type, stack, data }: Bars) =>
	type === 'bar' && stack !== undefined && data?.some(hasNameBeside) === true;

const hasNameBeside = (item: Item) =>
	typeof item === 'object' && item?.label?.position === 'right' && typeof item.label.formatter === 'string';

/**
 * Names of layers that stand beside the last column, as a key above the plot: each with its colour's dot, the top layer first
 * as the eye meets it. It is the name of the upright axis, so that the picture needs no further part of the library.
 */
export function keyAbove(option: EChartsOption, theme: ChartTheme): EChartsOption {
	const all = [option.series ?? []].flat() as Bars[];
	const layers = all.filter(isNamedLayer).reverse();
	if (layers.length === 0) return option;
	const dots = layers.map(({ itemStyle }, place) => [`dot${place}`, { color: String(itemStyle?.color) }]);
	return {
		...option,
		grid: { ...option.grid, right: rightPx, top: layers.length * linePx + gapPx },
		yAxis: {
			...option.yAxis,
			name: layers.map(({ name = '' }, place) => `{dot${place}|●} ${plain(name)}`).join('\n'),
			nameLocation: 'end',
			nameGap: gapPx,
			nameTextStyle: {
				align: 'left',
				color: theme.ink,
				fontSize: 13,
				lineHeight: linePx,
				rich: Object.fromEntries(dots)
			}
		} as EChartsOption['yAxis'],
		series: all.map((one) => (isNamedLayer(one) ? nameless(one) : one)) as EChartsOption['series']
	};
}

/** What would be read as a style's mark is no part of any name. */
const plain = (name: string) => name.replace(/[{}|]/g, ' ');

const nameless = (layer: Bars): Bars => ({
	...layer,
	data: layer.data?.map((item) => {
		if (typeof item !== 'object' || item === null || !hasNameBeside(item)) return item;
		const { label: _, ...rest } = item;
		return rest;
	})
});
