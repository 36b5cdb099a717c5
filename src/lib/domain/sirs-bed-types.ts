/**
 * The kinds of bed of SIRS Online (`Referensi/tempat_tidur`): `id_tt` and name, in the order of the reference. Several
 * kinds make one ward class (`ward.ts`). Source: the reference as client software lists it, ids 1–37 in SIMRS Khanza.
 */
import { findWardClassByIdTt } from './ward.ts';

export type SirsBedType = { readonly idTt: string; readonly name: string };

const names: readonly (readonly [string, string])[] = [
	['1', 'VVIP/ Super VIP'],
	['2', 'VIP'],
	['3', 'Kelas I'],
	['4', 'Kelas II'],
	['5', 'Kelas III'],
	['6', 'ICU Tanpa Ventilator'],
	['7', 'HCU'],
	['8', 'ICCU/ICVCU Tanpa Ventilator'],
	['9', 'RICU Tanpa Ventilator'],
	['10', 'NICU Tanpa Ventilator'],
	['11', 'PICU Tanpa Ventilator'],
	['12', 'Isolasi'],
	['14', 'Perinatologi'],
	['24', 'ICU Tekanan Negatif dengan Ventilator'],
	['25', 'ICU Tekanan Negatif tanpa Ventilator'],
	['26', 'ICU Tanpa Tekanan Negatif Dengan Ventilator'],
	['27', 'ICU Tanpa Tekanan Negatif Tanpa Ventilator'],
	['28', 'Isolasi Tekanan Negatif'],
	['29', 'Isolasi Tanpa Tekanan Negatif'],
	['30', 'NICU Khusus Covid'],
	['31', 'PICU Khusus Covid'],
	['32', 'IGD Khusus Covid'],
	['33', 'VK (TT Observasi di R Bersalin) Khusus Covid'],
	['34', 'Isolasi Perinatologi Khusus Covid'],
	['36', 'VK (TT Observasi di R Bersalin) Non Covid'],
	['37', 'Intermediate Ward (IGD)'],
	['38', 'ICU Dengan Ventilator'],
	['39', 'NICU Dengan Ventilator'],
	['40', 'PICU Dengan Ventilator'],
	['50', 'RICU Dengan Ventilator'],
	['51', 'ICCU/ICVCU Dengan Ventilator'],
	['52', 'KRIS JKN']
];

export const sirsBedTypes: readonly SirsBedType[] = names.map(([idTt, name]) => ({ idTt, name }));

const byId = new Map(sirsBedTypes.map((type) => [type.idTt, type]));
const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const byName = new Map(sirsBedTypes.map((type) => [plain(type.name), type]));

export function findSirsBedType(idTt: string): SirsBedType | undefined {
	return byId.get(idTt);
}

/** Without case, spaces and punctuation. */
export function findSirsBedTypeByName(name: string): SirsBedType | undefined {
	return byName.get(plain(name));
}

/** What each word in a room's name says of its class; the narrow ones first, and taken out before the wide ones. */
const words: readonly (readonly [RegExp, string])[] = [
	[/\bkris\b/, 'inpatient-3'],
	[/\b(?:kelas|kls|kl)\s*\.?\s*(?:iii|3)\b/, 'inpatient-3'],
	[/\b(?:kelas|kls|kl)\s*\.?\s*(?:ii|2)\b/, 'inpatient-2'],
	[/\b(?:kelas|kls|kl)\s*\.?\s*(?:i|1)\b/, 'inpatient-1'],
	[/\b(?:super\s*vip|vvip|vip)\b/, 'vip'],
	[/\b(?:iccu|icvcu)\b/, 'iccu'],
	[/\bnicu\b/, 'nicu'],
	[/\bpicu\b/, 'picu'],
	[/\bricu\b|\bicu\b/, 'icu'],
	[/\bhcu\b/, 'hcu'],
	[/\bperina\w*/, 'perinatal'],
	[/\bisolasi\b/, 'isolation'],
	[/\bvk\b|\bbersalin\b/, 'delivery'],
	[/\bigd\b|\bugd\b/, 'igd']
];

/** The ward class that a room's name speaks of; undefined where it names none, or several. */
export function wardClassNamedIn(text: string): string | undefined {
	const lower = text.toLowerCase();
	const named = new Set(words.flatMap(([word, ward]) => (word.test(lower) ? [ward] : [])));
	return named.size === 1 ? [...named][0] : undefined;
}

/** How many kinds the choice in client software lists; it was made before the later ones. */
const listed = sirsBedTypes.slice(0, 26);

/**
 * What a number would mean if it were a position in such a choice: counted from one behind an empty line, as SIMRS Khanza
 * does, or from nought.
 */
export function typesAtPosition(position: number): SirsBedType[] {
	return [listed[position - 1], listed[position]].filter((type) => type !== undefined);
}

export const wardOfSirsType = ({ idTt }: SirsBedType) => findWardClassByIdTt(idTt)?.id;
