import type { MapShapes } from './echarts-map';

export interface ChartMap {
	name: string;
	shapes: MapShapes;
}

/** Fetches the chart chunk, and what maps need only for a map. */
export async function loadEcharts(map?: ChartMap) {
	const [echarts, maps] = await Promise.all([import('./echarts'), map ? import('./echarts-map') : null]);
	if (map) maps?.registerMap(map.name, map.shapes);
	return echarts;
}
