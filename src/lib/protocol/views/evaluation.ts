/**
 * The yearly evaluation: what was needed, what was used and by whom, for which diseases, how it was paid, and what the next
 * year needs. Screen, PDF and spreadsheet are all made from its one list of figures.
 */
import type { Evidence, EvidenceUnit } from '../../domain/evidence.ts';
import type { Locale } from '../refusals.ts';
import type { Snapshot } from './snapshot.ts';

export const evaluationSections = [
	...(['needed', 'used', 'whom', 'diseases'] as const),
	...(['payment', 'medicines', 'beds', 'next'] as const)
] as const;
export type EvaluationSection = (typeof evaluationSections)[number];

/** One number of the document, with all that it can say for itself. */
export type EvaluationFigure = {
	/** `section/table/row/column`. */
	key: string;
	/** Whole rupiah, a count, a percentage, or an Asia/Jakarta day; null where nobody knows, never 0 for that. */
	value: number | string | null;
	unit: EvidenceUnit;
	evidence: Evidence;
	/** ISO instant up to which it knows of changes. */
	asOf: string;
	/** Message key that says why nobody knows; null where the value is known. */
	unknown: string | null;
};

/** A row's name as it was when it was gathered; null where `evaluation_row_<key>` says it. */
export type EvaluationRow = { key: string; name: Readonly<Record<Locale, string>> | null };

export type EvaluationTable = {
	section: EvaluationSection;
	id: string;
	rows: EvaluationRow[];
	columns: string[];
	/** The columns that have a row of their sums, its key `total`. */
	summed: string[];
};

/** All that is frozen, and all that the digest is taken over. */
export type EvaluationContents = {
	/** Of this shape. */
	form: 1;
	year: number;
	/** The year was over at the moment that is shown. */
	hasEnded: boolean;
	/** The moment that is shown, ISO. */
	asOf: string;
	/** Up to the end of which day persons are counted: counts of persons move once a week. */
	heldUntil: string;
	demo: boolean;
	/** The year that the whole installation rebuilds; left out where it rebuilds none. */
	reconstruction?: { year: number };
	tables: EvaluationTable[];
	figures: EvaluationFigure[];
};

/** What stands above the figures of a frozen one. */
export type FrozenHead = {
	number: number;
	year: number;
	asOf: string;
	frozenAt: string;
	/** As the trail names them. */
	who: string;
	note: string;
	/** Of the product. */
	software: string;
};
export type FrozenContents = FrozenHead & { document: EvaluationContents };

export type EvaluationListRow = FrozenHead & { sha256: string; whoName: string };

/**
 * `whole`: the stored text has the digest that was written beside it and into the trail. `altered`: one of them was changed
 * since.
 */
export type EvaluationStanding = 'whole' | 'altered';

export type FrozenEvaluation = {
	head: EvaluationListRow;
	standing: EvaluationStanding;
	/** Null where what is stored can no longer be read. */
	document: EvaluationContents | null;
};

export type EvaluationView = {
	snapshot: Snapshot;
	year: number;
	/** What may be chosen, oldest first. */
	years: number[];
	document: EvaluationContents;
};

export type FreezeResult =
	| { outcome: 'frozen'; number: number }
	| { outcome: 'forbidden' }
	| { outcome: 'unusable'; field: 'note' | 'identity-number' };

export const longestNote = 300;

export const evaluationFormats = ['pdf', 'xlsx'] as const;
export type EvaluationFormat = (typeof evaluationFormats)[number];
export const isEvaluationFormat = (text: string): text is EvaluationFormat =>
	(evaluationFormats as readonly string[]).includes(text);

/** The document in a reader's words, ready to be shown, printed or written into cells. */
export type PaintedCell = { figure: EvaluationFigure; text: string };
export type PaintedTable = {
	section: EvaluationSection;
	id: string;
	title: string;
	rowName: string;
	columns: { id: string; name: string; isNumeric: boolean }[];
	rows: { key: string; name: string; cells: (PaintedCell | null)[] }[];
	/** What each figure rests on, each said once. */
	sources: string[];
};
export type PaintedDocument = {
	title: string;
	/** That the year runs on, what is rounded, since when nobody's count moves. */
	remarks: string[];
	sections: { id: EvaluationSection; title: string; question: string; tables: PaintedTable[] }[];
};

/** How a document is put into words: by message key, with what fills its gaps. */
export type Say = (key: string, inputs?: Record<string, string | number>) => string;

/** What is printed: the painted document, what stands above it, and what stands at the foot of each page. */
export type EvaluationPaper = {
	document: PaintedDocument;
	facts: readonly { label: string; value: string }[];
	/** Words of the foot: with `{page}` and `{pages}`. */
	foot: string;
	sha256: string;
	sourcesTitle: string;
	/** Said where simulated data went into it: in full above the title, and shortly at the foot of each page. */
	mark: { detail: string; foot: string } | null;
	locale: Locale;
};
