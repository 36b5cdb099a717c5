/** Pictures to keep: the SVG renderer is needed only here, so it has a chunk of its own. */
import { GraphicComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartMap, loadEcharts } from './load-echarts';
import type { EChartsOption } from './option';

use([SVGRenderer, GraphicComponent]);

type PictureLook = { background: string; ink: string; mark: string | null };

const markOf = (text: string, fill: string) => ({
	...{ type: 'text', left: 12, top: 6, silent: true },
	style: { text, fill, fontSize: 15 }
});

/** A picture as a data URL, drawn aside at a fixed size, so that it is the same from a phone and from a wall. */
export async function drawPicture(
	option: EChartsOption,
	kind: 'png' | 'svg',
	{ background, ink, mark }: PictureLook,
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
		// Over the picture, where no builder draws: outside its page a picture has only itself to say what it is.
		if (mark !== null) chart.setOption({ graphic: markOf(mark, ink) });
		return chart.getDataURL({ type: kind, pixelRatio: 2, backgroundColor: background });
	} finally {
		chart.dispose();
	}
}
