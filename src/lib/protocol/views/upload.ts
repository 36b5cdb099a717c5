/** What the pages of a spreadsheet's way in show. */
import type { Party } from '../../domain/role.ts';
import type { EventRefusal } from '../refusals.ts';
import type { WrittenForm } from '../sheet-cells.ts';

export const sheetKinds = [
	'visit',
	'bed',
	'claim',
	'eklaim',
	'vclaim',
	'member',
	'stock',
	'tally',
	'lplpo',
	'w2'
] as const;
export type SheetKind = (typeof sheetKinds)[number];
export const isSheetKind = (text: string): text is SheetKind =>
	(sheetKinds as readonly string[]).includes(text);

/** Why a file as a whole cannot be read. */
export const sheetRefusalCodes = [
	'no-file',
	'not-a-form',
	'other-origin',
	'wrong-method',
	'cut-off',
	'too-large',
	'empty',
	'not-a-sheet',
	'old-excel',
	'broken-zip',
	'broken-sheet',
	'broken-csv',
	'too-many-rows',
	'too-many-waiting',
	'unknown-sender',
	'unknown-kind',
	'not-allowed',
	'not-for-role',
	'unavailable',
	'gone',
	'fault'
] as const;
export type SheetRefusalCode = (typeof sheetRefusalCodes)[number];

/** What is worth saying of a cell beside what the one validated path says of its event. */
export const sheetNotes = [
	/** A spreadsheet keeps fifteen digits of a number: the sixteenth of this NIK is lost. */
	'nik-rounded',
	/** Month before day, as in 11/22/2026. */
	'date-order',
	/** The formula was never calculated by the program that saved it. */
	'formula-empty',
	/** Not on our list of medicines: kept under its own name. */
	'item-unlisted',
	/** Another row of this file is about the same thing and says something else. */
	'key-repeated'
] as const;
export type SheetNote = (typeof sheetNotes)[number];
/** Notes that do not keep a row from being taken. */
export const harmlessNotes: readonly SheetNote[] = ['item-unlisted'];

/** `column` is null where the whole row is meant. */
export type RowProblem = { column: number | null; refusal: EventRefusal | null; note: SheetNote | null };

export type PreviewRow = {
	/** As the spreadsheet program counts. */
	row: number;
	/** In the order of the used columns; identity numbers are masked. */
	cells: string[];
	problems: RowProblem[];
};

export type SheetColumn = {
	index: number;
	/** `A`, `B` … as spreadsheet programs name it. */
	letter: string;
	heading: string;
	/** Null: used for nothing. */
	field: string | null;
	/** This sender called it so before. */
	isRemembered: boolean;
};

export type SheetFieldView = {
	id: string;
	names: { id: string; en: string };
	isNeeded: boolean;
	form: WrittenForm;
	/** Of a choice: what may stand there. */
	words: string[];
};

/** Sent as a hospital (or puskesmas), or as a party without a facility. */
export type UploadSender = { party: Party; facility: { code: string; name: string } | null };

export type UploadCheck = {
	rows: number;
	good: number;
	bad: number;
	/** Empty lines, totals, section titles, examples. */
	skipped: number;
	/** Events that the good rows make: a weekly form makes one a disease. */
	events: number;
	unlisted: number;
	first: PreviewRow[];
	/** The first of those that cannot be used. */
	refused: PreviewRow[];
};

export type UploadResult = {
	rows: number;
	accepted: number;
	duplicate: number;
	quarantined: number;
	/** Rows not sent: this file contradicts itself. */
	unsent: number;
	refusedRows: number;
	/** Of these so many stand in the file of refused rows. */
	keptRows: number;
	endedAt: string;
};

export type UploadPhase = 'checking' | 'ready' | 'sending' | 'done' | 'cancelled' | 'failed';

export type UploadView = {
	id: string;
	fileName: string;
	kind: SheetKind;
	sender: UploadSender;
	phase: UploadPhase;
	/** 0 to 1. */
	share: number;
	rowsRead: number;
	sheets: string[];
	sheet: number;
	/** False where no row looks like headings. */
	hasHeadings: boolean;
	columns: SheetColumn[];
	fields: SheetFieldView[];
	/** Fields that a row cannot do without and no column gives. */
	missing: SheetFieldView[];
	/** The month or week that all rows are about, where no column says it: `2026-10`, or a week's Sunday. */
	period: { grain: 'month' | 'week'; value: string } | null;
	check: UploadCheck | null;
	result: UploadResult | null;
	refusal: { code: SheetRefusalCode; row: number | null } | null;
};

export type UploadChoice = {
	senders: { value: string; sender: UploadSender; kinds: SheetKind[]; demo: boolean }[];
	maxBytes: number;
	maxRows: number;
};
