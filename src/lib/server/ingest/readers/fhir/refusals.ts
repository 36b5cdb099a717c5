/** Why a resource or a Bundle is refused, beyond what the one table of events says; each with its IssueType of FHIR R4. */
import { maskIdentityNumbers } from '../../../../domain/nik.ts';
import type { Locale } from '../../../../protocol/refusals.ts';

type Row = { status: number; issue: string; en: string; id: string };

export const fhirRefusals = {
	'not-json': {
		status: 400,
		issue: 'structure',
		en: 'The body is not valid JSON in UTF-8. Send one FHIR R4 resource as application/fhir+json.',
		id: 'Isi bukan JSON UTF-8 yang sah. Kirim satu sumber daya FHIR R4 sebagai application/fhir+json.'
	},
	'not-a-resource': {
		status: 400,
		issue: 'structure',
		en: 'A resource must be a JSON object with resourceType. Send it so.',
		id: 'Sumber daya harus berupa objek JSON dengan resourceType. Kirimlah demikian.'
	},
	'unknown-resource': {
		status: 404,
		issue: 'not-supported',
		en: '«{value}» is not taken here. GET /fhir/metadata says what is.',
		id: '«{value}» tidak diterima di sini. GET /fhir/metadata menyebutkan apa yang diterima.'
	},
	'wrong-resource': {
		status: 400,
		issue: 'invalid',
		en: 'The address says {expected}, the body «{value}». Send both alike.',
		id: 'Alamat menyebut {expected}, isi menyebut «{value}». Samakan keduanya.'
	},
	'wrong-id': {
		status: 400,
		issue: 'invalid',
		en: 'The id in the body must be the one in the address.',
		id: 'Id di isi harus sama dengan id di alamat.'
	},
	'bad-id': {
		status: 400,
		issue: 'value',
		en: 'An id has 1 to 64 letters, digits, hyphens or full stops. Give one to update, or POST without.',
		id: 'Id terdiri dari 1 sampai 64 huruf, angka, tanda hubung atau titik. Isi untuk memperbarui, atau POST tanpa id.'
	},
	'bundle-type': {
		status: 400,
		issue: 'not-supported',
		en: 'A Bundle of type «{value}» is not taken. Send transaction or batch.',
		id: 'Bundle berjenis «{value}» tidak diterima. Kirim transaction atau batch.'
	},
	'bad-condition': {
		status: 400,
		issue: 'not-supported',
		en: 'A condition is identifier=system|value, and a version W/"1". Nothing else is understood here.',
		id: 'Syarat berbentuk identifier=system|value, dan versi berbentuk W/"1". Selain itu tidak dipahami di sini.'
	},
	stale: {
		status: 412,
		issue: 'conflict',
		en: 'The version that stands is another one than ifMatch says. Correct from the newest, or send without ifMatch.',
		id: 'Versi yang berlaku bukan yang disebut ifMatch. Perbaiki dari yang terbaru, atau kirim tanpa ifMatch.'
	},
	'bad-entry-request': {
		status: 400,
		issue: 'not-supported',
		en: 'An entry says request.method POST with url Type, or PUT with url Type/id or Type?identifier=…. Nothing else is taken.',
		id: 'Entri menyebut request.method POST dengan url Type, atau PUT dengan url Type/id atau Type?identifier=…. Selain itu tidak diterima.'
	},
	twice: {
		status: 400,
		issue: 'duplicate',
		en: 'The same resource stands twice in this transaction. Send it once.',
		id: 'Sumber daya yang sama muncul dua kali dalam transaksi ini. Kirim satu kali.'
	},
	structure: {
		status: 400,
		issue: 'structure',
		en: 'This element must be of JSON type {expected} in FHIR R4.',
		id: 'Elemen ini harus berjenis JSON {expected} menurut FHIR R4.'
	},
	required: {
		status: 422,
		issue: 'required',
		en: 'This element is needed and missing. Fill it and send again.',
		id: 'Elemen ini wajib ada. Isi lalu kirim lagi.'
	},
	value: {
		status: 422,
		issue: 'value',
		en: 'The value cannot be used. Correct it and send again.',
		id: 'Nilai ini tidak dapat dipakai. Perbaiki lalu kirim lagi.'
	},
	'bad-instant': {
		status: 422,
		issue: 'value',
		en: 'Write an instant as 2026-11-22T08:00:00+07:00 (with its zone) or a day as 2026-11-22.',
		id: 'Tulis waktu sebagai 2026-11-22T08:00:00+07:00 (dengan zonanya) atau hari sebagai 2026-11-22.'
	},
	'not-a-code': {
		status: 422,
		issue: 'code-invalid',
		en: 'The code «{value}» is not one that can be used here. GET /fhir/metadata says which are.',
		id: 'Kode «{value}» tidak dapat dipakai di sini. GET /fhir/metadata menyebutkan yang dapat.'
	},
	'bad-nik': {
		status: 422,
		issue: 'value',
		en: 'A NIK has exactly 16 digits. Correct it, or give the mother’s (https://fhir.kemkes.go.id/id/nik-ibu) for a newborn.',
		id: 'NIK terdiri dari tepat 16 angka. Perbaiki, atau isi NIK ibu (https://fhir.kemkes.go.id/id/nik-ibu) untuk bayi baru lahir.'
	},
	'bad-reference': {
		status: 422,
		issue: 'value',
		en: 'A reference is Type/id, urn:uuid:…, Type?identifier=system|value or #id of a contained resource. Correct it.',
		id: 'Referensi berbentuk Type/id, urn:uuid:…, Type?identifier=system|value atau #id sumber daya contained. Perbaiki.'
	},
	'not-contained': {
		status: 422,
		issue: 'not-found',
		en: 'No contained resource has the id «{value}». Put it into contained.',
		id: 'Tidak ada sumber daya contained dengan id «{value}». Masukkan ke contained.'
	},
	withdrawn: {
		status: 422,
		issue: 'business-rule',
		en: 'This was counted already and cannot be withdrawn by FHIR yet. Correct it instead, or tell the administrator.',
		id: 'Ini sudah dihitung dan belum dapat ditarik lewat FHIR. Perbaiki isinya, atau beri tahu administrator.'
	},
	'wrong-method': {
		status: 405,
		issue: 'not-supported',
		en: 'This interaction is not supported. Use POST, or PUT with an id; GET only for /fhir/metadata.',
		id: 'Interaksi ini tidak didukung. Pakai POST, atau PUT dengan id; GET hanya untuk /fhir/metadata.'
	},
	'bad-media-type': {
		status: 415,
		issue: 'not-supported',
		en: 'Send application/fhir+json (or application/json), plain or gzip.',
		id: 'Kirim application/fhir+json (atau application/json), polos atau gzip.'
	},
	'too-many': {
		status: 413,
		issue: 'too-costly',
		en: 'At most 5,000 entries a Bundle. Send smaller ones.',
		id: 'Paling banyak 5.000 entri per Bundle. Kirim yang lebih kecil.'
	},
	'too-entangled': {
		status: 413,
		issue: 'too-costly',
		en: 'Too much that was sent before depends on this at once. Send fewer resources in one request.',
		id: 'Terlalu banyak kiriman sebelumnya yang bergantung pada ini sekaligus. Kirim lebih sedikit per permintaan.'
	}
} as const satisfies Record<string, Row>;

export type FhirRefusalCode = keyof typeof fhirRefusals;

/** What is wrong with one resource, or with the whole request. */
export class FhirRefusal extends Error {
	constructor(
		readonly code: FhirRefusalCode,
		/** FHIRPath of the element; null for the whole. */
		readonly expression: string | null = null,
		readonly detail: Record<string, string> = {}
	) {
		super(code);
	}
}

const maxDetailLength = 64;

export function fhirSentence({ code, detail }: FhirRefusal, locale: Locale): string {
	return fhirRefusals[code][locale].replace(/\{(\w+)\}/g, (_, name: string) =>
		maskIdentityNumbers(detail[name] ?? '').slice(0, maxDetailLength)
	);
}
