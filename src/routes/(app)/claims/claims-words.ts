/** What the Claims pages say, in the reader's language. */
import type { ClaimMove, OpenStage, SampleReason } from '$lib/domain/claim-desk';
import { letterFaults, type LetterFault } from '$lib/domain/guarantee-letter';
import type { ClaimState } from '$lib/domain/role';
import { findService } from '$lib/domain/service';
import type { TariffItem } from '$lib/domain/tariff-items';
import { formatDayShort, formatNumber, formatRupiahShort, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { Finding, PeerMeasure } from '$lib/protocol/views/claims';
import { jknName } from '../../register-words';

const states: Record<ClaimState, () => string> = {
	submitted: m.claims_state_submitted,
	returned: m.claims_state_returned,
	verified: m.claims_state_verified,
	rejected: m.claims_state_rejected,
	approved: m.claims_state_approved,
	paid: m.claims_state_paid
};
export const stateName = (state: ClaimState): string => states[state]();

export const stateTone = (state: ClaimState): 'good' | 'warn' | 'bad' | 'plain' =>
	state === 'paid' ? 'good' : state === 'rejected' ? 'bad' : state === 'returned' ? 'warn' : 'plain';

const stages: Record<OpenStage, { name: () => string; waits: () => string }> = {
	submitted: { name: m.claims_stage_submitted, waits: m.claims_waits_submitted },
	verified: { name: m.claims_stage_verified, waits: m.claims_waits_verified },
	approved: { name: m.claims_stage_approved, waits: m.claims_waits_approved }
};
export const stageName = (stage: OpenStage): string => stages[stage].name();
export const waitsFor = (stage: OpenStage): string => stages[stage].waits();

const moves: Record<ClaimMove, () => string> = {
	verify: m.claims_move_verify,
	approve: m.claims_move_approve,
	pay: m.claims_move_pay,
	return: m.claims_move_return,
	reject: m.claims_move_reject
};
export const moveName = (move: ClaimMove): string => moves[move]();

const samples: Record<SampleReason, () => string> = {
	random: m.claims_sample_random,
	value: m.claims_sample_value,
	finding: m.claims_sample_finding
};
export const sampleName = (reason: SampleReason): string => samples[reason]();

const rules: Record<string, () => string> = {
	'duplicate-claim': m.claims_rule_duplicate_claim,
	'overlapping-stay': m.claims_rule_overlapping_stay,
	'cost-outlier': m.claims_rule_cost_outlier,
	'primary-care-bypass': m.claims_rule_primary_care_bypass,
	'double-financing': m.claims_rule_double_financing,
	'not-resident': m.claims_rule_not_resident,
	'guarantee-letter': m.claims_rule_guarantee_letter
};
export const ruleName = (rule: string): string => rules[rule]?.() ?? rule;

const statuses: Record<string, () => string> = {
	moved: m.claims_status_moved,
	deceased: m.claims_status_deceased,
	elsewhere: m.claims_status_elsewhere,
	unknown: m.claims_status_unknown
};

type LetterWords = { letter: string; stake: string };
const sayLetterFault: Record<LetterFault, (words: LetterWords) => string> = {
	'none-named': m.claims_finding_letter_none_named,
	unknown: m.claims_finding_letter_unknown,
	'other-facility': m.claims_finding_letter_other_facility,
	'other-person': m.claims_finding_letter_other_person,
	unproven: m.claims_finding_letter_unproven,
	'other-service': m.claims_finding_letter_other_service,
	cancelled: m.claims_finding_letter_cancelled,
	outside: m.claims_finding_letter_outside,
	used: m.claims_finding_letter_used
};

/** A claim's number, without its hospital. */
const numberOf = (id: string) => id.slice(id.indexOf('/') + 1);

/** The reason as a sentence, filled from what was seen. */
export function findingSentence(locale: Locale, { rule, evidence, others, atStakeRupiah }: Finding): string {
	const text = (name: string) => String(evidence[name] ?? '–');
	const number = (name: string, decimals = 0) => formatNumber(locale, Number(evidence[name] ?? 0), decimals);
	const day = (name: string) => (evidence[name] ? formatDayShort(locale, text(name)) : '–');
	const stake = formatRupiahShort(locale, atStakeRupiah);
	switch (rule) {
		case 'duplicate-claim':
			return m.claims_finding_duplicate_claim({ first: numberOf(text('first')), stake });
		case 'overlapping-stay':
			return m.claims_finding_overlapping_stay({ others: others.map(numberOf).join(', '), stake });
		case 'cost-outlier':
			return m.claims_finding_cost_outlier({
				ratio: number('ratio', 1),
				typical: formatRupiahShort(locale, Number(evidence['typicalRupiah'] ?? 0)),
				peers: number('peers'),
				stake
			});
		case 'primary-care-bypass':
			return m.claims_finding_primary_care_bypass({ diagnosis: text('diagnosis'), stake });
		case 'double-financing':
			return m.claims_finding_double_financing({ since: day('since'), jkn: jknName(text('jkn')), stake });
		case 'not-resident':
			return m.claims_finding_not_resident({
				status: statuses[text('status')]?.() ?? text('status'),
				since: day('since'),
				stake
			});
		case 'guarantee-letter': {
			const fault = letterFaults.find((one) => one === evidence['fault']);
			return fault ? sayLetterFault[fault]({ letter: text('letter'), stake }) : rule;
		}
		default:
			return rule;
	}
}

export const serviceName = (locale: Locale, service: string): string =>
	findService(service)?.names[locale] ?? service;

const items: Record<TariffItem, () => string> = {
	prosedur_non_bedah: m.claims_item_prosedur_non_bedah,
	prosedur_bedah: m.claims_item_prosedur_bedah,
	konsultasi: m.claims_item_konsultasi,
	tenaga_ahli: m.claims_item_tenaga_ahli,
	keperawatan: m.claims_item_keperawatan,
	penunjang: m.claims_item_penunjang,
	radiologi: m.claims_item_radiologi,
	laboratorium: m.claims_item_laboratorium,
	pelayanan_darah: m.claims_item_pelayanan_darah,
	rehabilitasi: m.claims_item_rehabilitasi,
	kamar: m.claims_item_kamar,
	rawat_intensif: m.claims_item_rawat_intensif,
	obat: m.claims_item_obat,
	obat_kronis: m.claims_item_obat_kronis,
	obat_kemoterapi: m.claims_item_obat_kemoterapi,
	alkes: m.claims_item_alkes,
	bmhp: m.claims_item_bmhp,
	sewa_alat: m.claims_item_sewa_alat
};
export const itemName = (item: TariffItem): string => items[item]();

const measures: Record<PeerMeasure, () => string> = {
	returnRate: m.claims_peer_returnRate,
	cutShare: m.claims_peer_cutShare,
	daysToPay: m.claims_peer_daysToPay,
	costRatio: m.claims_peer_costRatio
};
export const measureName = (measure: PeerMeasure): string => measures[measure]();

const standings: Record<string, () => string> = {
	within: m.claims_funnel_within,
	'above-95': m.claims_funnel_above_95,
	'above-998': m.claims_funnel_above_998,
	'below-95': m.claims_funnel_below_95,
	'below-998': m.claims_funnel_below_998
};
export const standingName = (standing: string): string => standings[standing]?.() ?? standing;

export const claimHref = (facility: string, claimNo: string): string =>
	`/claims/${encodeURIComponent(facility)}/${encodeURIComponent(claimNo)}`;

/** `0007`, as it stands on the paper. */
export const batchNumber = (number: number): string => String(number).padStart(4, '0');
