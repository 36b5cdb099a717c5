import type { FoundBed } from '$lib/domain/find-bed';
import { type Locale, formatAge, formatNumber } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { FindBedFilter } from '$lib/protocol/views/find-bed';
import { insideSentence, kecamatanName, wardName } from '../bed-words';

/** `3,1 km`; under half a kilometre nothing finer than that is known. */
export function distanceText(locale: Locale, distanceKm: number): string {
	return distanceKm < 0.5 ? m.findbed_km_near() : m.findbed_km({ km: formatNumber(locale, distanceKm, 1) });
}

/** The page's one sentence: whom to call first. */
export function answerSentence(
	locale: Locale,
	found: readonly FoundBed[],
	{ ward: wardId, kecamatan }: FindBedFilter,
	now: string
): string {
	const ward = insideSentence(wardName(locale, wardId));
	const [first] = found;
	if (!first) return m.findbed_answer_empty({ ward });
	if (first.standing === 'full')
		return m.findbed_answer_full({ ward, hospitals: formatNumber(locale, found.length) });
	const facts = {
		...{ ward, hospital: first.hospital.name, count: formatNumber(locale, first.free) },
		age: first.reportedAt === null ? m.age_unknown() : formatAge(locale, first.reportedAt, now),
		where: whereWords(locale, first, kecamatan)
	};
	return first.standing === 'confirmed'
		? m.findbed_answer_confirmed(facts)
		: m.findbed_answer_possible(facts);
}

function whereWords(locale: Locale, { distanceKm, hospital }: FoundBed, kecamatan: string | null): string {
	if (distanceKm === null || kecamatan === null)
		return hospital.kecamatan === null ? '' : m.findbed_in({ kecamatan: kecamatanName(hospital.kecamatan) });
	return m.findbed_from({ distance: distanceText(locale, distanceKm), kecamatan: kecamatanName(kecamatan) });
}

/** Under the answer: how many more there are. */
export function detailSentence(locale: Locale, found: readonly FoundBed[]): string | undefined {
	const countOf = (standing: FoundBed['standing']) =>
		formatNumber(locale, found.filter((one) => one.standing === standing).length);
	if (found.length === 0) return undefined;
	return m.findbed_detail({
		...{ confirmed: countOf('confirmed'), possible: countOf('possible'), full: countOf('full') }
	});
}
