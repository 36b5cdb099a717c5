/** What the chain says, in the reader's words. */
import { findKecamatan } from '$lib/domain/area';
import { chainLimits, type ChainLevers } from '$lib/domain/chain';
import { findMedicine } from '$lib/domain/medicines';
import { findDiseaseGroup } from '$lib/domain/surveillance-diseases';
import {
	dayOf,
	formatChange,
	formatDayShort,
	formatMoment,
	formatNumber,
	formatRupiah,
	formatRupiahShort,
	formatRupiahTogether,
	formatShare,
	type Locale
} from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type {
	ChainArrow,
	ChainAssumption,
	ChainDrugs,
	ChainStage,
	ChainView,
	Interval
} from '$lib/protocol/views/chain';

export const diseaseName = (locale: Locale, id: string) => findDiseaseGroup(id)?.names[locale] ?? id;
export const placeName = (code: string | null) =>
	code === null ? m.chain_lever_city() : (findKecamatan(code)?.name ?? code);

/** A change of so many percent, with its sign. */
export const percentText = (locale: Locale, percent: number) =>
	formatChange(locale, 1 + percent / 100, 1) ?? String(percent);

const decimalsOf = (value: number) => (Number.isInteger(value) ? 0 : 1);
export const sizeText = (locale: Locale, size: number) => formatNumber(locale, size, decimalsOf(size));

const stages: Record<ChainStage, () => string> = {
	policy: m.chain_stage_policy,
	disease: m.chain_stage_disease,
	beds: m.chain_stage_beds,
	drugs: m.chain_stage_drugs,
	claims: m.chain_stage_claims,
	money: m.chain_stage_money
};
export const stepText = ({ from, to }: Pick<ChainArrow, 'from' | 'to'>) =>
	m.chain_step_to({ from: stages[from](), to: stages[to]() });

export const eventStepText = () =>
	m.chain_step_to({ from: m.chain_stage_event(), to: m.chain_stage_disease() });
export const endStepText = () => m.chain_step_to({ from: m.chain_stage_money(), to: m.chain_stage_end() });

const drugPrefix = 'scenario.drug.';
export const drugOf = (key: string) => (key.startsWith(drugPrefix) ? key.slice(drugPrefix.length) : null);
const drugName = (locale: Locale, item: string) => findMedicine(item)?.names[locale] ?? item;

const arrows: Record<string, () => string> = {
	'scenario.peak-beds': m.chain_arrow_peak_beds,
	'scenario.claims': m.chain_arrow_claims,
	'scenario.outbreak-cost': m.chain_arrow_outbreak_cost,
	'scenario.referral-factor': m.chain_arrow_referral_factor,
	'scenario.members-factor': m.chain_arrow_members_factor,
	'scenario.tariff-factor': m.chain_arrow_tariff_factor,
	'scenario.year-difference': m.chain_arrow_year_difference
};

export function arrowName(locale: Locale, key: string): string {
	const item = drugOf(key);
	return item === null ? (arrows[key]?.() ?? key) : m.chain_arrow_drug({ item: drugName(locale, item) });
}

type Say = (locale: Locale, value: number) => string;
/** Small numbers keep a decimal: 3.4 beds are no 3. */
const plain: Say = (locale, value) => formatNumber(locale, value, Math.abs(value) < 10 ? 1 : 0);
const factor: Say = (locale, value) => formatChange(locale, value, 1, 1) ?? '';

const units: Record<string, Say> = {
	'scenario.peak-beds': (locale, value) => m.chain_unit_beds({ value: plain(locale, value) }),
	'scenario.claims': (locale, value) => m.chain_unit_claims({ value: formatNumber(locale, value) }),
	'scenario.outbreak-cost': formatRupiahShort,
	'scenario.year-difference': formatRupiahShort,
	'scenario.referral-factor': factor,
	'scenario.members-factor': factor,
	'scenario.tariff-factor': factor
};

const drugKey = (item: string) => `${drugPrefix}${item}`;
/** `1.200 tablet Parasetamol` */
export const drugText = (locale: Locale, { item, units }: ChainDrugs): string =>
	m.chain_drug_most({ units: arrowValue(locale, drugKey(item), units.value), item: drugName(locale, item) });
