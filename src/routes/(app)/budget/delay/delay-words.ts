/** What the triangle says, in a sentence. */
import { formatMonth, formatShare, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { BudgetDelayView } from '$lib/protocol/views/budget-delay';

const nearlyAll = 0.95;

export const shareAt = ({ triangle }: BudgetDelayView, lag: number): number | null =>
	triangle?.links.find((link) => link.lag === lag)?.share ?? null;

export function answerOf(locale: Locale, view: BudgetDelayView): string {
	const afterOne = shareAt(view, 1);
	if (afterOne === null) return m.money_delay_answer_none({ year: String(view.filter.year) });
	const share = formatShare(locale, afterOne);
	const last = view.triangle?.links.length ?? 0;
	const lag = view.triangle?.links.find((link) => (link.share ?? 0) >= nearlyAll)?.lag ?? last;
	return lag <= 1
		? m.money_delay_answer_short({ share })
		: m.money_delay_answer({ share, months: String(lag) });
}

export function detailOf(locale: Locale, { triangle }: BudgetDelayView): string | undefined {
	const [first, last] = [triangle?.rows[0], triangle?.rows.at(-1)];
	if (!first || !last) return m.money_delay_none_todo();
	return m.money_delay_detail({
		from: formatMonth(locale, first.month),
		to: formatMonth(locale, last.month)
	});
}
