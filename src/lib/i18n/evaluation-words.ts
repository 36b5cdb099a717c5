/** How the figures of the yearly evaluation read in a language: of the page, of paper and of cells alike. */
import {
	formatDay,
	formatDayShort,
	formatMoment,
	formatMonth,
	formatNumber,
	formatRupiah,
	type Locale
} from './format.ts';

type Valued = { value: number | string | null; unit: string };
type Say = (key: string, inputs?: Record<string, string | number>) => string;

const wholeUnits: readonly string[] = ['visits', 'cases', 'claims', 'members', 'persons', 'items'];

/** @param say the message of a key, in the same language */
export const evaluationWords = (locale: Locale, say: Say) => ({
	...{ locale, say },
	valueText: ({ value, unit }: Valued): string => {
		if (typeof value !== 'number') return value === null ? '' : formatDayShort(locale, value);
		if (unit === 'rupiah' || unit === 'rupiah-per-member-month') return formatRupiah(locale, value);
		const decimals = wholeUnits.includes(unit) || Number.isInteger(value) ? 0 : 1;
		const text = formatNumber(locale, value, decimals);
		if (unit === 'percent') return `${text}\u00a0%`;
		return unit === 'days' ? say('evaluation_days', { days: text }) : text;
	},
	monthText: (month: string) => formatMonth(locale, month),
	dayText: (day: string) => formatDay(locale, day),
	momentText: (instant: string) => formatMoment(locale, instant)
});
