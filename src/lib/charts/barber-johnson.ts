import { frame, grid, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption } from './option';
import type { ChartTheme } from './theme';

export interface BarberJohnsonPoint {
	name: string;
	/** Turn-over interval and mean stay, days. */
	toi: number;
	avLos: number;
	/** Occupancy, per cent; patients a bed and year. */
	bor: number;
	bto: number;
	/** `chosen` is named; `other` is one of many; `peer` has no name to show. */
	kind: 'chosen' | 'other' | 'peer';
	/** Too few reports stand behind it: drawn hollow. */
	isDoubtful: boolean;
}

/** Where beds are said to be well used; in the units of the points. */
export interface BarberJohnsonRegion {
	toi: readonly [number, number];
	leastBor: number;
	mostAvLos: number;
}

export interface BarberJohnsonTexts {
	toi: string;
	avLos: string;
	bor: string;
	bto: string;
	region: string;
	format: (days: number) => string;
	formatBor: (percent: number) => string;
	formatBto: (turns: number) => string;
}

const daysAYear = 365;
const borLines = [50, 70, 80, 90] as const;
const btoLines = [30, 40, 50, 60] as const;
const leastX = 6;
const leastY = 14;
/** A point beyond is drawn at the edge of nothing: the axes grow this far at most. */
const mostDays = 40;

/**
 * The chart of Barber & Johnson (1973): turn-over interval across, mean stay upwards. Lines through the origin are of equal
 * occupancy, falling lines of equal bed turn-over, so that one point tells all four. The path joins the chosen hospital's
 * months in their order.
 */
export function barberJohnson(
	points: readonly BarberJohnsonPoint[],
	path: readonly BarberJohnsonPoint[],
	region: BarberJohnsonRegion,
	texts: BarberJohnsonTexts,
	theme: ChartTheme
): EChartsOption {
	const all = [...points, ...path];
	const maxX = roomOf(
		leastX,
		all.map(({ toi }) => toi)
	);
	const maxY = roomOf(
		leastY,
		all.map(({ avLos }) => avLos)
	);
	return {
		...frame(theme),
		grid: { ...grid(roomFor(borLines.map((bor) => borName(bor, texts))), 28), bottom: 28 },
		xAxis: {
			...valueAxis(theme, texts.format),
			max: maxX,
			name: texts.toi,
			nameLocation: 'middle',
			nameGap: 28
		},
		yAxis: {
			...valueAxis(theme, texts.format),
			max: maxY,
			name: texts.avLos,
			nameTextStyle: { align: 'left' }
		},
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'item',
			formatter: (params) => {
				const { seriesName, dataIndex } = Array.isArray(params) ? {} : (params as Pointed);
				const point = (seriesName === pathName ? path : points)[dataIndex ?? -1];
				return point ? tooltipOf(point, texts, theme) : '';
			}
		},
		series: [
			...borLines.map((bor) => guide(borName(bor, texts), borEnds(bor, maxX, maxY), theme)),
			...btoLines.map((bto) =>
				guide(`${texts.bto} ${texts.formatBto(bto)}`, btoEnds(bto, maxX, maxY), theme)
			),
			outline(region, texts.region, theme),
			{
				...line(
					pathName,
					path.map(({ toi, avLos }): Pair => [toi, avLos])
				),
				lineStyle: { color: theme.now, width: 1.5 },
				itemStyle: { color: theme.now },
				symbol: 'circle',
				symbolSize: 6
			},
			{ type: 'scatter', name: pointName, data: points.map((point) => dot(point, theme)), z: 5 }
		]
	};
}

const borName = (bor: number, texts: BarberJohnsonTexts) => `${texts.bor} ${texts.formatBor(bor)}`;

type Pair = [x: number, y: number];
type Pointed = { seriesName?: string; dataIndex?: number };
const pathName = 'path';
const pointName = 'points';

const roomOf = (least: number, values: readonly number[]) =>
	Math.min(mostDays, Math.max(least, ...values.map((value) => Math.ceil(value + 1))));

/** From the origin to the edge: stay = interval × BOR ÷ (100 − BOR). */
function borEnds(bor: number, maxX: number, maxY: number): Pair[] {
	const slope = bor / (100 - bor);
	return [[0, 0], maxX * slope <= maxY ? [maxX, maxX * slope] : [maxY / slope, maxY]];
}

/** Between the axes or the edges: stay + interval = 365 ÷ BTO. */
function btoEnds(bto: number, maxX: number, maxY: number): Pair[] {
	const sum = daysAYear / bto;
	return [
		[Math.max(0, sum - maxY), Math.min(maxY, sum)],
		[Math.min(maxX, sum), Math.max(0, sum - maxX)]
	];
}

function line(name: string, data: Pair[]): LineSeriesOption {
	return { type: 'line', name, data, symbol: 'none', emphasis: { disabled: true } };
}

/** Named at its upper end. */
function guide(name: string, ends: Pair[], theme: ChartTheme): LineSeriesOption {
	const [first, last] = ends;
	const isRising = (last?.[1] ?? 0) > (first?.[1] ?? 0);
	const label = { show: true, formatter: name, color: theme.muted, fontSize: 11 };
	return {
		...line(name, isRising ? ends : [...ends].reverse()),
		silent: true,
		lineStyle: { color: theme.reference, width: 1, type: isRising ? 'solid' : 'dashed' },
		endLabel: { ...label, position: isRising ? 'right' : 'top' } as LineSeriesOption['endLabel']
	};
}

function outline(
	{ toi: [from, to], leastBor, mostAvLos }: BarberJohnsonRegion,
	name: string,
	theme: ChartTheme
) {
	const slope = leastBor / (100 - leastBor);
	const low = (toi: number) => Math.min(mostAvLos, toi * slope);
	const corners: Pair[] = [
		[from, low(from)],
		[from, mostAvLos],
		[to, mostAvLos],
		[to, low(to)],
		[from, low(from)]
	];
	return {
		...line(name, corners),
		silent: true,
		lineStyle: { color: theme.forecast, width: 2.5 },
		z: 4
	} satisfies LineSeriesOption;
}

function dot({ name, toi, avLos, kind, isDoubtful }: BarberJohnsonPoint, theme: ChartTheme) {
	const color = kind === 'chosen' ? theme.now : kind === 'peer' ? theme.reference : theme.muted;
	return {
		value: [toi, avLos],
		symbolSize: kind === 'chosen' ? 14 : 9,
		itemStyle: { color: isDoubtful ? theme.surface : color, borderColor: color, borderWidth: 2 },
		label: {
			show: kind === 'chosen',
			position: 'top' as const,
			color: theme.ink,
			fontSize: 12,
			formatter: () => name
		}
	};
}

function tooltipOf(
	{ name, toi, avLos, bor, bto }: BarberJohnsonPoint,
	texts: BarberJohnsonTexts,
	theme: ChartTheme
): string {
	const color = theme.now;
	return tooltipHtml(name, [
		{ color, name: texts.bor, value: texts.formatBor(bor) },
		{ color, name: texts.avLos, value: texts.format(avLos) },
		{ color, name: texts.toi, value: texts.format(toi) },
		{ color, name: texts.bto, value: texts.formatBto(bto) }
	]);
}
