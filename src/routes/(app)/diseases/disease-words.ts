import { findKecamatan, outsideArea } from '$lib/domain/area';
import { areComparable, type Counted } from '$lib/domain/basis';
import { firstShown } from '$lib/domain/blur';
import { lastDayOf, type Grain } from '$lib/domain/grain';
import { daysBetween, epiWeek } from '$lib/domain/period';
import { findDiseaseGroup, type SkdrRule } from '$lib/domain/surveillance-diseases';
import {
	type Locale,
	dayOf,
	formatChange,
	formatDayShort,
	formatDayTick,
	formatMonth,
	formatNumber
} from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { DiseasesView, SeasonZone } from '$lib/protocol/views/diseases';

export function diseaseName(locale: Locale, group: string): string {
	return findDiseaseGroup(group)?.names[locale] ?? group;
}

export function areaName(area: string): string {
	return (
		findKecamatan(area)?.name ??
		(area === outsideArea ? m.diseases_area_outside() : m.diseases_area_unknown())
	);
}

const reporterNames: Record<string, () => string> = {
	dinkes: m.diseases_reporter_dinkes,
	'dinkes-press': m.diseases_reporter_dinkes_press,
	'open-data-jabar': m.diseases_reporter_open_data_jabar
};

/** Who reported, in words; an unknown reporter goes by its id. */
export const reporterName = (reporter: string) => reporterNames[reporter]?.() ?? reporter;

/** `Pekan 46 (15 Nov – 21 Nov 2026)`, `Oktober 2021`, `Semester I 2022`, `2024`. */
export function periodName(locale: Locale, grain: Grain, period: string): string {
	const year = period.slice(0, 4);
	if (grain === 'year') return year;
	if (grain === 'month') return formatMonth(locale, period);
	if (grain === 'half-year')
		return period.slice(5, 7) === '01' ? m.diseases_first_half({ year }) : m.diseases_second_half({ year });
	const days = `${formatDayTick(locale, period)} – ${formatDayShort(locale, lastDayOf(grain, period))}`;
	return m.diseases_week({ week: String(epiWeek(period).week), days });
}

/** The same where it begins a line. */
export function periodTitle(locale: Locale, grain: Grain, period: string): string {
	const name = periodName(locale, grain, period);
	return name.charAt(0).toUpperCase() + name.slice(1);
}

/** For the axis. */
export function periodTick(locale: Locale, grain: Grain, period: string): string {
	if (grain === 'week') return formatDayTick(locale, period);
	if (grain === 'month') return `${formatMonth(locale, period).slice(0, 3)} ${period.slice(2, 4)}`;
	if (grain === 'year') return period.slice(0, 4);
	return `${period.slice(5, 7) === '01' ? 'I' : 'II'} ${period.slice(0, 4)}`;
}

const grainNames: Record<Grain, () => string> = {
	week: m.diseases_grain_week,
	month: m.diseases_grain_month,
	'half-year': m.diseases_grain_half_year,
	year: m.diseases_grain_year
};
export const grainName = (grain: Grain) => grainNames[grain]();

/** The number; of rounded ones a nought is a small number, which is not told. */
export function figureText(locale: Locale, { value }: Counted, isRounded: boolean): string {
	if (isRounded && value === 0) return m.diseases_fewer({ count: formatNumber(locale, firstShown) });
	return formatNumber(locale, value);
}

/** `312 kunjungan`, `1.844 kasus`: visits are never called cases. */
export function countText(locale: Locale, figure: Counted, isRounded = false): string {
	const text = figureText(locale, figure, isRounded);
	if (figure.kind === 'tally') return m.diseases_count_cases({ count: figure.value, text });
	return m.diseases_count_visits({ count: figure.value, text });
}

export const unitName = (figure: Counted | null) =>
	figure?.kind === 'tally' ? m.diseases_unit_cases() : m.diseases_unit_visits();

/** What a figure stands on, and what others say. */
export function basisText(locale: Locale, figure: Counted): string {
	const others = figure.others.map(({ reporter, value }) =>
		m.diseases_basis_other({ reporter: reporterName(reporter), value: formatNumber(locale, value) })
	);
	const own =
		figure.kind === 'tally'
			? m.diseases_basis_tally({ reporter: reporterName(figure.reporter ?? '') })
			: figure.kind === 'mixed'
				? m.diseases_basis_mixed({ facilities: formatNumber(locale, figure.ownCounts) })
				: m.diseases_basis_visits();
	return [own, ...(figure.isPartial ? [m.diseases_basis_partial()] : []), ...others].join('; ');
}

/** `+24 %` against a figure on the same basis; null where no percentage can be said. */
export function changeText(locale: Locale, now: Counted | null, before: Counted | null): string | null {
	if (now === null || before === null || !areComparable(now, before)) return null;
	return formatChange(locale, now.value, before.value);
}

export function ruleText(locale: Locale, rule: SkdrRule | null): string {
	if (rule === null) return m.diseases_rule_none();
	if (rule.kind === 'watch') return m.diseases_rule_watch();
	if (rule.kind === 'threshold')
		return m.diseases_rule_threshold({ minimum: formatNumber(locale, rule.minimum) });
	return m.diseases_rule_ratio({ ratio: formatNumber(locale, rule.ratio, 1) });
}

const zones: Readonly<Record<SeasonZone, () => string>> = {
	success: m.diseases_season_zone_success,
	safety: m.diseases_season_zone_safety,
	alert: m.diseases_season_zone_alert,
	epidemic: m.diseases_season_zone_epidemic,
	below: m.diseases_season_zone_below,
	within: m.diseases_season_zone_within,
	above: m.diseases_season_zone_above
};
/** Where a whole period lies in the course of past years; a dash where nothing can be said. */
export const zoneName = (zone: SeasonZone | null) => (zone === null ? '–' : zones[zone]());

export const isAlert = (figure: Counted | null, alertAt: number | null) =>
	figure !== null && alertAt !== null && figure.value >= alertAt;

type Figures = { now: Counted | null; before: Counted | null };

/** The page's one sentence, made from its numbers. */
export function answerText(locale: Locale, view: DiseasesView, { now, before }: Figures): string {
	const { disease, kecamatan, grain } = view.filter;
	const where = kecamatan === null ? '' : m.diseases_where({ kecamatan: areaName(kecamatan) });
	const said = {
		disease: diseaseName(locale, disease) + where,
		period: periodName(locale, grain, view.chosenPeriod),
		count: now === null ? '' : countText(locale, now, view.isRounded)
	};
	if (now === null) return m.diseases_answer_none(said);
	if (view.chosenPeriod === view.openPeriod) return m.diseases_answer_open(said);
	const change = changeText(locale, now, before);
	if (change === null || before === null) return m.diseases_answer_plain(said);
	if (now.value === before.value) return m.diseases_answer_same(said);
	return now.value > before.value
		? m.diseases_answer_up({ ...said, change })
		: m.diseases_answer_down({ ...said, change });
}

/** Visits of the last fortnight are still coming in: what looks like a fall may be none. */
export function isStillComing(view: DiseasesView, figure: Counted | null): boolean {
	if (figure === null || figure.kind === 'tally') return false;
	return daysBetween(lastDayOf(view.filter.grain, view.chosenPeriod), dayOf(view.snapshot.now)) < 14;
}
