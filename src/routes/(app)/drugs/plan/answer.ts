/** The page's one sentence and what stands under it, made from its numbers. */
import { formatDayShort, formatMonth, formatNumber, formatRupiahShort, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { DrugPlanView } from '$lib/protocol/views/drug-plan';
import { drugName } from '../drug-words';
import { chanceName, hasFigures, isShort, stateName } from './plan-words';

export function answerText(locale: Locale, view: DrugPlanView): string {
	const year = String(view.year);
	if (view.state === null) return m.drugplan_answer_none({ year });
	if (view.lines === null) return m.drugplan_answer_hidden({ year });
	if (!hasFigures(view)) return m.drugplan_answer_no_forecast({ year });
	const short = (amount: number) => formatRupiahShort(locale, amount);
	const items = formatNumber(locale, view.lines.length + view.unpriced.length);
	const said = { year, items, cost: short(view.costRupiah), state: stateName(view.state) };
	if (view.cutAt === null || view.capRupiah === null)
		return m.drugplan_answer({ ...said, chance: chanceName(view.chance) });
	const out = formatNumber(locale, view.lines.filter(isShort).length);
	return m.drugplan_answer_cut({
		...{ ...said, cap: short(view.capRupiah), out },
		first: drugName(locale, view.cutAt)
	});
}

export function detailText(locale: Locale, { forecasts, seal }: DrugPlanView): string | undefined {
	if (forecasts === null) return undefined;
	const basis = m.drugplan_detail({
		month: formatMonth(locale, `${forecasts.lastMonth}-01`),
		day: formatDayShort(locale, forecasts.newest),
		items: formatNumber(locale, forecasts.items)
	});
	return seal === null ? basis : `${basis} ${m.drugplan_detail_stored()}`;
}
