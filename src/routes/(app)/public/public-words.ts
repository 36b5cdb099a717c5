import { findKecamatan } from '$lib/domain/area';
import { findWardClass } from '$lib/domain/ward';
import { type Locale, formatDay, formatNumber, formatRupiahShort, formatShare } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { PublicBoard } from '$lib/live/public-board.svelte';
import type { PublicView } from '$lib/protocol/views/public';

/** Nobody is found in a small number: what counts persons' visits is shown in steps of five. */
export function roundToFive(count: number): number {
	return Math.round(count / 5) * 5;
}

export function wardName(locale: Locale, ward: string): string {
	return findWardClass(ward)?.names[locale] ?? ward;
}

export function placeName(kecamatan: string | null): string {
	return (kecamatan === null ? null : findKecamatan(kecamatan)?.name) ?? m.public_place_unknown();
}

export function answerSentence(locale: Locale, board: PublicBoard): string {
	const confirmed = formatNumber(locale, board.confirmedFree);
	const possible = formatNumber(locale, board.possibleFree);
	if (board.bedTotals.length === 0) return m.public_answer_empty();
	if (board.confirmedFree > 0 && board.possibleFree > 0) return m.public_answer_both({ confirmed, possible });
	if (board.confirmedFree > 0) return m.public_answer_confirmed({ confirmed });
	return board.possibleFree > 0 ? m.public_answer_possible({ possible }) : m.public_answer_none();
}

/** How the programme is doing, in sentences that anybody can read aloud. */
export function programmeWords(locale: Locale, view: PublicView, board: PublicBoard): string[] {
	const { members } = board;
	const day = formatDay(locale, view.today);
	return [
		members === null
			? m.public_words_members_none()
			: m.public_words_members({ count: formatNumber(locale, members), day }),
		board.visitsYear === 0
			? m.public_words_visits_none()
			: m.public_words_visits_week({
					week: formatNumber(locale, roundToFive(board.visitsWeek)),
					year: formatNumber(locale, roundToFive(board.visitsYear))
				}),
		...moneyWords(locale, view.money, board)
	];
}

function moneyWords(locale: Locale, money: PublicView['money'], board: PublicBoard): string[] {
	const year = String(money.year);
	const { ceilingRupiah } = money;
	if (ceilingRupiah === null || ceilingRupiah <= 0) return [m.public_words_money_none({ year })];
	const rupiah = (amount: number) => formatRupiahShort(locale, amount);
	const used = (board.paidRupiah + board.owedRupiah) / ceilingRupiah;
	return [
		m.public_words_money({
			year,
			ceiling: rupiah(ceilingRupiah),
			paid: rupiah(board.paidRupiah),
			owed: rupiah(board.owedRupiah)
		}),
		paceWords(locale, used, money.yearGone)
	];
}

/** Within five points of the calendar nothing is said of its pace. */
const inStep = 0.05;

function paceWords(locale: Locale, usedShare: number, goneShare: number): string {
	const shares = { used: formatShare(locale, usedShare), gone: formatShare(locale, goneShare) };
	if (usedShare > 1) return m.public_words_pace_over();
	if (usedShare > goneShare + inStep) return m.public_words_pace_fast(shares);
	// Less than the calendar is no good news: the bills of the last months are still to come.
	return m.public_words_pace_open({ used: shares.used });
}
