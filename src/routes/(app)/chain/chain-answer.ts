/** The one sentence that answers the page: if this, then that, and when the money ends. */
import { hasEvent, hasPolicy, settledHalfYear } from '$lib/domain/chain';
import { daysBetween, yearOf } from '$lib/domain/period';
import { dayOf, formatDayShort, formatNumber, formatRupiahShort, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { ChainView } from '$lib/protocol/views/chain';
import { projectionSentence } from '../budget/answer';
import { diseaseName, placeName, policiesText, sizeText } from './chain-words';

const resultOf = ({ arrows }: ChainView, key: string) =>
	arrows.find((arrow) => arrow.key === key)?.result ?? null;

/** An event that is reckoned, not only asked for. */
export const isReckoned = (view: ChainView) => hasEvent(view.levers) && view.eventGap === null;

export function answerOf(locale: Locale, view: ChainView): string {
	if (view.window === null) return m.chain_answer_none();
	const { levers, money } = view;
	const year = String(yearOf(dayOf(view.snapshot.now)));
	const moneySays = money === null ? null : projectionSentence(locale, money, year);
	if (!isReckoned(view) && !hasPolicy(levers))
		return moneySays === null ? m.chain_answer_usual_no_money() : m.chain_answer_usual({ money: moneySays });
	const sentence = m.chain_sentence({
		conditions: conditionsOf(locale, view),
		consequences: consequencesOf(locale, view)
	});
	return moneySays === null ? sentence : `${sentence} ${withShift(view, moneySays)}`;
}

function conditionsOf(locale: Locale, view: ChainView): string {
	const { levers } = view;
	const event = isReckoned(view)
		? m.chain_if_event({
				disease: diseaseName(locale, levers.disease ?? ''),
				place: placeOf(levers.kecamatan),
				size: sizeText(locale, levers.size),
				weeks: String(levers.weeks)
			})
		: null;
	const policies = policiesText(locale, levers);
	if (event === null) return m.chain_if_policy({ policies });
	return policies === '' ? event : m.chain_if_both({ event, policies });
}

const placeOf = (kecamatan: string | null) => (kecamatan === null ? m.chain_in_city() : placeName(kecamatan));

function consequencesOf(locale: Locale, view: ChainView): string {
	const difference = resultOf(view, 'scenario.year-difference');
	const amount = difference === null ? null : formatRupiahShort(locale, Math.abs(difference.value));
	const charge =
		difference === null || amount === null
			? null
			: Math.round(difference.value) === 0
				? m.chain_then_same()
				: difference.value > 0
					? m.chain_then_more({ amount })
					: m.chain_then_less({ amount });
	const [beds, claims, cost] = ['peak-beds', 'claims', 'outbreak-cost'].map((key) =>
		resultOf(view, `scenario.${key}`)
	);
	const event =
		view.cases && beds && claims && cost
			? m.chain_then_event({
					cases: formatNumber(locale, view.cases.value),
					beds: formatNumber(locale, beds.value),
					claims: formatNumber(locale, claims.value),
					cost: formatRupiahShort(locale, cost.value)
				})
			: null;
	return [event, charge].filter((text) => text !== null).join('; ');
}

/** How far the end moves, where it is within the year both ways. */
function withShift({ money, baseline }: ChainView, says: string): string {
	const [then, now] = [money?.date.median ?? null, baseline?.date.median ?? null];
	if (then === null || now === null || then === now) return says;
	const days = String(Math.abs(daysBetween(then, now)));
	return then < now
		? m.chain_money_earlier({ money: says, days })
		: m.chain_money_later({ money: says, days });
}

/** Why the page says less than was asked, or what to do with it. */
export function detailOf(locale: Locale, view: ChainView): string | undefined {
	const day = (text: string) => formatDayShort(locale, text);
	if (view.window === null) {
		const { from, to } = settledHalfYear(dayOf(view.snapshot.now));
		return m.chain_none_why({ from: day(from), to: day(to) });
	}
	const { levers, money } = view;
	const gap = gapOf(locale, view);
	if (gap !== null) return gap;
	if (money === null) return m.chain_no_money();
	return hasEvent(levers) || hasPolicy(levers) ? undefined : m.chain_detail_usual();
}

/** Why what an event brings cannot be told; null where it can, or none is asked. */
export function gapOf(locale: Locale, { levers, eventGap, window }: ChainView): string | null {
	const day = (text: string | undefined) => (text === undefined ? '–' : formatDayShort(locale, text));
	const disease = diseaseName(locale, levers.disease ?? '');
	if (eventGap === 'no-rates')
		return m.chain_gap_no_rates({ disease, from: day(window?.from), to: day(window?.to) });
	if (eventGap === 'too-few-weeks') return m.chain_gap_too_few_weeks({ disease });
	if (eventGap === 'no-cases') return m.chain_gap_no_cases({ disease, place: placeOf(levers.kecamatan) });
	return null;
}
