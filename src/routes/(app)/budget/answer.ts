/** The one sentence that answers the page, and why. */
import { findService } from '$lib/domain/service';
import {
	formatDay,
	formatMonth,
	formatRupiahShort,
	formatRupiahTogether,
	formatShare,
	type Locale
} from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BudgetProjection, BudgetView } from '$lib/protocol/views/budget';

export type Totals = { paidRupiah: number; owedRupiah: number; ceilingRupiah: number | null };

const dateOnly = (locale: Locale, day: string) => formatDay(locale, day).replace(/^\p{L}+, /u, '');

export function answerOf(locale: Locale, view: BudgetView, totals: Totals): string {
	const { filter, runRate } = view;
	const year = String(filter.year);
	const committedRupiah = totals.paidRupiah + totals.owedRupiah;
	const committed = formatRupiahShort(locale, committedRupiah);
	const owed = formatRupiahShort(locale, totals.owedRupiah);
	if (filter.facility !== null || filter.service !== null)
		return m.budget_answer_filtered({ part: partOf(locale, view), committed, year, owed });
	if (totals.ceilingRupiah === null) return m.budget_answer_no_ceiling({ year, owed });
	if (view.projection !== null && runRate.status !== 'reached')
		return projectionSentence(locale, view.projection, year);
	const share = formatShare(locale, committedRupiah / totals.ceilingRupiah);
	if (runRate.status === 'reached')
		return runRate.month === null
			? m.budget_answer_reached_carried({ year })
			: m.budget_answer_reached({ month: formatMonth(locale, runRate.month), year });
	if (runRate.status === 'unknown')
		return runRate.reason === 'year-over'
			? m.budget_answer_year_over({ share, year })
			: m.budget_answer_too_few({ share, year });
	return runRate.reachedOn === null
		? m.budget_answer_enough({ year })
		: m.budget_answer_reached_on({ day: dateOnly(locale, runRate.reachedOn) });
}

/** How sure we are decides how it is said. */
export function projectionSentence(
	locale: Locale,
	{ probability, date: { lower80, median, upper80 } }: Pick<BudgetProjection, 'probability' | 'date'>,
	year: string
): string {
	const share = formatShare(locale, probability);
	const early = lower80 === null ? '' : dateOnly(locale, lower80);
	if (lower80 === null) return m.budget_projection_lasts({ year, share });
	if (median === null) return m.budget_projection_risk({ year, share, early });
	const day = dateOnly(locale, median);
	if (upper80 === null) return m.budget_projection_gone_open({ day, year, share, early });
	return m.budget_projection_gone({ day, early, late: dateOnly(locale, upper80) });
}

function partOf(locale: Locale, { filter, facilities }: BudgetView): string {
	const facility = facilities.find(({ code }) => code === filter.facility)?.name ?? filter.facility;
	const service =
		filter.service === null ? null : (findService(filter.service)?.names[locale] ?? filter.service);
	return [service, facility].filter((text) => text !== null).join(', ');
}

export function detailOf(locale: Locale, view: BudgetView, totals: Totals): string {
	return [moneyOf(locale, view, totals), knownFrom(locale, view), paceOf(locale, view)]
		.filter((text) => text !== null)
		.join(' ');
}

function moneyOf(locale: Locale, view: BudgetView, totals: Totals): string {
	const paid = formatRupiahShort(locale, totals.paidRupiah);
	const owed = formatRupiahShort(locale, totals.owedRupiah);
	return totals.ceilingRupiah === null || isPart(view)
		? m.budget_detail_none({ paid, owed })
		: m.budget_detail_ceiling({ paid, owed, ceiling: formatRupiahShort(locale, totals.ceilingRupiah) });
}

/** A year that the data enter half-way must not look like a cheap one. */
function knownFrom(locale: Locale, { months, carriedRupiah }: BudgetView): string | null {
	const first = months.findIndex(({ committedRupiah }) => committedRupiah > 0);
	const month = months[first]?.month;
	if (first <= 0 || month === undefined || carriedRupiah > 0) return null;
	return m.budget_known_from({ month: formatMonth(locale, month) });
}

function paceOf(locale: Locale, view: BudgetView): string | null {
	const { runRate, projection } = view;
	if (projection !== null && runRate.status !== 'reached') {
		const { p10, p50, p90 } = projection.notReported;
		const [amount = '', low = '', high = ''] = formatRupiahTogether(locale, [p50, p10, p90]);
		return m.budget_projection_detail({
			from: formatMonth(locale, projection.from),
			to: formatMonth(locale, projection.to),
			...{ amount, low, high }
		});
	}
	if (runRate.status === 'projected') {
		const from = formatMonth(locale, runRate.basis[0] ?? runRate.from);
		return m.budget_detail_pace({ from, to: formatMonth(locale, runRate.from) });
	}
	if (isPart(view)) return m.budget_detail_filtered();
	const isTooFew = runRate.status === 'unknown' && runRate.reason === 'too-few-months';
	return isTooFew ? m.budget_detail_too_few() : null;
}

export const isPart = ({ filter }: BudgetView) => filter.facility !== null || filter.service !== null;
