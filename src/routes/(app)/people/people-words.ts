import { formatDay, formatMoment, formatNumber, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { LookupResult, LookupRules } from '$lib/server/services/person-lookup';
import { jknName, registerStatusName } from '../../register-words';

/** What keeps an answer from being given; null where it is given. */
export function refusalOf(
	result: LookupResult,
	{ shortestReason }: LookupRules,
	locale: Locale
): string | null {
	switch (result.outcome) {
		case 'forbidden':
			return m.people_forbidden();
		case 'reason-short':
			return m.people_reason_short({ shortest: formatNumber(locale, shortestReason) });
		case 'reason-number':
			return m.people_reason_number();
		case 'bad-nik':
			return m.people_bad_nik();
		case 'too-often':
			return m.people_too_often({ moment: formatMoment(locale, result.until) });
		default:
			return null;
	}
}

type Facts = Extract<LookupResult, { outcome: 'found' }>['facts'];

/** The facts as the page lists them. */
export function factRows({ membership, visits, claims }: Facts, locale: Locale) {
	const counted = ({ count, first, last }: Facts['visits']) =>
		first === null || last === null
			? m.people_none()
			: m.people_counted({
					count: formatNumber(locale, count),
					first: formatDay(locale, first),
					last: formatDay(locale, last)
				});
	const member = membership && {
		status: registerStatusName(membership.status),
		day: formatDay(locale, membership.since)
	};
	return [
		{ label: m.people_membership(), value: member ? m.people_member(member) : m.people_no_member() },
		...(membership ? [{ label: m.people_jkn(), value: jknName(membership.jkn) }] : []),
		{ label: m.people_visits(), value: counted(visits) },
		{ label: m.people_claims(), value: counted(claims) }
	];
}
