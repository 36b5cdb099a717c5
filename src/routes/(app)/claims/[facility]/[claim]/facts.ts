import { formatDayShort, formatMoment, formatRupiah, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { ClaimView } from '$lib/protocol/views/claims';
import { serviceName } from '../../claims-words';

export type Fact = { label: string; value: string; href?: string };

const money = (locale: Locale, label: string, amount: number | null): Fact[] =>
	amount === null ? [] : [{ label, value: formatRupiah(locale, amount) }];

export function claimFacts(locale: Locale, view: ClaimView): Fact[] {
	return [
		{ label: m.claims_fact_hospital(), value: view.hospital },
		{ label: m.claims_fact_service(), value: serviceName(locale, view.service) },
		{ label: m.claims_fact_diagnoses(), value: view.diagnoses.join(', ') || m.claims_none_said() },
		{
			label: m.claims_fact_period(),
			value: `${formatDayShort(locale, view.serviceFrom)} – ${formatDayShort(locale, view.serviceTo)}`
		},
		{ label: m.claims_fact_tariff(), value: view.tariffCode ?? m.claims_none_said() },
		{
			...{ label: m.claims_fact_letter(), value: view.letter ?? m.claims_no_letter() },
			...(view.letterNumber !== null && { href: `/sjp/${view.letterNumber}` })
		},
		{ label: m.claims_fact_year(), value: String(view.budgetYear) },
		...money(locale, m.claims_fact_billed(), view.billedRupiah),
		...money(locale, m.claims_fact_verified(), view.verifiedRupiah),
		...money(locale, m.claims_fact_approved(), view.approvedRupiah),
		...money(locale, m.claims_fact_paid(), view.paidRupiah)
	];
}

export function visitFacts(locale: Locale, visit: NonNullable<ClaimView['visit']>): Fact[] {
	const moment = (at: string | null) => (at === null ? m.claims_none_said() : formatMoment(locale, at));
	return [
		{ label: m.claims_visit_number(), value: visit.visitNo },
		{ label: m.claims_fact_service(), value: serviceName(locale, visit.service) },
		{ label: m.claims_fact_diagnoses(), value: visit.diagnoses.join(', ') },
		{ label: m.claims_visit_arrived(), value: moment(visit.arrivedAt) },
		{ label: m.claims_visit_discharged(), value: moment(visit.dischargedAt) },
		{ label: m.claims_visit_referral(), value: visit.referral ?? m.claims_none_said() },
		{
			label: m.claims_visit_emergency(),
			value:
				visit.emergency === null ? m.claims_none_said() : visit.emergency ? m.claims_yes() : m.claims_no()
		}
	];
}
