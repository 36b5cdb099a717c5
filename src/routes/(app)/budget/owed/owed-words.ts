/** Words and sums of the ladder and of the ages. */
import { m } from '$lib/i18n/paraglide/messages.js';
import { formatRupiahShort, formatRupiahTogether, formatShare, type Locale } from '$lib/i18n/format';
import {
	billedRungs,
	debtAges,
	unpaidStages,
	type AgedDebt,
	type BilledRung,
	type BudgetOwedView,
	type DebtAge,
	type Ladder
} from '$lib/protocol/views/budget-owed';

export const rungName = (rung: BilledRung): string =>
	({
		paid: m.money_rung_paid,
		approved: m.money_rung_approved,
		verified: m.money_rung_verified,
		submitted: m.money_rung_submitted
	})[rung]();

export const ageName = (age: DebtAge): string =>
	({ 0: m.money_ages_0, 31: m.money_ages_31, 61: m.money_ages_61, 91: m.money_ages_91 })[age]();

export const billedOf = ({ rungs }: Ladder) => billedRungs.reduce((sum, rung) => sum + rungs[rung], 0);
export const owedOf = ({ rungs }: Ladder) => unpaidStages.reduce((sum, rung) => sum + rungs[rung], 0);
export const totalOf = (ladder: Ladder) => billedOf(ladder) + (ladder.notReported?.p50 ?? 0);
export const ageTotal = ({ ages }: AgedDebt) =>
	debtAges.map((age) => ages[age].amountRupiah).reduce((sum, rupiah) => sum + rupiah, 0);
export const ageClaims = ({ ages }: AgedDebt) =>
	debtAges.map((age) => ages[age].claims).reduce((sum, claims) => sum + claims, 0);

/** How much of all that is owed or was paid is still to be paid, what is not billed yet included. */
export function ladderTitle(locale: Locale, ladder: Ladder): string {
	const all = totalOf(ladder);
	const open = all - ladder.rungs.paid;
	const total = formatRupiahShort(locale, all);
	if (all === 0) return m.money_ladder_title_none();
	return open === 0
		? m.money_ladder_title_paid({ total })
		: m.money_ladder_title({ total, share: formatShare(locale, open / all) });
}

export function answerOf(locale: Locale, { whole, filter }: BudgetOwedView): string {
	const owed = owedOf(whole);
	if (whole.notReported !== null) {
		const [said = '', missing = ''] = formatRupiahTogether(locale, [owed, whole.notReported.p50]);
		return m.money_owed_answer({ owed: said, missing });
	}
	return owed === 0
		? m.money_owed_answer_none({ year: String(filter.year) })
		: m.money_owed_answer_billed({ owed: formatRupiahShort(locale, owed) });
}

export function detailOf(locale: Locale, { whole, stages }: BudgetOwedView): string {
	const old = stages.reduce((sum, { ages }) => sum + ages[91].amountRupiah, 0);
	const said = [m.money_owed_detail({ old: formatRupiahShort(locale, old) })];
	if (whole.notReported !== null) {
		const { p10, p90 } = whole.notReported;
		const [low = '', high = ''] = formatRupiahTogether(locale, [p10, p90]);
		said.push(m.money_owed_detail_error({ low, high }));
	}
	return said.join(' ');
}
