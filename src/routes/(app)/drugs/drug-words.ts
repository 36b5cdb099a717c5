import type { Counted } from '$lib/domain/basis';
import { findMedicine, type MedicineUnit, type Ven } from '$lib/domain/medicines';
import { type Locale, formatMonth, formatNumber } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import { scarceMonths, type DrugRow } from '$lib/protocol/views/drugs';

/** An item that the list does not know goes by its id. */
export function drugName(locale: Locale, item: string): string {
	return findMedicine(item)?.names[locale] ?? item;
}

const units: Record<MedicineUnit, () => string> = {
	tablet: m.drugs_unit_tablet,
	capsule: m.drugs_unit_capsule,
	bottle: m.drugs_unit_bottle,
	ampoule: m.drugs_unit_ampoule,
	vial: m.drugs_unit_vial,
	sachet: m.drugs_unit_sachet,
	tube: m.drugs_unit_tube,
	piece: m.drugs_unit_piece
};

export function unitName(item: string): string {
	const unit = findMedicine(item)?.unit;
	return unit ? units[unit]() : m.drugs_unit_unknown();
}

const classes: Record<Ven, () => string> = {
	V: m.drugs_ven_vital,
	E: m.drugs_ven_essential,
	N: m.drugs_ven_other
};
export const venName = (ven: Ven | null) => (ven === null ? m.drugs_ven_none() : classes[ven]());

/** `0,4 bulan`; beyond two years the number says nothing. */
export function monthsText(locale: Locale, months: number): string {
	if (months >= 24) return m.drugs_months_many();
	return m.drugs_months({ months: formatNumber(locale, months, 1) });
}

export const isScarce = ({ monthsLeft }: DrugRow) => monthsLeft !== null && monthsLeft < scarceMonths;

const reporterNames: Record<string, () => string> = { dinkes: m.drugs_reporter_dinkes };
const reporterName = (reporter: string) => reporterNames[reporter]?.() ?? reporter;

/** What a month's use stands on, and what others say. */
export function useBasisText(locale: Locale, figure: Counted): string {
	const own =
		figure.kind === 'tally'
			? m.drugs_basis_tally({ reporter: reporterName(figure.reporter ?? '') })
			: figure.kind === 'mixed'
				? m.drugs_basis_mixed({ facilities: formatNumber(locale, figure.ownCounts) })
				: m.drugs_basis_visits();
	const others = figure.others.map(({ reporter, value }) =>
		m.drugs_basis_other({ reporter: reporterName(reporter), value: formatNumber(locale, value) })
	);
	return [own, ...(figure.isPartial ? [m.drugs_basis_partial()] : []), ...others].join('; ');
}

/** The page's one sentence, made from its numbers. */
export function answerText(locale: Locale, rows: readonly DrugRow[], lastMonth: string): string {
	const said = rows.filter(({ monthsLeft }) => monthsLeft !== null);
	const scarce = said.filter(isScarce);
	const [first] = scarce;
	const all = formatNumber(locale, said.length);
	if (first)
		return m.drugs_answer_scarce({
			scarce: formatNumber(locale, scarce.length),
			all,
			first: drugName(locale, first.item),
			months: monthsText(locale, first.monthsLeft ?? 0)
		});
	const next = said[0];
	if (next)
		return m.drugs_answer_enough({
			all,
			first: drugName(locale, next.item),
			months: monthsText(locale, next.monthsLeft ?? 0)
		});
	const used = rows.filter(({ last, open }) => (last?.value ?? open?.value ?? 0) > 0).length;
	if (used === 0) return m.drugs_answer_empty();
	return m.drugs_answer_unsaid({ used: formatNumber(locale, used), month: formatMonth(locale, lastMonth) });
}
