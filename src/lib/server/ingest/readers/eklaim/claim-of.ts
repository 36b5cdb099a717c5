/**
 * From `set_claim_data` of e-Klaim to a claim. Kept: number (SEP), days, diagnoses, service, the hospital's bill by its 18
 * items. A NIK is taken where the card's number is one (`nomor_kartu_t` is «nik», sixteen digits). Never read: the names of
 * doctor and patient, the insurer's card number, the coder's NIK; and what a claim here has no place for (procedures, ADL,
 * weight, pressure, ventilator, class upgrade, payer).
 */
import { tariffItems } from '../../../../domain/tariff-items.ts';
import type { EventRefusal } from '../../../../protocol/refusals.ts';
import type { ToldClaim } from '../bridging/claim-events.ts';
import { dayOf, isFields, textOf, wholeOf, type Fields } from '../bridging/payload.ts';

export const eklaimFields = {
	'data.claim': 'data.nomor_sep',
	'data.letter': 'data.nomor_sep',
	'data.nik': 'data.nomor_kartu',
	'data.diagnoses': 'data.diagnosa',
	'data.service': 'data.jenis_rawat',
	'data.serviceFrom': 'data.tgl_masuk',
	'data.serviceTo': 'data.tgl_pulang',
	'data.items': 'data.tarif_rs',
	'data.billedRupiah': 'data.tarif_rs',
	'data.tariffCode': 'data.grouper',
	'data.state': 'Authorization',
	subject: 'facility',
	type: 'Authorization'
} as const;

/** The card pays class 3, so an inpatient's claim is of class 3 whatever class is named; the ICU's days are part of it. */
const services: Readonly<Record<string, string>> = {
	'1': 'inpatient-3',
	'2': 'outpatient',
	'3': 'emergency'
};

export function claimOfEklaim({ metadata, data }: Fields): ToldClaim {
	const fields = isFields(data) ? data : {};
	const refusal = wrongMethod(isFields(metadata) ? metadata : {}, fields);
	return { data: claimData(fields), ...(refusal && { refusal }) };
}

function wrongMethod(metadata: Fields, data: Fields): EventRefusal | undefined {
	const { method, nomor_sep: sep } = metadata;
	if (method !== 'set_claim_data')
		return {
			code: 'unknown-code',
			field: 'metadata.method',
			detail: { value: String(textOf(method)).slice(0, 64) }
		};
	if (textOf(sep) !== undefined && textOf(sep) !== textOf(data.nomor_sep))
		return { code: 'bad-field', field: 'metadata.nomor_sep', detail: { reason: 'wrong-form' } };
	return undefined;
}

function claimData(data: Fields): Fields {
	const sep = textOf(data.nomor_sep);
	const items = itemsOf(data);
	const kind = textOf(data.jenis_rawat);
	return {
		claim: sep,
		letter: sep,
		nik: nikOf(data),
		state: 'submitted',
		diagnoses: diagnosesOf(data.diagnosa),
		service: typeof kind === 'string' ? (services[kind] ?? kind) : kind,
		serviceFrom: dayOf(data.tgl_masuk),
		serviceTo: dayOf(data.tgl_pulang),
		tariffCode: packageOf(data.grouper),
		items,
		billedRupiah: items && sumOf(items)
	};
}

/** A claim is dropped for no missing NIK: most cards that come this way have another number. */
function nikOf({ nomor_kartu: number, nomor_kartu_t: kind }: Fields): string | undefined {
	const text = textOf(number);
	const mayBe = textOf(kind) === undefined || textOf(kind) === 'nik';
	return mayBe && typeof text === 'string' && /^\d{16}$/.test(text) ? text : undefined;
}

/** `A91#E86`, the main one first. */
export function diagnosesOf(value: unknown): unknown {
	const text = textOf(value);
	if (text === undefined) return [];
	return typeof text === 'string'
		? text
				.split(/[#;]/)
				.map((code) => code.trim())
				.filter(Boolean)
		: text;
}

/** Beside each other in exports, within `tarif_rs` in the interface. Undefined where none is told: then nothing is billed. */
function itemsOf(data: Fields): Fields | undefined {
	const within = data.tarif_rs ?? data;
	if (!isFields(within)) return { obat: within };
	const told = tariffItems.flatMap((item) => {
		const amount = wholeOf(within[item]);
		return amount === undefined ? [] : [[item, amount] as const];
	});
	return told.length === 0 ? undefined : Object.fromEntries(told);
}

const sumOf = (items: Fields) =>
	Object.values(items).reduce<number>((sum, amount) => sum + (typeof amount === 'number' ? amount : 0), 0);

/** The INA-CBG package, which the grouper adds and software may send along. */
function packageOf(grouper: unknown): unknown {
	const { response } = isFields(grouper) ? grouper : {};
	const { cbg } = isFields(response) ? response : {};
	return isFields(cbg) ? textOf(cbg.code) : undefined;
}
