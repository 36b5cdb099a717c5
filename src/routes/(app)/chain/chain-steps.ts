/** The chain step by step: from the event to the day on which the money ends, each with its figure and what it rests on. */
import { formatDayShort, type Locale } from '$lib/i18n/format';
import { m } from '$lib/i18n/paraglide/messages.js';
import type { ChainAssumption, ChainFigure, ChainView } from '$lib/protocol/views/chain';
import {
	arrowName,
	arrowRange,
	arrowValue,
	assumptionValue,
	drugOf,
	endStepText,
	eventStepText,
	rangeText,
	stepText
} from './chain-words';

export type Step = {
	id: string;
	/** Whose evidence it opens. */
	figure: ChainFigure;
	way: string;
	name: string;
	value: string;
	range: string;
	assumptions: readonly ChainAssumption[];
};

const figures: Record<string, ChainFigure> = {
	'scenario.peak-beds': 'beds',
	'scenario.claims': 'claims',
	'scenario.outbreak-cost': 'cost',
	'scenario.year-difference': 'difference'
};
const figureOf = (key: string): ChainFigure => (drugOf(key) === null ? (figures[key] ?? 'factor') : 'drugs');

/** Chosen or decided by somebody: there is nothing to be unsure of. */
const certain = (key: string, value: number, source: string): ChainAssumption => ({
	...{ key, value, lower80: value, upper80: value, source }
});

/** Empty where nothing is asked, or what is asked cannot be told. */
export function stepsOf(locale: Locale, view: ChainView): Step[] {
	if (view.arrows.length === 0) return [];
	const arrows = view.arrows.map((arrow): Step => ({
		...{ id: arrow.key, figure: figureOf(arrow.key), way: stepText(arrow) },
		...{ name: arrowName(locale, arrow.key), value: arrowValue(locale, arrow.key, arrow.result.value) },
		...{ range: arrowRange(locale, arrow), assumptions: arrow.assumptions }
	}));
	return [...casesStep(locale, view), ...arrows, ...endStep(locale, view)];
}

function casesStep(locale: Locale, { cases: found, usual, levers }: ChainView): Step[] {
	if (found === null || usual === null) return [];
	const cases = (value: number) => assumptionValue(locale, 'extra-cases', value);
	const { value, lower80, upper80 } = usual;
	const source = usual.kind === 'frozen' ? 'weeks-frozen' : 'weeks';
	return [
		{
			...{ id: 'cases', figure: 'cases', way: eventStepText() },
			...{ name: m.chain_arrow_cases(), value: cases(found.value) },
			range: rangeText(cases(found.lower80), cases(found.upper80)),
			assumptions: [
				{ key: 'usual-cases', value, lower80, upper80, source },
				certain('size', levers.size, 'chosen'),
				certain('weeks', levers.weeks, 'chosen')
			]
		}
	];
}

/** The day follows from the budget and what is used up under the levers. */
function endStep(locale: Locale, { money, ceilingRupiah }: ChainView): Step[] {
	if (money === null || ceilingRupiah === null) return [];
	const { p10, p50, p90 } = money.yearEnd;
	const day = (text: string | null) => (text === null ? m.chain_date_after() : formatDayShort(locale, text));
	const { lower80, median, upper80 } = money.date;
	return [
		{
			...{ id: 'date', figure: 'date', way: endStepText(), name: m.chain_tile_date(), value: day(median) },
			range: rangeText(day(lower80), day(upper80)),
			assumptions: [
				certain('ceiling', ceilingRupiah, 'budget'),
				{ key: 'year-changed', value: p50, lower80: p10, upper80: p90, source: 'worlds' }
			]
		}
	];
}
