import type { ComplaintKind, ComplaintVerdict } from '$lib/domain/complaint';
import { answerWithinWorkingDays, complaintKinds, complaintVerdicts } from '$lib/domain/complaint';
import { formatDay, formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { storyLength } from '$lib/domain/complaint';
import type { ComplaintField, ComplaintStand } from '$lib/protocol/complaints';

const kindNames: Record<ComplaintKind, () => string> = {
	refusal: m.complaints_kind_refusal,
	quota: m.complaints_kind_quota,
	'extra-charge': m.complaints_kind_extra_charge,
	other: m.complaints_kind_other
};
export const kindName = (kind: ComplaintKind) => kindNames[kind]();
export const kindOptions = () => complaintKinds.map((value) => ({ value, text: kindName(value) }));

const verdictNames: Record<ComplaintVerdict, () => string> = {
	upheld: m.complaints_verdict_upheld,
	'not-upheld': m.complaints_verdict_not_upheld,
	undecided: m.complaints_verdict_undecided
};
export const verdictName = (verdict: ComplaintVerdict) => verdictNames[verdict]();
export const verdictOptions = () => complaintVerdicts.map((value) => ({ value, text: verdictName(value) }));

export const lengths = (locale: Locale) => ({
	shortest: formatNumber(locale, storyLength.shortest),
	longest: formatNumber(locale, storyLength.longest)
});

export const limitDays = (locale: Locale) => formatNumber(locale, answerWithinWorkingDays);

export function fieldName(field: ComplaintField, locale: Locale): string {
	return {
		facility: m.complaints_facility,
		kind: m.complaints_kind,
		happenedOn: m.complaints_day,
		story: () => m.complaints_story(lengths(locale)),
		chargedRupiah: m.complaints_charged,
		contact: m.complaints_contact
	}[field]();
}

/** How a complaint stands, for whoever holds its receipt. */
export function standText(stand: ComplaintStand, locale: Locale): string {
	const { facilityName: facility, reportedOn, dueOn, answeredOn, verdict } = stand;
	const day = formatDay(locale, reportedOn);
	return answeredOn === null || verdict === null
		? m.complaints_follow_waits({ facility, day, due: formatDay(locale, dueOn) })
		: m.complaints_follow_answered({
				...{ facility, day, verdict: verdictName(verdict) },
				answered: formatDay(locale, answeredOn)
			});
}
