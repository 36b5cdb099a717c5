import { formatNumber, formatRupiah, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { batchNumber } from './claims-words';
import type { Said } from './desk-forms';

/** What came of a move, as a sentence. */
export function saidText(locale: Locale, said: Said): { tone: 'good' | 'bad'; text: string } {
	if (said.outcome === 'failed') return { tone: 'bad', text: said.message };
	if (said.outcome === 'refused')
		return { tone: 'bad', text: refusals[said.refusal]({ claim: said.claimNo ?? '' }) };
	const sums = { claims: formatNumber(locale, said.claims), amount: formatRupiah(locale, said.amountRupiah) };
	if (said.batch === null) return { tone: 'good', text: m.claims_said_done(sums) };
	return { tone: 'good', text: m.claims_said_paid({ ...sums, batch: batchNumber(said.batch) }) };
}

type RefusalCode = Extract<Said, { outcome: 'refused' }>['refusal'];

const refusals: Record<RefusalCode, (inputs: { claim: string }) => string> = {
	'not-yours': () => m.claims_refused_not_yours(),
	'other-stage': m.claims_refused_other_stage,
	'already-paid': m.claims_refused_already_paid,
	'four-eyes': m.claims_refused_four_eyes,
	'reason-short': () => m.claims_refused_reason_short(),
	'amount-above': () => m.claims_refused_amount_above(),
	'amount-unusable': () => m.claims_refused_amount_unusable(),
	'correction-above': () => m.claims_refused_correction_above(),
	'no-cut-without-reason': () => m.claims_refused_no_cut_without_reason(),
	stale: m.claims_refused_stale,
	gone: m.claims_refused_gone,
	unjudged: m.claims_refused_unjudged,
	'reason-number': () => m.claims_refused_reason_number(),
	'reason-long': () => m.claims_refused_reason_long(),
	'too-many': () => m.claims_refused_too_many(),
	'none-chosen': () => m.claims_refused_none_chosen()
};
