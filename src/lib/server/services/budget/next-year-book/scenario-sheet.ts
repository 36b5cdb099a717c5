/** The third sheet: kept scenarios, each weighed in today's worlds, with formulas of the same levers. */
import { certainties, isTurned, noLevers, type NextYearLevers } from '../../../../domain/next-year.ts';
import type { BookCell } from '../../../../protocol/book-cells.ts';
import { proposalRows } from '../../../../protocol/next-year-words.ts';
import type { NextYearView, ProposalView } from '../../../../protocol/views/budget-next-year.ts';
import type { WorkbookSheet } from '../../sheet-file.ts';
import { titleOf } from '../next-year-said.ts';
import {
	costBefore,
	figure,
	formula,
	rowOf,
	share,
	texts,
	times,
	type Frame,
	type LeverRow
} from './frame.ts';

type Line = { name: string; levers: NextYearLevers; proposal: ProposalView };

export function scenarioSheet(frame: Frame): WorkbookSheet {
	const { view, locale, say } = frame;
	const [, , name] = texts.sheets[locale];
	const titles = [[titleOf(view, locale)], [say(texts.close)]];
	const perPoint = (point: string) =>
		[proposalRows.costBefore, proposalRows.carried, proposalRows.total].map(
			(words) => `${say(words)} ${point}`
		);
	const levers = [texts.scenario, texts.membersChange, texts.tariffChange, texts.referralThen];
	return {
		...{ name, titles },
		headings: [
			...[...levers, texts.paidShare, texts.outpatient, texts.factor].map((words) => say(words)),
			...certainties.flatMap((certainty) => perPoint(certainty.toUpperCase()))
		],
		rows: linesOf(frame).map((line, place) => cellsOf(line, titles.length + 2 + place, frame)),
		widths: [40, 12, 12, 14, 12, 12, 10, ...certainties.flatMap(() => [22, 22, 22])]
	};
}

function linesOf({ view, proposal, say }: Frame): Line[] {
	return [
		...(view.base ? [{ name: say(texts.none), levers: noLevers, proposal: view.base }] : []),
		...(isTurned(view.levers) ? [{ name: say(texts.now), levers: view.levers, proposal }] : []),
		...view.compared.flatMap(({ name, levers, now }) => (now ? [{ name, levers, proposal: now }] : []))
	];
}

/** Columns of the three certainties: what the levers multiply, what is carried over, and the sum. */
const firstPoint = 8;

function cellsOf({ name, levers, proposal }: Line, row: number, frame: Frame): BookCell[] {
	return [
		...[name, ...leverCells(levers, frame.view)],
		figure(proposal.factors.services, share),
		figure(proposal.outpatientShare, share),
		formula(factorAt(row, frame), times),
		...certainties.flatMap((certainty, index): BookCell[] => {
			const [cost = '', carried = ''] = [0, 1].map((place) => letter(firstPoint + 3 * index + place));
			return [
				figure(costBefore(proposal, certainty)),
				figure(proposal.points[certainty].carried),
				formula(`ROUND(${cost}${row}*G${row},0)+${carried}${row}`)
			];
		})
	];
}

function factorAt(row: number, { view, locale }: Frame): string {
	const [, sheet] = texts.sheets[locale];
	const there = (lever: LeverRow) => `${sheet}!$B$${rowOf(lever)}`;
	const isKnown = (key: string) => view.assumptions.some((one) => one.key === key);
	return [
		`E${row}`,
		...(isKnown('settled-share') && view.referralNow !== null
			? [`(1-F${row}*(D${row}-${there('referralNow')})/100*${there('settled')})`]
			: []),
		...(isKnown('use-elasticity') ? [`(1+B${row}/100)^${there('elasticity')}`] : []),
		...(isKnown('tariff-share') ? [`(1+${there('tariffShare')}*C${row}/100)`] : [])
	].join('*');
}

const leverCells = (levers: NextYearLevers, { referralNow }: NextYearView): BookCell[] => [
	...[levers.membersPercent, levers.tariffPercent],
	levers.referralPercent ?? (referralNow === null ? null : 100 * referralNow)
];

const letter = (column: number) => String.fromCharCode(64 + column);
