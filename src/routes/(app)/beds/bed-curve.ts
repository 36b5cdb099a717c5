import { lineWithReference, type TrendPoint } from '$lib/charts/line-with-reference';
import type { EChartsOption } from '$lib/charts/option';
import type { ChartTheme } from '$lib/charts/theme';
import { type Locale, formatDayTick, formatNumber, formatShare, formatTime } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BedCurvePoint, BedsView } from '$lib/protocol/views/beds';
import { upperFirst } from './bed-words';

/** `share` of the capacity where anybody states one, else the free beds as they were reported; `empty` without either. */
export type CurveMode = 'share' | 'free' | 'empty';
export type CurveRow = {
	/** The instant at which it stood: the hour's end, or the page's moment within the last hour. */
	at: string;
	/** A share 0–1, or free beds. */
	value: number | null;
	hospitals: number;
};

export function curveMode(points: readonly BedCurvePoint[]): CurveMode {
	if (points.some(({ occupied, capacity }) => occupied !== null && capacity)) return 'share';
	return points.some(({ free }) => free !== null) ? 'free' : 'empty';
}

export function curveRows({ curve, snapshot }: BedsView, mode: CurveMode): CurveRow[] {
	return curve.map((point) => {
		const end = new Date(Date.parse(point.hour) + 3_600_000).toISOString();
		return {
			at: end < snapshot.now ? end : snapshot.now,
			value: mode === 'share' ? shareOf(point) : point.free,
			hospitals: point.hospitals
		};
	});
}

function shareOf({ occupied, capacity }: BedCurvePoint): number | null {
	return occupied === null || !capacity ? null : occupied / capacity;
}

export function formatCurveValue(locale: Locale, mode: CurveMode, value: number): string {
	return mode === 'share' ? formatShare(locale, value) : formatNumber(locale, value);
}

/** The finding: where it stands, and how far it moved over the hours shown. */
export function curveTitle(locale: Locale, mode: CurveMode, rows: readonly CurveRow[], what: string): string {
	const known = rows.flatMap(({ value }) => (value === null ? [] : [value]));
	const first = known[0];
	const last = known.at(-1);
	if (mode === 'empty' || first === undefined || last === undefined) return m.beds_curve_title_empty();
	if (mode === 'free') return upperFirst(m.beds_curve_title_free({ what, free: formatNumber(locale, last) }));
	const share = formatShare(locale, last);
	const points = Math.round(last * 100) - Math.round(first * 100);
	if (rows[0]?.value === null) return m.beds_curve_title({ what, share });
	if (points === 0) return m.beds_curve_title_same({ what, share });
	const moved = { what, share, points: formatNumber(locale, Math.abs(points)) };
	return points > 0 ? m.beds_curve_title_up(moved) : m.beds_curve_title_down(moved);
}

export function curvePoints(locale: Locale, rows: readonly CurveRow[], expected: number): TrendPoint[] {
	return rows.map(({ at, value, hospitals }) => {
		const time = formatTime(locale, at).replace(' WIB', '');
		const day = formatDayTick(locale, at);
		return {
			label: /^00[.:]00$/.test(time) ? day : time,
			longLabel: m.beds_curve_long({
				hour: `${day}, ${time}`,
				reported: formatNumber(locale, hospitals),
				expected: formatNumber(locale, expected)
			}),
			value
		};
	});
}

/** The kit's line, from nought; an hour that stands alone has no line through it and is drawn as a dot. */
export function curveOption(
	points: readonly TrendPoint[],
	texts: { measure: string; format: (value: number) => string },
	theme: ChartTheme
): EChartsOption {
	const option = lineWithReference(
		points,
		{
			now: texts.measure,
			reference: '',
			preliminary: '',
			forecast: '',
			noData: m.ui_no_data(),
			format: texts.format
		},
		theme
	);
	const lone = points.map(({ value }, index) => (isAlone(points, index) ? value : null));
	const series = Array.isArray(option.series) ? option.series : [];
	return {
		...option,
		series: [
			...series,
			{ type: 'scatter', data: lone, symbolSize: 7, itemStyle: { color: theme.now }, silent: true }
		]
	};
}

function isAlone(points: readonly TrendPoint[], index: number): boolean {
	return (points[index - 1]?.value ?? null) === null && (points[index + 1]?.value ?? null) === null;
}
