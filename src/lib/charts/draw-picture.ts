/** Pictures to keep: the SVG renderer is needed only here, so it has a chunk of its own. */
import { type ECharts, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeHtml } from './escape-html';
import { type ChartMap, loadEcharts } from './load-echarts';
import type { BuildOption } from './option';
import {
	framePicture,
	type MeasureText,
	type PictureFrame,
	type PictureLine,
	type PictureWords
} from './picture-frame';
import type { ChartTheme } from './theme';

use([SVGRenderer]);

const size = { width: 1200, height: 675 };
const pixelRatio = 2;

/**
 * A picture as a data URL, drawn aside at a fixed size, so that it is the same from a phone and from a wall. Outside its page
 * it has only itself to say what it shows: finding, unit and source are part of it.
 *
 * @throws Error where the browser gives no canvas to measure letters on
 */
export async function drawPicture(
	build: BuildOption,
	kind: 'png' | 'svg',
	words: PictureWords,
	theme: ChartTheme,
	map?: ChartMap
): Promise<string> {
	const { init } = await loadEcharts(map);
	const renderer = kind === 'svg' ? 'svg' : 'canvas';
	const chart = init(document.createElement('div'), null, { renderer, ...size });
	try {
		chart.setOption(build(theme));
		const frame = framePicture(words, size, measurer(theme));
		return kind === 'svg' ? svgOf(chart, frame, theme) : pngOf(chart, frame, theme);
	} finally {
		chart.dispose();
	}
}

type Letters = Pick<PictureLine, 'fontPx' | 'isBold'>;
const weightOf = ({ isBold }: Letters) => (isBold ? 600 : 400);
const fontOf = (line: Letters, { fontFamily }: ChartTheme) =>
	`${weightOf(line)} ${line.fontPx}px ${fontFamily}`;

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
	const context = canvas.getContext('2d');
	if (context === null)
		throw new Error('This browser gives no canvas to draw on: download the table instead.');
	return context;
}

function measurer(theme: ChartTheme): MeasureText {
	const context = contextOf(document.createElement('canvas'));
	return (text, style) => {
		context.font = fontOf(style, theme);
		return context.measureText(text).width;
	};
}

function pngOf(chart: ECharts, frame: PictureFrame, theme: ChartTheme): string {
	const canvas = document.createElement('canvas');
	canvas.width = pixelRatio * size.width;
	canvas.height = pixelRatio * frame.height;
	const context = contextOf(canvas);
	context.scale(pixelRatio, pixelRatio);
	context.fillStyle = theme.surface;
	context.fillRect(0, 0, size.width, frame.height);
	context.drawImage(chart.renderToCanvas({ pixelRatio }), 0, frame.chartTop, size.width, size.height);
	for (const line of frame.lines) {
		context.font = fontOf(line, theme);
		context.fillStyle = theme[line.tone];
		context.fillText(line.text, line.x, line.y);
	}
	return canvas.toDataURL('image/png');
}

function svgOf(chart: ECharts, { lines, chartTop, height }: PictureFrame, theme: ChartTheme): string {
	const texts = lines.map(
		(line) =>
			`<text x="${line.x}" y="${line.y}" font-size="${line.fontPx}" font-weight="${weightOf(line)}" ` +
			`font-family="${escapeHtml(theme.fontFamily)}" fill="${theme[line.tone]}">${escapeHtml(line.text)}</text>`
	);
	const inner = chart.renderToSVGString().replace('<svg ', `<svg y="${chartTop}" `);
	const svg =
		`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" ` +
		`viewBox="0 0 ${size.width} ${height}"><rect width="100%" height="100%" fill="${theme.surface}"/>` +
		`${texts.join('')}${inner}</svg>`;
	return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}
