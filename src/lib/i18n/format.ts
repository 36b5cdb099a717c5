/** Figures, moments and money as people here read them. Pure: locale and moment are given, the zone is fixed. */

export type Locale = 'id' | 'en';

const zone = 'Asia/Jakarta';
const tags: Record<Locale, string> = { id: 'id-ID', en: 'en-GB' };
const minus = '−';
const nbsp = '\u00a0';

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Intl formatters are slow to build and fast to use. */
function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, build: () => T): T {
	const found = made.get(name);
	if (found) return found as T;
	const built = build();
	made.set(name, built);
	return built;
}

function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return kept(
		`${locale}${JSON.stringify(options)}`,
		() => new Intl.DateTimeFormat(tags[locale], { timeZone: zone, ...options })
	);
}

/** `1.234,5` or `1,234.5`; a real minus sign, so that columns align and screen readers say it. */
export function formatNumber(locale: Locale, value: number, decimals = 0): string {
	const format = kept(
		`${locale}#${decimals}`,
		() =>
			new Intl.NumberFormat(tags[locale], {
				minimumFractionDigits: decimals,
				maximumFractionDigits: decimals
			})
	);
	return format.format(value).replace('-', minus);
}

/** A share between 0 and 1 as `73 %`. */
export function formatShare(locale: Locale, share: number, decimals = 0): string {
	return `${formatNumber(locale, share * 100, decimals)}${nbsp}%`;
}

/** Change against a reference as `+12 %`; null when the reference is nought, since no percentage says it. */
export function formatChange(locale: Locale, now: number, reference: number, decimals = 0): string | null {
	if (reference === 0) return null;
	const text = formatShare(locale, now / reference - 1, decimals);
	const isNothing = !/[1-9]/.test(text);
	if (isNothing) return `±0${nbsp}%`;
	return now > reference ? `+${text}` : text;
}

const rupiahSteps: { from: number; id: string; en: string }[] = [
	{ from: 1e12, id: 'T', en: 'tn' },
	{ from: 1e9, id: 'M', en: 'bn' },
	{ from: 1e6, id: 'jt', en: 'm' },
	{ from: 1e3, id: 'rb', en: 'k' }
];

/** `Rp 231,7 M` (miliar; in English `Rp 231.7 bn`): for reading, with `formatRupiah` on hover and in tables. */
export function formatRupiahShort(locale: Locale, amountRupiah: number): string {
	const size = Math.abs(amountRupiah);
	// 999,950 rounds to 1,000.0 thousand, which is a million: compare what will be shown.
	const step = rupiahSteps.find(({ from }) => size >= from * 0.99995) ?? null;
	if (step === null) return formatRupiah(locale, amountRupiah);
	return signed(amountRupiah, `${formatNumber(locale, size / step.from, 1)}${nbsp}${step[locale]}`);
}

/** Amounts of one range, all in the unit of the largest: `Rp 774,9 jt` beside `Rp 1,0 M` would be read as the larger one. */
export function formatRupiahTogether(locale: Locale, amountsRupiah: readonly number[]): string[] {
	const largest = Math.max(...amountsRupiah.map(Math.abs));
	const step = rupiahSteps.find(({ from }) => largest >= from * 0.99995);
	if (!step) return amountsRupiah.map((amount) => formatRupiah(locale, amount));
	return amountsRupiah.map((amount) =>
		signed(amount, `${formatNumber(locale, Math.abs(amount) / step.from, 1)}${nbsp}${step[locale]}`)
	);
}

/** `Rp 231.700.000.000` */
export function formatRupiah(locale: Locale, amountRupiah: number): string {
	return signed(amountRupiah, formatNumber(locale, Math.abs(amountRupiah)));
}

function signed(amount: number, text: string): string {
	return `${amount < 0 ? minus : ''}Rp${nbsp}${text}`;
}

/** `Minggu, 22 November 2026` */
export function formatDay(locale: Locale, moment: Date | string): string {
	return spoken(
		dateFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
		moment
	);
}

/** `22 Nov 2026`, for tables and axes. */
export function formatDayShort(locale: Locale, moment: Date | string): string {
	return spoken(dateFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }), moment);
}

/** `22 Nov`, for axes within one year. */
export function formatDayTick(locale: Locale, moment: Date | string): string {
	return spoken(dateFormat(locale, { day: 'numeric', month: 'short' }), moment);
}

/** `November 2026` */
export function formatMonth(locale: Locale, moment: Date | string): string {
	return spoken(dateFormat(locale, { month: 'long', year: 'numeric' }), moment);
}

/** `14.05 WIB` or `14:05 WIB` */
export function formatTime(locale: Locale, moment: Date | string): string {
	const format = dateFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false });
	return `${format.format(toDate(moment))} WIB`;
}

/** `Minggu, 22 November 2026, 14.05 WIB` */
export function formatMoment(locale: Locale, moment: Date | string): string {
	return `${formatDay(locale, moment)}, ${formatTime(locale, moment)}`;
}

/** `2026-11-22`, the calendar day in the city: what date inputs and `?asOf=` carry. */
export function dayOf(moment: Date | string): string {
	return kept(
		'iso-day',
		() =>
			new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
	).format(toDate(moment));
}

/** The last instant of a day in the city (`2026-11-22`); a whole moment is given back as it is. */
export function dayEnd(day: string): string {
	return day.length === 10 ? new Date(`${day}T23:59:59.999+07:00`).toISOString() : day;
}

// en-GB writes "Sunday 22 November": people and the style page put a comma after the weekday.
function spoken(format: Intl.DateTimeFormat, moment: Date | string): string {
	return format.format(toDate(moment)).replace(/^(\p{L}+day) /u, '$1, ');
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const ageUnits: { unit: 'day' | 'hour' | 'minute'; ms: number; from: number }[] = [
	{ unit: 'day', ms: dayMs, from: 2 * dayMs },
	{ unit: 'hour', ms: hourMs, from: hourMs },
	{ unit: 'minute', ms: minuteMs, from: minuteMs }
];

/**
 * `2 menit lalu`, `30 jam lalu`: hours up to two days, since that is how old bed reports are spoken of.
 * Under a minute, and for clocks that run a little ahead, `baru saja`.
 */
export function formatAge(locale: Locale, since: Date | string, now: Date | string): string {
	const ageMs = toDate(now).getTime() - toDate(since).getTime();
	const step = ageUnits.find(({ from }) => ageMs >= from);
	if (!step) return locale === 'id' ? 'baru saja' : 'just now';
	return `${formatSpan(locale, ageMs)}${locale === 'id' ? ' lalu' : ' ago'}`;
}

/** `11 jam`, `3 days`: a length of time in its largest fitting unit, rounded down. */
export function formatSpan(locale: Locale, spanMs: number): string {
	const { unit, ms } = ageUnits.find(({ from }) => spanMs >= from) ?? { unit: 'minute', ms: minuteMs };
	return new Intl.NumberFormat(tags[locale], { style: 'unit', unit, unitDisplay: 'long' })
		.format(Math.floor(spanMs / ms))
		.replace(' ', nbsp);
}

function toDate(moment: Date | string): Date {
	// A bare day is a day in the city; parsed as UTC midnight it still falls on the same day there.
	return typeof moment === 'string' ? new Date(moment) : moment;
}
