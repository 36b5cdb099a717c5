/**
 * From an item of VClaim's `Monitoring/Klaim` to a claim. Kept: number (SEP), days, INA-CBG package, what is asked and what
 * is granted, where it stands. Never read: name, card and record number (`peserta`), the hospital's own and the grouper's
 * tariff, top-up, the number of the list (FPK).
 */
import type { EventRefusal } from '../../../../protocol/refusals.ts';
import type { ToldClaim } from '../bridging/claim-events.ts';
import { dayOf, isFields, textOf, wholeOf, type Fields } from '../bridging/payload.ts';

export const vclaimFields = {
	'data.claim': 'noSEP',
	'data.letter': 'noSEP',
	'data.tariffCode': 'Inacbg.kode',
	'data.billedRupiah': 'biaya.byPengajuan',
	'data.verifiedRupiah': 'biaya.bySetujui',
	'data.serviceFrom': 'tglSep',
	'data.serviceTo': 'tglPulang',
	'data.service': 'poli',
	'data.state': 'status',
	subject: 'facility',
	type: 'Authorization'
} as const;

/** By number in the address of the original, by name in its items: in verification, sent back, granted. */
const states: Readonly<Record<string, 'submitted' | 'returned' | 'verified'>> = {
	'': 'submitted',
	'1': 'submitted',
	'proses verifikasi': 'submitted',
	'2': 'returned',
	'pending verifikasi': 'returned',
	'3': 'verified',
	klaim: 'verified'
};

/** Who may say a state is the authority table's to judge: a hospital's key passes on no verdict on its own claims. */
export function claimOfVclaim(item: Fields): ToldClaim {
	const status = textOf(item.status) ?? '';
	const state = typeof status === 'string' ? states[status.toLowerCase()] : undefined;
	const refusal: EventRefusal = {
		code: 'unknown-code',
		field: 'status',
		detail: { value: String(status).slice(0, 64) }
	};
	return { data: claimData(item, state), isPartial: true, ...(state === undefined && { refusal }) };
}

function claimData(item: Fields, state: string | undefined): Fields {
	const costs = isFields(item.biaya) ? item.biaya : {};
	const sep = textOf(item.noSEP);
	return {
		claim: sep,
		letter: sep,
		state,
		service: serviceOf(textOf(item.poli)),
		serviceFrom: dayOf(item.tglSep),
		serviceTo: dayOf(item.tglPulang) ?? dayOf(item.tglSep),
		tariffCode: isFields(item.Inacbg) ? textOf(item.Inacbg.kode) : undefined,
		billedRupiah: wholeOf(costs.byPengajuan),
		verifiedRupiah: state === 'verified' ? wholeOf(costs.bySetujui) : undefined
	};
}

/** Inpatients have no clinic. */
function serviceOf(poli: unknown): unknown {
	if (poli === undefined || poli === '-') return 'inpatient-3';
	if (typeof poli !== 'string') return poli;
	if (/\b(?:igd|ugd)\b|gawat/i.test(poli)) return 'emergency';
	return /\bhd\b|hemodial/i.test(poli) ? 'dialysis' : 'outpatient';
}
