/** What the page says of the proposal, in the reader's words. */
import { isTurned, type Certainty, type NextYearLevers } from '$lib/domain/next-year';
import { findService, type ServiceId } from '$lib/domain/service';
import {
	formatChange,
	formatDayShort,
	formatMonth,
	formatNumber,
	formatRupiahShort,
	formatShare,
	type Locale
} from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import {
	assumptionWords,
	growthWords,
	leverStates,
	leverWords,
	proposalTitles,
	sourceWords,
	type Words
} from '$lib/protocol/next-year-words';
import { fillWords } from '$lib/protocol/rko';
import type { NextYearView } from '$lib/protocol/views/budget-next-year';
import { percentText } from '../../chain/chain-words';

type Values = Record<string, string | number>;

/** The years are filled in everywhere. */
export const say = (locale: Locale, words: Words, year: number, values: Values = {}) =>
	fillWords(words, locale, { year, before: year - 1, ...values });

export const serviceName = (locale: Locale, id: ServiceId) => findService(id)?.names[locale] ?? id;

/** The one sentence that answers the page. */
export function answerOf(locale: Locale, view: NextYearView): string {
	const { year, proposal, ceilingRupiah } = view;
	if (view.gap !== null) return m.nextyear_answer_none({ year: String(year) });
	if (proposal === null) return m.nextyear_answer_lever();
	const { total } = proposal.points.p80;
	const difference = total - (ceilingRupiah ?? 0);
	const words = difference < 0 ? proposalTitles.less : proposalTitles.more;
	const short = (amount: number) => formatRupiahShort(locale, amount);
	return `${say(locale, words, year, { amount: short(total), difference: short(Math.abs(difference)) })}.`;
}

export function detailOf(locale: Locale, view: NextYearView): string {
	const { year, proposal, gap, leverGap } = view;
	const before = String(year - 1);
	if (gap !== null)
		return {
			'no-ceiling': m.nextyear_gap_no_ceiling,
			'not-computed': m.nextyear_gap_not_computed,
			'year-over': m.nextyear_gap_year_over,
			'too-few-months': m.nextyear_gap_too_few_months
		}[gap]({ before });
	if (proposal === null || leverGap !== null)
		return {
			services: m.nextyear_lever_gap_services,
			referral: m.nextyear_lever_gap_referral,
			rates: m.nextyear_lever_gap_rates,
			stale: m.nextyear_lever_gap_stale
		}[leverGap ?? 'stale']();
	const { p50, p80, p95 } = proposal.points;
	const short = (amount: number) => formatRupiahShort(locale, amount);
	const values = { carried: short(p80.carried), half: short(p50.total), most: short(p95.total) };
	const said = say(locale, p80.carried > 0 ? proposalTitles.carried : proposalTitles.clear, year, values);
	return `${said} ${leversText(locale, view.levers)}.`;
}

/** What is turned, in a line. */
export function leversText(locale: Locale, levers: NextYearLevers): string {
	if (!isTurned(levers)) return leverStates.none[locale];
	const { referralPercent, tariffPercent, membersPercent, unpaid } = levers;
	const names = unpaid.map((id) => serviceName(locale, id)).join(', ');
	return [
		referralPercent !== null &&
			`${leverWords.referral[locale]} ${formatShare(locale, referralPercent / 100)}`,
		tariffPercent !== 0 && `${leverWords.tariff[locale]} ${percentText(locale, tariffPercent)}`,
		membersPercent !== 0 && `${leverWords.members[locale]} ${percentText(locale, membersPercent)}`,
		names !== '' && fillWords(leverStates.unpaid, locale, { names })
	]
		.filter((text) => text !== false)
		.join('; ');
}

export const assumptionName = (locale: Locale, key: string) =>
	(assumptionWords as Record<string, Words>)[key]?.[locale] ?? key;
export const assumptionValue = (locale: Locale, key: string, value: number) =>
	key === 'use-elasticity' ? formatNumber(locale, value, 2) : formatShare(locale, value, 1);

export function sourceName(locale: Locale, source: string, { span }: NextYearView): string {
	const words = (sourceWords as Record<string, Words>)[source];
	const [from, to] = [formatDayShort(locale, span.from), formatDayShort(locale, span.to)];
	return words ? fillWords(words, locale, { from, to }) : source;
}

export function projectionSource(locale: Locale, { from, to, simulations }: NextYearView): string {
	return fillWords(sourceWords.projection, locale, {
		from: from === null ? '' : formatMonth(locale, from),
		to: to === null ? '' : formatMonth(locale, to),
		worlds: formatNumber(locale, simulations ?? 0)
	});
}

export function growthText(locale: Locale, { growth, year }: NextYearView): string | null {
	if (growth === null) return null;
	const percent = (value: number) => formatChange(locale, 1 + value / 100, 1, 1) ?? '';
	const cost = percent(growth.cost);
	return growth.visits === null
		? say(locale, growthWords.cost, year, { cost })
		: say(locale, growthWords.both, year, { cost, visits: percent(growth.visits) });
}

export const certaintyName = (name: Certainty) => name.toUpperCase();
