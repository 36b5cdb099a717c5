/** The first sheet: the proposal at three certainties, and by service. */
import { certainties, type Certainty } from '../../../../domain/next-year.ts';
import { findService } from '../../../../domain/service.ts';
import type { BookCell } from '../../../../protocol/book-cells.ts';
import { proposalRows, sourceWords, type Words } from '../../../../protocol/next-year-words.ts';
import type { ProposalView } from '../../../../protocol/views/budget-next-year.ts';
import type { WorkbookSheet } from '../../sheet-file.ts';
import { detailOf, leversSaid, methodLines, titleOf } from '../next-year-said.ts';
import { cell, costBefore, figure, firstService, formula, texts, times, type Frame } from './frame.ts';

const columns = ['B', 'C', 'D'] as const;

/** Row of each line, counted from the first below the headings. */
const places = {
	before: 0,
	factor: 1,
	cost: 2,
	carried: 3,
	total: 4,
	ceiling: 5,
	members: 7,
	check: 10
} as const;

export function proposalSheet(frame: Frame): WorkbookSheet {
	const { view, locale, say } = frame;
	const [name] = texts.sheets[locale];
	const titles = [
		[titleOf(view, locale)],
		[detailOf(view, locale)],
		[leversSaid(view.levers, locale)],
		[say(texts.asOf, { at: view.snapshot.now })],
		...(view.snapshot.demo ? [[say(texts.demo)]] : [])
	];
	// Behind the titles and the headings.
	const start = titles.length + 2;
	const lines = linesOf(frame, start);
	return {
		...{ name, titles, headings: [say(texts.part), 'P50', 'P80', 'P95', say(texts.source)] },
		rows: [
			...lines,
			[],
			...servicesOf(frame, start, start + lines.length + 2),
			[],
			...methodLines(view, locale).map((text): BookCell[] => [text])
		],
		widths: [44, 22, 22, 22, 60]
	};
}

function linesOf({ view, proposal, locale, say }: Frame, start: number): BookCell[][] {
	const [, levers] = texts.sheets[locale];
	const at = (place: keyof typeof places) => start + places[place];
	const line = (words: Words, cellOf: (column: string, name: Certainty) => BookCell, source: BookCell) => [
		say(words),
		...certainties.map((certainty, index) => cellOf(columns[index] ?? 'B', certainty)),
		source
	];
	const projection = say(sourceWords.projection, {
		...{ from: view.from?.slice(0, 7) ?? '', to: view.to?.slice(0, 7) ?? '', worlds: view.simulations ?? 0 }
	});
	const { points } = proposal;
	return [
		line(proposalRows.costBefore, (_, p) => figure(costBefore(proposal, p)), projection),
		line(proposalRows.factor, () => formula(`${levers}!${cell('fAll')}`, times), levers),
		line(proposalRows.cost, (c) => formula(`ROUND(${c}${at('before')}*${c}${at('factor')},0)`), null),
		line(proposalRows.carried, (_, p) => figure(points[p].carried), projection),
		line(proposalRows.total, (c) => formula(`SUM(${c}${at('cost')}:${c}${at('carried')})`), null),
		line(proposalRows.ceiling, () => figure(view.ceilingRupiah), say(sourceWords.decision)),
		line(proposalRows.difference, (c) => formula(`${c}${at('total')}-${c}${at('ceiling')}`), null),
		line(proposalRows.members, () => membersThen(proposal, levers), say(sourceWords.register)),
		line(
			proposalRows.perMember,
			(c) => perMember(proposal, `${c}${at('total')}`, `${c}${at('members')}`),
			null
		),
		line(
			proposalRows.premium,
			() => figure(view.premium?.rupiahPerMemberMonth ?? null),
			view.premium?.source ?? null
		),
		line(proposalRows.check, (_, p) => figure(points[p].total), say(texts.close)),
		line(proposalRows.checkDifference, (c) => formula(`${c}${at('total')}-${c}${at('check')}`), null)
	];
}

/** @param first row of the first service */
function servicesOf({ view: { services }, locale, say }: Frame, start: number, first: number): BookCell[][] {
	if (services.length === 0) return [];
	const [, levers] = texts.sheets[locale];
	const last = first + services.length - 1;
	return [
		[say(texts.byService)],
		...services.map(({ service }, place): BookCell[] => [
			findService(service)?.names[locale] ?? service,
			...columns.map((c) => formula(`${c}$${start + places.cost}*${levers}!$E$${firstService + place}`))
		]),
		[say(texts.all), ...columns.map((c) => formula(`SUM(${c}${first}:${c}${last})`))]
	];
}

const membersThen = ({ members }: ProposalView, levers: string): BookCell =>
	members === null ? null : formula(`${levers}!${cell('membersThen')}`);
const perMember = ({ members }: ProposalView, total: string, count: string): BookCell =>
	members === null ? null : formula(`ROUND(${total}/${count}/12,0)`);
