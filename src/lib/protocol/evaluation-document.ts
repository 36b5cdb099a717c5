/** Puts the list of figures into a reader's words: the one layout that screen, paper and spreadsheet share. */
import { blurStep } from '../domain/blur.ts';
import { reconstructionMark, reconstructionName } from './reconstruction.ts';
import type { Locale } from './refusals.ts';
import {
	evaluationSections,
	type EvaluationContents,
	type EvaluationFigure,
	type EvaluationPaper,
	type EvaluationTable,
	type PaintedDocument,
	type PaintedTable,
	type Say
} from './views/evaluation.ts';

export type Words = {
	locale: Locale;
	say: Say;
	/** A known value with its unit. */
	valueText: (figure: EvaluationFigure) => string;
	/** A month by its first day. */
	monthText: (month: string) => string;
	dayText: (day: string) => string;
	momentText: (instant: string) => string;
};

export function paintEvaluation(contents: EvaluationContents, words: Words): PaintedDocument {
	const { say, dayText } = words;
	const figures = new Map(contents.figures.map((figure) => [figure.key, figure]));
	const year = String(contents.year);
	const mark = markOf(contents, words);
	const remarks = [
		...(contents.hasEnded ? [] : [say('evaluation_remark_running', { year })]),
		say('evaluation_remark_rounded', { day: dayText(contents.heldUntil), step: blurStep }),
		...(mark ? [mark.detail] : [])
	];
	return {
		title: say('evaluation_document', { year }),
		remarks,
		sections: evaluationSections.map((id) => ({
			id,
			title: say(`evaluation_section_${id}`, { year, next: contents.year + 1 }),
			question: say(`evaluation_question_${id}`, { year, next: contents.year + 1 }),
			tables: contents.tables
				.filter(({ section }) => section === id)
				.map((table) => paintTable(table, figures, words))
		}))
	};
}

/** What a document with simulated data says of itself; null where they are real. */
export function markOf(
	{ demo, reconstruction }: Pick<EvaluationContents, 'demo' | 'reconstruction'>,
	{ say, locale }: Pick<Words, 'say' | 'locale'>
): EvaluationPaper['mark'] {
	if (reconstruction)
		return {
			detail: reconstructionMark(reconstruction, locale),
			foot: reconstructionName(reconstruction, locale)
		};
	return demo ? { detail: say('evaluation_remark_demo'), foot: 'DEMO' } : null;
}

const isMonth = (key: string) => /^\d{4}-\d\d-01$/.test(key);

function paintTable(
	table: EvaluationTable,
	figures: ReadonlyMap<string, EvaluationFigure>,
	words: Words
): PaintedTable {
	const { say, locale } = words;
	const { section, id, columns, rows } = table;
	const name = `${section}_${id}`;
	const figureOf = (row: string, column: string) => figures.get(`${section}/${id}/${row}/${column}`) ?? null;
	const nameOf = ({ key, name: own }: EvaluationTable['rows'][number]) =>
		own?.[locale] ?? (isMonth(key) ? words.monthText(key) : say(`evaluation_row_${key}`));
	const used = rows.flatMap(({ key }) => columns.flatMap((column) => figureOf(key, column) ?? []));
	return {
		...{ section, id, title: say(`evaluation_table_${name}`) },
		rowName: say(`evaluation_by_${name}`),
		columns: columns.map((column) => ({
			...{ id: column, name: say(`evaluation_column_${column}`) },
			isNumeric: used.some(({ key, value }) => key.endsWith(`/${column}`) && typeof value === 'number')
		})),
		rows: rows.map((row) => ({
			...{ key: row.key, name: nameOf(row) },
			cells: columns.map((column) => {
				const figure = figureOf(row.key, column);
				return figure && { figure, text: figureText(figure, words) };
			})
		})),
		sources: sourcesOf(used, words)
	};
}

export const figureText = (figure: EvaluationFigure, { say, valueText }: Words): string =>
	figure.value === null
		? say('evaluation_not_known', { why: say(figure.unknown ?? 'evaluation_unknown_parts') })
		: valueText(figure);

/** Formula, rows and moment of every figure of a table; what several share is said once. */
function sourcesOf(figures: readonly EvaluationFigure[], { say, momentText }: Words): string[] {
	const said = figures.map(({ evidence, asOf }) =>
		say('evaluation_source', {
			measure: say(evidence.measure),
			formula: say(evidence.formula),
			table: evidence.rows.table,
			asOf: momentText(asOf)
		})
	);
	return [...new Set(said)];
}
