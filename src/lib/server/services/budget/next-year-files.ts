/** Next year's proposal as a file: two pages for the council, or a workbook that goes on reckoning. */
import { jakartaDay } from '../../../domain/period.ts';
import { writeNextYear } from '../../../domain/next-year.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import type { ProposalPaper } from '../../../protocol/next-year-paper.ts';
import type { ProposalFormat } from '../../../protocol/next-year-words.ts';
import { markedFileName, reconstructionMark } from '../../../protocol/reconstruction.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import type { NextYearView } from '../../../protocol/views/budget-next-year.ts';
import type { ServiceContext } from '../context.ts';
import type { BudgetNextYearService } from './next-year.ts';
import { bookOfNextYear } from './next-year-book/book.ts';
import { paperOfNextYear } from './next-year-print.ts';

/** Prints the two pages. */
export type ProposalPaperPort = (paper: ProposalPaper, locale: Locale) => Promise<Uint8Array>;
export type ProposalFile = { name: string; contentType: string; body: Uint8Array };

const types: Record<ProposalFormat, string> = {
	pdf: 'application/pdf',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};
/** As many scenarios as are compared stand in a file where the reader chose none. */
const newest = 4;

export class NextYearFilesService {
	constructor(
		readonly context: ServiceContext,
		readonly proposals: Pick<BudgetNextYearService, 'load'>
	) {}

	/**
	 * Null where nothing is proposed: the page says why.
	 *
	 * @throws InvalidFilter as the page does.
	 */
	async file(
		viewer: Viewer,
		words: URLSearchParams,
		format: ProposalFormat,
		locale: Locale
	): Promise<ProposalFile | null> {
		const view = await this.#load(viewer, words);
		if (view.proposal === null) return null;
		await this.#record(viewer, view, format);
		const { reconstruction } = this.context;
		const mark = reconstruction && reconstructionMark(reconstruction, locale);
		const body = await (format === 'pdf' ? this.#paper(view, locale, mark) : this.#book(view, locale, mark));
		return { name: markedFileName(fileName(view, format), reconstruction), contentType: types[format], body };
	}

	#paper(view: NextYearView, locale: Locale, mark: string | null): Promise<Uint8Array> {
		const paper = paperOfNextYear(view, locale);
		return this.context.proposalPaper({ ...paper, demo: mark ?? paper.demo }, locale);
	}

	/** A mark stands at the end of each sheet's first line: its formulas name the rows below. */
	#book(view: NextYearView, locale: Locale, mark: string | null): Promise<Uint8Array> {
		const sheets = bookOfNextYear(view, locale);
		if (mark === null) return this.context.workbook(sheets);
		return this.context.workbook(
			sheets.map((sheet) => {
				const [first = [], ...others] = sheet.titles;
				return { ...sheet, titles: [[...first, mark], ...others] };
			})
		);
	}

	async #load(viewer: Viewer, words: URLSearchParams): Promise<NextYearView> {
		const view = await this.proposals.load(viewer, words);
		if (view.compared.length > 0 || view.scenarios.length === 0) return view;
		const compare = view.scenarios.slice(0, newest).map(({ id }) => id);
		const all = new URLSearchParams(words);
		all.set('compare', compare.join(' '));
		return this.proposals.load(viewer, all);
	}

	/** Before the file is handed out. */
	async #record(
		viewer: Viewer,
		{ year, levers, snapshot }: NextYearView,
		format: ProposalFormat
	): Promise<void> {
		const { recordLook, system } = this.context;
		const filter = {
			...{ year: String(year), asOf: snapshot.asOf },
			levers: String(new URLSearchParams(writeNextYear(levers)))
		};
		await recordLook(system, viewer, { action: 'export', what: `/budget/next-year.${format}`, filter });
	}
}

function fileName({ year, snapshot }: NextYearView, format: ProposalFormat): string {
	const day = jakartaDay(new Date(snapshot.now));
	return `usulan-anggaran-${year}-per-${day}${snapshot.demo ? '-demo' : ''}.${format}`;
}
