/** Pictures to keep: the SVG renderer is needed only here, so it has a chunk of its own. */
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartMap, loadEcharts } from './load-echarts';
import type { EChartsOption } from './option';

use([SVGRenderer]);

/** A picture as a data URL, drawn aside at a fixed size, so that it is the same from a phone and from a wall. */
export async function drawPicture(
	option: EChartsOption,
	kind: 'png' | 'svg',
	background: string,
	map?: ChartMap
): Promise<string> {
	const { init } = await loadEcharts(map);
	const size = { width: 1200, height: 675 };
	const chart = init(document.createElement('div'), null, {
		renderer: kind === 'svg' ? 'svg' : 'canvas',
		...size
	});
	try {
		chart.setOption(option);
		return chart.getDataURL({ type: kind, pixelRatio: 2, backgroundColor: background });
	} finally {
		chart.dispose();
	}
}
