import type { BasisKind } from '$lib/domain/basis';
import type { SignalMove, SignalState } from '$lib/domain/outbreak-signal';
import { formatNumber, formatShare, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { ScoreRow, SignalRow, SignalWeek } from '$lib/protocol/views/signals';
import { areaName, countText, diseaseName, periodName } from '../disease-words';

const states: Record<SignalState, () => string> = {
	new: m.signals_state_new,
	verifying: m.signals_state_verifying,
	outbreak: m.signals_state_outbreak,
	'no-outbreak': m.signals_state_no_outbreak,
	closed: m.signals_state_closed
};
export const stateName = (state: SignalState) => states[state]();

export const stateTone: Readonly<Record<SignalState, 'bad' | 'warn' | 'good' | 'plain'>> = {
	new: 'warn',
	verifying: 'warn',
	outbreak: 'bad',
	'no-outbreak': 'good',
	closed: 'plain'
};

const moves: Record<SignalMove | 'raise', () => string> = {
	raise: m.signals_move_raise,
	take: m.signals_move_take,
	confirm: m.signals_move_confirm,
	dismiss: m.signals_move_dismiss,
	reopen: m.signals_move_reopen,
	close: m.signals_move_close,
	note: m.signals_move_note
};
export const moveName = (move: SignalMove | 'raise') => moves[move]();

const methods: Readonly<Record<string, () => string>> = {
	seasonal: m.signals_method_seasonal,
	farringtonFlexible: m.signals_method_farringtonFlexible,
	earsC1: m.signals_method_earsC1,
	earsC2: m.signals_method_earsC2
};
/** By what a week spoke. */
export const methodName = ({ rule, method }: SignalWeek) =>
	(rule === 'statistics' ? (methods[method ?? ''] ?? m.signals_method_none) : m.signals_method_none)();

const refusals: Readonly<Record<string, () => string>> = {
	'not-yours': m.signals_refused_not_yours,
	'other-state': m.signals_refused_other_state,
	'not-owner': m.signals_refused_not_owner,
	'note-short': m.signals_refused_note_short,
	'note-long': m.signals_refused_note_long,
	'identity-number': m.signals_refused_identity_number,
	stale: m.signals_refused_stale
};
export const refusalText = (refusal: string) => (refusals[refusal] ?? m.signals_refused_gone)();

const rules: Record<ScoreRow['rule'], () => string> = {
	signal: m.signals_score_rule_signal,
	skdr: m.signals_score_rule_skdr,
	persistence: m.signals_score_rule_persistence
};
export const ruleName = (rule: ScoreRow['rule']) => rules[rule]();

export const signalHeading = (locale: Locale, { disease, area }: SignalRow) =>
	m.signals_heading({ disease: diseaseName(locale, disease), area: areaName(area) });

/** Beyond it nobody can tell odds apart. */
const leastChance = 1e-6;

/** `1 banding 2.300`, two figures: more would be more than is known. */
export function oddsText(locale: Locale, chance: number): string {
	if (chance < leastChance) return m.signals_odds_small();
	const odds = 1 / chance;
	const step = 10 ** Math.max(0, Math.floor(Math.log10(odds)) - 1);
	return m.signals_odds({ count: formatNumber(locale, Math.round(odds / step) * step) });
}

/**
 * A week of a signal in plain words: what was counted, what is usual, from where on it is not, and how likely chance is; of a
 * rule of SKDR from where on it asks for a check, and what is usual where that is known.
 */
export function weekSentence(locale: Locale, week: SignalWeek): string {
	const { cases, expected, threshold, chance, basis, rule } = week;
	const figure = { value: cases, kind: basis as BasisKind, reporter: null };
	const said = {
		count: countText(locale, { ...figure, ownCounts: 0, isPartial: false, others: [] }),
		period: periodName(locale, 'week', week.week)
	};
	const usual = (value: number) => formatNumber(locale, value, value < 10 ? 1 : 0);
	const minimum = formatNumber(locale, Math.floor(threshold) + 1);
	if (rule === 'rise')
		return m.signals_sentence_rise({ ...said, minimum, previous: formatNumber(locale, expected ?? 0) });
	if (rule === 'threshold')
		return [
			m.signals_sentence_threshold({ ...said, minimum }),
			expected === null ? m.signals_usual_unknown() : m.signals_usual({ expected: usual(expected) })
		].join(' ');
	if (rule === 'first-case' || expected === null || chance === null)
		return m.signals_sentence_first({ ...said, minimum });
	return m.signals_sentence({
		...said,
		expected: usual(expected),
		threshold: formatNumber(locale, Math.floor(threshold)),
		odds: oddsText(locale, chance)
	});
}

export const shareText = (locale: Locale, share: number) => formatShare(locale, share, share < 0.1 ? 1 : 0);
