/** The sentences and names of next year's proposal for its two files, in the reader's language. */
import { certainties, isTurned, type NextYearLevers } from '../../../domain/next-year.ts';
import { formatRupiahShort } from '../../../domain/rupiah.ts';
import { findService } from '../../../domain/service.ts';
import {
	assumptionWords,
	growthWords,
	leverStates,
	leverWords,
	methodWords,
	proposalTitles,
	sourceWords,
	type Words
} from '../../../protocol/next-year-words.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import { fillWords } from '../../../protocol/rko.ts';
import type { NextYearView } from '../../../protocol/views/budget-next-year.ts';

export type Said = (words: Words, values?: Record<string, string | number>) => string;

/** Years are filled in everywhere. */
export const sayer =
	(locale: Locale, year: number): Said =>
	(words, values) =>
		fillWords(words, locale, { year, before: year - 1, ...values });

export const decimal = (value: number, locale: Locale, digits = 1): string => {
	const text = value.toFixed(digits);
	return locale === 'id' ? text.replace('.', ',') : text;
};
export const percent = (share: number, locale: Locale) =>
	`${decimal(100 * share, locale)}${locale === 'id' ? ' ' : ''}%`;
const signed = (value: number, locale: Locale) =>
	`${value > 0 ? '+' : value < 0 ? '–' : ''}${decimal(Math.abs(value), locale)}${locale === 'id' ? ' ' : ''}%`;

/** `22-11-2026` reads wrongly to half of all readers; the ISO day to none. */
export const spanWords = ({ from, to }: NextYearView['span']) => ({ from, to });

export function titleOf(view: NextYearView, locale: Locale): string {
	const say = sayer(locale, view.year);
	const total = view.proposal?.points.p80.total ?? 0;
	const difference = total - (view.ceilingRupiah ?? 0);
	return say(difference < 0 ? proposalTitles.less : proposalTitles.more, {
		amount: formatRupiahShort(total, locale),
		difference: formatRupiahShort(Math.abs(difference), locale)
	});
}

export function detailOf({ proposal, year }: NextYearView, locale: Locale): string {
	const [half, enough, most] = certainties.map((name) => proposal?.points[name]);
	const short = (amount = 0) => formatRupiahShort(amount, locale);
	const carried = enough?.carried ?? 0;
	return sayer(locale, year)(carried > 0 ? proposalTitles.carried : proposalTitles.clear, {
		...{ carried: short(carried), half: short(half?.total), most: short(most?.total) }
	});
}

/** Each lever with what it stands at: a line a lever. */
export function leverLines(
	{ referralPercent, tariffPercent, membersPercent, unpaid }: NextYearLevers,
	referralNow: number | null,
	locale: Locale
): [string, string][] {
	const say: Said = (words, values) => fillWords(words, locale, values);
	const change = (value: number) => (value === 0 ? say(leverStates.now) : signed(value, locale));
	const share = referralNow === null ? null : percent(referralNow, locale);
	const names = unpaid.map((id) => findService(id)?.names[locale] ?? id).join(', ');
	return [
		[
			say(leverWords.referral),
			referralPercent !== null
				? percent(referralPercent / 100, locale)
				: share === null
					? say(leverStates.now)
					: say(leverStates.nowAt, { share })
		],
		[say(leverWords.tariff), change(tariffPercent)],
		[say(leverWords.members), change(membersPercent)],
		[say(leverWords.services), names === '' ? say(leverStates.allPaid) : say(leverStates.unpaid, { names })]
	];
}

/** What is turned, in a line. */
export function leversSaid(levers: NextYearLevers, locale: Locale): string {
	if (!isTurned(levers)) return fillWords(leverStates.none, locale);
	const turned = {
		referral: levers.referralPercent !== null,
		tariff: levers.tariffPercent !== 0,
		members: levers.membersPercent !== 0,
		services: levers.unpaid.length > 0
	};
	const states = Object.values(turned);
	return leverLines(levers, null, locale)
		.filter((_, place) => states[place])
		.map(([name, state]) => `${name} ${state}`)
		.join('; ');
}

export const assumptionName = (key: string, locale: Locale) =>
	(assumptionWords as Record<string, Words>)[key]?.[locale] ?? key;

export function sourceName(source: string, view: NextYearView, locale: Locale): string {
	const words = (sourceWords as Record<string, Words>)[source];
	return words ? fillWords(words, locale, spanWords(view.span)) : source;
}

export function growthSaid({ growth, year }: NextYearView, locale: Locale): string | null {
	if (growth === null) return null;
	const cost = signed(growth.cost, locale);
	return growth.visits === null
		? sayer(locale, year)(growthWords.cost, { cost })
		: sayer(locale, year)(growthWords.both, { cost, visits: signed(growth.visits, locale) });
}

export function methodLines(view: NextYearView, locale: Locale): string[] {
	const say = sayer(locale, view.year);
	const growth = growthSaid(view, locale);
	return [
		say(methodWords.total),
		...(growth === null ? [] : [growth]),
		say(methodWords.services, spanWords(view.span)),
		say(methodWords.unknown)
	];
}
