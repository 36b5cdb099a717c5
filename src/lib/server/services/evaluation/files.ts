/** A frozen evaluation as a file: to print, or for a spreadsheet program. The digest stands on every page and sheet. */
import { jakartaDay } from '../../../domain/period.ts';
import type { BookCell } from '../../../protocol/book-cells.ts';
import type { SheetCell } from '../../../protocol/csv.ts';
import { figureText, markOf, paintEvaluation, type Words } from '../../../protocol/evaluation-document.ts';
import { markedFileName } from '../../../protocol/reconstruction.ts';
import type {
	EvaluationContents,
	EvaluationFormat,
	EvaluationListRow,
	EvaluationPaper,
	PaintedDocument,
	PaintedTable
} from '../../../protocol/views/evaluation.ts';
import type { ServiceContext } from '../context.ts';
import { workbookType, type WorkbookSheet } from '../sheet-file.ts';

export type EvaluationFile = { name: string; contentType: string; body: Uint8Array };
export type FileAsked = { format: EvaluationFormat; words: Words };

/** Makes a PDF of A4 pages. */
export type EvaluationPaperPort = (paper: EvaluationPaper) => Promise<Uint8Array>;

type Ports = Pick<ServiceContext, 'printEvaluation' | 'workbook' | 'clock'>;

export async function evaluationFile(
	ports: Ports,
	head: EvaluationListRow,
	contents: EvaluationContents,
	{ format, words }: FileAsked
): Promise<EvaluationFile> {
	const document = paintEvaluation(contents, words);
	const facts = factsOf(head, contents, words);
	const number = String(head.number).padStart(4, '0');
	const plainName = `evaluasi-${head.year}-${number}${contents.demo ? '-demo' : ''}.${format}`;
	const name = markedFileName(plainName, contents.reconstruction ?? null);
	const mark = markOf(contents, words);
	if (format === 'pdf') {
		const printed = words.dayText(jakartaDay(ports.clock()));
		const body = await ports.printEvaluation({
			...{ document, facts, sha256: head.sha256, locale: words.locale },
			foot: words.say('evaluation_foot', { number, printed, page: '{page}', pages: '{pages}' }),
			sourcesTitle: words.say('evaluation_sources'),
			mark
		});
		return { name, contentType: 'application/pdf', body };
	}
	const titles = facts.map(({ label, value }) => [label, value]);
	const tables = document.sections.flatMap((section) =>
		section.tables.map((table) => sheetOf(section.title, table, contents, head.sha256, words))
	);
	const sheets = [coverOf(document, titles, words), ...tables, evidenceSheet(contents, words)];
	const body = await ports.workbook(sheets.map((sheet) => markedSheet(sheet, mark?.detail ?? null)));
	return { name, contentType: workbookType, body };
}

/** At the end of its first line: formulas name the rows below, which stay where they are. */
function markedSheet(sheet: WorkbookSheet, mark: string | null): WorkbookSheet {
	if (mark === null) return sheet;
	const [first, ...others] = sheet.titles;
	if (first === undefined) return { ...sheet, headings: [...sheet.headings, mark] };
	return { ...sheet, titles: [[...first, mark], ...others] };
}

function factsOf(head: EvaluationListRow, contents: EvaluationContents, { say, momentText }: Words) {
	const fact = (key: string, value: string) => ({ label: say(`evaluation_fact_${key}`), value });
	return [
		fact('as_of', momentText(contents.asOf)),
		fact('frozen_at', momentText(head.frozenAt)),
		fact('who', head.whoName),
		...(head.note === '' ? [] : [fact('note', head.note)]),
		fact('software', head.software),
		fact('sha256', head.sha256)
	];
}

function coverOf(
	{ title, remarks, sections }: PaintedDocument,
	facts: readonly (readonly SheetCell[])[],
	{ say }: Words
): WorkbookSheet {
	const rows = sections.flatMap(({ title: section, tables }) =>
		tables.map((table, index) => [index === 0 ? section : null, table.title])
	);
	return {
		name: say('evaluation_sheet_cover'),
		titles: [[title], ...facts, ...remarks.map((remark) => [remark]), []],
		headings: [say('evaluation_sheet_section'), say('evaluation_sheet_table')],
		...{ rows, widths: [44, 60] }
	};
}

/** Lines above the headings of every table's sheet. */
const linesAbove = 4;

function sheetOf(
	section: string,
	table: PaintedTable,
	{ tables }: EvaluationContents,
	sha256: string,
	words: Words
): WorkbookSheet {
	const { summed = [] } = tables.find((one) => one.section === table.section && one.id === table.id) ?? {};
	const first = linesAbove + 2;
	const last = first + table.rows.filter(({ key }) => key !== 'total').length - 1;
	const cellOf = (row: PaintedTable['rows'][number], index: number): BookCell => {
		const cell = row.cells[index];
		if (!cell) return null;
		const { value } = cell.figure;
		const isSum = row.key === 'total' && summed.includes(table.columns[index]?.id ?? '');
		if (isSum && typeof value === 'number') return { formula: sumOfColumn(index + 2, first, last), value };
		return typeof value === 'number' ? value : cell.text;
	};
	return {
		name: sheetName(words.say(`evaluation_sheet_${table.section}_${table.id}`)),
		titles: [[section], [table.title], [words.say('evaluation_fact_sha256'), sha256], []],
		headings: [table.rowName, ...table.columns.map(({ id, name }) => headingOf(table, id, name, words))],
		rows: table.rows.map((row) => [row.name, ...table.columns.map((_, index) => cellOf(row, index))]),
		widths: [44, ...table.columns.map(() => 24)]
	};
}

/** Columns and rows are counted from 1; twenty-six columns are more than any sheet here has. */
function sumOfColumn(column: number, from: number, to: number): string {
	const letter = String.fromCharCode(64 + column);
	return `SUM(${letter}${from}:${letter}${to})`;
}

/** With its unit where all of a column have the same. */
function headingOf(table: PaintedTable, id: string, name: string, { say }: Words): string {
	const index = table.columns.findIndex((column) => column.id === id);
	const units = new Set(table.rows.flatMap(({ cells }) => cells[index]?.figure.unit ?? []));
	const [unit] = units;
	return units.size === 1 && unit !== undefined
		? `${name} (${say(`evidence_unit_${unit.replaceAll('-', '_')}`)})`
		: name;
}

/** A sheet's name has at most 31 characters and none of []:*?/\. */
const sheetName = (text: string) => text.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31);

function evidenceSheet({ figures }: EvaluationContents, words: Words): WorkbookSheet {
	const { say, momentText } = words;
	const columns = ['figure', 'value', 'unit', 'as_of', 'basis', 'rows', 'formula', 'address'] as const;
	return {
		name: say('evaluation_sheet_evidence'),
		titles: [],
		headings: columns.map((column) => say(`evaluation_evidence_${column}`)),
		rows: figures.map((figure): SheetCell[] => {
			const { evidence } = figure;
			const where = Object.entries(evidence.rows.where).map(([name, value]) => `${name} = ${value}`);
			return [
				figure.key,
				typeof figure.value === 'number' ? figure.value : figureText(figure, words),
				say(`evidence_unit_${figure.unit.replaceAll('-', '_')}`),
				momentText(figure.asOf),
				say(`evidence_basis_${evidence.dateBasis}`),
				[evidence.rows.table, ...where].join(', '),
				say(evidence.formula),
				evidence.url
			];
		}),
		widths: [44, 22, 20, 40, 24, 44, 60, 44]
	};
}
