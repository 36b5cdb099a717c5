/** The five answers in a sentence and its because. */
import { addDays } from '$lib/domain/period';
import { formatDay, formatShare, formatDayTick, formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { OverviewView } from '$lib/protocol/views/overview';

export function answerOf(
	locale: Locale,
	{ money, diseases }: Pick<OverviewView, 'money' | 'diseases'>
): string {
	return m.overview_answer({ money: moneyPart(locale, money), disease: diseasePart(locale, diseases) });
}

function moneyPart(locale: Locale, { year, runRate, projection }: OverviewView['money']): string {
	if (runRate.status === 'reached') return m.overview_money_reached({ year: String(year) });
	if (projection) return projectedPart(locale, projection, String(year));
	if (runRate.status === 'unknown') return m.overview_money_unknown();
	if (runRate.reachedOn === null) return m.overview_money_enough({ year: String(year) });
	return m.overview_money_reached_on({ day: formatDay(locale, runRate.reachedOn).replace(/^\p{L}+, /u, '') });
}

function projectedPart(
	locale: Locale,
	{ probability, date: { lower80, median, upper80 } }: NonNullable<OverviewView['money']['projection']>,
	year: string
): string {
	const dayOf = (day: string) => formatDay(locale, day).replace(/^\p{L}+, /u, '');
	const share = formatShare(locale, probability);
	if (lower80 === null) return m.overview_money_lasts({ year, share });
	if (median === null) return m.overview_money_may_last({ year, share });
	if (upper80 === null) return m.overview_money_may_end({ day: dayOf(median), share });
	return m.overview_money_ends({ day: dayOf(median), early: dayOf(lower80), late: dayOf(upper80) });
}

function diseasePart(locale: Locale, { alerts, isCounted }: OverviewView['diseases']): string {
	const [first] = alerts;
	if (!isCounted) return m.overview_disease_unknown();
	if (!first) return m.overview_disease_quiet();
	const disease = first.names[locale];
	if (first.cases <= (first.previous ?? first.cases)) return m.overview_disease_alert({ disease });
	return first.kecamatan === null
		? m.overview_disease_rose_somewhere({ disease })
		: m.overview_disease_rose({ disease, kecamatan: first.kecamatan });
}

export function detailOf(
	locale: Locale,
	{ drugs }: Pick<OverviewView, 'drugs'>,
	beds: { confirmedFree: number; possibleFree: number }
): string {
	const [first] = drugs.first;
	const free = formatNumber(locale, beds.confirmedFree);
	const drug = first
		? m.overview_detail_drug({
				drug: first.names[locale],
				months: formatNumber(locale, first.monthsLeft, 1),
				known: formatNumber(locale, drugs.known)
			})
		: m.overview_detail_no_drug();
	return `${m.overview_detail_beds({ free, possible: formatNumber(locale, beds.possibleFree) })} ${drug}`;
}

/** `15–21 Nov`, `29 Nov–5 Des`: an epidemiological week by its days, which people know better than its number. */
export function weekName(locale: Locale, sunday: string): string {
	const first = formatDayTick(locale, sunday);
	const last = formatDayTick(locale, addDays(sunday, 6));
	const [day, month] = first.split(' ');
	return last.endsWith(` ${month}`) ? `${day}–${last}` : `${first}–${last}`;
}
