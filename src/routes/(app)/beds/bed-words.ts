import { findKecamatan } from '$lib/domain/area';
import type { BedSums } from '$lib/domain/bed-summary';
import { findWardClass } from '$lib/domain/ward';
import { type Locale, formatNumber } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';

type Scope = { kecamatan: string | null; ward: string | null };

/** A class that the list does not know goes by its id. */
export function wardName(locale: Locale, ward: string): string {
	return findWardClass(ward)?.names[locale] ?? ward;
}

export function kecamatanName(code: string | null): string {
	return (code === null ? null : findKecamatan(code)?.name) ?? m.beds_kecamatan_unknown();
}

/** `tempat tidur ICU`, `class 3 beds`: what is counted, inside a sentence. */
export function whatIsCounted(locale: Locale, ward: string | null): string {
	return ward === null ? m.beds_what() : m.beds_what_ward({ ward: insideSentence(wardName(locale, ward)) });
}

/** The page's one sentence, made from its numbers. */
export function answerSentence(locale: Locale, sums: BedSums, { kecamatan, ward }: Scope): string {
	const number = (value: number) => formatNumber(locale, value);
	const what = whatIsCounted(locale, ward);
	const where = kecamatan === null ? '' : m.beds_where({ kecamatan: kecamatanName(kecamatan) });
	const confirmed = number(sums.confirmedFree);
	const possible = number(sums.possibleFree);
	const places = number(sums.hospitalsConfirmed);
	const hospitals = number(sums.hospitals);
	if (sums.hospitals === 0) return m.beds_answer_empty({ where });
	if (sums.confirmedFree > 0 && sums.possibleFree > 0)
		return m.beds_answer_both({ confirmed, possible, what, where, places, hospitals });
	if (sums.confirmedFree > 0) return m.beds_answer_confirmed({ confirmed, what, where, places, hospitals });
	if (sums.possibleFree > 0) return m.beds_answer_possible({ possible, what, where });
	return m.beds_answer_none({ what, where, hospitals });
}

/** "Rawat inap" → "rawat inap", but "ICU" and "VIP dan VVIP" stay. */
export function insideSentence(name: string): string {
	return /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

export function upperFirst(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
