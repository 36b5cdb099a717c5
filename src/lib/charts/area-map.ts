import { escapeHtml } from './escape-html';
import { frame, tooltipHtml } from './frame';
import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

export interface MapArea {
	/** As the GeoJSON feature's `name`. */
	name: string;
	/** Null where nothing is known: left in the colour of the page, not in that of nought. */
	value: number | null;
	/** Under the figure in the tooltip: how many sources reported. */
	note?: string;
}

export interface MapPoint {
	name: string;
	longitude: number;
	latitude: number;
	/** Drawn hollow when the report is old. */
	isStale: boolean;
	/** What the tooltip says: `3 kosong, 2 jam lalu`. */
	text: string;
	/** Share of the largest point, 0–1. */
	size: number;
}

export interface MapTexts {
	measure: string;
	noData: string;
	format: (value: number) => string;
}

/**
 * Areas in one hue from few to many, with points upon them. The map `mapName` is registered by the caller;
 * `MapLegend` stands under it.
 */
export function areaMap(
	mapName: string,
	areas: readonly MapArea[],
	points: readonly MapPoint[],
	texts: MapTexts,
	theme: ChartTheme
): EChartsOption {
	const steps = mapSteps(areas, theme.ramp.length);
	return {
		...frame(theme),
		tooltip: { ...frame(theme).tooltip, trigger: 'item' },
		geo: {
			map: mapName,
			roam: false,
			top: 8,
			bottom: 8,
			left: 8,
			right: 8,
			// True to shape in a box of any shape; on the equator a degree is as long to the east as to the north.
			preserveAspect: 'contain',
			aspectScale: 1,
			itemStyle: { areaColor: theme.surface, borderColor: theme.reference, borderWidth: 1 },
			emphasis: {
				itemStyle: { areaColor: 'inherit', borderColor: theme.ink, borderWidth: 2 },
				label: { show: false }
			},
			label: { show: false },
			selectedMode: false,
			regions: areas.map(({ name, value }) => ({
				name,
				itemStyle: { areaColor: value === null ? theme.surface : theme.ramp[stepOf(value, steps)] }
			})),
			tooltip: {
				show: true,
				formatter: (params: unknown) => areaTooltip(findByName(areas, params), texts, theme)
			}
		},
		series: [
			{
				type: 'scatter',
				coordinateSystem: 'geo',
				data: points.map(({ longitude, latitude }) => [longitude, latitude]),
				symbolSize: (_value, params) => 7 + 13 * Math.sqrt(points[params.dataIndex]?.size ?? 0),
				itemStyle: {
					color: ({ dataIndex }) => (points[dataIndex]?.isStale ? theme.surface : theme.ink),
					borderColor: theme.ink,
					borderWidth: 1.5,
					opacity: 0.9
				},
				tooltip: {
					formatter: (params) => {
						const point = Array.isArray(params) ? undefined : points[params.dataIndex];
						return point ? `<b>${escapeHtml(point.name)}</b><br>${escapeHtml(point.text)}` : '';
					}
				}
			}
		]
	};
}

/** The upper bounds of the colours' steps: equal steps from nought to a number that can be said. */
export function mapSteps(areas: readonly MapArea[], colors: number): number[] {
	const largest = Math.max(1, ...areas.map(({ value }) => value ?? 0));
	const raw = largest / colors;
	const magnitude = 10 ** Math.floor(Math.log10(raw));
	const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= raw) ?? raw;
	// Things that are counted come in whole steps: "half a bed" says nothing.
	const counts = areas.filter(({ value }) => value !== null);
	const isCount = counts.length > 0 && counts.every(({ value }) => Number.isInteger(value));
	const size = isCount ? Math.ceil(step) : step;
	return Array.from({ length: colors }, (_, index) => (index + 1) * size);
}

function stepOf(value: number, steps: readonly number[]): number {
	const found = steps.findIndex((bound) => value <= bound);
	return found === -1 ? steps.length - 1 : found;
}

function findByName(areas: readonly MapArea[], params: unknown): MapArea | undefined {
	if (typeof params !== 'object' || params === null || !('name' in params)) return undefined;
	return areas.find(({ name }) => name === params.name);
}

function areaTooltip(area: MapArea | undefined, texts: MapTexts, theme: ChartTheme): string {
	if (!area) return '';
	const value = area.value === null ? texts.noData : texts.format(area.value);
	return tooltipHtml(area.name, [{ color: theme.now, name: texts.measure, value }], area.note ?? null);
}
