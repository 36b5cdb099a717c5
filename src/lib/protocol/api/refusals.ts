/** Why a read is refused: one table, beside that of what is sent (`protocol/refusals.ts`). */
import { requestRefusals, type Locale } from '../refusals.ts';

const { 'bad-key': badKey, unavailable } = requestRefusals;

export const readRefusals = {
	'no-key': {
		status: 401,
		en: 'Send a key that reads as «Authorization: Bearer …». It is made with: npm run key -- create --role planner.',
		id: 'Kirim kunci baca sebagai «Authorization: Bearer …». Kunci dibuat dengan: npm run key -- create --role planner.'
	},
	'bad-key': badKey,
	'send-key': {
		status: 403,
		en: 'Nobody reads as this key’s party. Reading needs a key with a role: npm run key -- create --role ….',
		id: 'Pihak kunci ini hanya mengirim. Membaca memerlukan kunci dengan peran: npm run key -- create --role ….'
	},
	'not-for-role': {
		status: 403,
		en: 'The role «{role}» does not read {resource}. Ask the administrator for a key of another role.',
		id: 'Peran «{role}» tidak membaca {resource}. Minta kunci dengan peran lain kepada administrator.'
	},
	'other-facility': {
		status: 403,
		en: 'This key reads the facility {facility} only. Leave «facility» out.',
		id: 'Kunci ini hanya membaca fasilitas {facility}. Kosongkan «facility».'
	},
	'city-only': {
		status: 403,
		en: 'The role «{role}» reads totals of the city, and of frozen weeks by kecamatan: leave «{field}» out. Small counts could find a person.',
		id: 'Peran «{role}» membaca total kota, dan pekan beku menurut kecamatan: kosongkan «{field}». Angka kecil dapat menunjuk seseorang.'
	},
	'bad-filter': {
		status: 400,
		en: 'The filter «{field}» cannot be read. Allowed: {allowed}.',
		id: 'Penyaring «{field}» tidak dapat dibaca. Yang diperbolehkan: {allowed}.'
	},
	'unknown-filter': {
		status: 400,
		en: 'There is no filter «{field}» here. Allowed: {allowed}.',
		id: 'Tidak ada penyaring «{field}» di sini. Yang ada: {allowed}.'
	},
	'wrong-method': {
		status: 405,
		en: 'This address is read only: use GET.',
		id: 'Alamat ini hanya untuk dibaca: pakai GET.'
	},
	unavailable
} as const;

export type ReadRefusalCode = keyof typeof readRefusals;

export class ReadRefusal extends Error {
	constructor(
		readonly code: ReadRefusalCode,
		readonly detail: { field?: string; allowed?: readonly string[]; [name: string]: unknown } = {}
	) {
		super(code);
	}
}

/** The body of a refusal. `field` and `allowed` where a filter is meant. */
export function refusalBody({ code, detail }: ReadRefusal, locale: Locale) {
	const { field, allowed } = detail;
	const sentence = readRefusals[code][locale].replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = detail[name];
		return Array.isArray(value) ? value.join(', ') : String(value ?? '');
	});
	return { code, message: sentence, ...(field !== undefined && { field }), ...(allowed && { allowed }) };
}
