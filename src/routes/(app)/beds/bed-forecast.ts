import { lineWithReference, type TrendPoint } from '$lib/charts/line-with-reference';
import type { EChartsOption } from '$lib/charts/option';
import type { ChartTheme } from '$lib/charts/theme';
import { type Locale, formatDayTick, formatNumber, formatShare, formatTime } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BedForecastStep, BedForecastView, WardForecastRow } from '$lib/protocol/views/bed-forecast';
import { upperFirst, whatIsCounted } from './bed-words';

const hourMs = 3_600_000;

export function findStep({ steps }: WardForecastRow, hours: number): BedForecastStep | undefined {
	return steps.find(({ hoursAhead }) => hoursAhead === hours);
}

/** `412 (395–430)`: occupied beds with their interval. */
export function stepText(locale: Locale, step: BedForecastStep | undefined): string {
	if (!step) return '–';
	const number = (value: number) => formatNumber(locale, value);
	if (step.low === null || step.high === null) return number(step.occupied);
	return m.bedcast_interval({
		...{ value: number(step.occupied), low: number(step.low), high: number(step.high) }
	});
}

/** Free beds that are left at the upper end of the interval: what can be counted on nine times in ten. */
export function likelyFree({ capacity }: WardForecastRow, step: BedForecastStep | undefined): number | null {
	return step?.high === null || step === undefined ? null : Math.max(0, capacity - step.high);
}

/** The finding: where it stands and where it goes. */
export function forecastTitle(locale: Locale, row: WardForecastRow): string {
	const what = whatIsCounted(locale, row.ward);
	const [now, day] = [findStep(row, 0), findStep(row, 24)];
	if (!now) return m.bedcast_title_none({ what });
	const capacity = formatNumber(locale, row.capacity);
	const occupied = formatNumber(locale, now.occupied);
	if (!day) return upperFirst(m.bedcast_title_now({ what, occupied, capacity }));
	return upperFirst(
		m.bedcast_title({
			what,
			occupied,
			capacity,
			day: stepText(locale, day),
			then: stepText(locale, findStep(row, 72))
		})
	);
}

/** The week as it was believed, then what is to come, in shares of the beds. */
export function forecastPoints(locale: Locale, row: WardForecastRow, { at }: BedForecastView): TrendPoint[] {
	const past = row.past.map(({ at: moment, share }): TrendPoint => ({
		...labelsOf(locale, moment),
		value: share
	}));
	const ahead = row.steps
		.filter(({ hoursAhead }) => hoursAhead > 0)
		.map(({ hoursAhead, share, low, high }): TrendPoint => {
			const moment = new Date(Date.parse(at) + hoursAhead * hourMs).toISOString();
			const interval =
				low === null || high === null ? {} : { low: low / row.capacity, high: high / row.capacity };
			return { ...labelsOf(locale, moment), value: share, isForecast: true, ...interval };
		});
	return [...past, ...ahead];
}

function labelsOf(locale: Locale, at: string): { label: string; longLabel: string } {
	const label = `${formatDayTick(locale, at)} ${formatTime(locale, at).replace(' WIB', '')}`;
	return { label, longLabel: label };
}

export function forecastOption(
	points: readonly TrendPoint[],
	locale: Locale,
	theme: ChartTheme
): EChartsOption {
	return lineWithReference(
		points,
		{
			now: m.bedcast_now(),
			reference: '',
			preliminary: '',
			forecast: m.bedcast_forecast(),
			noData: m.ui_no_data(),
			format: (share) => formatShare(locale, share)
		},
		theme
	);
}

/** How it did against saying that everything stays as it is, in a sentence. */
export function recordWords(locale: Locale, row: WardForecastRow, hours: number): string | null {
	const record = row.record.find(({ hoursAhead }) => hoursAhead === hours);
	if (!record) return null;
	return m.bedcast_record({
		...{ hours: formatNumber(locale, hours), origins: formatNumber(locale, record.origins) },
		error: formatNumber(locale, record.errorBeds, 1),
		naive: formatNumber(locale, record.naiveErrorBeds, 1),
		coverage: formatShare(locale, record.coverage)
	});
}
