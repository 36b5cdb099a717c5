import { uncoveredServices, type AskedService } from '$lib/domain/coverage-rules';
import type { LetterFault, LetterKind, LetterStanding } from '$lib/domain/guarantee-letter';
import { findService, services } from '$lib/domain/service';
import { formatDay, formatMoment, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { EligibilityView } from '$lib/protocol/coverage';

const uncoveredNames: Record<(typeof uncoveredServices)[number], () => string> = {
	'inpatient-1': m.sjp_class_1,
	'inpatient-2': m.sjp_class_2,
	vip: m.sjp_class_vip
};

/** What the card covers first, then what is asked for all the same. */
export const serviceOptions = (locale: Locale) => [
	...services.map(({ id, names }) => ({ value: id as AskedService, text: names[locale] })),
	...uncoveredServices.map((id) => ({ value: id as AskedService, text: uncoveredNames[id]() }))
];

export const serviceName = (id: string, locale: Locale) => findService(id)?.names[locale] ?? id;

export const kindName = (kind: LetterKind) =>
	({ member: m.sjp_kind_member, newborn: m.sjp_kind_newborn, sktm: m.sjp_kind_sktm })[kind]();

export const standingName = (standing: LetterStanding) =>
	({ valid: m.sjp_standing_valid, cancelled: m.sjp_standing_cancelled, expired: m.sjp_standing_expired })[
		standing
	]();

export const standingTone = { valid: 'good', cancelled: 'bad', expired: 'plain' } as const;

export const faultName = (fault: LetterFault) =>
	({
		'none-named': m.sjp_fault_none_named,
		unknown: m.sjp_fault_unknown,
		'other-facility': m.sjp_fault_other_facility,
		'other-person': m.sjp_fault_other_person,
		unproven: m.sjp_fault_unproven,
		'other-service': m.sjp_fault_other_service,
		cancelled: m.sjp_fault_cancelled,
		outside: m.sjp_fault_outside,
		used: m.sjp_fault_used
	})[fault]();

export const spanText = ({ validFrom, validTo }: { validFrom: string; validTo: string }, locale: Locale) =>
	m.sjp_valid_span({ from: formatDay(locale, validFrom), to: formatDay(locale, validTo) });

/** How old each register's word is. */
export function asOfText({ asOf }: EligibilityView, locale: Locale): string {
	const said = (at: string | null) => (at === null ? m.sjp_never() : formatMoment(locale, at));
	return m.sjp_as_of({ dukcapil: said(asOf.dukcapil), dinsos: said(asOf.dinsos), jkn: said(asOf.jkn) });
}
