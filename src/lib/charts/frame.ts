import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';
import { escapeHtml } from './escape-html';

/** What all charts share: type, calm axes, a tooltip in the page's colours, no animation but of a changed value. */
export function frame(theme: ChartTheme): EChartsOption {
	return {
		textStyle: { fontFamily: theme.fontFamily, fontSize: 13, color: theme.ink },
		animation: false,
		aria: { enabled: false },
		tooltip: {
			backgroundColor: theme.surface,
			borderColor: theme.line,
			borderWidth: 1,
			padding: [8, 12],
			textStyle: { color: theme.ink, fontSize: 13 },
			confine: true,
			transitionDuration: 0
		}
	};
}

/** Room for the longest of the names that stand at the lines' ends. */
export function roomFor(names: readonly string[]): number {
	return Math.min(128, Math.max(24, ...names.map((name) => 14 + 7.2 * name.length)));
}

/** `right` is the room for the names at the lines' ends. */
export function grid(right: number, top = 16) {
	return {
		left: 4,
		right,
		top,
		bottom: 4,
		outerBoundsMode: 'same',
		outerBoundsContain: 'axisLabel'
	} as const;
}

export function categoryAxis(theme: ChartTheme, labels: readonly string[], boundaryGap: boolean) {
	return {
		type: 'category' as const,
		data: [...labels],
		boundaryGap,
		axisLine: { lineStyle: { color: theme.reference } },
		axisTick: { show: false },
		axisLabel: { color: theme.muted, hideOverlap: true, fontSize: 12 }
	};
}

/** Of bars that lie: the first on top, names that are read from the left. */
export function lyingAxis(theme: ChartTheme, labels: readonly string[]) {
	return {
		...categoryAxis(theme, labels, true),
		inverse: true,
		axisLine: { show: false },
		axisLabel: { color: theme.ink, fontSize: 13, width: 150, overflow: 'truncate' as const }
	};
}

/** Begins at nought; a few quiet lines. */
export function valueAxis(theme: ChartTheme, format: (value: number) => string) {
	return {
		type: 'value',
		min: 0,
		splitNumber: 4,
		axisLine: { show: false },
		axisTick: { show: false },
		splitLine: { lineStyle: { color: theme.line } },
		axisLabel: { color: theme.muted, fontSize: 12, formatter: format, hideOverlap: true }
	} as const;
}

/** Up to two leading figures, so that the axis ends on a number that can be said. */
export function roundUp(value: number): number {
	if (value <= 0) return 1;
	const step = 10 ** (Math.floor(Math.log10(value)) - 1) * 5;
	return Math.ceil(value / step) * step;
}

/** A tooltip's content: a heading, then one line a value with its colour's dot. Escapes everything. */
export function tooltipHtml(
	heading: string,
	lines: readonly { color: string; name: string; value: string }[],
	foot: string | null = null
): string {
	const rows = lines.map(
		({ color, name, value }) =>
			`<div style="display:flex;gap:1rem;justify-content:space-between"><span>` +
			`<span style="display:inline-block;width:.6em;height:.6em;border-radius:50%;margin-right:.5em;` +
			`background:${escapeHtml(color)}"></span>${escapeHtml(name)}</span><b>${escapeHtml(value)}</b></div>`
	);
	const end = foot === null ? '' : `<div style="opacity:.75">${escapeHtml(foot)}</div>`;
	return `<div style="font-weight:600">${escapeHtml(heading)}</div>${rows.join('')}${end}`;
}

/** What ECharts calls a decal; it mutates its arrays, so they are not read-only. */
interface Hatch {
	symbol: 'rect';
	color: string;
	dashArrayX: number[];
	dashArrayY: number[];
	rotation: number;
}

/** Thin slanted lines over a colour: preliminary. */
export function hatch(color: string): Hatch {
	return {
		symbol: 'rect',
		color,
		dashArrayX: [1, 0],
		dashArrayY: [1, 5],
		rotation: -Math.PI / 4
	};
}

/** The index under the pointer, out of what ECharts hands a formatter (one entry a series, or one). */
export function pointedIndex(params: unknown): number | null {
	const first: unknown = Array.isArray(params) ? params[0] : params;
	if (typeof first !== 'object' || first === null || !('dataIndex' in first)) return null;
	return typeof first.dataIndex === 'number' ? first.dataIndex : null;
}