export const drugRange = (locale: Locale, { item, units }: ChainDrugs): string =>
	rangeText(
		arrowValue(locale, drugKey(item), units.lower80),
		arrowValue(locale, drugKey(item), units.upper80)
	);

/** One figure of an arrow, with its unit. */
export function arrowValue(locale: Locale, key: string, value: number): string {
	const item = drugOf(key);
	if (item !== null) {
		const unit = findMedicine(item)?.unit;
		return `${formatNumber(locale, value)}${unit === undefined ? '' : ` ${unitName(locale, unit)}`}`;
	}
	return units[key]?.(locale, value) ?? plain(locale, value);
}

const medicineUnits: Record<string, Record<Locale, string>> = {
	tablet: { id: 'tablet', en: 'tablets' },
	capsule: { id: 'kapsul', en: 'capsules' },
	bottle: { id: 'botol', en: 'bottles' },
	ampoule: { id: 'ampul', en: 'ampoules' },
	vial: { id: 'vial', en: 'vials' },
	sachet: { id: 'saset', en: 'sachets' },
	tube: { id: 'tube', en: 'tubes' },
	piece: { id: 'buah', en: 'pieces' }
};
const unitName = (locale: Locale, unit: string) => medicineUnits[unit]?.[locale] ?? unit;

/** `80 % antara 25 dan 47` */
export const rangeText = (low: string, high: string) => m.chain_range({ low, high });
export const arrowRange = (locale: Locale, { key, result }: ChainArrow) =>
	rangeText(arrowValue(locale, key, result.lower80), arrowValue(locale, key, result.upper80));
export function rupiahRange(locale: Locale, { lower80, upper80 }: Interval): string {
	const [low = '', high = ''] = formatRupiahTogether(locale, [lower80, upper80]);
	return rangeText(low, high);
}

const assumptions: Record<string, { name: () => string; say: Say }> = (() => {
	const share: Say = (locale, value) => formatShare(locale, value, 1);
	const times: Say = (locale, value) => formatNumber(locale, value, 2);
	const days: Say = (locale, value) => m.chain_unit_days({ value: formatNumber(locale, value, 1) });
	const sizeTimes: Say = (locale, size) => m.chain_lever_size_value({ size: sizeText(locale, size) });
	const weeks: Say = (_, value) => m.chain_lever_weeks_value({ weeks: String(value) });
	const months: Say = (_, value) => m.chain_unit_months({ value: String(value) });
	const cases: Say = (locale, value) => m.chain_unit_cases({ value: plain(locale, value) });
	return {
		'usual-cases': { name: m.chain_assumption_usual_cases, say: cases },
		'extra-cases': { name: m.chain_assumption_extra_cases, say: cases },
		'admitted-share': { name: m.chain_assumption_admitted_share, say: share },
		'stay-days': { name: m.chain_assumption_stay_days, say: days },
		'claim-share': { name: m.chain_assumption_claim_share, say: share },
		'rupiah-per-admission': { name: m.chain_assumption_rupiah_per_admission, say: formatRupiah },
		'rupiah-per-visit': { name: m.chain_assumption_rupiah_per_visit, say: formatRupiah },
		'visits-per-case': { name: m.chain_assumption_visits_per_case, say: times },
		'units-per-case': { name: m.chain_assumption_units_per_case, say: times },
		'settled-share': { name: m.chain_assumption_settled_share, say: share },
		'outpatient-cost-share': { name: m.chain_assumption_outpatient_cost_share, say: share },
		'use-elasticity': { name: m.chain_assumption_use_elasticity, say: share },
		'tariff-share': { name: m.chain_assumption_tariff_share, say: share },
		size: { name: m.chain_assumption_size, say: sizeTimes },
		weeks: { name: m.chain_assumption_weeks, say: weeks },
		'event-in-year': { name: m.chain_assumption_event_in_year, say: share },
		'policy-months': { name: m.chain_assumption_policy_months, say: months },
		'year-unchanged': { name: m.chain_assumption_year_unchanged, say: formatRupiahShort },
		'year-changed': { name: m.chain_assumption_year_changed, say: formatRupiahShort },
		'bill-delay': { name: m.chain_assumption_bill_delay, say: days },
		ceiling: { name: m.chain_assumption_ceiling, say: formatRupiah }
	};
})();

