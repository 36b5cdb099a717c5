import { frame, grid, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption } from './option';
import type { ChartTheme } from './theme';

export interface FunnelPoint {
	name: string;
	claims: number;
	/** Mean distance from the peers, in spreads. */
	meanZ: number;
	/** Half widths of the funnel at this number of claims. */
	limit95: number;
	limit998: number;
	/** Dear beyond the outer limit. */
	isOut: boolean;
}

export interface FunnelTexts {
	claims: string;
	distance: string;
	limit95: string;
	limit998: string;
	format: (value: number) => string;
	formatCount: (value: number) => string;
}

const curvePoints = 40;
/** From this share of the axis on. */
const nearEdge = 0.7;

/** One point a hospital, between limits that narrow with its number of claims; who lies above them is named. */
export function funnel(points: readonly FunnelPoint[], texts: FunnelTexts, theme: ChartTheme): EChartsOption {
	const most = Math.max(1, ...points.map(({ claims }) => claims));
	// Limits are a unit over the root of the claims; every point tells the same unit.
	const unitOf = (limit: (point: FunnelPoint) => number) => {
		const [first] = points;
		return first ? limit(first) * Math.sqrt(first.claims) : 0;
	};
	const least = Math.min(most, ...points.map(({ claims }) => Math.max(1, claims)));
	const steps = Array.from({ length: curvePoints + 1 }, (_, n) => least + ((most - least) * n) / curvePoints);
	const curve = (name: string, unit: number, sign: 1 | -1, type: 'solid' | 'dashed') => ({
		type: 'line' as const,
		name,
		data: steps.map((claims) => [claims, (sign * unit) / Math.sqrt(claims)]),
		symbol: 'none',
		silent: true,
		lineStyle: { color: theme.reference, width: 1.5, type }
	});
	const [inner, outer] = [unitOf(({ limit95 }) => limit95), unitOf(({ limit998 }) => limit998)];
	return {
		...frame(theme),
		grid: grid(28, 16),
		xAxis: { ...valueAxis(theme, texts.formatCount), splitLine: { show: false }, name: '' },
		yAxis: { ...valueAxis(theme, texts.format), min: undefined, scale: true },
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'item',
			formatter: (params) => {
				const place = Array.isArray(params) ? undefined : params.dataIndex;
				const point = place === undefined ? undefined : points[place];
				if (!point) return '';
				return tooltipHtml(point.name, [
					{ color: theme.now, name: texts.distance, value: texts.format(point.meanZ) },
					{ color: theme.reference, name: texts.limit998, value: `±${texts.format(point.limit998)}` },
					{ color: theme.reference, name: texts.claims, value: texts.formatCount(point.claims) }
				]);
			}
		},
		series: [
			curve(texts.limit95, inner, 1, 'dashed'),
			curve(texts.limit95, inner, -1, 'dashed'),
			curve(texts.limit998, outer, 1, 'solid'),
			curve(texts.limit998, outer, -1, 'solid'),
			{
				type: 'scatter',
				name: texts.distance,
				symbolSize: 11,
				data: points.map((point) => ({
					value: [point.claims, point.meanZ],
					itemStyle: { color: point.isOut ? theme.bad : theme.now },
					label: {
						show: point.isOut,
						// A name in the middle over a point near the edge would be cut by it.
						position: point.claims > nearEdge * most ? ('left' as const) : ('top' as const),
						color: theme.ink,
						fontSize: 12,
						formatter: () => point.name
					}
				}))
			}
		]
	};
}
