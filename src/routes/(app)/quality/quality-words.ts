import type { EventKind, Party } from '$lib/domain/role';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { EventRefusalCode } from '$lib/protocol/refusals';
import type { HeldRow } from '$lib/protocol/views/quality';

const partyNames: Record<Party, () => string> = {
	hospital: m.quality_party_hospital,
	verifier: m.quality_party_verifier,
	finance: m.quality_party_finance,
	dinkes: m.quality_party_dinkes,
	register: m.quality_party_register,
	importer: m.quality_party_importer
};
const kindNames: Record<EventKind, () => string> = {
	visit: m.quality_type_visit,
	bed: m.quality_type_bed,
	claim: m.quality_type_claim,
	member: m.quality_type_member,
	stock: m.quality_type_stock,
	tally: m.quality_type_tally
};
const reasonNames: Record<EventRefusalCode, () => string> = {
	'not-json': m.quality_reason_not_json,
	'not-an-object': m.quality_reason_not_an_object,
	'bad-envelope': m.quality_reason_bad_envelope,
	'unknown-type': m.quality_reason_unknown_type,
	'bad-field': m.quality_reason_bad_field,
	'bad-nik': m.quality_reason_bad_nik,
	'identity-number': m.quality_reason_identity_number,
	'future-time': m.quality_reason_future_time,
	'unknown-facility': m.quality_reason_unknown_facility,
	'facility-missing': m.quality_reason_facility_missing,
	'other-facility': m.quality_reason_other_facility,
	'not-allowed': m.quality_reason_not_allowed,
	'unknown-ward': m.quality_reason_unknown_ward,
	'unknown-code': m.quality_reason_unknown_code,
	'unknown-name': m.quality_reason_unknown_name,
	'list-position': m.quality_reason_list_position,
	conflict: m.quality_reason_conflict,
	unstorable: m.quality_reason_unstorable,
	'claim-unknown': m.quality_reason_claim_unknown,
	'claim-settled': m.quality_reason_claim_settled,
	'claim-stage': m.quality_reason_claim_stage,
	'claim-paid': m.quality_reason_claim_paid,
	'claim-four-eyes': m.quality_reason_claim_four_eyes,
	'claim-amount': m.quality_reason_claim_amount,
	'claim-differs': m.quality_reason_claim_differs,
	'claim-late': m.quality_reason_claim_late
};

const lookUp = (table: Record<string, () => string>, key: string) =>
	Object.hasOwn(table, key) ? table[key]?.() : undefined;

export const partyName = (party: string) => lookUp(partyNames, party) ?? party;
export const reasonName = (code: string) => lookUp(reasonNames, code) ?? code;

/** `id.denyut.visit.v1` in words; another type as it was written. */
export function typeName(type: string | null): string {
	if (type === null || type === '-') return m.quality_unread_type();
	return lookUp(kindNames, /^id\.denyut\.(\w+)\.v1$/.exec(type)?.[1] ?? '') ?? type;
}

export const senderName = ({ facility, party }: Pick<HeldRow, 'facility' | 'party'>) =>
	facility?.name ?? partyName(party);
