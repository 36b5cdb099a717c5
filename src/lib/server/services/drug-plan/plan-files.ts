/** The order plan of medicines as files to work with: RKO and LPLPO, as workbooks whose formulas live, and as CSV. */
import { jakartaDay, monthOf } from '../../../domain/period.ts';
import type { Viewer } from '../../../domain/viewer.ts';
import { plainValue } from '../../../protocol/book-cells.ts';
import { markedFileName, reconstructionMark } from '../../../protocol/reconstruction.ts';
import type { SheetCell } from '../../../protocol/csv.ts';
import { planFacts, planSentences, planStateWords } from '../../../protocol/plan-sheets.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import { fillWords, rkoSentences, type RkoFormat } from '../../../protocol/rko.ts';
import type { DrugPlanView } from '../../../protocol/views/drug-plan.ts';
import { readNewestReports, type LplpoRow } from '../../store/lplpo.ts';
import { momentOf, readView, type ServiceContext } from '../context.ts';
import { csvFile, wibText, workbookType, type SheetFile } from '../sheet-file.ts';
import type { DrugPlanService, PlanQuery } from './drug-plan.ts';
import { lplpoHeadings, lplpoRows, lplpoWidths } from './lplpo-sheet.ts';
import { rkoHeadings, rkoRows, rkoWidths, type PlanCells } from './rko-sheet.ts';

type PlanFileKind = 'rko' | 'lplpo';
type PlanFileAsked = { kind: PlanFileKind; format: RkoFormat; locale: Locale };

type Sheet = {
	titles: SheetCell[][];
	headings: string[];
	/** The first of them stands in this row of the sheet. */
	rowsFrom: (firstRow: number) => PlanCells[];
	widths: readonly number[];
};

export class PlanFilesService {
	constructor(
		readonly context: ServiceContext,
		readonly plans: Pick<DrugPlanService, 'load'>
	) {}

	/** Null where there are no figures to hand out. @throws InvalidFilter as the page does. */
	async file(
		viewer: Viewer,
		query: PlanQuery,
		{ kind, format, locale }: PlanFileAsked
	): Promise<SheetFile | null> {
		const view = await this.plans.load(viewer, query);
		if (view.forecasts === null) return null;
		const sheet = kind === 'rko' ? rkoSheet(view, locale) : await this.#lplpoSheet(view, query, locale);
		const { reconstruction } = this.context;
		const mark = reconstruction ? [[reconstructionMark(reconstruction, locale)]] : [];
		const titles = [...mark, ...sheet.titles];
		const rows = sheet.rowsFrom(titles.length + 2);
		await this.#record(viewer, view, `${kind}.${format}`, rows.length);
		const name = markedFileName(`${fileName(view, kind)}.${format}`, reconstruction);
		const { headings, widths } = sheet;
		if (format === 'csv')
			return csvFile(name, [...titles, headings, ...rows.map((row) => row.map(plainValue))], locale);
		const body = await this.context.workbook([{ name: kind.toUpperCase(), titles, headings, rows, widths }]);
		return { name, contentType: workbookType, body };
	}

	/** Before the file is handed out. */
	async #record(viewer: Viewer, view: DrugPlanView, file: string, rowCount: number): Promise<void> {
		const { recordLook, system } = this.context;
		const filter = { year: String(view.year), asOf: view.snapshot.asOf };
		await recordLook(system, viewer, { action: 'export', what: `/drugs/plan/${file}`, filter, rowCount });
	}

	async #lplpoSheet(view: DrugPlanView, { asOf }: PlanQuery, locale: Locale): Promise<Sheet> {
		const moment = momentOf(asOf, this.context.clock);
		const before = monthOf(moment.today);
		const { reports } = await readView(this.context, moment, async (tx) => ({
			reports: await readNewestReports(tx, { asOf: moment.asOf, before })
		}));
		return lplpoSheet(view, reports, locale);
	}
}

function fileName({ year, state, snapshot: { now, demo } }: DrugPlanView, kind: PlanFileKind): string {
	const day = jakartaDay(new Date(now));
	return [kind, year, state, 'per', day, demo ? 'demo' : null].filter((part) => part !== null).join('-');
}

function rkoSheet(view: DrugPlanView, locale: Locale): Sheet {
	const { capRupiah, seal } = view;
	return {
		titles: [
			[fillWords(planFacts.title, locale, { year: view.year })],
			...commonTitles(view, locale),
			...(seal === null ? [] : [[planFacts.hash[locale], seal.hash]]),
			[planFacts.cap[locale], capRupiah ?? planSentences.noCap[locale]],
			[planFacts.basis[locale], planSentences.basis[locale]],
			[planFacts.price[locale], rkoSentences.price[locale]]
		],
		headings: rkoHeadings(locale),
		rowsFrom: (firstRow) => rkoRows(view, locale, firstRow),
		widths: rkoWidths
	};
}

function lplpoSheet(view: DrugPlanView, reports: readonly LplpoRow[], locale: Locale): Sheet {
	return {
		titles: [
			[planFacts.lplpo[locale]],
			...commonTitles(view, locale),
			[planFacts.request[locale], planSentences.request[locale]]
		],
		headings: lplpoHeadings(locale),
		rowsFrom: (firstRow) => lplpoRows(reports, view, { locale, firstRow }),
		widths: lplpoWidths
	};
}

function commonTitles(view: DrugPlanView, locale: Locale): SheetCell[][] {
	const { snapshot } = view;
	return [
		[planFacts.asOf[locale], wibText(snapshot.now)],
		[planFacts.state[locale], stateText(view, locale)],
		...(view.isRounded
			? [[planFacts.rounded[locale], fillWords(planSentences.rounded, locale, { count: view.leftOut })]]
			: []),
		[planFacts.data[locale], rkoSentences[snapshot.demo ? 'demo' : 'real'][locale]]
	];
}

/** With who signed it, and when. */
function stateText({ state, history }: DrugPlanView, locale: Locale): string {
	if (state === null || state === 'draft') return planSentences.draft[locale];
	const since = history.findIndex(({ state: stood }) => stood === 'draft');
	const signers = history
		.slice(0, since === -1 ? undefined : since)
		.reverse()
		.map(({ state: signed, who, at }) => `${planStateWords[signed][locale]} ${who} ${wibText(at)}`)
		.join('; ');
	return fillWords(planSentences.signed, locale, { state: planStateWords[state][locale], signers });
}
