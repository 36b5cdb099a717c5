import { categoryAxis, frame, grid, hatch, pointedIndex, roomFor, tooltipHtml, valueAxis } from './frame';
import type { EChartsOption, LineSeriesOption } from './option';
import type { ChartTheme } from './theme';

export interface SeasonSlot {
	/** On the axis: `15 Nov`. */
	label: string;
	longLabel: string;
	/** Null where nobody counted. */
	now: number | null;
	/** Under way or counted in part: pale and hatched. */
	isPreliminary: boolean;
	/** What past years make usual; null where too few are known. */
	low: number | null;
	middle: number | null;
	high: number | null;
}

export interface SeasonTexts {
	now: string;
	/** What the band and its middle line are: `kuartil`, `median`. */
	band: string;
	middle: string;
	noData: string;
	format: (value: number) => string;
}

/** A year's counts as bars upon the band of past years. What is under way stands outside every comparison, hatched. */
export function seasonBand(
	slots: readonly SeasonSlot[],
	texts: SeasonTexts,
	theme: ChartTheme
): EChartsOption {
	return {
		...frame(theme),
		grid: grid(roomFor([texts.middle]), 24),
		xAxis: categoryAxis(
			theme,
			slots.map(({ label }) => label),
			true
		),
		yAxis: valueAxis(theme, texts.format),
		tooltip: {
			...frame(theme).tooltip,
			trigger: 'axis',
			axisPointer: { type: 'shadow', shadowStyle: { color: theme.line, opacity: 0.4 } },
			formatter: (params) => slotTooltip(slots[pointedIndex(params) ?? -1], texts, theme)
		},
		series: [
			...bandOf(slots, theme),
			{
				type: 'bar',
				name: texts.now,
				barMaxWidth: 18,
				barCategoryGap: '30%',
				emphasis: { disabled: true },
				data: slots.map((slot) => ({ value: slot.now, itemStyle: barStyle(slot, theme) }))
			},
			{
				...plain(theme.reference),
				name: texts.middle,
				data: slots.map(({ middle }) => middle),
				z: 4,
				lineStyle: { color: theme.reference, width: 2 },
				endLabel: {
					show: slots.some(({ middle }) => middle !== null),
					formatter: texts.middle,
					color: theme.muted
				}
			}
		]
	};
}

const plain = (color: string): LineSeriesOption => ({
	...{ type: 'line', showSymbol: false, emphasis: { disabled: true }, itemStyle: { color } }
});

/** The upper line is stacked upon the lower, so that the area between them is filled and nothing else. */
function bandOf(slots: readonly SeasonSlot[], theme: ChartTheme): LineSeriesOption[] {
	const hidden = { ...plain(theme.reference), stack: 'usual', silent: true, lineStyle: { width: 0 } };
	return [
		{ ...hidden, data: slots.map(({ low }) => low) },
		{
			...hidden,
			data: slots.map(({ low, high }) => (low === null || high === null ? null : high - low)),
			areaStyle: { color: theme.reference, opacity: 0.28 }
		}
	];
}

/** Above the band is said by more than a colour: those bars are outlined too, and the table names them. */
function barStyle({ now, high, isPreliminary }: SeasonSlot, theme: ChartTheme) {
	const borderRadius = [2, 2, 0, 0];
	if (isPreliminary)
		return {
			...{ color: theme.nowSoft, borderColor: theme.now, borderWidth: 1, borderRadius },
			decal: hatch(theme.now)
		};
	if (now !== null && high !== null && now > high)
		return { color: theme.now, borderColor: theme.ink, borderWidth: 1.5, borderRadius };
	return { color: theme.now, borderRadius };
}

function slotTooltip(slot: SeasonSlot | undefined, texts: SeasonTexts, theme: ChartTheme): string {
	if (!slot) return '';
	const say = (value: number | null) => (value === null ? texts.noData : texts.format(value));
	const { low, high } = slot;
	const range = low === null || high === null ? texts.noData : `${texts.format(low)}–${texts.format(high)}`;
	return tooltipHtml(
		slot.longLabel,
		[
			{ color: theme.now, name: texts.now, value: say(slot.now) },
			{ color: theme.reference, name: texts.band, value: range },
			{ color: theme.reference, name: texts.middle, value: say(slot.middle) }
		],
		null
	);
}
