/** What every part of the evaluation reads with, and how its figures are put together. */
import type { Evidence, EvidenceUnit } from '../../../domain/evidence.ts';
import { addDays, epiWeekStart } from '../../../domain/period.ts';
import type { Locale } from '../../../protocol/refusals.ts';
import type {
	EvaluationFigure,
	EvaluationSection,
	EvaluationTable
} from '../../../protocol/views/evaluation.ts';
import type { ClaimFilter } from '../../store/budget-queries.ts';
import type { Transaction } from '../../store/bulk.ts';
import type { Moment } from '../context.ts';
import { frozenAfterDays } from '../freeze-weeks.ts';
import type { HeldCounts } from './held-counts.ts';

/** Everything is read in one snapshot, as somebody reads who sees totals of persons only. */
export type Gathering = {
	tx: Transaction;
	year: number;
	moment: Moment;
	filter: ClaimFilter;
	/** The year's last day, or the day that is shown where that is earlier. */
	until: string;
	hasEnded: boolean;
	/** Persons are counted up to the end of this day. */
	heldUntil: string;
	/** Null where nobody counted by then. */
	held: HeldCounts | null;
	nameOf: (facility: string) => string;
	demo: boolean;
};

/** The day before the last frozen week was frozen: what is told of persons moves with those weeks and not between them. */
export const heldDay = (today: string): string =>
	addDays(epiWeekStart(addDays(today, -frozenAfterDays)), frozenAfterDays - 1);

type Names = Readonly<Record<Locale, string>>;
export const sameName = (name: string): Names => ({ id: name, en: name });

/** What a figure says of itself beside its value. */
export type Source = {
	unit: EvidenceUnit;
	/** Message keys. */
	formula: string;
	measure?: string;
	table: string;
	where?: Readonly<Record<string, string>>;
	dateBasis?: Evidence['dateBasis'];
	completeness?: Evidence['completeness'];
	/** Where computed or counted apart: up to when; the moment shown where left out. */
	asOf?: string | undefined;
	/** The page that shows the same. */
	page?: string;
};

/** A value, or the message key of why nobody knows it. */
export type Fact = { value: number | string | null; unknown?: string; source: Source };

export const known = (value: number | string | null, source: Source, unknown: string): Fact =>
	value === null ? { value, unknown, source } : { value, source };

export type RowDraft = { key: string; name?: Names | undefined; facts: Readonly<Record<string, Fact>> };
export type TableDraft = {
	section: EvaluationSection;
	id: string;
	columns: readonly string[];
	rows: readonly RowDraft[];
	summed?: readonly string[];
};

export type Drawn = { table: EvaluationTable; figures: EvaluationFigure[] };

/** Lays a table out as its figures; a sum leaves out what nobody knows, and is unknown where nothing is known. */
export function drawTable(gathering: Gathering, draft: TableDraft): Drawn {
	const { section, id, columns, rows, summed = [] } = draft;
	const withSums = summed.length > 0 && rows.length > 0 ? [...rows, totalRow(draft, summed)] : rows;
	const figures = withSums.flatMap(({ key, facts }) =>
		columns.flatMap((column) => {
			const fact = facts[column];
			return fact === undefined
				? []
				: [figureOf(gathering, `${section}/${id}/${key}/${column}`, fact, titleOf(draft, key, column))];
		})
	);
	const table: EvaluationTable = {
		...{ section, id, columns: [...columns], summed: [...summed] },
		rows: withSums.map(({ key, name }) => ({ key, name: name ?? null }))
	};
	return { table, figures };
}

/** Where every row is a measure of its own, the row says what is measured. */
const titleOf = ({ columns }: TableDraft, row: string, column: string) =>
	columns.length === 1 && column === 'value' ? `evaluation_row_${row}` : `evaluation_column_${column}`;

function totalRow({ rows }: TableDraft, summed: readonly string[]): RowDraft {
	const facts = summed.flatMap((column): [string, Fact][] => {
		const own = rows.flatMap(({ facts: { [column]: fact } }) => (fact ? [fact] : []));
		const values = own.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
		const [first] = own;
		if (first === undefined) return [];
		const total = values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : null;
		const source = { ...first.source, formula: 'evaluation_formula_total' };
		return [[column, known(total, source, first.unknown ?? 'evaluation_unknown_parts')]];
	});
	return { key: 'total', facts: Object.fromEntries(facts) };
}

function figureOf(gathering: Gathering, key: string, fact: Fact, title: string): EvaluationFigure {
	const { moment, year, demo } = gathering;
	const { value, unknown, source } = fact;
	const { unit, formula, table, dateBasis = 'occurred', completeness = null } = source;
	const asOf = source.asOf ?? moment.now.toISOString();
	const query = new URLSearchParams({ year: String(year), ...(moment.asOf && { asOf: moment.asOf }) });
	const evidence: Evidence = {
		...{ measure: source.measure ?? title, unit, asOf, dateBasis, completeness, formula, demo },
		rows: { table, where: { year: String(year), ...source.where } },
		url: `${source.page ?? '/evaluation'}?${query}`
	};
	return { key, value, unit, evidence, asOf, unknown: unknown ?? null };
}
