/** What the triangle says, in a sentence. */
import { formatMonth, formatShare, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BudgetDelayView } from '$lib/protocol/views/budget-delay';

const nearlyAll = 0.95;

export const shareAt = ({ triangle }: BudgetDelayView, lag: number): number | null =>
	triangle?.links.find((link) => link.lag === lag)?.share ?? null;

/** Not rounded up to what is only reached later. */
export const reachedShare = (locale: Locale, share: number): string =>
	formatShare(locale, Math.floor(100 * share + 1e-9) / 100);

export function answerOf(locale: Locale, view: BudgetDelayView): string {
	const afterOne = shareAt(view, 1);
	if (afterOne === null) return m.money_delay_answer_none({ year: String(view.filter.year) });
	const last = view.triangle?.links.length ?? 0;
	const lag = view.triangle?.links.find((link) => (link.share ?? 0) >= nearlyAll)?.lag ?? last;
	if (lag <= 1) return m.money_delay_answer_short({ share: formatShare(locale, afterOne) });
	return m.money_delay_answer({ share: reachedShare(locale, afterOne), months: String(lag) });
}

export function detailOf(locale: Locale, { triangle }: BudgetDelayView): string | undefined {
	const [first, last] = [triangle?.rows[0], triangle?.rows.at(-1)];
	if (!first || !last) return m.money_delay_none_todo();
	return m.money_delay_detail({
		from: formatMonth(locale, first.month),
		to: formatMonth(locale, last.month)
	});
}