export const assumptionName = (key: string) => assumptions[key]?.name() ?? key;
export const assumptionValue = (locale: Locale, key: string, value: number) =>
	assumptions[key]?.say(locale, value) ?? plain(locale, value);

/** Taken as it is: chosen, decided or counted on the calendar. */
export const isCertain = ({ source }: Pick<ChainAssumption, 'source'>) => source in certain;

const certain: Record<string, (year: string) => string> = {
	given: () => m.chain_source_given(),
	'given-tariff': () => m.chain_source_given_tariff(),
	chosen: () => m.chain_source_chosen(),
	budget: () => m.chain_source_budget(),
	calendar: (year) => m.chain_source_calendar({ year })
};

/** The projection's version and as-of, or the step before. */
function projectionText(
	locale: Locale,
	source: string,
	{ baseline, projectionVersion }: ChainView
): string | null {
	if (source === 'worlds') return m.chain_source_worlds();
	if (source !== 'projection' || baseline === null) return null;
	return m.chain_source_projection({
		...{ version: String(projectionVersion ?? '–'), at: formatMoment(locale, baseline.computedAt) },
		worlds: formatNumber(locale, baseline.simulations)
	});
}

/** Where a number comes from, with its window. */
export function sourceText(locale: Locale, source: string, view: ChainView): string {
	const { window, usual, snapshot } = view;
	const known = certain[source]?.(dayOf(snapshot.now).slice(0, 4)) ?? projectionText(locale, source, view);
	if (known !== null) return known;
	const day = (text: string) => formatDayShort(locale, text);
	if (source.startsWith('weeks')) {
		if (usual === null) return '';
		const end = new Date(Date.parse(usual.to) + 6 * 86_400_000).toISOString().slice(0, 10);
		const words = { weeks: String(usual.weeks), from: day(usual.from), to: day(end) };
		return source === 'weeks' ? m.chain_source_weeks(words) : m.chain_source_weeks_frozen(words);
	}
	const words = { from: day(window?.from ?? ''), to: day(window?.to ?? '') };
	const sources: Record<string, (words: { from: string; to: string }) => string> = {
		visits: m.chain_source_visits,
		'visits-all': m.chain_source_visits_all,
		claims: m.chain_source_claims,
		'claims-all': m.chain_source_claims_all
	};
	return sources[source]?.(words) ?? source;
}

export function policiesText(locale: Locale, levers: ChainLevers): string {
	const { referralPercent, tariffPercent, membersPercent } = levers;
	const said = [
		referralPercent !== null &&
			m.chain_policy_referral({ share: formatShare(locale, referralPercent / 100) }),
		tariffPercent !== 0 && m.chain_policy_tariff({ change: percentText(locale, tariffPercent) }),
		membersPercent !== 0 && m.chain_policy_members({ change: percentText(locale, membersPercent) })
	].filter((text) => text !== false);
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(said);
}

/** Choices of a number, the chosen one among them whatever it is. */
export function choices(usual: readonly number[], chosen: number | null): number[] {
	const all = chosen === null ? [...usual] : [...usual, chosen];
	return [...new Set(all)].sort((a, b) => a - b);
}

export const sizes = [chainLimits.size.min, 1.5, 2, 2.5, 3, 4, 5, 7.5, chainLimits.size.max] as const;
export const lengths = [1, 2, 4, 6, 8, 12, 16, 20, chainLimits.weeks.max] as const;
export const referrals = [50, 60, 70, 80, 90, 95, 100] as const;
export const tariffs = [-20, -10, -5, 5, 10, 15, 20, 30, 50] as const;
export const memberships = [-20, -10, -5, 5, 10, 20, 30, 50] as const;
