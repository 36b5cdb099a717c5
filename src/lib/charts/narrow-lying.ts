import type { EChartsOption } from './option';
import type { PictureSize } from './narrow';

/** A line of a name and the air above it; what the thinnest and the thickest bar under it are. */
const namePx = 24;
const leastBarPx = 7;
const mostBarPx = 20;
const gapPx = 2;
const topPx = 12;
const edgePx = 16;
/** Where bars are too close for names between them. */
const besidePx = 104;

type Bars = { type?: string; stack?: string };

/** Bars that lie: each name above its bar, in whole; beside it, cut, where two bars have no room for a line between them. */
export function spreadLyingBars(option: EChartsOption, size: PictureSize): EChartsOption {
	const axis = option.yAxis;
	if (!axis || Array.isArray(axis) || axis.type !== 'category') return option;
	const bandPx = (size.height - 2 * topPx) / Math.max(1, axis.data?.length ?? 0);
	const barPx = Math.min(mostBarPx, bandPx - namePx);
	const label = { ...axis.axisLabel, fontSize: 12 };
	if (barPx < leastBarPx) {
		const axisLabel = { ...label, width: besidePx, overflow: 'truncate' as const };
		return { ...option, yAxis: { ...axis, axisLabel } as EChartsOption['yAxis'] };
	}
	const axisLabel = {
		...label,
		inside: true,
		margin: 0,
		verticalAlign: 'bottom',
		padding: [0, 0, barPx / 2 + gapPx, 0],
		width: size.width - edgePx
	};
	return {
		...option,
		grid: { ...option.grid, top: topPx },
		// Over the bars, or a bar would lie upon the name of the next one where they are close.
		yAxis: { ...axis, z: 4, axisLabel } as EChartsOption['yAxis'],
		series: thin([option.series ?? []].flat() as Bars[], barPx) as EChartsOption['series']
	};
}

/** Bars of one place share its height. */
function thin(all: Bars[], barPx: number): Bars[] {
	const bars = all.filter(({ type }) => type === 'bar');
	const lanes = new Set(bars.map(({ stack }, place) => stack ?? place)).size;
	const barWidth = barPx / Math.max(1, lanes);
	return all.map((one) => (one.type === 'bar' ? { ...one, barWidth, barGap: 0 } : one));
}
